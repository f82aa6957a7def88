"""The shared filters in the sidebar, and the URL that says the same.

The URL holds codes (``?country=PE&from=2025-01-01``), the widgets show names: that is why the two
are matched here, and not by binding the widgets, whose parameters would be the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

import streamlit as st

from data_access.selection import YEARS, Against, Selection, day_of, default_period
from pages.parts.parameters import OF_ANY_PAGE, own_parameters
from pages.parts.reading import answer, first_programme_day, known_names, options

FILTERS = ("programme", "sponsor", "country", "region", "organisation")
PARAMETERS = (*FILTERS, "from", "to", "against")
FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
STREAMLIT_PARAMETERS = {"embed", "embed_options"}
KNOWN_PARAMETERS = {*PARAMETERS, *STREAMLIT_PARAMETERS, *OF_ANY_PAGE}
LABELS = {
    "programme": ("Programme", "All programmes"),
    "sponsor": ("Sponsor", "All sponsors"),
    "country": ("Country", "All countries"),
    "region": ("Region", "All regions"),
    "organisation": ("Organisation", "All organisations"),
}
COMPARISONS = {Against.before: "The period before", Against.last_year: "The same period last year"}
TWELVE_MONTHS, ALL_YEARS, OTHER_DAYS = "twelve_months", "all_years", "other_days"


def filters(data_date: date) -> Selection:
    """Draws the filters and gives the selection that they and the URL agree on."""
    _adopt_url(data_date)
    for kind in FILTERS:
        _filter(kind)
    first, last = _period(data_date)
    against = st.selectbox(
        "Compared with", list(COMPARISONS), format_func=lambda chosen: COMPARISONS[chosen], key="against"
    )
    chosen = Selection(
        first_day=first,
        last_day=last,
        data_date=data_date,
        programmes=tuple(sorted(st.session_state["programme"])),
        sponsors=tuple(sorted(st.session_state["sponsor"])),
        countries=tuple(sorted(st.session_state["country"])),
        regions=tuple(sorted(st.session_state["region"])),
        organisations=tuple(sorted(st.session_state["organisation"])),
        against=against,
    )
    _write_url(chosen)
    if st.session_state["url_seen"]:
        st.button(
            "Reset filters", icon=":material/restart_alt:", on_click=reset, key="reset", width="stretch"
        )
    return chosen


def _filter(kind: str) -> None:
    label, placeholder = LABELS[kind]
    names = known_names()[kind]
    st.multiselect(
        label,
        _offered(kind),
        format_func=lambda code: names.get(code, code),
        key=kind,
        placeholder=placeholder,
    )


def parameters(chosen: Selection) -> dict[str, list[str]]:
    """The selection as URL parameters; what is as by default is left out."""
    found = {
        "programme": list(chosen.programmes),
        "sponsor": list(chosen.sponsors),
        "country": list(chosen.countries),
        "region": list(chosen.regions),
        "organisation": list(chosen.organisations),
    }
    if (chosen.first_day, chosen.last_day) != default_period(chosen.data_date):
        found |= {"from": [chosen.first_day.isoformat()], "to": [chosen.last_day.isoformat()]}
    if chosen.against != Against.before:
        found["against"] = [str(chosen.against)]
    return {name: codes for name, codes in found.items() if codes}


def reset(*kinds: str) -> None:
    """Widens the filters named, or all of them (a callback: it runs before the next rerun)."""
    for kind in kinds or (*FILTERS, "period", "against"):
        if kind == "period":
            st.session_state["period"] = TWELVE_MONTHS
        elif kind == "against":
            st.session_state["against"] = Against.before
        else:
            st.session_state[kind] = []


def choose_period(selection: Selection) -> None:
    """Sets the period to that of a selection (a callback: it runs before the next rerun)."""
    st.session_state["period"] = OTHER_DAYS
    st.session_state["first_day"], st.session_state["last_day"] = selection.first_day, selection.last_day


def narrow(kind: str, codes: Sequence[str]) -> None:
    """Sets a filter (a callback: it runs before the next rerun)."""
    st.session_state[kind] = list(codes)


def notes() -> list[str]:
    """What the URL asked for that could not be followed."""
    return list(st.session_state.get("url_notes", []))


def _adopt_url(data_date: date) -> None:
    """Fills the filters from the URL when it was opened, or when a link has changed it."""
    seen = {name: st.query_params.get_all(name) for name in PARAMETERS if name in st.query_params}
    fresh = "period" not in st.session_state
    if fresh and not seen:
        # The filters were not drawn for a while, because the store was away: they are as they were.
        seen = st.session_state.get("url_seen", {})
    # Streamlit drops the parameters when the page is switched: then the filters stand.
    if not fresh and (not seen or seen == st.session_state["url_seen"]):
        return
    said = [
        f"The link's parameter “{name}” is not one of this dashboard's, and was ignored."
        for name in st.query_params
        if name not in KNOWN_PARAMETERS
    ]
    for kind in FILTERS:
        st.session_state[kind] = []
        for code in dict.fromkeys(seen.get(kind, [])):
            if code in options().get(kind, {}):
                st.session_state[kind].append(code)
            else:
                said.append(_unknown(kind, code, options().get(kind, {})))
    said += _adopt_period(seen, data_date)
    said += _adopt_comparison(seen)
    st.session_state["url_notes"] = said


def _unknown(kind: str, code: str, known: Mapping[str, object]) -> str:
    nearest = get_close_matches(code.upper(), known, 1, 0.4)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    return f"The link names a {kind} “{code}” that is not in the store; it was ignored.{hint}"


def _adopt_period(seen: Mapping[str, list[str]], data_date: date) -> list[str]:
    first, last = default_period(data_date)
    said, asked = [], {}
    for name in ("from", "to"):
        if name in seen:
            try:
                asked[name] = day_of(seen[name][-1])
            except ValueError:
                said.append(
                    f"The link's “{name}” is “{seen[name][-1]}”, which is no day such as "
                    f"{data_date}; it was ignored."
                )
    last = asked.get("to", last)
    first = asked.get("from", default_period(min(last, data_date))[0])
    if first > last:
        said.append(f"The link's period begins on {first}, after it ends on {last}; it was ignored.")
        first, last = default_period(data_date)
    known = {span: name for name, span in _periods(data_date).items()}
    st.session_state["period"] = known.get((first, last), OTHER_DAYS)
    st.session_state["first_day"], st.session_state["last_day"] = first, last
    return said


def _adopt_comparison(seen: Mapping[str, list[str]]) -> list[str]:
    asked = seen.get("against", [Against.before])[-1]
    known = asked in list(Against)
    st.session_state["against"] = Against(asked) if known else Against.before
    offered = " or ".join(Against)
    return [] if known else [f"The link's “against” is “{asked}”, which is not {offered}; it was ignored."]


def _periods(data_date: date) -> dict[str, tuple[date, date]]:
    """The periods offered by name: the default, each year with data, and all of them."""
    first = min(answer(first_programme_day), data_date)
    years = range(data_date.year, first.year - 1, -1)
    return {
        TWELVE_MONTHS: default_period(data_date),
        **{str(year): (date(year, 1, 1), date(year, 12, 31)) for year in years},
        ALL_YEARS: (date(first.year, 1, 1), data_date),
    }


def _period(data_date: date) -> tuple[date, date]:
    known = _periods(data_date)
    labels = {TWELVE_MONTHS: "Last twelve months", ALL_YEARS: "All years"}
    chosen = st.selectbox(
        "Period",
        [*known, OTHER_DAYS],
        format_func=lambda name: labels.get(name, "Other days" if name == OTHER_DAYS else name),
        key="period",
    )
    if chosen != OTHER_DAYS:
        st.session_state["first_day"], st.session_state["last_day"] = known[chosen]
        return known[chosen]
    # Keys of their own: a widget's value is forgotten while it is not drawn.
    first = st.date_input(
        "First day",
        st.session_state["first_day"],
        format="DD/MM/YYYY",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
    )
    last = st.date_input(
        "Last day", st.session_state["last_day"], format="DD/MM/YYYY", min_value=FIRST_DAY, max_value=LAST_DAY
    )
    if last < first:
        st.error("The last day lies before the first. The first day is taken for both.")
        last = first
    st.session_state["first_day"], st.session_state["last_day"] = first, last
    return first, last


def _offered(kind: str) -> list[str]:
    """Codes that a filter offers: those that exist within the places chosen, and those chosen."""
    offered = options().get(kind, {})
    chosen = st.session_state[kind]
    places = set(st.session_state["region"] or st.session_state["country"])
    if kind == "region":
        places = set(st.session_state["country"])
    if kind not in ("region", "organisation") or not places:
        return list(offered)
    return [code for code, within in offered.items() if code in chosen or places & within]


def _write_url(chosen: Selection) -> None:
    wanted = parameters(chosen)
    left_alone = {*STREAMLIT_PARAMETERS, *own_parameters()}
    others = {name: st.query_params.get_all(name) for name in st.query_params if name in left_alone}
    seen = {name: st.query_params.get_all(name) for name in st.query_params if name not in others}
    if seen != wanted:
        st.query_params.from_dict(wanted | others)
    st.session_state["url_seen"] = wanted
