"""Where exhibits stand on a page: under or beside one another, without those that can't be told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, TypeVar

import streamlit as st

from data_access.disclosure.rules import NotForOutsiders
from data_access.language import say
from data_access.viewer import NotShared
from exhibits import words
from exhibits.exhibit import Exhibit
from pages.parts.reading import answer, ready
from pages.parts.show import EXHIBIT_HEIGHT, show

Answer = TypeVar("Answer")
# What makes an exhibit, and its arguments.
Asked = tuple[Any, ...]


def answered(make: Callable[..., Answer], *arguments: Any) -> Answer | None:
    """What ``make(reader, *arguments)`` gives; None where it is not for whoever looks, which is noted."""
    try:
        return answer(make, *arguments)
    except (NotForOutsiders, NotShared) as refused:
        st.session_state["not_told"].append(str(refused))
        return None


def place(build: Callable[..., Exhibit], *arguments: Any) -> None:
    """Shows the exhibit that ``build`` makes, if it is for whoever looks; while it is made, a skeleton."""
    with nullcontext() if ready(build, *arguments) else st.skeleton(EXHIBIT_HEIGHT):
        made = answered(build, *arguments)
        if made is not None:
            show(made)


def side_by_side(*asked: Asked) -> None:
    """Shows exhibits beside one another, ``(build, *arguments)`` each; what can't be told leaves no gap."""
    made = [exhibit for each in asked if (exhibit := answered(*each)) is not None]
    if not made:
        return
    for exhibit, column in zip(made, st.columns(len(made)), strict=True):
        with column:
            show(exhibit)


def not_told() -> None:
    """Says at a page's foot how many exhibits it leaves out, and why."""
    reasons = list(dict.fromkeys(st.session_state["not_told"]))
    if not reasons:
        return
    with st.expander(
        say("What is not shown here, and why"), icon=":material/visibility_off:", key="not_told"
    ):
        st.markdown("\n".join(f"- {reason}" for reason in reasons))
        st.caption(
            say(
                "People are told in groups of {fewest} or more, money and gold where no organisation stands "
                "out, and places within a few kilometres. Coordinators see the whole of their regions.",
                fewest=words.number(st.session_state["viewer"].least_people),
            )
        )
