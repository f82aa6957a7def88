"""Stories of transformation, the directory of support, practice notes: to read, and to search."""

import streamlit as st

from exhibits import directory, stories, words
from exhibits.searching import search
from pages.parts.directory import funding, notes_by_subject, practice_note, support_by_offer
from pages.parts.filters import reset
from pages.parts.parameters import keep_parameter, linked_parameter, page_parameter
from pages.parts.prose import marked
from pages.parts.reading import answer, known_names
from pages.parts.show import HEAD_HEIGHT, opening, plain, quoted
from pages.parts.telling import in_full, shelf

selection = st.session_state["selection"]


def results(query: str) -> None:
    """Whatever holds the words, by its kind, with the words found in bold."""
    found = search(query, told), search(query, supporters), search(query, notes)
    telling, helping, advising = found
    said = quoted(query)
    if not any(found):
        nothing = f"Nothing in this selection holds all the words of {said}."
        st.markdown(f":material/search_off: {nothing} Try fewer words, or wider filters.")
        return
    st.markdown(f"{words.count(sum(map(len, found)), 'text holds', 'texts hold')} all the words of {said}.")
    if telling:
        st.header("Stories", anchor=False)
        shelf([match.thing for match in telling], [marked(match.excerpt) for match in telling])
    if helping:
        st.header("Support organisations", anchor=False)
        for helper in helping:
            with st.container(border=True, gap="xsmall"):
                st.markdown(f"#### {marked(helper.heading)}\n\n{marked(helper.excerpt)}")
    if advising:
        st.header("Practice notes", anchor=False)
        for advice in advising:
            practice_note(advice.thing, marked(advice.heading))
            st.caption(marked(advice.excerpt))


def everything() -> None:
    """All there is to read, subject by subject."""
    if told:
        shelf(told)
    else:
        st.markdown(":material/filter_alt_off: No story is told of an organisation in this selection.")
        st.button("Reset all filters", key="widen_all", on_click=reset)
    st.header(directory.SUBJECTS[directory.FINANCE], anchor=False)
    funding(notes, supporters)
    st.header("Who supports miners", anchor=False)
    support_by_offer(supporters)
    st.header("Practice notes", anchor=False)
    notes_by_subject(notes)


story = "".join(page_parameter("story")[-1:])
if story and (chosen := answer(stories.told_story, story)):
    in_full(chosen, selection)
    st.stop()

with st.skeleton(HEAD_HEIGHT):
    told = answer(stories.told_stories, selection)
    supporters = answer(directory.supporters, selection)
    notes = answer(directory.practice_notes)
in_sum = directory.in_sum(len(told), supporters, notes)
opening("Stories and directory", plain(in_sum), words.selection(selection, known_names()))
if story:
    st.info(f"There is no story {quoted(story)}.", icon=":material/link_off:")
if asked := linked_parameter("search"):
    st.session_state["search"] = asked[-1]
query = st.text_input(
    "Search stories, organisations and notes",
    key="search",
    icon=":material/search:",
    placeholder="mercury, Huila, credit …",
    persist_state="session",
).strip()
keep_parameter("search", *([query] if query else []))
if query:
    results(query)
else:
    everything()
