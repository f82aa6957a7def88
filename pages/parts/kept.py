"""What was made for viewers, kept for as long as the data stay the same.

The same is made once, however many ask for it at one time. When the data change, what is asked for most
is made anew in the background, before anybody asks.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from data_access.language import ENGLISH
from data_access.viewer import Viewer
from pages.parts.turns import TURNS


@dataclass(frozen=True)
class Question:
    """What is to be made: a function and its arguments, for whoever sees so much, of the store at a URL,
    in a language."""

    make: Callable[..., Any]
    arguments: tuple[Hashable, ...]
    viewer: Viewer
    url: str
    language: str = ENGLISH


class Kept:
    """Answers to questions by the version of the data: the ``most`` that were asked for last.

    ``answer`` gives one. Of a new version the ``warmed`` questions are answered that were asked most.
    """

    def __init__(self, answer: Callable[[Question, str], Any], most: int, warmed: int) -> None:
        self._answer, self._most, self._warmed = answer, most, warmed
        self._answers: OrderedDict[tuple[Question, str], Future[Any]] = OrderedDict()
        self._asked: Counter[Question] = Counter()
        self._versions: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def get(self, question: Question, version: str) -> Any:
        """The answer, made now if nobody has asked; raises whatever making it does."""
        self._note(question, version)
        return self._made(question, version)

    def ready(self, question: Question, version: str) -> bool:
        """Whether there is an answer that nobody would have to wait for."""
        with self._lock:
            answer = self._answers.get((question, version))
        return answer is not None and answer.done()

    def _made(self, question: Question, version: str) -> Any:
        key = (question, version)
        with self._lock:
            known = self._answers.get(key)
            answer = self._answers.setdefault(key, Future())
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                (forgotten, _), _ = self._answers.popitem(last=False)
                self._asked.pop(forgotten, None)
        if known is None:
            try:
                with TURNS.meanwhile_others():
                    answer.set_result(self._answer(question, version))
            except BaseException as reason:
                # The next one may ask again; those who wait are told what went wrong.
                with self._lock:
                    self._answers.pop(key, None)
                    self._asked.pop(question, None)
                answer.set_exception(reason)
        elif not answer.done():
            with TURNS.meanwhile_others():
                answer.exception()
        return answer.result()

    def _note(self, question: Question, version: str) -> None:
        with self._lock:
            self._asked[question] += 1
            versions = self._versions.setdefault(question.url, [])
            if version in versions:
                return
            versions.append(version)
            if len(versions) == 1:
                return
            most_asked = Counter(
                {each: times for each, times in self._asked.items() if each.url == question.url}
            )
            popular = [each for each, _ in most_asked.most_common(self._warmed)]
            self._asked = Counter(dict.fromkeys(popular, 1))
        threading.Thread(target=self._warm, args=(popular, version), daemon=True).start()

    def _warm(self, questions: list[Question], version: str) -> None:
        for question in questions:
            try:
                self._made(question, version)
            except Exception as reason:
                # Whoever asks for it is told the same.
                logging.getLogger(__name__).debug("Nothing was made beforehand: %s", reason)
