"""Claims as a list to read: what was said, the numbers beside each other, and a way to the figure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from data_access.evidence import COUNTED
from data_access.figures import figures
from data_access.language import say
from data_access.questions import Question
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import claims, contested, words
from exhibits.exhibit import Exhibit, handle
from exhibits.making import made
from pages.parts.filters import parameters
from pages.parts.show import link_to_figures, palette


def all_claims(read: Reader, selection: Selection) -> tuple[list[Exhibit], list[Exhibit]]:
    """All exhibits of claims: the lists (how many hold, which differ, which hold, which are not told,
    which are only reported) and the ranges of what is contested."""
    lists = (
        *(claims.what_holds, claims.claims_that_differ, claims.claims_that_hold),
        *(claims.claims_not_told, claims.uncounted),
    )
    subjects = contested.subjects(read, selection)
    return (
        [made(read, build, selection) for build in lists],
        [made(read, contested.contested_range, selection, about) for about in subjects],
    )


def claim_rows(exhibit: Exhibit) -> None:
    """The claims of an exhibit, one under the other."""
    for claim in exhibit.frame.itertuples():
        with st.container(key=f"claim_{handle(claim.id)}", gap="xsmall"):
            st.html(_row(claim))
            name = _figure(claim)
            if name in figures():
                title = say("{figure} in this selection", figure=figures()[name].title)
                link_to_figures(title, figure_link(name, claim.question))


def figure_link(name: str, asks: Question) -> dict[str, list[str]]:
    """URL parameters that open a figure in the selection of a question, broken down by what it names."""
    broken_down = [code for code in (asks.count, *asks.only) if code in figures()[name].dimensions]
    return {"figure": [name]} | ({"by": broken_down[:1]} if broken_down else {}) | parameters(asks.selection)


def _figure(claim: Any) -> str | None:
    """The figure that a claim leads to: of a target, the one it is set for; none of what isn't told."""
    if claim.question is None or not pd.isna(claim.not_told):
        return None
    return str(claim.question.only.get("figure") or claim.figure)


def _row(claim: Any) -> str:
    """A claim as HTML; what comes from the store is escaped, and its source is no link."""
    by = f"{claim.publisher}, {claim.said_on}" if claim.evidence == COUNTED else claim.said_on
    told = [
        f"{words.capitalised(claim.graded)} · {by} · {claim.covers}",
        say("Source: {source}", source=claim.source),
    ]
    lines = "".join(f"<small>{escape(line)}</small>" for line in told)
    why = f"<p>{escape(claim.reason)}</p>" if _differs(claim) or _is_not_told(claim) else ""
    numbers = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{number}</dd></div>" for name, number in _numbers(claim)
    )
    return f'<div class="claim"><div><b>{escape(claim.claim)}</b>{why}{lines}</div><dl>{numbers}</dl></div>'


def _numbers(claim: Any) -> Iterator[tuple[str, str]]:
    """Published and, of what is counted, recorded and the difference; in the colour of shortfalls if any."""
    yield say("Published"), escape(claim.published_said)
    if claim.evidence == COUNTED:
        how = f'<span style="color: {palette().target}">{{}}</span>' if _differs(claim) else "{}"
        yield say("Recorded"), how.format(escape(claim.recorded_said))
        if not _is_not_told(claim):
            yield say("Difference"), how.format(escape(claim.difference_said))


def _differs(claim: Any) -> bool:
    return claim.evidence == COUNTED and not claim.holds and not _is_not_told(claim)


def _is_not_told(claim: Any) -> bool:
    """Whether it is counted, and the viewer does not learn the recorded number."""
    return claim.evidence == COUNTED and not pd.isna(claim.not_told)
