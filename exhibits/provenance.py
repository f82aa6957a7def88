"""What the figures stand on: whose data, up to which day, and whether they are illustrative."""

from __future__ import annotations

from data_access.language import say
from data_access.reader import Reader
from data_access.selection import latest_import
from exhibits import words


def provenance(read: Reader) -> str:
    """A sentence or two for the foot of every page."""
    package = read.fact(latest_import)
    until = say("Data to {day}.", day=words.day(package.data_date))
    if package.sample:
        sample = say(
            "**Sample data.** Programme totals match published figures; the rows beneath are illustrative."
        )
        return f"{sample} {until}"
    return f"{package.title}. {until}"
