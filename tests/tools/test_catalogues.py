"""The catalogues are whole: every message is translated, with its places, and none is said nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Message

from data_access.language import ENGLISH, LANGUAGES, plural, say, say_in, speaking
from tools.catalogues import known, said_in, template, untranslated

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
WHAT_TO_DO = "run `python -m tools.catalogues`, and translate what it lists"


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of a message, and its translation."""
    ids, said = (
        [each] if isinstance(each, str) else [*(each or ())] for each in (message.id, message.string)
    )
    yield from zip(ids, said, strict=True)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def keys(catalogue: object) -> set[tuple[str | None, object]]:
    return {(each.context, each.id) for each in catalogue if each.id}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_in_the_catalogue_and_translated(language: str) -> None:
    catalogue = known(language)
    assert keys(catalogue) == keys(template()), WHAT_TO_DO
    assert untranslated(catalogue) == [], WHAT_TO_DO


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    wrong = [
        (message, said)
        for each in known(language)
        if each.id
        for message, said in forms(each)
        # A sentence about one may do without the number.
        if "{" in message and places(said) | {"number"} != places(message) | {"number"}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_emphasised_and_ends_as_its_message_does(language: str) -> None:
    for each in known(language):
        if each.id:
            for message, said in forms(each):
                assert said.count("**") == message.count("**"), said
                assert said.endswith(".") == message.endswith("."), said
                assert said == said.strip() or message != message.strip(), said


def test_messages_are_found_wherever_they_are_said() -> None:
    source = """
say("One {thing}", thing=say("inner"))
plural("{number} unit", "{number} units", len(x))
words.count(f(1), "a", "b")
say_in("findings", "Open")
mark("Later" " on")
[].count("x")
column = count("name", "What it is")
"""
    found = [(each.context, each.message, each.plural) for each in said_in(source, "file.py")]
    assert sorted(found, key=str) == sorted(
        [
            (None, "One {thing}", None),
            (None, "inner", None),
            (None, "{number} unit", "{number} units"),
            (None, "a", "b"),
            ("findings", "Open", None),
            (None, "Later on", None),
        ],
        key=str,
    )


def test_numbers_of_things_have_the_forms_of_their_language() -> None:
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = [plural("{number} slide", "{number} slides", many) for many in (0, 1, 1234)]
    assert said == {
        "en": ["0 slides", "1 slide", "1,234 slides"],
        "es": ["0 diapositivas", "1 diapositiva", "1.234 diapositivas"],
        "fr": ["0 diapositive", "1 diapositive", "1\u202f234 diapositives"],
    }


def test_one_word_may_mean_two_things() -> None:
    with speaking("es"):
        assert say_in("findings", "Open") != say("Open")


def test_what_is_spoken_for_a_while_ends_with_it() -> None:
    with speaking("fr"):
        with speaking("unheard of"):
            assert say("Programme") == "Programme"
            assert say("Map") == "Map"
        assert say("Map") == "Carte"
    assert say("Map") == "Map"
