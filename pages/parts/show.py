"""How an exhibit is shown: the same frame for all, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import streamlit as st

from data_access.figures import figures
from data_access.language import say
from exhibits import words
from exhibits.exhibit import Exhibit, LegendGroup
from exhibits.theme import Theme, theme
from pages.parts.downloading import asked, offer
from pages.parts.filters import parameters
from pages.parts.meeting_adding import add_to_meeting
from pages.parts.speaking import chosen_language
from pages.parts.tables import columns, listed, written
from pages.parts.taking_along import make_room, note
from pages.parts.text import plain

# Skeletons: as high as what comes in their place.
HEAD_HEIGHT, EXHIBIT_HEIGHT = 150, 380
LONGEST_READ_TABLE = 10
PATCH = '<i aria-hidden="true" style="background:{}"></i>'
MAP_WIDTH, MAP_WIDTH_ON_A_PHONE = 520, 300
# Pages that choose more than the shared filters say, which is all that a link takes along.
CHOOSING_MORE = {"figures", "programme", "reach"}


def palette() -> Theme:
    """The palette of the theme that the viewer has chosen."""
    return theme(st.context.theme.type)


def opening(title: str, sentence: str, selection: str) -> None:
    """The head of a page: its title, a sentence to read aloud (Markdown), the selection in words."""
    with st.container(horizontal=True, vertical_alignment="center", key="opening"):
        st.title(plain(title), anchor=False, width="stretch")
        make_room(title)
    st.markdown(sentence)
    st.caption(plain(selection))


def show(
    exhibit: Exhibit,
    *,
    on_select: Callable[[], None] | None = None,
    body: Callable[[Exhibit], None] | None = None,
) -> Any:
    """Places an exhibit in its frame, with a ``body`` in place of its table; gives what a map's
    selection gives."""
    selected = None
    with st.container(border=True, key=f"exhibit_{exhibit.name}", height="stretch"):
        st.markdown(f"### {plain(exhibit.title)}")
        st.caption(plain(exhibit.subtitle))
        if exhibit.empty:
            _empty(exhibit)
            return None
        if exhibit.chart is not None:
            chart(exhibit)
        elif exhibit.map is not None:
            selected = _map(exhibit, on_select)
        elif body is not None:
            body(exhibit)
        elif len(exhibit.frame) <= LONGEST_READ_TABLE:
            _read_table(exhibit)
        else:
            table(exhibit)
        st.space("stretch")
        _foot(exhibit)
    return selected


def _read_table(exhibit: Exhibit) -> None:
    """A short table in the page's own type; the key names the columns of words, which stand to the left."""
    words_in = [
        f"t{place}" for place, column in enumerate(exhibit.columns.values(), 1) if column.format == "text"
    ]
    with st.container(key="_".join(["aligned", exhibit.name, *words_in])):
        cells = {
            column.title: [plain(written(cell, column.format)) for cell in exhibit.frame[name]]
            for name, column in exhibit.columns.items()
        }
        st.table(cells, border="horizontal", hide_index=True)


def chart(exhibit: Exhibit) -> None:
    """The exhibit's chart, with its sentence for those who can't see it."""
    assert exhibit.chart is not None
    st.vega_lite_chart(
        exhibit.drawn,
        exhibit.chart.spec(palette()),
        height=exhibit.height,
        theme=None,
        key=f"chart_{exhibit.name}",
        alt=exhibit.sentence,
    )


def card(exhibit: Exhibit) -> None:
    """Places facts of one thing, a line each."""
    with st.container(border=True, key=f"card_{exhibit.name}"):
        st.markdown(f"### {plain(exhibit.title)}")
        if exhibit.empty:
            _empty(exhibit)
            return
        st.caption(plain(exhibit.subtitle))
        st.table(
            {plain(row.fact): plain(row.value) for row in exhibit.frame.itertuples()}, border="horizontal"
        )
        _foot(exhibit)


def table(exhibit: Exhibit) -> None:
    """The exhibit's frame as a table: numbers to the right, written as the reader's language does."""
    st.dataframe(
        listed(exhibit),
        hide_index=True,
        column_config=columns(exhibit),
        placeholder="",
        alt=exhibit.sentence,
        key=f"table_{exhibit.name}",
    )


