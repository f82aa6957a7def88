"""All figures: any of them by name, month by month, broken down, compared, and what it means."""

import streamlit as st

from data_access.attributed import can_be_split
from data_access.figures import figures, known_figure
from data_access.language import say
from exhibits import attributed, words
from exhibits import figures as drawn
from exhibits.contents.proof import usual_breakdown
from exhibits.offered import breakdowns, offered
from exhibits.withheld import when_told
from pages.parts.filters import parameters
from pages.parts.parameters import keep_parameter, linked_parameter
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain, quoted

selection = st.session_state["selection"]
told = answer(offered, selection)


def adopt_link() -> None:
    """Takes the figure and its breakdown from a link, where one has brought them."""
    if named := linked_parameter("figure"):
        st.session_state["figure"] = named[-1]
    if (chosen := st.session_state.get("figure")) is not None and chosen not in told:
        written = quoted(chosen)
        why = say("There is no such figure ({written}); choose another.", written=written)
        if chosen in figures():
            title = plain(figures()[chosen].title)
            why = say("{figure} is not told here ({written}); choose another.", figure=title, written=written)
        st.info(why, icon=":material/link_off:")
        del st.session_state["figure"]
    if grouped := linked_parameter("by"):
        st.session_state["by"] = grouped[-1]


def choose() -> tuple[str, str | None]:
    """The figure and the dimension that are looked at, by their codes; None where it has none."""
    left, right = st.columns([3, 2])
    name = left.selectbox(
        say("Figure"),
        list(told),
        format_func=lambda name: figures()[name].title,
        key="figure",
        persist_state="session",
    )
    keep_parameter("figure", name)
    dimensions = answer(breakdowns, selection, name)
    if not dimensions:
        keep_parameter("by")
        return name, None
    if st.session_state.get("by") not in dimensions:
        st.session_state["by"] = usual_breakdown(dimensions)
    by = right.selectbox(
        say("Broken down by"),
        dimensions,
        format_func=lambda by: words.capitalised(words.dimension(by)),
        key="by",
        persist_state="session",
    )
    keep_parameter("by", by)
    return name, by


def meaning(name: str) -> None:
    """What the figure means now and meant before, and how the command line prints it."""
    figure = known_figure(name)
    with st.container(border=True, height="stretch", key="meaning"):
        st.markdown(f"### {say('What it means')}\n{figure.definition}")
        grade, unit = words.code(figure.evidence), words.code(figure.unit)
        graded = say("{grade}: {meaning}", grade=grade, meaning=words.evidence(figure.evidence))
        st.caption(plain(f"{name} · {unit} · {graded}"))
        for old in reversed(figure.earlier):
            until = say("Until {day}:", day=words.day(old.until))
            st.markdown(f"**{until}** {old.definition}")
        if st.session_state["viewer"].outsider:
            return
        asked = [f"--{kind} {code}" for kind, codes in parameters(selection).items() for code in codes]
        st.code(" ".join(["python -m data_access figure", name, *asked]), language=None, wrap_lines=True)


adopt_link()
head = st.container()
name, by = choose()
with head, st.skeleton(HEAD_HEIGHT):
    now = exhibit(drawn.figure_now, selection, name)
    opening(say("All figures"), plain(now.sentence), now.selection)
left, right = st.columns([3, 2])
with left:
    show(now)
with right:
    meaning(name)
if drawn.on_one_scale(known_figure(name)):
    place(drawn.figure_over_time, selection, name)
    if by is not None:
        place(drawn.figure_by_group, selection, name, by)
if can_be_split(known_figure(name)):
    place(attributed.share_of_figure, answer(when_told, selection, name), name)
