"""Text is given the room that it takes."""

from __future__ import annotations

import pytest

from exhibits.export.fitting import fitted, lines, pixels, width


def test_a_text_is_as_wide_as_its_signs() -> None:
    assert width("", 18) == 0
    # An m is 0.8 of the type's size; a line is a little longer than it is.
    assert width("m" * 10, 72) == pytest.approx(8.0, rel=0.05)
    assert width("iiii", 18) < width("mmmm", 18)
    assert width("é", 18) == width("e", 18)
    assert width("a b", 36) == pytest.approx(2 * width("a b", 18))


def test_words_stand_on_as_many_lines_as_they_need() -> None:
    room = width("four words in all", 18)
    assert lines("four words in all", room + 0.001, 18) == 1
    assert lines("four words in all", room - 0.001, 18) == 2
    assert lines("one\ntwo", 10, 18) == 2
    assert lines("", 10, 18) == 1


def test_a_word_without_end_goes_on_in_the_next_line() -> None:
    assert lines("x" * 100, width("x" * 30, 18), 18) == 4


def test_a_text_has_the_largest_size_in_which_it_has_room() -> None:
    text = "a sentence of seven words or so"
    assert fitted(text, width(text, 24) + 0.01, 1, (28, 24, 20)) == (text, 24, 1)
    assert fitted(text, width(text, 28) / 1.5, 2, (28, 24)) == (text, 28, 2)


def test_a_text_that_has_no_room_at_all_is_cut() -> None:
    text = "word " * 200
    cut = fitted(text, 3, 2, (20, 18))
    assert cut.text.endswith("…") and text.startswith(cut.text[:-1])
    assert cut.size == 18 and cut.lines == 2
    assert lines(cut.text, 3, 18) == 2
    assert lines(f"{cut.text[:-1]} word", 3, 18) == 3


def test_a_picture_has_few_pixels_so_that_its_words_are_large_and_as_many_as_it_wants() -> None:
    assert pixels(100, 12, 4) == (720, 240)
    assert pixels(480, 12, 4) == (1440, 480)
