"""Slides on the screen: nothing but what is shown, by the keys of a keyboard or of a presenter's remote."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from math import ceil
from threading import Thread

import streamlit as st

from data_access.language import say
from data_access.meetings import Deck, show_slide
from data_access.reader import Reader
from data_access.store import StoreUnavailable
from exhibits import words
from exhibits.exhibit import Exhibit
from exhibits.export.deck import Slide
from exhibits.export.imprint import own_sentence, plain
from exhibits.lettering import broken, length
from exhibits.meeting import Shown
from exhibits.projected import projected, projected_map
from pages.parts.parameters import keep_parameter
from pages.parts.reading import reader
from pages.parts.show import evidence, legend, palette
from pages.parts.tables import written

# As large as a slide is at the least: a projector of 1280 × 720.
BODY_WIDTH, BODY_HEIGHT, HEIGHT = 1180, 420, 720
# Of a number on its own, in hundredths of the window's width: its letters' height, and a line of them.
LARGEST_NUMBER, WIDTH_OF_NUMBERS = 20, 140
# On it the sizes of letters, a line's height in sizes of its letters, and what is left empty around and
# between head, body and foot.
TITLE, LETTERS, LINE, AROUND = 40, 24, 1.3, 60
# What a cell of a table takes besides its words.
BESIDE_CELL, ABOVE_CELL = 24, 12
# More rows of a table than these can't be read from the back row.
MOST_ROWS = 8
# Seconds that another window may wait for what is on the screen.
SECONDS_TO_NOTE = 5


def slides(deck: Deck, shown: list[Shown], about: str, pinned: str) -> None:
    """Shows one slide, full screen: the title of the meeting and what it is ``about``, then its exhibits."""
    last = len(shown)
    at = min(st.session_state.setdefault("slide", 0), last)
    with st.container(key="slide"):
        if at == 0:
            _title(deck, " · ".join(part for part in (about, pinned) if part))
        else:
            _slide(shown[at - 1], _numbered(deck, at, last))
    _keys(deck, at, last)


def _keys(deck: Deck, at: int, last: int) -> None:
    """What the keys do, as buttons that only screen readers and the keyboard find."""
    moves = (
        (say("Next slide"), "Right", at + 1),
        (say("Next slide"), "PageDown", at + 1),
        (say("Slide before"), "Left", at - 1),
        (say("Slide before"), "PageUp", at - 1),
        (say("First slide"), "Home", 0),
        (say("Last slide"), "End", last),
    )
    with st.container(key="slide_keys"):
        for label, key, to in moves:
            st.button(
                label,
                shortcut=key,
                key=f"slide_{key.lower()}",
                on_click=_show,
                args=(deck, min(max(to, 0), last)),
            )
        st.button(say("Leave the slides"), shortcut="Esc", key="slide_esc", on_click=leave)


def leave() -> None:
    """Goes back from the slides to the meeting (a callback)."""
    keep_parameter("view")


def begin(deck: Deck) -> None:
    """Shows the first slide, and starts the clock (a callback)."""
    keep_parameter("view", "slides")
    _show(deck, 0, begin=True)


def _show(deck: Deck, to: int, begin: bool = False) -> None:
    st.session_state["slide"] = to
    if deck.own:
        # Nobody in the room waits until the other window knows.
        Thread(target=_note, args=(reader(), deck.id, to, begin), daemon=True).start()


def _note(read: Reader, meeting: str, to: int, begin: bool) -> None:
    with suppress(StoreUnavailable), read.store.writing(read.viewer, SECONDS_TO_NOTE) as connection:
        show_slide(connection, read.viewer, meeting, to, begin)


def _title(deck: Deck, about: str) -> None:
    st.html(f'<div class="slide_title"><h1>{escape(deck.title)}</h1><p>{escape(about)}</p></div>')


def _numbered(deck: Deck, at: int, last: int) -> str:
    """Which slide it is, of which numbers."""
    snapshot = say("Snapshot {snapshot}", snapshot=deck.snapshot) if deck.snapshot else ""
    return " · ".join(part for part in (snapshot, f"{at} / {last}") if part)


def _slide(shown: Shown, numbered: str) -> None:
    exhibit = shown.exhibit
    if exhibit is None:
        st.html(f'<div class="slide_title"><p>{escape(not_shown())}</p></div>')
        return
    said = plain(own_sentence(Slide(exhibit, shown.slide.sentence)))
    below = f"<p>{escape(said)}</p>" if said else ""
    st.html(f'<div class="slide_head"><h1>{escape(exhibit.title)}</h1>{below}</div>')
    foot = _foot(exhibit)
    with st.container(key="slide_body"):
        _body(exhibit, _height_left(exhibit.title, said, f"{foot} {numbered}"))
    st.html(f'<p class="slide_foot"><span>{escape(foot)}</span><span>{escape(numbered)}</span></p>')


def _foot(exhibit: Exhibit) -> str:
    """What an exhibit stands on: its selection, how sure it is, up to which day, what is withheld."""
    until = say("data to {day}", day=words.day(exhibit.data_date))
    parts = (exhibit.selection, evidence(exhibit), until, exhibit.suppressed)
    return " · ".join(part for part in parts if part)


def not_shown() -> str:
    """Stands in the place of an exhibit that whoever looks is not shown."""
    return say("This slide is not shown: it is not told to whom this meeting is for, or is not pinned.")


def _height_left(title: str, sentence: str, foot: str) -> float:
    """What head and foot leave of a slide, in pixels of the smallest projector."""
    lines = len(broken(title, BODY_WIDTH, TITLE, len(title))) * TITLE
    lines += sum(len(broken(text, BODY_WIDTH, LETTERS, len(text))) for text in (sentence, foot)) * LETTERS
    return HEIGHT - AROUND - lines * LINE


def _body(exhibit: Exhibit, height: float) -> None:
    if exhibit.empty:
        st.html(f"<p>{escape(exhibit.missing or say('Nothing in this selection.'))}</p>")
    elif exhibit.headline is not None:
        _headline(exhibit)
    elif exhibit.chart is not None:
        spec = projected(exhibit.chart.spec(palette()))
        st.vega_lite_chart(
            exhibit.drawn, spec, height="stretch", theme=None, key="slide_chart", alt=exhibit.sentence
        )
    elif exhibit.map is not None:
        deck = exhibit.map.deck(palette(), exhibit.frame, BODY_WIDTH, BODY_HEIGHT)
        st.pydeck_chart(projected_map(deck), height="stretch", key="slide_map", alt=exhibit.sentence)
        st.html(legend(exhibit.map.legend(palette())))
    else:
        _table(exhibit, height)


def _headline(exhibit: Exhibit) -> None:
    number = exhibit.headline
    assert number is not None
    told = (f"{number.change} {number.compared_with}" if number.change else "", number.note)
    lines = "".join(f"<p>{escape(line)}</p>" for line in told if line.strip())
    # As large as it has room, whatever it is.
    size = min(LARGEST_NUMBER, WIDTH_OF_NUMBERS / len(number.value))
    value = f'<b style="font-size: {size:.1f}vw">{escape(number.value)}</b>'
    st.html(f'<div class="slide_number">{value}{lines}</div>')


def _rows_with_room(exhibit: Exhibit, height: float) -> int:
    """How many rows of a table have room on a slide, as near as can be told before it is laid out."""
    many = min(len(exhibit.frame), MOST_ROWS)
    widths = [
        [length(written(cell, column.format), LETTERS) for cell in exhibit.frame[name].head(many)]
        for name, column in exhibit.columns.items()
    ]
    headings = [length(column.title, LETTERS) for column in exhibit.columns.values()]
    for rows in range(many, 1, -1):
        wide = [max(heading, *column[:rows]) for heading, column in zip(headings, widths, strict=True)]
        lines = ceil((sum(wide) + len(wide) * BESIDE_CELL) / BODY_WIDTH)
        left_out = rows < len(exhibit.frame)
        # The headings are a row, too.
        if (rows + 1) * (lines * LETTERS * LINE + ABOVE_CELL) + left_out * LETTERS * LINE <= height:
            return rows
    return 1


def _table(exhibit: Exhibit, height: float) -> None:
    shown = exhibit.frame.head(_rows_with_room(exhibit, height))
    kinds = {
        name: "text" if column.format == "text" else "number" for name, column in exhibit.columns.items()
    }
    head = "".join(
        f'<th class="{kinds[name]}">{escape(column.title)}</th>' for name, column in exhibit.columns.items()
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kinds[name]}">{escape(written(cell, exhibit.columns[name].format))}</td>'
            for name, cell in zip(exhibit.columns, cells, strict=True)
        )
        + "</tr>"
        for cells in shown[list(exhibit.columns)].itertuples(index=False, name=None)
    )
    more = len(exhibit.frame) - len(shown)
    said = f"<p>{escape(say('{number} more in the workbook', number=words.number(more)))}</p>" if more else ""
    st.html(f'<table class="slide_table"><tr>{head}</tr>{rows}</table>{said}')
