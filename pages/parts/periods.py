"""The period in the sidebar: offered by name or chosen by its days; by whole quarters for outsiders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from data_access.choosing import usual_period
from data_access.disclosure.rules import NotForOutsiders, check_quarters
from data_access.language import mark, say
from data_access.selection import YEARS, Selection, day_of, default_period, last_quarter_end, quarters
from data_access.viewer import Viewer
from exhibits import words
from pages.parts.reading import answer, first_programme_day

FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
TWELVE_MONTHS, ALL_YEARS, OTHER_DAYS = "twelve_months", "all_years", "other_days"
DAYS = {
    TWELVE_MONTHS: mark("Last twelve months"),
    ALL_YEARS: mark("All years"),
    OTHER_DAYS: mark("Other days"),
}
QUARTERS = DAYS | {TWELVE_MONTHS: mark("Last four quarters"), OTHER_DAYS: mark("Other quarters")}
Span = tuple[date, date]


def period(viewer: Viewer, data_date: date) -> Span:
    """Draws the choice of a period and gives its first and last day."""
    known, labels = _offered(viewer, data_date), QUARTERS if viewer.outsider else DAYS
    chosen = st.selectbox(
        say("Period"),
        [*known, OTHER_DAYS],
        format_func=lambda name: say(labels[name]) if name in labels else name,
        key="period",
    )
    if chosen in known:
        span = known[chosen]
    else:
        span = _other_quarters(data_date) if viewer.outsider else _other_days()
    st.session_state["first_day"], st.session_state["last_day"] = span
    return span


def adopt(seen: Mapping[str, list[str]], viewer: Viewer, data_date: date) -> list[Callable[[], str]]:
    """Takes the period from a link's parameters; gives what could not be followed, to be said."""
    usual = usual_period(viewer, data_date)
    said: list[Callable[[], str]] = []
    asked = {}
    for name in ("from", "to"):
        if name in seen:
            try:
                asked[name] = day_of(seen[name][-1])
            except ValueError:
                said.append(partial(_no_day, name, seen[name][-1], data_date))
    last = asked.get("to", usual[1])
    first = asked.get("from", default_period(min(last, usual[1]))[0])
    if first > last:
        said.append(partial(_turned_round, first, last))
        first, last = usual
    if viewer.outsider:
        chosen = Selection(first, last, data_date)
        if _refused(chosen):
            said.append(partial(_refused, chosen))
            first, last = usual
    known = {span: name for name, span in _offered(viewer, data_date).items()}
    st.session_state["period"] = known.get((first, last), OTHER_DAYS)
    st.session_state["first_day"], st.session_state["last_day"] = first, last
    return said


def _no_day(name: str, asked: str, data_date: date) -> str:
    return say(
        "The link's “{name}” is “{asked}”, which is no day such as {day}; it was ignored.",
        name=name,
        asked=asked,
        day=data_date,
    )


def _turned_round(first: date, last: date) -> str:
    return say(
        "The link's period begins on {first}, after it ends on {last}; it was ignored.",
        first=first,
        last=last,
    )


def _refused(chosen: Selection) -> str:
    """That outsiders can't choose this period; empty where they can."""
    try:
        check_quarters(chosen)
    except NotForOutsiders as refused:
        ignored = say("The link's period was ignored.")
        return f"{refused} {ignored}"
    return ""


def _offered(viewer: Viewer, data_date: date) -> dict[str, Span]:
    """The periods offered by name: the usual one, each year with data, and all of them."""
    first = min(answer(first_programme_day), data_date)
    until = last_quarter_end(data_date) if viewer.outsider else data_date
    years = {year: date(year, 12, 31) for year in range(until.year, first.year - 1, -1)}
    if viewer.outsider:
        # What is yet to come can't be chosen: the data have to reach the end of a quarter.
        years = {year: min(last, until) for year, last in years.items()}
    return {
        TWELVE_MONTHS: usual_period(viewer, data_date),
        **{str(year): (date(year, 1, 1), last) for year, last in years.items()},
        ALL_YEARS: (date(first.year, 1, 1), until),
    }


def _other_days() -> Span:
    # Keys of their own: a widget's value is forgotten while it is not drawn.
    first, last = (
        st.date_input(
            label,
            st.session_state[day],
            format="DD/MM/YYYY",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
        )
        for label, day in ((say("First day"), "first_day"), (say("Last day"), "last_day"))
    )
    if last < first:
        st.error(say("The last day lies before the first. The first day is taken for both."))
        last = first
    return first, last


def _other_quarters(data_date: date) -> Span:
    begun = date(min(answer(first_programme_day), st.session_state["first_day"]).year, 1, 1)
    known = quarters(begun, last_quarter_end(data_date))
    codes = list(known)
    first_days, last_days = ({span[end]: code for code, span in known.items()} for end in (0, 1))
    first = st.selectbox(
        say("First quarter"),
        codes,
        index=codes.index(first_days[st.session_state["first_day"]]),
        format_func=words.quarter,
    )
    last = st.selectbox(
        say("Last quarter"),
        codes,
        index=codes.index(last_days[st.session_state["last_day"]]),
        format_func=words.quarter,
    )
    if codes.index(last) < codes.index(first):
        st.error(say("The last quarter lies before the first. The first quarter is taken for both."))
        last = first
    return known[first][0], known[last][1]