def evidence(exhibit: Exhibit) -> str:
    """The evidence grades of an exhibit's figures."""
    return ", ".join(map(words.code, exhibit.evidence.split(", ")))


def _foot(exhibit: Exhibit) -> None:
    note(exhibit)
    has_twin = exhibit.chart is not None or exhibit.map is not None
    open_ = has_twin and st.session_state.get(f"open_{exhibit.name}", False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"foot_{exhibit.name}"):
        until = say("data to {day}", day=words.day(exhibit.data_date))
        said = (words.capitalised(evidence(exhibit)), until, plain(exhibit.suppressed))
        st.caption(" · ".join(part for part in said if part))
        definition = st.popover(
            say("Definition"), type="tertiary", key=f"definition_{exhibit.name}", on_change="rerun"
        )
        if definition.open:
            with definition:
                definitions(exhibit)
        if has_twin:
            st.button(
                say("Hide table") if open_ else say("Table"),
                type="tertiary",
                key=f"twin_{exhibit.name}",
                on_click=_turn,
                args=(f"open_{exhibit.name}", not open_),
            )
        download(exhibit)
        add_to_meeting(exhibit)
        _in_depth(exhibit)
    if open_:
        table(exhibit)


def _in_depth(exhibit: Exhibit) -> None:
    """A link to the exhibit's first figure: by month, compared, broken down, shared out among sponsors."""
    if exhibit.figures and st.session_state["page"] not in CHOOSING_MORE:
        wanted = parameters(st.session_state["selection"]) | {"figure": [exhibit.figures[0]]}
        link_to_figures(say("In depth"), wanted, icon="")


def link_to_figures(
    label: str, wanted: Mapping[str, list[str]] | Iterable[tuple[str, str]], icon: str | None = None
) -> None:
    """A link to all figures as URL parameters have it; with that page's icon, unless another is given."""
    given = wanted.items() if isinstance(wanted, Mapping) else wanted
    # By the page itself: a path would be looked up on the disk each time.
    st.page_link(
        st.session_state["pages"]["figures"],
        label=label,
        icon=icon,
        help="",
        query_params=[*given, *chosen_language().items()],
    )


def download(exhibit: Exhibit) -> None:
    """A button that gives the exhibit as a file: its table, or all that this was put together from."""
    file_name = f"{exhibit.name}_{exhibit.data_date}.csv"
    offer(exhibit.name, exhibit.file, file_name, asked(), exhibit.selection)


def _turn(name: str, on: bool) -> None:
    st.session_state[name] = on


def definitions(exhibit: Exhibit) -> None:
    """What the exhibit's figures mean, and the selection they are of."""
    for name in exhibit.figures:
        known = figures()[name]
        st.markdown(f"**{known.title}** · `{name}` · {words.code(known.unit)}\n\n{known.definition}")
    st.caption(plain(exhibit.selection))


def _map(exhibit: Exhibit, on_select: Callable[[], None] | None) -> Any:
    assert exhibit.map is not None
    key = f"map_{exhibit.name}"
    selected = st.pydeck_chart(
        exhibit.map.deck(palette(), exhibit.frame, _least_width(), exhibit.height),
        height=exhibit.height,
        key=key,
        on_select=on_select or "ignore",
        alt=exhibit.sentence,
    )
    st.html(legend(exhibit.map.legend(palette())))
    return selected


def _least_width() -> int:
    """How wide a map is at the least: the server can't know, but a phone says that it is one."""
    return MAP_WIDTH_ON_A_PHONE if "Mobile" in st.context.headers.get("User-Agent", "") else MAP_WIDTH


def legend(groups: tuple[LegendGroup, ...]) -> str:
    """Swatches with words, group by group; the words come from the store and are escaped."""
    said = []
    for group in groups:
        swatches = "".join(
            f'<span class="swatch">{PATCH.format(colour)}{escape(word)}</span>'
            for colour, word in group.entries
        )
        said.append(f'<div class="{group.form}"><b>{escape(group.title)}</b>{swatches}</div>')
    return f'<div class="legend">{"".join(said)}</div>'


def _empty(exhibit: Exhibit) -> None:
    st.markdown(f":material/filter_alt_off: {plain(exhibit.missing or say('Nothing in this selection.'))}")
