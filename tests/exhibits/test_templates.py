"""What the usual meetings begin with: numbers that their audience is told, and no word in place of one."""

from __future__ import annotations

from data_access.reader import Reader, Remembering
from data_access.selection import Selection
from exhibits.meeting import listener
from exhibits.templates import drafted
from exhibits.told import told_now


def test_a_number_that_is_withheld_is_no_slide(read: Reader, chosen: Selection) -> None:
    partners = Remembering(read.store, listener(read.store, read.viewer, "sponsor", None))
    told = {name: told_now(partners, chosen, name).headline for name in ("active_miners", "people_insured")}
    withheld = {name for name, number in told.items() if number is not None and number.withheld}
    assert withheld == {"people_insured"}
    slides = {each.name for each in drafted(partners, "sponsor", chosen)}
    assert "told_active_miners" in slides
    assert "told_people_insured" not in slides
