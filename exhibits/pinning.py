"""Pins what the pages show of a selection: as whoever meets sees it, and as those who see a part of it do."""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from data_access.connections import on_one_connection
from data_access.disclosure.rules import NotForOutsiders
from data_access.language import LANGUAGES, speaking, spoken
from data_access.names import filter_options
from data_access.reader import Reader, Remembering
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.snapshots import OF_SLIDES, Part, Pinned, parts, pinned
from data_access.store import Store
from data_access.viewer import NotShared, Viewer
from exhibits.contents import Placed, contents
from exhibits.exhibit import Exhibit, Origin
from exhibits.export.deck import Hears, unheard
from exhibits.making import made, name_of
from exhibits.programme import choices
from exhibits.written import NotReadable, as_text, exhibit_as_data, exhibit_from_data, from_text


class Scope(NamedTuple):
    """For whom a part of a snapshot is made, and what it is of."""

    viewer: Viewer
    selection: Selection


def scopes(read: Reader, selection: Selection) -> list[Scope]:
    """What a snapshot has parts for beside its slides: what the viewer sees of the selection; each programme
    of it, and each region, as somebody sees it to whom that alone was granted."""
    viewer, rights = read.viewer, read.viewer.rights
    whole = Scope(viewer, selection)
    programmes = [
        Scope(replace(viewer, rights=Rights((code,), rights.regions)), selection.narrowed(programmes=(code,)))
        for code in choices(read, selection)
    ]
    regions = [
        Scope(replace(viewer, rights=Rights(rights.programmes, (code,))), selection.narrowed(regions=(code,)))
        for code in _regions(read, selection)
    ]
    return [whole, *(each for each in (*programmes, *regions) if each.viewer != viewer)]


def _regions(read: Reader, selection: Selection) -> list[str]:
    """The regions of a selection in which there can be something."""
    offered = read.ask(filter_options)
    regions = offered[offered["filter"] == "region"]
    if selection.countries:
        regions = regions[regions["country"].isin(selection.countries)]
    if selection.regions:
        regions = regions[regions["region"].isin(selection.regions)]
    return list(regions["code"])


def pinned_slides(read: Reader, slides: Sequence[Placed], hears: Hears) -> list[Part]:
    """The first part of a snapshot: the exhibits of slides as the reader is told them, in all languages."""
    return _parts(read, OF_SLIDES, slides, hears)


def pinned_pages(store: Store, scope: Scope, position: int) -> list[Part]:
    """A part of a snapshot: all that the pages show of a scope, in all languages."""
    read = Remembering(store, scope.viewer)
    with on_one_connection(store.engine):
        return _parts(read, position, list(contents(read, scope.selection)), unheard)


def _parts(read: Reader, position: int, asked: Sequence[Placed], hears: Hears) -> list[Part]:
    pages: dict[tuple[Any, ...], list[str]] = {}
    for page, build, arguments in asked:
        pages.setdefault((build, arguments), []).append(page)
    kept: dict[str, list[dict[str, Any]]] = {language: [] for language in LANGUAGES}
    for done, ((build, arguments), on) in enumerate(pages.items()):
        hears(done, len(pages))
        known_as = {"pages": on, "builder": name_of(build), "arguments": as_text(arguments)}
        # In each language at once, while what it is made from is still remembered.
        for language in LANGUAGES:
            with speaking(language):
                try:
                    exhibit = made(read, build, *arguments)
                except (NotForOutsiders, NotShared):
                    break
                kept[language].append(known_as | {"exhibit": exhibit_as_data(exhibit)})
    hears(len(pages), len(pages))
    return [
        Part(position, language, read.viewer.rights, len(exhibits), _packed(exhibits))
        for language, exhibits in kept.items()
    ]


def _packed(exhibits: list[dict[str, Any]]) -> bytes:
    return lzma.compress(json.dumps(exhibits, separators=(",", ":"), ensure_ascii=False).encode())


@dataclass(frozen=True)
class Listed:
    """A pinned exhibit as a list names it: where it stands, and what it was made from."""

    pages: tuple[str, ...]
    builder: str
    arguments: str
    title: str


class PinnedExhibits:
    """The exhibits of those parts of a snapshot that somebody sees; the widest part is looked at first.

    A part is unpacked when something is looked up that none before it has.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = {part.position: part for part in parts}
        self._unpacked: dict[int, dict[tuple[str, str], dict[str, Any]]] = {}

    def rights_of(self, position: int) -> Rights | None:
        """The rights that cover a part; None for one that is not seen, or not yet pinned."""
        return self._parts[position].rights if position in self._parts else None

    def listed(self, position: int) -> list[Listed]:
        """Those of a part, as the pages have them; none of a part that is not seen, or not yet pinned."""
        return [
            Listed(tuple(each["pages"]), *known_as, each["exhibit"]["v"][1]["title"])
            for known_as, each in self._of(position).items()
        ]

    def _of(self, position: int) -> dict[tuple[str, str], dict[str, Any]]:
        if position not in self._parts:
            return {}
        if position not in self._unpacked:
            exhibits = json.loads(lzma.decompress(self._parts[position].content))
            self._unpacked[position] = {(each["builder"], each["arguments"]): each for each in exhibits}
        return self._unpacked[position]

    def exhibit(self, builder: str, arguments: str) -> Exhibit | None:
        """The exhibit made from that; None if nothing the viewer sees was. Raises NotReadable."""
        found = (self._of(position).get((builder, arguments)) for position in sorted(self._parts))
        written = next((each["exhibit"] for each in found if each is not None), None)
        if written is None:
            return None
        try:
            origin = Origin(builder, from_text(arguments))
        except NotReadable:
            origin = None
        return replace(exhibit_from_data(written), origin=origin)


def known_snapshot(read: Reader, id: str) -> Pinned | None:
    """The snapshot with that id, if the viewer sees any part of it."""
    # From the store itself: a replica may not have it yet.
    with read.store.reading(read.viewer) as connection:
        return pinned(connection, read.viewer, id)


def pinned_exhibits(read: Reader, id: str, among: frozenset[int] | None = None) -> PinnedExhibits:
    """The exhibits of a snapshot that the viewer's present rights cover, in the language spoken.

    ``among`` are the positions of the parts to look at, where not at all of them.
    """
    with read.store.reading(read.viewer) as connection:
        return PinnedExhibits(parts(connection, read.viewer, id, spoken(), among))
