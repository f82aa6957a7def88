"""Which groups a question asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from data_access.disclosure.blocks import Group, Segment
from data_access.selection import Selection


def groups_asked(
    segments: set[Segment], selection: Selection, dimensions: Sequence[str]
) -> Iterator[tuple[Group, dict[str, str | None]]]:
    """The groups asked for that hold a segment, each with the codes of its row."""
    seen = set()
    programme, region = (
        chosen[0] if len(chosen) == 1 else None for chosen in (selection.programmes, selection.regions)
    )
    country = selection.countries[0] if len(selection.countries) == 1 else None
    for segment in sorted(segments):
        if not Group(programme, country, region).holds(segment):
            continue
        by_region = "region" in dimensions or region is not None
        place = (
            (None, segment.region)
            if by_region
            else ((segment.country, None) if "country" in dimensions else (country, None))
        )
        for each in segment.programmes if "programme" in dimensions else (programme,):
            group = Group(each, *place)
            if programme in (None, each) and group not in seen:
                seen.add(group)
                yield group, {"programme": each, "country": segment.country, "region": segment.region}


def calendar_years(selection: Selection) -> list[str]:
    """The calendar years that lie whole in a period, and that the data have reached the end of."""
    years = range(selection.first_day.year, selection.as_of.year + 1)
    return [
        str(year)
        for year in years
        if selection.first_day <= date(year, 1, 1) and date(year, 12, 31) <= selection.as_of
    ]
