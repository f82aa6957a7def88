"""``python -m exhibits``: decks as PowerPoint, PDF and workbook, and kits to open from a stick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data_access.choosing import known
from data_access.commands import REFUSALS
from data_access.commands.refusal import Refused
from data_access.commands.selecting import (
    AsViewer,
    Countries,
    FirstDay,
    LastDay,
    Organisations,
    Programmes,
    Regions,
    Sponsors,
    filters_of,
    looking,
    selected,
)
from data_access.commands.stores import StoreUrl
from data_access.language import OWN_NAMES, plural, speaking
from data_access.meetings import Deck as Meeting
from data_access.meetings import meeting as meeting_of
from data_access.selection import Against, EmptyStore
from data_access.store import Store, StoreUnavailable, open_store
from data_access.viewer import Viewer
from exhibits.branding import BrandRefused
from exhibits.export.deck import Deck, Hears
from exhibits.export.files import FORMATS, UnknownFormat, ending_of, file_of
from exhibits.meeting import NoSuchMeeting, deck_of, drafted_deck
from exhibits.starting import pin_pages
from exhibits.steady import DataChanged

# How far behind others a process stands that works while people look at slides.
NICE = 10


class Template(StrEnum):
    """Which kind of meeting; the same as ``exhibits.templates.TEMPLATES``."""

    sponsor = "sponsor"
    coordination = "coordination"
    public = "public"


class Language(StrEnum):
    """In which language; the same as ``data_access.language.LANGUAGES``."""

    en = "en"
    es = "es"
    fr = "fr"


OutFile = Annotated[
    Path, typer.Argument(metavar="OUT", help=f"File to write: its ending says what, {', '.join(FORMATS)}.")
]
OfMeeting = Annotated[
    str | None, typer.Option("--meeting", metavar="ID", help="The slides and pinned numbers of a meeting.")
]
InLanguage = Annotated[Language, typer.Option("--lang", help=f"Language: {', '.join(OWN_NAMES.values())}.")]
Kind = Annotated[Template | None, typer.Option(help="Which kind of meeting, where none is named.")]
With = Annotated[
    str | None, typer.Option("--with", metavar="SPONSOR", help="Sponsor whom the meeting is with.")
]
Compared = Annotated[
    Against | None, typer.Option("--against", help="Compared with the period before, or a year earlier.")
]

app = typer.Typer(
    help="Exhibits as files: decks for meetings, and kits to open from a stick.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def deck(
    out: OutFile,
    template: Kind = None,
    meeting: OfMeeting = None,
    lang: InLanguage = Language.en,
    sponsor_met: With = None,
    wide: Annotated[bool, typer.Option("--wide", help="A PDF of 16:9 pages, as on a screen.")] = False,
    programme: Programmes = None,
    country: Countries = None,
    region: Regions = None,
    organisation: Organisations = None,
    sponsor: Sponsors = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    against: Compared = None,
    as_viewer: AsViewer = None,
    store: StoreUrl = None,
) -> None:
    """Write a deck as .pptx, .pdf or .xlsx: of a template and a selection, or of a meeting."""
    filters = filters_of(programme, country, region, organisation, sponsor)
    chosen = (template, sponsor_met, *filters.values(), first_day, last_day, against)
    if meeting is not None and any(chosen):
        raise Refused(
            "A meeting has a template, a sponsor and a selection of its own: leave out --meeting, or "
            "--template, --with, all filters, --from, --to and --against."
        )
    with closing(open_store(store)) as opened:
        with opened.reading(as_viewer) as connection:
            viewer = looking(connection, as_viewer)
            selection = selected(connection, viewer, filters, first_day, last_day, against)
            known(connection, viewer, "sponsor", [sponsor_met] if sponsor_met else [])

        def made(hears: Hears) -> Deck:
            if meeting is not None:
                return deck_of(opened, viewer, _met(opened, viewer, meeting), hears)
            kind = template or Template.public
            return drafted_deck(opened, viewer, kind, selection, sponsor_met, hears)

        _write(out, lang, wide, made)


@app.command()
def kit(
    out: OutFile,
    meeting: OfMeeting = None,
    template: Kind = None,
    lang: InLanguage = Language.en,
    sponsor_met: With = None,
    programme: Programmes = None,
    country: Countries = None,
    region: Regions = None,
    organisation: Organisations = None,
    sponsor: Sponsors = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    against: Compared = None,
    as_viewer: AsViewer = None,
    store: StoreUrl = None,
) -> None:
    """Write a page with all its charts as .zip, to open from a stick: no server, no network."""
    if out.suffix != ".zip":
        raise Refused(f"A kit is a .zip file, and {out.name} is not called so.")
    deck(
        out, template, meeting, lang, sponsor_met, False,
        programme, country, region, organisation, sponsor, first_day, last_day, against, as_viewer, store,
    )  # fmt: skip


@app.command()
def pin(
    meeting: Annotated[str, typer.Argument(metavar="MEETING", help="Id of a meeting that has started.")],
    as_viewer: AsViewer = None,
    store: StoreUrl = None,
) -> None:
    """Pin what is not pinned yet of a meeting's numbers: of all pages, each programme and each region.

    The dashboard does so by itself when a meeting starts; what was broken off goes on from there.
    """
    # Whoever reads or presents meanwhile comes first.
    os.nice(NICE)
    with closing(open_store(store)) as opened:
        with opened.reading(as_viewer) as connection:
            viewer = looking(connection, as_viewer)
        found = _met(opened, viewer, meeting)
        with _progress() as progress:
            pin_pages(opened, viewer, found, _bar(progress, "Pinning the numbers"))
    print(f"All numbers of meeting {meeting} are pinned.")


def _met(store: Store, viewer: Viewer, id: str) -> Meeting:
    """The meeting of that id; raises NoSuchMeeting."""
    with store.reading(viewer) as connection:
        found = meeting_of(connection, viewer, id)
    if found is None:
        raise NoSuchMeeting(id)
    return found


def _write(out: Path, language: str, wide: bool, make: Callable[[Hears], Deck]) -> None:
    ending_of(out.name)  # refused at once, not when all is made
    with speaking(language), _progress() as progress:
        made = make(_bar(progress, "Making the exhibits"))
        content = file_of(out.name, made, _bar(progress, f"Writing {out.name}"), wide=wide)
        said = plural("{number} slide", "{number} slides", len(made.slides))
    out.write_bytes(content)
    print(f"{out}: {said}, {len(content):,} bytes")


def _progress() -> Progress:
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def _bar(progress: Progress, what: str) -> Hears:
    task = progress.add_task(what, total=None)

    def hears(done: int, of: int) -> None:
        progress.update(task, completed=done, total=of)

    return hears


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command. Whatever it refuses ends with a plain message and exit code 2."""
    try:
        app(arguments, prog_name="python -m exhibits")
    except (
        Refused,
        StoreUnavailable,
        EmptyStore,
        BrandRefused,
        UnknownFormat,
        NoSuchMeeting,
        DataChanged,
        *REFUSALS,
    ) as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)
