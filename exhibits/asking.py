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


def since_before(read: Reader, selection: Selection, name: str) -> str:
    """A figure's change since the day that the selection is compared with, as a sentence goes on:
    ``, 35 more than on 30 Sep 2025``. Empty where there was nothing to count then."""
    then = selection.compared()
    now, before = (read.figure(name, when).iloc[0] for when in (selection, then))
    if not before["of"] or then.as_of == selection.as_of:
        return ""
    more, on = int(now["value"] - before["value"]), words.day(then.as_of)
    said = say("as many as on {day}", day=on)
    if more > 0:
        said = say("{number} more than on {day}", number=words.number(more), day=on)
    elif more < 0:
        said = say("{number} fewer than on {day}", number=words.number(-more), day=on)
    return f", {said}"


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


def against(selection: Selection) -> str:
    """What the selection is compared with, as a sentence goes on."""
    return say("against {days}", days=days_of(selection.compared()))
