"""Whatever partners write goes through every page and file as text, and disturbs nothing around it."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message

from data_access.isolation import CONTROLS, DIRECTED, END, ISOLATE, OPENING, isolated
from data_access.tables import FORMULA_SIGNS, UNSEEN
from exhibits.exhibit import WORD_JOINER
from pages.server.language import SCRIPTS
from tests.attack.asking import Received, received
from tests.attack.conftest import filled
from tests.attack.decoding import said
from tests.attack.hostile import NAMES
from tests.attack.product import Attempt
from tools.serving import PAGES

Open = Callable[[str, str], Received]
# What Markdown would make an image, a link, HTML, a directive, code, mathematics or another letter of.
LIVE = re.compile(
    r"!\[|\]\((?:http|java)|<script|<img|:red|:material/home|:smile:|\$x|~~s|`c`|http://|www\.evil|(?<!\u2060)@evil|&\w+;|&#"
)
# HTML of ours has other tags than these, and Markdown is no matter there. What tells the browser the language
# is a script of ours, to the letter.
TAGS = re.compile(r"<script|<img")
OURS = {f"<script>{script}</script>" for script in SCRIPTS.values()}
# Where Streamlit reads Markdown.
MARKDOWN = {"body", "label", "help", "caption"}


@pytest.fixture
def opened(migrated_sqlite_file: Path, tmp_path: Path) -> Open:
    """Opens a page of a store in which every word begins with a hostile text."""
    made: dict[str, str] = {}

    def open_page(page: str, text: str) -> Received:
        if text not in made:
            copy = shutil.copyfile(migrated_sqlite_file, tmp_path / f"{len(made)}.sqlite")
            made[text] = filled(f"sqlite:///{copy}", text)
        return received(Attempt("administrator", "sqlite", page), made[text])

    return open_page


def marked_up(value: Any, name: str = "") -> Iterator[str]:
    """The texts of a message in which Markdown is read, and HTML of ours, without what is escaped."""
    match value:
        case Message() if value.DESCRIPTOR.name == "Html":
            yield from TAGS.findall("" if value.body in OURS else value.body)
        case Message():
            for field, held in value.ListFields():
                yield from marked_up(held, field.name)
        case str():
            if name in MARKDOWN:
                yield re.sub(r"\\.", "", value)
        case bytes() | bool() | int() | float():
            return
        case _:
            for held in value:
                yield from marked_up(held, name)


def texts(received: Received) -> Iterator[str]:
    """Every text that is sent, those within JSON one by one."""
    for message in received.messages:
        for text in said(message):
            yield from _unpacked(text)


def _unpacked(text: str) -> Iterator[str]:
    if text[:1] not in ("{", "["):
        yield text
        return
    try:
        content = json.loads(text)
    except ValueError:
        yield text
        return
    yield from _within(content)


def _within(content: Any) -> Iterator[str]:
    match content:
        case str():
            yield content
        case dict():
            for held in content.values():
                yield from _within(held)
        case list():
            for held in content:
                yield from _within(held)


def outside_of_isolates(text: str) -> str:
    """What is left of a text without its isolates."""
    left, depth = [], 0
    for character in text:
        depth += character in OPENING
        if depth == 0 or character == "\n":
            left.append(character)
        depth -= character == END and depth > 0
    return "".join(left)


def unharmed(came: Received, text: str) -> list[str]:
    """What of a page is harmed by a text, or harms; in words."""
    if came.failed:
        return ["the page failed"]
    told = list(texts(came))
    found = [f"read as markup: {LIVE.search(each)}" for each in _all_marked_up(came) if LIVE.search(each)]
    for each in told:
        if DIRECTED.search(outside_of_isolates(each)) or CONTROLS.search(each):
            found.append(f"not isolated: {each[:200]!r}")
    found += [
        f"an order to the map: {each[:200]!r}" for each in _of_maps(came) if each.startswith("@@=const")
    ]
    # Where programmes are named, one can read what they are called; joiners keep addresses from being links.
    shown = [each.replace(WORD_JOINER, "") for each in told] + [
        re.sub(r"\\(.)", r"\1", each) for each in told
    ]
    named = [each for each in shown if "programme-name-0" in each]
    if named and not any(isolated(f"{text}-programme-name-0") in each for each in named):
        found.append(f"not readable: {named[0][:300]!r}")
    return found + [f"a formula: {cell[:200]!r}" for cell in _formulas(came)]


def _all_marked_up(came: Received) -> Iterator[str]:
    for message in came.messages:
        yield from marked_up(message)


def _of_maps(came: Received) -> Iterator[str]:
    for message in came.messages:
        yield from _unpacked(message.delta.new_element.deck_gl_json_chart.json)


def _formulas(came: Received) -> Iterator[str]:
    tables = (file.decode("utf-8-sig") for file in came.files if file.startswith(codecs.BOM_UTF8))
    for table in tables:
        for row in csv.reader(io.StringIO(table, newline="")):
            yield from (
                cell for cell in row if cell.lstrip(UNSEEN).startswith(FORMULA_SIGNS) and not _is_number(cell)
            )


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-\d+(\.\d+)?(e-?\d+)?", cell) is not None


def attacked(opened: Open, page: str, names: list[str]) -> None:
    found = [
        f"{name}: {harm}"
        for name in names
        for harm in dict.fromkeys(unharmed(opened(page, NAMES[name]), NAMES[name]))
    ]
    assert not found, f"{len(found)} harms, among them:\n" + "\n".join(found[:8])


# Each page with two or three of the texts, each text on one page.
CHOICE = [(page, list(NAMES)[at :: len(PAGES)]) for at, page in enumerate(PAGES)]


@pytest.mark.parametrize(("place", "names"), CHOICE)
def test_a_page_is_unharmed(place: str, names: list[str], opened: Open) -> None:
    attacked(opened, place, names)


@pytest.mark.attack
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_unharmed(name: str, opened: Open) -> None:
    for place in PAGES:
        attacked(opened, place, [name])


@pytest.mark.parametrize(
    ("broken", "by", "name", "place"),
    [
        ("pages.parts.text.MARKDOWN", re.compile(r"(\Z.)"), "picture", "stages"),
        ("data_access.schema.base.isolated", partial(str), "override", "stages"),
        ("data_access.tables.FORMULA_SIGNS", ("\0",), "formula", "premium"),
        ("exhibits.exhibit._is_order", lambda _cell: False, "order", "map"),
    ],
)
def test_a_harm_is_found(
    broken: str, by: Any, name: str, place: str, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broken, by)
    assert unharmed(opened(place, NAMES[name]), NAMES[name])


def test_what_is_isolated_is_left_out() -> None:
    assert outside_of_isolates(f"a {ISOLATE}b \u2067c{END} d{END} e") == "a  e"
