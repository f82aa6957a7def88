"""What is kept of what was made: for whom, how often it is made, and what happens when the data change."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event
from typing import Any

import pytest

from data_access.rights import Rights
from data_access.viewer import Role, Viewer
from pages.parts.kept import Kept, Question

VIEWER = Viewer("", Role.coordinator, Rights(("P1",), None))
SECONDS = 20


def question(argument: str = "", viewer: Viewer = VIEWER, url: str = "store") -> Question:
    return Question(str, (argument,), viewer, url)


class Maker:
    """Makes what it is asked for and remembers what that was; says when it was asked for something."""

    def __init__(self, do: Callable[[], Any] = object) -> None:
        self.asked: list[tuple[str, str]] = []
        self.seen: dict[tuple[str, str], Event] = {}
        self._do = do

    def __call__(self, asked: Question, version: str) -> Any:
        argument = str(asked.arguments[0])
        self.asked.append((argument, version))
        made = self._do()
        self.seen.setdefault((argument, version), Event()).set()
        return made


def test_the_same_is_made_once_for_all_who_see_the_same() -> None:
    maker = Maker()
    kept = Kept(maker, most=10, warmed=0)
    assert not kept.ready(question(), "1")
    first = kept.get(question(), "1")
    assert kept.ready(question(), "1")
    assert kept.get(question(viewer=replace(VIEWER)), "1") is first
    others = (
        kept.get(question(), "2"),
        kept.get(question("other"), "1"),
        kept.get(question(url="another store"), "1"),
        kept.get(question(viewer=replace(VIEWER, rights=Rights())), "1"),
        kept.get(question(viewer=replace(VIEWER, role=Role.sponsor)), "1"),
        kept.get(question(viewer=replace(VIEWER, least_people=9)), "1"),
    )
    assert len({id(each) for each in (first, *others)}) == 7


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    go_on = Event()
    maker = Maker(lambda: go_on.wait(SECONDS))
    kept = Kept(maker, most=10, warmed=0)
    at_once, all_there = 8, Barrier(9)

    def ask() -> Any:
        all_there.wait(SECONDS)
        return kept.get(question(), "1")

    with ThreadPoolExecutor(at_once) as viewers:
        asking = [viewers.submit(ask) for _ in range(at_once)]
        all_there.wait(SECONDS)
        assert not kept.ready(question(), "1")
        go_on.set()
        assert {each.result(SECONDS) for each in asking} == {True}
    assert len(maker.asked) == 1


def test_what_could_not_be_made_is_asked_for_again() -> None:
    answers = iter([None, "figures"])

    def answer() -> str:
        found = next(answers)
        if found is None:
            raise ValueError("no figures")
        return found

    kept = Kept(Maker(answer), most=10, warmed=0)
    with pytest.raises(ValueError, match="no figures"):
        kept.get(question(), "1")
    assert not kept.ready(question(), "1")
    assert kept.get(question(), "1") == "figures"


def test_what_was_asked_for_last_is_kept() -> None:
    kept = Kept(Maker(), most=2, warmed=0)
    for argument in ("a", "b", "a", "c"):
        kept.get(question(argument), "1")
    assert [kept.ready(question(argument), "1") for argument in "abc"] == [True, False, True]


def test_what_is_asked_for_most_is_made_anew_when_the_data_change() -> None:
    maker = Maker()
    kept = Kept(maker, most=10, warmed=2)
    for argument, times in (("often", 3), ("now and then", 2), ("once", 1)):
        for _ in range(times):
            kept.get(question(argument), "1")
    kept.get(question("of another store", url="another store"), "1")
    expected = {("often", "2"), ("now and then", "2")}
    maker.seen |= {each: Event() for each in expected}
    kept.get(question("new"), "2")
    assert all(maker.seen[each].wait(SECONDS) for each in expected)
    assert {each for each in maker.asked if each[1] == "2"} == {*expected, ("new", "2")}
    kept.get(question("often"), "2")
    assert maker.asked.count(("often", "2")) == 1


def test_what_fails_beforehand_fails_for_whoever_asks() -> None:
    failed = Event()

    def answer() -> str:
        if maker.asked[-1] == ("withheld", "2"):
            failed.set()
            raise ValueError("not for outsiders")
        return "figures"

    maker = Maker(answer)
    kept = Kept(maker, most=10, warmed=1)
    kept.get(question("withheld"), "1")
    kept.get(question("withheld"), "1")
    kept.get(question("new"), "2")
    assert failed.wait(SECONDS)
    with pytest.raises(ValueError, match="not for outsiders"):
        kept.get(question("withheld"), "2")
