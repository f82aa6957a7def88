"""The filters and days that commands take, and the selection that they make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import Connection

from data_access.choosing import selection_of
from data_access.commands.refusal import Refused
from data_access.row_security.context import see_as
from data_access.selection import YEARS, Against, Selection, UnknownCode, day_of
from data_access.viewer import AT_THIS_MACHINE, UNRESTRICTED, Viewer, viewer_of

Codes = list[str] | None
Programmes = Annotated[Codes, typer.Option(metavar="CODE", help="Programme. All filters can be repeated.")]
Countries = Annotated[Codes, typer.Option(metavar="CODE", help="Country, by its ISO 3166-1 code.")]
Regions = Annotated[Codes, typer.Option(metavar="CODE", help="Region, by its ISO 3166-2 code.")]
Organisations = Annotated[Codes, typer.Option(metavar="CODE", help="Mining organisation.")]
Sponsors = Annotated[Codes, typer.Option(metavar="CODE", help="Organisation that funds the programme.")]
FirstDay = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day.")]
LastDay = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, included.")]


AsViewer = Annotated[
    str | None,
    typer.Option("--as", metavar="VIEWER", help="Answer as this viewer would be answered."),
]


class RowFormat(StrEnum):
    """How rows can be printed."""

    table = "table"
    json = "json"
    csv = "csv"


class ListFormat(StrEnum):
    """How a list can be printed."""

    table = "table"
    json = "json"


HowListed = Annotated[ListFormat, typer.Option(help="How to print the list.")]
HowPrinted = Annotated[RowFormat, typer.Option(help="How to print the rows.")]


def filters_of(
    programme: Codes, country: Codes, region: Codes, organisation: Codes, sponsor: Codes
) -> dict[str, Codes]:
    """The codes that were given, by their filters."""
    return {
        "programme": programme,
        "country": country,
        "region": region,
        "organisation": organisation,
        "sponsor": sponsor,
    }


def looking(connection: Connection, name: str | None) -> Viewer:
    """The viewer to answer, as whom the connection sees from here on; raises UnknownViewer.

    Whoever holds the store's URL is a viewer without limits, also by the name that the dashboard gives them.
    """
    viewer = UNRESTRICTED
    if name is not None:
        at_home = name == AT_THIS_MACHINE.name
        viewer = AT_THIS_MACHINE if at_home else viewer_of(connection, name, date.today())
    see_as(connection, viewer)
    return viewer


def selected(
    connection: Connection,
    viewer: Viewer,
    filters: Mapping[str, Codes],
    first_day: str | None,
    last_day: str | None,
    against: Against | None = None,
) -> Selection:
    """The selection that was asked for. Raises Refused, UnknownCode, EmptyStore."""
    first, last = day("--from", first_day), day("--to", last_day)
    try:
        return selection_of(
            connection,
            viewer,
            first_day=first,
            last_day=last,
            against=against or Against.before,
            **{name: codes or () for name, codes in filters.items()},
        )
    except UnknownCode:
        raise
    except ValueError as error:  # the period is none
        raise Refused(str(error)) from error


def day(option: str, given: str | None) -> date | None:
    """The day given to an option; raises Refused."""
    if given is None:
        return None
    try:
        return day_of(given)
    except ValueError:
        raise Refused(
            f"{option} {given} is not a day. Write days as 2024-04-17, from {YEARS[0]} to {YEARS[-1]}."
        ) from None
