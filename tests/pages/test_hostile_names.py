"""Names in a store are text: whatever they hold, no page makes a link, an image or markup of it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Html

from pages.parts.text import emphasised, plain
from tests.pages.conftest import PAGES, opened

HOSTILE = "![x](http://evil.example/a.png) **b** <script>alert(1)</script> :red[r] $x$ `c`"
NAMED = ("production_unit", "organisation", "programme", "region", "country", "ladder", "stage", "topic")
# What Markdown would make an image, a link, HTML, a directive, code or mathematics of.
MARKUP = re.compile(r"!\[|\]\(|<\w|</|:\w+\[|\$|(?<!`)`c`")


@pytest.fixture
def hostile_store(store_file: Path) -> Path:
    """The sample store in which everything that has a name has a hostile one."""
    with closing(sqlite3.connect(store_file)) as store, store:
        for table in NAMED:
            store.execute(f"UPDATE {table} SET name = ? || ' ' || id", (HOSTILE,))
        store.execute("UPDATE production_unit SET place = ?", (HOSTILE,))
        store.execute("UPDATE premium_expenditure SET description = ?", (HOSTILE,))
        store.execute("UPDATE target SET cause = ?, next_action = ?", (HOSTILE, HOSTILE))
        store.execute("UPDATE package_import SET sample = 0, title = ?", (HOSTILE,))
    return store_file


def marked_up(app: AppTest) -> Iterator[str]:
    """All texts of a page in which Streamlit reads Markdown."""
    for texts in (app.markdown, app.caption, app.title, app.header, app.info, app.error):
        yield from (text.value for text in texts)
    for widgets in (app.button, app.multiselect, app.selectbox, app.button_group, app.metric):
        yield from (widget.label for widget in widgets)
    for choice in app.button_group:
        yield from choice.options
    for table in app.table:
        yield from (str(cell) for cell in table.value.to_numpy().ravel())
        yield from (str(heading) for heading in (*table.value.columns, *table.value.index))


def left_after_escapes(text: str) -> str:
    return re.sub(r"\\.", "", text)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_takes_a_name_for_markup(name: str, hostile_store: Path) -> None:
    app = opened(name, region="PE-ARE")
    assert not app.exception
    said = list(marked_up(app))
    assert any("evil" in text for text in said)
    assert [text for text in said if MARKUP.search(left_after_escapes(text))] == []


def test_an_empty_page_and_a_card_take_no_name_for_markup(hostile_store: Path) -> None:
    for app in (opened("map", programme="EMG"), opened("map", programme="HSE-2")):
        app.session_state["unit"] = "OREX-INTERNAL-01"
        app.run()
        assert not app.exception
        assert [text for text in marked_up(app) if MARKUP.search(left_after_escapes(text))] == []
    assert "evil.example" in app.table[0].value.to_string()


def test_a_definition_with_a_hostile_selection_takes_it_for_text(hostile_store: Path) -> None:
    app = opened("training", region="PE-ARE")
    app.session_state["definition_people_trained"] = True
    app.run()
    assert not app.exception
    # Figures are named in code marks of our own.
    said = [re.sub(r"`\w+`", "", text) for text in marked_up(app)]
    assert [text for text in said if MARKUP.search(left_after_escapes(text))] == []


def test_a_legend_takes_a_name_for_text(hostile_store: Path) -> None:
    app = opened("map", region="PE-ARE")
    html = [found.value for found in app.get("html") if isinstance(found, Html)]
    (legend,) = [text for text in html if text.startswith('<div class="legend">')]
    assert "evil.example" in legend
    assert "<script" not in legend and "&lt;script" in legend


def test_a_map_shows_names_as_text_and_fetches_nothing_of_them(hostile_store: Path) -> None:
    deck = json.loads(opened("map", region="PE-ARE").get("deck_gl_json_chart")[0].proto.json)
    # A layer that is shown at some zooms only holds the one that it shows.
    data = {layer["id"]: layer.get("content", layer)["data"] for layer in deck["layers"]}
    fetched = [source for source in data.values() if isinstance(source, str)]
    assert fetched and all(url.startswith("borders/") for url in fetched)
    points = data["units"]
    assert any("evil.example" in point["name"] for point in points)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Asociación Ñandú 2", "Asociación Ñandú 2"),
        ("[a](b)", r"\[a\]\(b\)"),
        ("![a](b)", r"\!\[a\]\(b\)"),
        ("**b** _i_ `c` ~s~", r"\*\*b\*\* \_i\_ \`c\` \~s\~"),
        ("<b>", r"\<b\>"),
        ("a\\b", r"a\\b"),
        ("# h", r"\# h"),
        ("- one", r"\- one"),
        (":red[x] $y$ |", r"\:red\[x\] \$y\$ \|"),
        ("http://a.example", "http\\:\u2060//a.example"),
        ("WWW.a.example", "WWW\u2060.a.example"),
        ("me@a.example", "me\u2060@a.example"),
        ("&#104;ttp&colon;//a.example", r"\&\#104;ttp\&colon;//a.example"),
    ],
)
def test_plain_escapes_what_markdown_reads(text: str, escaped: str) -> None:
    assert plain(text) == escaped


def test_emphasised_keeps_what_is_bold_and_nothing_else() -> None:
    assert emphasised("**2 miners** [a](b)") == r"**2 miners** \[a\]\(b\)"
