"""What stands around an exhibit says what it is, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from exhibits.exhibit import Column, Headline
from exhibits.export import imprint
from exhibits.export.deck import Slide
from tests.exhibits.export.decks import deck_of, exhibit_of, typed


@pytest.mark.parametrize(
    ("said", "beyond"),
    [
        ("Cover fell.", ""),
        ("Cover fell. Most in May.", "Most in May."),
        ("Cover fell; most in May.", "Most in May."),
        ("Cover fell: 4 in May.", "4 in May."),
        ("Cover fell in May.", "Cover fell in May."),
        ("Another sentence.", "Another sentence."),
        ("Map: Cover fell.", ""),
        ("Carte\u202f: Cover fell; most in May.", "Most in May."),
        ("In May: at last Cover fell.", "In May: at last Cover fell."),
    ],
)
def test_a_sentence_does_not_say_its_title_again(said: str, beyond: str) -> None:
    assert imprint.beyond_title("Cover fell", said) == beyond


def test_the_presenters_sentence_is_said_as_it_is() -> None:
    exhibit = replace(typed(), sentence="A title. And more.")
    number = replace(exhibit, headline=Headline("77"))
    assert imprint.own_sentence(Slide(exhibit)) == "And more."
    assert imprint.own_sentence(Slide(exhibit, " A title indeed. ")) == "A title indeed."
    assert imprint.own_sentence(Slide(number)) == ""
    assert imprint.own_sentence(Slide(number, "Look.")) == "Look."


def test_a_foot_says_what_there_is_to_say() -> None:
    exhibit = replace(typed(), evidence="counted, estimated", suppressed="withheld: too few")
    assert imprint.foot(exhibit, deck_of([])) == (
        "All programmes · As of 30 Sep 2026 · Counted, estimated · withheld: too few · Snapshot S-7F3A"
    )
    assert imprint.foot(typed(), deck_of([], snapshot="")) == "All programmes · As of 30 Sep 2026 · Counted"


def test_a_deck_says_up_to_when_its_data_reach_where_that_is_another_day() -> None:
    assert imprint.facts(deck_of([]))[0] == "As of 30 Sep 2026"
    assert (
        imprint.facts(deck_of([], as_of=date(2026, 6, 30)))[0]
        == "As of 30 Jun 2026, with data to 30 Sep 2026"
    )


def test_a_part_of_a_sentence_can_be_emphasised() -> None:
    assert imprint.emphasised("Of **9 miners** 3.") == [("Of ", False), ("9 miners", True), (" 3.", False)]
    assert imprint.plain("Of **9 miners** 3.") == "Of 9 miners 3."
    assert imprint.plain("2 ** 3") == "2 ** 3"


def test_each_figure_and_each_grade_is_explained_once() -> None:
    deck = deck_of(
        [typed(), typed(), replace(typed(), figures=("gold_sold", "insured"), evidence="reported")]
    )
    assert [figure.name for figure in imprint.defined(deck)] == ["insured", "gold_sold"]
    assert [grade for grade, _ in imprint.grades(deck)] == ["Counted", "Reported"]


def test_who_published_something_is_a_source_with_its_address() -> None:
    frame = pd.DataFrame(
        {"publisher": ["A", "A", None], "source": ["https://a.example", "https://a.example", "Gold"]}
    )
    listed = exhibit_of(frame, {"publisher": Column("Who"), "source": Column("Source")})
    assert list(imprint.published(listed)) == ["A · https://a.example"]
    assert "A · https://a.example" in imprint.sources(deck_of([listed]))
    assert list(imprint.published(typed())) == []
