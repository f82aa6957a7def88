"""What single pages keep in the URL besides the shared filters, so that a link opens them as they were.

A parameter that a link may carry is read with ``page_parameter``. One that a widget shows as well is
taken from the link before the widget is drawn, and written back after; the widget has to outlive the
page, or a link that brings the same once more would find it empty::

    if asked := linked_parameter("figure"):
        st.session_state["figure"] = asked[-1]
    chosen = st.selectbox("Figure", known, key="figure", persist_state="session")
    keep_parameter("figure", chosen)
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data_access.isolation import isolated
from data_access.language import say

# Each page's own: they leave the URL with the page. All else would be taken for a mistake in the link.
PAGE_PARAMETERS = {
    "stories": ("search", "story"),
    "figures": ("figure", "by"),
    "reach": ("assume",),
    "map": ("unit",),
    "meeting": ("meeting", "snapshot", "view"),
}
# As whom somebody looks at the sample, where nobody signs in; and in which language.
LOOKING_AS, LANGUAGE = "as", "lang"
OF_ANY_PAGE = frozenset(name for names in PAGE_PARAMETERS.values() for name in names) | {LOOKING_AS, LANGUAGE}


def own_parameters() -> tuple[str, ...]:
    """The names of the parameters of the page that is open."""
    return PAGE_PARAMETERS.get(st.session_state["page"], ())


def page_parameter(name: str) -> list[str]:
    """The values that the URL has for one of the page's own parameters."""
    return st.query_params.get_all(name)


def last_parameter(name: str) -> str:
    """The last of these values, for a parameter that has one; nothing where there is none."""
    return "".join(page_parameter(name)[-1:])


def linked_parameter(name: str) -> list[str]:
    """The same where a link has brought them; none where the page has written them itself."""
    found = page_parameter(name)
    return [] if found == _kept().get(name) else found


def keep_parameter(name: str, *values: str) -> None:
    """Writes one of the page's own parameters into the URL; without values it is taken out.

    It can be a callback, too. Raises ValueError for any other name.
    """
    if name not in own_parameters():
        raise ValueError(f"{name} is not among this page's PAGE_PARAMETERS: the next rerun would lose it")
    if page_parameter(name) != list(values):
        if values:
            st.query_params[name] = values
        else:
            del st.query_params[name]
    _kept()[name] = list(values)


def not_offered(name: str, asked: str, offered: Sequence[str]) -> str:
    """That a link's parameter has a value that there is not, and which there are."""
    either = say("{things} or {last}", things=", ".join(offered[:-1]), last=offered[-1])
    return say(
        "The link's “{name}” is “{asked}”, which is not {either}; it was ignored.",
        name=name,
        asked=isolated(asked),
        either=either,
    )


def _kept() -> dict[str, list[str]]:
    kept: dict[str, list[str]] = st.session_state.setdefault("parameters_kept", {})
    return kept
