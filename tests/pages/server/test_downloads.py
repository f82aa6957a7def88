"""A file goes to whoever made it, for a while."""

from __future__ import annotations

from pages.server.downloads import SECONDS_TO_FETCH, Made


def test_only_whoever_made_a_file_may_fetch_it_and_not_for_long() -> None:
    made = Made()
    made.note(b"figures", "ana", 1000)
    assert made.may_fetch(b"figures", "ana", 1000 + SECONDS_TO_FETCH - 1)
    assert not made.may_fetch(b"figures", "ana", 1000 + SECONDS_TO_FETCH)
    assert not made.may_fetch(b"figures", "ben", 1001)
    assert not made.may_fetch(b"other figures", "ana", 1001)


def test_two_who_made_the_same_file_may_both_fetch_it() -> None:
    made = Made()
    made.note(b"figures", "ana", 1000)
    made.note(b"figures", "ben", 1030)
    assert made.may_fetch(b"figures", "ana", 1059) and made.may_fetch(b"figures", "ben", 1059)
    assert not made.may_fetch(b"figures", "ana", 1061) and made.may_fetch(b"figures", "ben", 1061)


def test_whoever_has_no_name_has_made_nothing() -> None:
    made = Made()
    made.note(b"figures", "", 1000)
    assert not made.may_fetch(b"figures", "", 1000)


def test_what_is_over_is_forgotten() -> None:
    made = Made()
    for number in range(100):
        made.note(b"%d" % number, "ana", 1000 + number * SECONDS_TO_FETCH)
    assert len(made) <= 2
