"""The shared filters in the sidebar, and the URL that says the same.

The URL holds codes (``?country=PE&from=2025-01-01``), the widgets show names: that is why the two
are matched here, and not by binding the widgets, whose parameters would be the names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial

import streamlit as st

from data_access.choosing import usual_period
from data_access.disclosure.rules import ONE_OF, WHOLE
from data_access.isolation import isolated
from data_access.language import mark, say
from data_access.selection import Against, Selection
from data_access.viewer import Viewer
from pages.parts import periods
from pages.parts.filter_words import FILTER_WORDS
from pages.parts.parameters import LANGUAGE, LOOKING_AS, OF_ANY_PAGE, not_offered, own_parameters
from pages.parts.reading import known_names, options

# Filter → what it is called in a selection.
SELECTED = {
    "programme": "programmes",
    "sponsor": "sponsors",
    "country": "countries",
    "region": "regions",
    "organisation": "organisations",
}
FILTERS = tuple(SELECTED)
PARAMETERS = (*FILTERS, "from", "to", "against")
# Of these, sponsors and presenters choose all or one.
FOR_OUTSIDERS = ("programme", "country", "region")
STREAMLIT_PARAMETERS = {"embed", "embed_options"}
KNOWN_PARAMETERS = {*PARAMETERS, *STREAMLIT_PARAMETERS, *OF_ANY_PAGE}
# Of more names a filter gives the list only when it is asked for: a browser is kept busy by it, shown or not.
MOST_LISTED = 300
COMPARISONS = {
    Against.before: mark("The period before"),
    Against.last_year: mark("The same period last year"),
}
# Said anew in each run: the language may have changed since the link was followed.
Note = Callable[[], str]


def filters(viewer: Viewer, data_date: date) -> Selection:
    """Draws the filters that a viewer has, and gives the selection that they and the URL agree on."""
    _adopt_url(viewer, data_date)
    for kind in FOR_OUTSIDERS if viewer.outsider else FILTERS:
        _filter(kind, 1 if viewer.outsider else None)
    first, last = periods.period(viewer, data_date)
    against = st.selectbox(
        say("Compared with"),
        list(COMPARISONS),
        format_func=lambda chosen: say(COMPARISONS[chosen]),
        key="against",
    )
    period = Selection(first, last, data_date, against=against)
    chosen = period.narrowed(**{field: _chosen(kind) for kind, field in SELECTED.items()})
    _write_url(chosen)
    if st.session_state["url_seen"]:
        st.button(
            say("Reset filters"), icon=":material/restart_alt:", on_click=reset, key="reset", width="stretch"
        )
    return chosen


def _chosen(kind: str) -> tuple[str, ...]:
    # A widget's value is forgotten while it is not drawn: a viewer may not have every filter.
    return tuple(sorted(st.session_state.get(kind, ())))


def _filter(kind: str, most: int | None) -> None:
    filter_words = FILTER_WORDS[kind]
    offered, chosen = _offered(kind), st.session_state[kind]
    if len(offered) <= MOST_LISTED:
        _choice(kind, offered, most)
        return
    if not st.session_state.get(f"listed_{kind}"):
        # With other words on it, an open list would be another one, and closed.
        st.session_state[f"said_{kind}"] = filter_words.more if chosen else filter_words.all
    with st.container(gap="xxsmall", key=f"long_{kind}"):
        above = st.container()
        said = say(st.session_state[f"said_{kind}"])
        listed = st.popover(said, key=f"listed_{kind}", on_change="rerun", width="stretch")
    if listed.open:
        with listed:
            _choice(kind, offered, most)
    elif chosen:
        with above:
            _choice(kind, chosen, most)
        return
    else:
        # What is not drawn would be forgotten.
        st.session_state[kind] = chosen
    above.markdown(f":small[{say(filter_words.label)}]")


def _choice(kind: str, offered: Sequence[str], most: int | None) -> None:
    names = known_names()[kind]
    st.multiselect(
        say(FILTER_WORDS[kind].label),
        offered,
        format_func=lambda code: names.get(code, code),
        key=kind,
        placeholder=say(FILTER_WORDS[kind].all),
        max_selections=most,
    )


def parameters(chosen: Selection) -> dict[str, list[str]]:
    """The selection as URL parameters; what is as by default for whoever looks is left out."""
    viewer: Viewer = st.session_state["viewer"]
    found = {kind: list(getattr(chosen, field)) for kind, field in SELECTED.items()}
    if (chosen.first_day, chosen.last_day) != usual_period(viewer, chosen.data_date):
        found |= {"from": [chosen.first_day.isoformat()], "to": [chosen.last_day.isoformat()]}
    if chosen.against != Against.before:
        found["against"] = [str(chosen.against)]
    return {name: codes for name, codes in found.items() if codes}


def reset(*kinds: str) -> None:
    """Widens the filters named, or all of them (a callback: it runs before the next rerun)."""
    for kind in kinds or (*FILTERS, "period", "against"):
        if kind == "period":
            st.session_state["period"] = periods.TWELVE_MONTHS
        elif kind == "against":
            st.session_state["against"] = Against.before
        else:
            st.session_state[kind] = []


def choose_period(selection: Selection) -> None:
    """Sets the period to that of a selection (a callback: it runs before the next rerun)."""
    st.session_state["period"] = periods.OTHER_DAYS
    st.session_state["first_day"], st.session_state["last_day"] = selection.first_day, selection.last_day


def narrow(kind: str, codes: Sequence[str]) -> None:
    """Sets a filter (a callback: it runs before the next rerun)."""
    st.session_state[kind] = list(codes)


def notes() -> list[str]:
    """What the URL asked for that could not be followed."""
    return [note() for note in st.session_state.get("url_notes", [])]


def _adopt_url(viewer: Viewer, data_date: date) -> None:
    """Fills the filters from the URL when it was opened, or when a link has changed it."""
    seen = {
        name: [isolated(value) for value in st.query_params.get_all(name)]
        for name in PARAMETERS
        if name in st.query_params
    }
    fresh = "period" not in st.session_state
    if fresh and not seen:
        # The filters were not drawn for a while, because the store was away: they are as they were.
        seen = st.session_state.get("url_seen", {})
    # Streamlit drops the parameters when the page is switched: then the filters stand.
    if not fresh and (not seen or seen == st.session_state["url_seen"]):
        return
    said: list[Note] = [partial(_not_ours, name) for name in st.query_params if name not in KNOWN_PARAMETERS]
    for kind in FILTERS:
        st.session_state[kind] = []
        for code in dict.fromkeys(seen.get(kind, [])):
            if code in options().get(kind, {}):
                st.session_state[kind].append(code)
            else:
                said.append(partial(_unknown, kind, code, options().get(kind, {})))
        if viewer.outsider and _too_many(kind, st.session_state[kind]):
            st.session_state[kind] = []
            said.append(partial(_refused, kind))
    said += periods.adopt(seen, viewer, data_date)
    said += _adopt_comparison(seen)
    st.session_state["url_notes"] = said


def _not_ours(name: str) -> str:
    return say("The link's parameter “{name}” is not one of this dashboard's, and was ignored.", name=name)


def _unknown(kind: str, code: str, known: Mapping[str, object]) -> str:
    nearest = get_close_matches(code.upper(), known, 1, 0.4)
    said = say(FILTER_WORDS[kind].unknown, code=code)
    return f"{said} {say('Did you mean {code}?', code=nearest[0])}" if nearest else said


def _too_many(kind: str, codes: Sequence[str]) -> bool:
    """Whether outsiders can't choose this."""
    return len(codes) > (1 if kind in FOR_OUTSIDERS else 0)


def _refused(kind: str) -> str:
    why = say(ONE_OF.get(kind, WHOLE))
    return f"{why} {say(FILTER_WORDS[kind].ignored)}"


def _adopt_comparison(seen: Mapping[str, list[str]]) -> list[Note]:
    asked = seen.get("against", [Against.before])[-1]
    known = asked in list(Against)
    st.session_state["against"] = Against(asked) if known else Against.before
    return [] if known else [partial(not_offered, "against", asked, list(Against))]


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
    left_alone = {*STREAMLIT_PARAMETERS, LOOKING_AS, LANGUAGE, *own_parameters()}
    others = {name: st.query_params.get_all(name) for name in st.query_params if name in left_alone}
    seen = {name: st.query_params.get_all(name) for name in st.query_params if name not in others}
    if seen != wanted:
        st.query_params.from_dict(wanted | others)
    st.session_state["url_seen"] = wanted
