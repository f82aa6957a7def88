"""Searching stories, the directory and notes; and what the directory lists."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data_access.language import speaking
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits.directory import (
    OFFERS,
    SUBJECTS,
    Note,
    Offer,
    Supporter,
    in_sum,
    offering,
    practice_notes,
    supporters,
)
from exhibits.searching import AFTER, BEFORE, Match, Part, folded, search
from exhibits.stories import Quote, Told

STORY = Told(
    story="iquira",
    title="Café arriba, oro abajo",
    body="The cooperative of Íquira used [[0]] less *mercury*.\n\n- They **planted** trees.",
    quotes=(Quote("94 %"),),
    organisation="Cooperativa",
    where="Íquira, Huila, Colombia",
    when="Sep 2014",
    language="en",
)
HOUSE = Supporter("H", "Casa Peña", (Offer("finance", "Lends to miners", ("Perú",)),))
NOTE = Note("water", "environment", "Use the same water again", "1. A tank, a pond.\n2. Never mercury.", "en")


def in_bold(parts: tuple[Part, ...]) -> str:
    return "".join(f"<{part.text}>" if part.found else part.text for part in parts)


@pytest.mark.parametrize(
    ("query", "stories", "supporters", "notes"),
    [
        ("mercury", 1, 0, 1),
        ("MERCURY  ", 1, 0, 1),
        ("iquira", 1, 0, 0),
        ("ÍQUIRÁ", 1, 0, 0),
        (unicodedata.normalize("NFD", "Íquira"), 1, 0, 0),
        ("cafe", 1, 0, 0),  # in the title
        ("huila", 1, 0, 0),  # where it is
        ("cooperativa", 1, 0, 0),  # whose it is
        ("94", 1, 0, 0),  # what it counts
        ("pena", 0, 1, 0),
        ("finance peru", 0, 1, 0),
        ("merc", 1, 0, 1),  # how a word begins
        ("ercury", 0, 0, 0),  # not how it goes on
        ("mercury pond", 0, 0, 1),  # all the words
        ("water, forest", 0, 0, 1),  # what it is about
        ("mercury gold", 0, 0, 0),
        ("", 0, 0, 0),
        ("?!", 0, 0, 0),
        ("zebra", 0, 0, 0),
    ],
)
def test_search_finds_words_whatever_their_case_and_accents(
    query: str, stories: int, supporters: int, notes: int
) -> None:
    found = (search(query, (STORY,)), search(query, (HOUSE,)), search(query, (NOTE,)))
    assert tuple(map(len, found)) == (stories, supporters, notes)


@pytest.mark.parametrize(
    ("query", "heading", "excerpt"),
    [
        (
            "iquira",
            "Café arriba, oro abajo",
            "<Íquira>, Huila, Colombia. Cooperativa. The cooperative of <Íquira> used 94 % less mercury. "
            "They planted trees.",
        ),
        (
            "cafe mercury",
            "<Café> arriba, oro abajo",
            "… Colombia. Cooperativa. The cooperative of Íquira used 94 % less <mercury>. "
            "They planted trees.",
        ),
    ],
)
def test_the_words_found_are_marked_as_they_are_written(query: str, heading: str, excerpt: str) -> None:
    (match,) = search(query, (STORY,))
    assert (in_bold(match.heading), in_bold(match.excerpt)) == (heading, excerpt)


def test_what_has_a_word_in_its_title_comes_first() -> None:
    named = Note("a", "safety", "Mercury", "…", "en")
    assert [match.thing for match in search("mercury", (NOTE, named))] == [named, NOTE]


def test_words_that_overlap_are_marked_once() -> None:
    (match,) = search("mine miners", (Note("a", "safety", "miners", "miners", "en"),))
    assert in_bold(match.heading) == "<mine>rs"


def test_a_long_text_is_cut_around_the_first_word() -> None:
    body = f"{'before ' * 60}needle {'after ' * 60}needle"
    (match,) = search("needle", (Note("a", "safety", "Long", body, "en"),))
    said = in_bold(match.excerpt)
    assert said.startswith("… before") and said.endswith("after …")
    assert "before <needle> after" in said
    assert len(said) < BEFORE + AFTER + 20


@given(some.text(max_size=40), some.text(max_size=60))
def test_no_query_and_no_text_breaks_the_search(query: str, text: str) -> None:
    found: tuple[Match[Note], ...] = search(query, (Note("a", "safety", text, text, "en"),))
    for match in found:
        assert "".join(part.text for part in match.heading) == text
        assert all(folded(part.text) for part in match.heading if part.found)


@given(some.text(some.characters(categories=("L", "N")), min_size=1, max_size=12))
def test_every_word_is_found_by_itself_in_capitals_and_without_accents(word: str) -> None:
    things = (Note("a", "safety", "…", f"the {word} here", "en"),)
    if folded(word).strip():
        assert search(word, things) and search(folded(word), things)


def test_those_who_offer_a_kind_are_shown_with_it_alone() -> None:
    both = Supporter("B", "Both", (Offer("finance", "f", ("Peru",)), Offer("advocacy", "a", ("Peru",))))
    assert offering((HOUSE, both), "finance") == (HOUSE, Supporter("B", "Both", both.offers[:1]))
    assert offering((HOUSE, both), "certification") == ()


@pytest.mark.parametrize(
    ("stories", "supporters", "notes", "said"),
    [
        (3, (HOUSE,), (NOTE, NOTE), "3 stories of change, 1 organisation offering support in 1 country"),
        (0, (), (), "No story of change, 0 organisations offering support in 0 countries"),
        (1, (HOUSE, HOUSE), (NOTE,), "1 story of change, 2 organisations offering support in 1 country"),
    ],
)  # fmt: skip
def test_what_there_is_in_a_sentence(
    stories: int, supporters: tuple[Supporter, ...], notes: tuple[Note, ...], said: str
) -> None:
    read = f"{len(notes)} note{'s' * (len(notes) != 1)} on good practice in the mine"
    assert in_sum(stories, supporters, notes) == f"{said}, and {read}."


def test_the_samples_directory(read: Reader, chosen: Selection) -> None:
    found = {each.organisation: each for each in supporters(read, chosen)}
    assert list(found)[:2] == ["ARM", "AGC"]  # by name
    assert [offer.kind for offer in found["ARM"].offers] == ["certification", "advocacy"]
    assert found["SBGA"].offers[0].countries == ("Bolivia", "Colombia", "Peru")
    assert {kind for each in found.values() for kind in each.kinds} <= set(OFFERS)
    in_ghana = supporters(read, chosen.narrowed(countries=("GH",)))
    assert {offer.countries for each in in_ghana for offer in each.offers} == {("Ghana",)}


def test_the_samples_notes_say_which_funding_can_be_had(read: Reader) -> None:
    notes = practice_notes(read)
    assert [note.subject for note in notes] == sorted(
        (note.subject for note in notes), key=list(SUBJECTS).index
    )
    assert notes[0].title == "Which money can be had, and from whom"
    with speaking("es"):
        assert practice_notes(read)[0].title.startswith("Qué dinero")
