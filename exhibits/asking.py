"""What every exhibit says of the question it answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data_access.disclosure.rules import NotForOutsiders
from data_access.language import Later, say
from data_access.names import names, unit_names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words


def asked(read: Reader, selection: Selection, *, about: str = "") -> dict[str, Any]:
    """The selection in words and the data date; ``about`` is what else was chosen, such as a ladder."""
    said = words.selection(selection, read.ask(names))
    return {"selection": f"{about} · {said}" if about else said, "data_date": selection.data_date}


def with_units(read: Reader, units: Iterable[Any]) -> words.Names:
    """What codes are called, also those of some units; of what is no code nothing is asked."""
    codes = tuple(sorted({unit for unit in units if isinstance(unit, str)}))
    return {**read.ask(names), "unit": read.ask(unit_names, codes)}


def of_every_number(read: Reader) -> None:
    """Raises NotForOutsiders: an exhibit that reckons with numbers of which one may be withheld.

    Sponsors and presenters have exhibits of their own (``exhibits.told``).
    """
    if read.viewer.outsider:
        raise NotForOutsiders(Later("Sponsors and presenters are shown these figures one by one."))


def months_of(selection: Selection) -> tuple[str, ...]:
    """The months of the period up to the as-of day, as a chart's axis lists them."""
    return tuple(month for month, _ in selection.months())


def days_of(selection: Selection) -> str:
    """The period, and the day on which states are read."""
    return say(
        "{period}, as of {day}",
        period=words.period(selection.first_day, selection.last_day),
        day=words.day(selection.as_of),
    )
