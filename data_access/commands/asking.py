"""``figures`` and ``figure``: what the store can say, and what it says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from data_access import figures as known
from data_access.commands import printing
from data_access.commands.refusal import Refused
from data_access.commands.stores import StoreUrl, reading
from data_access.names import minor_digits
from data_access.selection import YEARS, UnknownCode, day_of, selection_of


class ListFormat(StrEnum):
    """How the list of figures can be printed."""

    table = "table"
    json = "json"


class RowFormat(StrEnum):
    """How the rows of a figure can be printed."""

    table = "table"
    json = "json"
    csv = "csv"


Codes = list[str] | None


def figures(
    format: Annotated[ListFormat, typer.Option(help="How to print them.")] = ListFormat.table,
) -> None:
    """List all figures with their definitions and dimensions."""
    if format == ListFormat.json:
        printing.figures_as_json(known.figures().values())
    else:
        printing.figures_as_table(known.figures().values())


def figure(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a figure, as figures lists it.")],
    programme: Annotated[
        Codes, typer.Option(metavar="CODE", help="Programme. All filters can be repeated.")
    ] = None,
    country: Annotated[Codes, typer.Option(metavar="CODE", help="Country, by its ISO 3166-1 code.")] = None,
    region: Annotated[Codes, typer.Option(metavar="CODE", help="Region, by its ISO 3166-2 code.")] = None,
    organisation: Annotated[Codes, typer.Option(metavar="CODE", help="Mining organisation.")] = None,
    sponsor: Annotated[
        Codes, typer.Option(metavar="CODE", help="Organisation that funds the programme.")
    ] = None,
    first_day: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day.")] = None,
    last_day: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, included.")] = None,
    by: Annotated[
        Codes, typer.Option(metavar="DIMENSION", help="What to break it down by. Can be repeated.")
    ] = None,
    format: Annotated[RowFormat, typer.Option(help="How to print the rows.")] = RowFormat.table,
    store: StoreUrl = None,
) -> None:
    """Print the values of a figure."""
    asked = known.known_figure(name)
    first, last = _day("--from", first_day), _day("--to", last_day)
    with reading(store) as connection:
        try:
            selection = selection_of(
                connection,
                programme=programme or (),
                sponsor=sponsor or (),
                country=country or (),
                region=region or (),
                organisation=organisation or (),
                first_day=first,
                last_day=last,
            )
        except UnknownCode:
            raise
        except ValueError as error:  # the period is none
            raise Refused(str(error)) from error
        frame = known.figure(connection, name, selection, by or ())
        answer = printing.Answer.of(asked, selection, frame, minor_digits(connection))
    match format:
        case RowFormat.json:
            answer.print_json()
        case RowFormat.csv:
            answer.print_csv()
        case RowFormat.table:
            answer.print_table()


def _day(option: str, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return day_of(given)
    except ValueError:
        raise Refused(
            f"{option} {given} is not a day. Write days as 2024-04-17, from {YEARS[0]} to {YEARS[-1]}."
        ) from None
