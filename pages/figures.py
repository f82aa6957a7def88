"""All figures: any of them by name, month by month, broken down, compared, and what it means."""

import streamlit as st

from data_access.attributed import can_be_split
from data_access.figures import figures, known_figure
from exhibits import attributed, words
from exhibits import figures as drawn
from pages.parts.filters import parameters
from pages.parts.parameters import keep_parameter, linked_parameter
from pages.parts.placing import place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, opening, plain, quoted, show

selection = st.session_state["selection"]


def adopt_link() -> None:
    """Takes the figure and its breakdown from a link, where one has brought them."""
    if named := linked_parameter("figure"):
        st.session_state["figure"] = named[-1] if named[-1] in figures() else None
        if st.session_state["figure"] is None:
            st.info(f"There is no figure {quoted(named[-1])}; choose one.", icon=":material/link_off:")
            del st.session_state["figure"]
    if grouped := linked_parameter("by"):
        st.session_state["by"] = grouped[-1]


def choose() -> tuple[str, str]:
    """The figure and the dimension that are looked at, by their codes."""
    left, right = st.columns([3, 2])
    name = left.selectbox(
        "Figure",
        list(figures()),
        format_func=lambda name: figures()[name].title,
        key="figure",
        persist_state="session",
    )
    offered = drawn.breakdowns(known_figure(name))
    if st.session_state.get("by") not in offered:
        st.session_state["by"] = next((by for by in ("region", "sponsor") if by in offered), offered[0])
    by = right.selectbox(
        "Broken down by",
        offered,
        format_func=lambda by: words.capitalised(words.dimension(by)),
        key="by",
        persist_state="session",
    )
    keep_parameter("figure", name)
    keep_parameter("by", by)
    return name, by


def meaning(name: str) -> None:
    """What the figure means now and meant before, and how the command line prints it."""
    figure = known_figure(name)
    with st.container(border=True, height="stretch", key="meaning"):
        st.markdown(f"### What it means\n{figure.definition}")
        st.caption(plain(f"{name} · {figure.unit} · {figure.evidence}: {words.evidence(figure.evidence)}"))
        for old in reversed(figure.earlier):
            st.markdown(f"**Until {words.day(old.until)}:** {old.definition}")
        asked = [f"--{kind} {code}" for kind, codes in parameters(selection).items() for code in codes]
        st.code(" ".join(["python -m data_access figure", name, *asked]), language=None, wrap_lines=True)


adopt_link()
head = st.container()
name, by = choose()
with head, st.skeleton(HEAD_HEIGHT):
    now = exhibit(drawn.figure_now, selection, name)
    opening("All figures", plain(now.sentence), now.selection)
left, right = st.columns([3, 2])
with left:
    show(now)
with right:
    meaning(name)
if drawn.on_one_scale(known_figure(name)):
    place(drawn.figure_by_month, selection, name)
    place(drawn.figure_by_group, selection, name, by)
if can_be_split(known_figure(name)):
    place(attributed.share_of_figure, selection, name)
