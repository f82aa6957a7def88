"""Pages take turns: in order, never kept by who fails or waits, and never waited for without end."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from pages.parts.turns import Turns

LONG = 60.0


def running(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def wait_for(condition: Callable[[], bool]) -> None:
    ticking = threading.Event()
    for _ in range(5000):
        if condition():
            return
        ticking.wait(0.002)
    raise AssertionError("what was waited for did not come")


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, order = Turns(LONG), []

    def draw(number: int) -> None:
        with turns.turn():
            order.append(number)

    with turns.turn():
        waiting = []
        for number in range(8):
            waiting.append(running(lambda number=number: draw(number)))  # type: ignore[misc]
            wait_for(lambda number=number: len(turns._waiting) == number + 1)  # type: ignore[misc]
        assert order == []
    for thread in waiting:
        thread.join(LONG)
    assert order == list(range(8))


def test_only_one_has_a_turn_at_a_time() -> None:
    turns, inside, most = Turns(LONG), [], []

    def draw() -> None:
        for _ in range(200):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                with turns.meanwhile_others():
                    inside.pop()
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    for thread in [running(draw) for _ in range(6)]:
        thread.join(LONG)
    assert len(most) == 2 * 6 * 200
    assert max(most) == 1


def test_who_waits_for_the_store_lets_others_draw() -> None:
    turns, drawn = Turns(LONG), []

    def draw() -> None:
        with turns.turn():
            drawn.append("other")

    with turns.turn():
        other = running(draw)
        wait_for(lambda: len(turns._waiting) == 1)
        with turns.meanwhile_others():
            other.join(LONG)
            drawn.append("asked")
    assert drawn == ["other", "asked"]


def test_a_turn_ends_with_an_error() -> None:
    turns, drawn = Turns(LONG), []
    with pytest.raises(ValueError, match="of the page"), turns.turn():
        raise ValueError("of the page")
    with pytest.raises(ValueError, match="of the store"), turns.turn(), turns.meanwhile_others():
        raise ValueError("of the store")

    def draw() -> None:
        with turns.turn():
            drawn.append(1)

    running(draw).join(LONG)
    assert drawn == [1]


def test_who_is_kept_waiting_goes_on_without_a_turn_and_gives_none_away() -> None:
    turns, entered = Turns(patience=0.01), []

    def draw() -> None:
        with turns.turn(), turns.meanwhile_others():
            entered.append(1)

    with turns.turn():
        running(draw).join(LONG)
        assert entered == [1]
        assert turns._taken
        assert not turns._waiting
    assert not turns._taken


def test_outside_of_a_turn_there_is_none_to_be_given() -> None:
    turns = Turns(LONG)
    with turns.meanwhile_others():
        assert not turns._taken
    assert not turns._taken
