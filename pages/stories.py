"""Stories of transformation, the directory of support, practice notes: to read, and to search."""

import streamlit as st

from data_access.language import plural, say
from exhibits import directory, stories, words
from exhibits.searching import search
from pages.parts.directory import funding, notes_by_subject, practice_note, support_by_offer
from pages.parts.filters import reset
from pages.parts.parameters import keep_parameter, last_parameter, linked_parameter
from pages.parts.prose import marked
from pages.parts.reading import answer, known_names
from pages.parts.show import HEAD_HEIGHT, opening
from pages.parts.taking_along import take_page_along
from pages.parts.telling import in_full, shelf
from pages.parts.text import plain, quoted

selection = st.session_state["selection"]


def results(query: str) -> None:
    """Whatever holds the words, by its kind, with the words found in bold."""
    found = search(query, told), search(query, supporters), search(query, notes)
    telling, helping, advising = found
    said = quoted(query)
    if not any(found):
        nothing = say(
            "Nothing in this selection holds all the words of {query}. Try fewer words, or wider filters.",
            query=said,
        )
        st.markdown(f":material/search_off: {nothing}")
        return
    how_many = sum(map(len, found))
    st.markdown(
        plural(
            "{number} text holds all the words of {query}.",
            "{number} texts hold all the words of {query}.",
            how_many,
            query=said,
        )
    )
    if telling:
        st.header(say("Stories"), anchor=False)
        shelf([match.thing for match in telling], [marked(match.excerpt) for match in telling])
    if helping:
        st.header(say("Support organisations"), anchor=False)
        for helper in helping:
            with st.container(border=True, gap="xsmall"):
                st.markdown(f"#### {marked(helper.heading)}\n\n{marked(helper.excerpt)}")
    if advising:
        st.header(say("Practice notes"), anchor=False)
        for advice in advising:
            practice_note(advice.thing, marked(advice.heading))
            st.caption(marked(advice.excerpt))


def everything() -> None:
    """All there is to read, subject by subject."""
    if told:
        shelf(told)
    else:
        nobody = say("No story is told of an organisation in this selection.")
        st.markdown(f":material/filter_alt_off: {nobody}")
        st.button(say("Reset all filters"), key="widen_all", on_click=reset)
    st.header(say(directory.SUBJECTS[directory.FINANCE]), anchor=False)
    funding(notes, supporters)
    st.header(say("Who supports miners"), anchor=False)
    support_by_offer(supporters)
    st.header(say("Practice notes"), anchor=False)
    notes_by_subject(notes)


story = last_parameter("story")
if story and (chosen := answer(stories.told_story, story)):
    in_full(chosen, selection)
    take_page_along()
    st.stop()

with st.skeleton(HEAD_HEIGHT):
    told = answer(stories.told_stories, selection)
    supporters = answer(directory.supporters, selection)
    notes = answer(directory.practice_notes)
in_sum = directory.in_sum(len(told), supporters, notes)
opening(say("Stories and directory"), plain(in_sum), words.selection(selection, known_names()))
if story:
    st.info(say("There is no story {written}.", written=quoted(story)), icon=":material/link_off:")
if asked := linked_parameter("search"):
    st.session_state["search"] = asked[-1]
query = st.text_input(
    say("Search stories, organisations and notes"),
    key="search",
    icon=":material/search:",
    placeholder=say("mercury, Huila, credit …"),
    persist_state="session",
).strip()
keep_parameter("search", *([query] if query else []))
if query:
    results(query)
else:
    everything()
