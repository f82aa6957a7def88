"""``figures`` and ``figure``: what the store can say, and what it says."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from data_access import figures as known
from data_access.attributed import attributed_to, rates_used
from data_access.commands import printing
from data_access.commands.refusal import Refused
from data_access.commands.selecting import (
    AsViewer,
    Codes,
    Countries,
    FirstDay,
    HowPrinted,
    LastDay,
    ListFormat,
    Organisations,
    Programmes,
    Regions,
    RowFormat,
    Sponsors,
    day,
    filters_of,
    looking,
    selected,
)
from data_access.commands.stores import StoreUrl, reading
from data_access.comparison import compared
from data_access.names import minor_digits
from data_access.selection import Against


def figures(
    format: Annotated[ListFormat, typer.Option(help="How to print them.")] = ListFormat.table,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="With the definitions that held on that day.")
    ] = None,
) -> None:
    """List all figures with their definitions and dimensions."""
    held_on = day("--on", on) or date.max
    if format == ListFormat.json:
        printing.figures_as_json(known.figures().values(), held_on)
    else:
        printing.figures_as_table(known.figures().values(), held_on)


def figure(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a figure, as figures lists it.")],
    programme: Programmes = None,
    country: Countries = None,
    region: Regions = None,
    organisation: Organisations = None,
    sponsor: Sponsors = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    by: Annotated[
        Codes, typer.Option(metavar="DIMENSION", help="What to break it down by. Can be repeated.")
    ] = None,
    against: Annotated[
        Against | None, typer.Option(help="Print it beside the period before, or the same period last year.")
    ] = None,
    attributed: Annotated[
        bool, typer.Option("--attributed", help="Print each sponsor's part of it, programme by programme.")
    ] = False,
    as_viewer: AsViewer = None,
    format: HowPrinted = RowFormat.table,
    store: StoreUrl = None,
) -> None:
    """Print the values of a figure."""
    asked = known.known_figure(name)
    filters = filters_of(programme, country, region, organisation, sponsor)
    if attributed and (by or against):
        raise Refused("--attributed splits a figure by programme and sponsor: leave out --by and --against.")
    with reading(store) as connection:
        viewer = looking(connection, as_viewer)
        selection = selected(connection, viewer, filters, first_day, last_day, against)
        digits = minor_digits(connection)
        if attributed:
            frame = attributed_to(connection, viewer, name, selection)
            rates = rates_used(connection, viewer, selection)
            rates = rates[rates["programme"].isin(frame["programme"])]
            answer = printing.Answer.of(viewer, asked, selection, frame, digits, rates)
        else:
            read = known.figure if against is None else compared
            frame = read(connection, viewer, name, selection, by or ())
            answer = printing.Answer.of(viewer, asked, selection, frame, digits)
    match format:
        case RowFormat.json:
            answer.print_json()
        case RowFormat.csv:
            answer.print_csv()
        case RowFormat.table:
            answer.print_table()
