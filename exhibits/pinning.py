"""Pins what the pages show of a selection: as whoever meets sees it, and as those who see a part of it do."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from data_access.disclosure.rules import NotForOutsiders
from data_access.language import LANGUAGES, say, speaking
from data_access.names import filter_options
from data_access.reader import Reader, Remembering
from data_access.rights import Rights
from data_access.selection import Selection, data_version
from data_access.snapshots import Part
from data_access.store import Store
from data_access.viewer import NotShared, Viewer
from exhibits.contents import Placed, contents
from exhibits.exhibit import Exhibit, Origin
from exhibits.export.deck import Hears
from exhibits.making import builder, made, name_of
from exhibits.programme import choices
from exhibits.written import NotReadable, as_text, exhibit_as_data, exhibit_from_data, from_text


class DataChanged(RuntimeError):
    """The data changed while they were read for a meeting or a file: some numbers would be of one day, some
    of another."""

    def __init__(self) -> None:
        super().__init__(
            say("The data changed while they were being read. Nothing was made: do it once more.")
        )


class Scope(NamedTuple):
    """For whom a part of a snapshot is made, and what it is of."""

    viewer: Viewer
    selection: Selection


def scopes(read: Reader, selection: Selection) -> list[Scope]:
    """What a snapshot has parts for: what the viewer sees of the selection; each programme of it, and each
    region, as somebody sees it to whom that alone was granted."""
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


def pinned_parts(
    store: Store, viewer: Viewer, selection: Selection, slides: Sequence[Origin], hears: Hears
) -> Iterator[Part]:
    """The parts of a snapshot of what the viewer sees, with the exhibits of some slides, in all languages.

    Raises DataChanged.
    """
    read = Remembering(store, viewer)
    version, every = read.fact(data_version), scopes(read, selection)
    hears(0, len(every))
    for position, scope in enumerate(every):
        listens = Remembering(store, scope.viewer)
        asked = list(contents(listens, scope.selection))
        if position == 0:
            asked += _of_slides(slides)
        yield from _parts(listens, position, asked)
        # Asked of the store itself: a reader that remembers would say what it said before.
        if Reader(store, viewer).fact(data_version) != version:
            raise DataChanged
        hears(position + 1, len(every))


def _of_slides(slides: Sequence[Origin]) -> Iterator[Placed]:
    for slide in slides:
        yield Placed("", builder(slide.builder), slide.arguments)


def _parts(read: Reader, position: int, asked: Iterable[Placed]) -> Iterator[Part]:
    pages: dict[tuple[Any, ...], list[str]] = {}
    for page, build, arguments in asked:
        pages.setdefault((build, arguments), []).append(page)
    kept: dict[str, list[dict[str, Any]]] = {language: [] for language in LANGUAGES}
    for (build, arguments), on in pages.items():
        known_as = {"pages": on, "builder": name_of(build), "arguments": as_text(arguments)}
        # In each language at once, while what it is made from is still remembered.
        for language in LANGUAGES:
            with speaking(language):
                try:
                    exhibit = made(read, build, *arguments)
                except (NotForOutsiders, NotShared):
                    break
                kept[language].append(known_as | {"exhibit": exhibit_as_data(exhibit)})
    for language, exhibits in kept.items():
        written = json.dumps(exhibits, separators=(",", ":"), ensure_ascii=False).encode()
        yield Part(position, language, read.viewer.rights, len(exhibits), lzma.compress(written))


@dataclass(frozen=True)
class Listed:
    """A pinned exhibit as a list names it: where it stands, and what it was made from."""

    part: int
    pages: tuple[str, ...]
    builder: str
    arguments: str
    title: str


class PinnedExhibits:
    """The exhibits of those parts of a snapshot that somebody sees; the widest part is looked at first."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    @cached_property
    def _kept(self) -> list[tuple[int, dict[str, Any]]]:
        return [
            (part.position, each) for part in self.parts for each in json.loads(lzma.decompress(part.content))
        ]

    @cached_property
    def _by_origin(self) -> dict[tuple[str, str], dict[str, Any]]:
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for _, each in self._kept:
            found.setdefault((each["builder"], each["arguments"]), each["exhibit"])
        return found

    def listed(self) -> list[Listed]:
        """All of them, part by part, as the pages have them."""
        return [
            Listed(
                position,
                tuple(each["pages"]),
                each["builder"],
                each["arguments"],
                each["exhibit"]["v"][1]["title"],
            )
            for position, each in self._kept
        ]

    def exhibit(self, builder: str, arguments: str) -> Exhibit | None:
        """The exhibit made from that; None if nothing the viewer sees was. Raises NotReadable."""
        written = self._by_origin.get((builder, arguments))
        if written is None:
            return None
        try:
            origin = Origin(builder, from_text(arguments))
        except NotReadable:
            origin = None
        return replace(exhibit_from_data(written), origin=origin)
