"""A number in a card of its own: its change, its way through the months, what lies behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from data_access.figures import figures
from data_access.language import say
from exhibits.exhibit import Exhibit
from pages.parts.meeting_adding import add_to_meeting
from pages.parts.placing import answered
from pages.parts.show import chart, definitions, download, evidence, table
from pages.parts.taking_along import note
from pages.parts.text import plain

HEADLINE_HEIGHT = 220
# Whether a change is good.
COLOURS: dict[bool | None, Literal["green", "red", "gray"]] = {True: "green", False: "red", None: "gray"}


def headline(build: Callable[..., Exhibit], *arguments: Any) -> None:
    """Places a number in a card of its own, if it is for whoever looks; while it is made, a skeleton."""
    with st.skeleton(HEADLINE_HEIGHT):
        made = answered(build, *arguments)
        if made is not None:
            _headline(made)


def _headline(exhibit: Exhibit) -> None:
    number = exhibit.headline
    if number is None:
        raise ValueError(f"{exhibit.name} is not a headline")
    note(exhibit)
    # Where people died, no change of a number is shown as a good one, nor as a bad one.
    good = None if st.session_state.get("fatal") else number.good
    arrow: Literal["up", "down", "off"] = "off"
    if number.difference:
        arrow = "up" if number.difference > 0 else "down"
    with st.container(border=True, key=f"headline_{exhibit.name}", height="stretch", gap="small"):
        st.metric(
            exhibit.title,
            number.value,
            number.change or None,
            delta_color=COLOURS[good],
            delta_arrow=arrow,
            help=figures()[exhibit.figures[0]].definition,
        )
        if exhibit.chart is not None:
            chart(exhibit)
        compared = number.compared_with if number.change else ""
        said = (compared, evidence(exhibit), number.note)
        st.space("stretch")
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key=f"foot_{exhibit.name}"
        ):
            st.caption(plain(" · ".join(part for part in said if part)))
            more = st.popover(say("Data"), type="tertiary", key=f"more_{exhibit.name}", on_change="rerun")
        if more.open:
            with more:
                definitions(exhibit)
                table(exhibit)
                download(exhibit)
                add_to_meeting(exhibit)
