"""Exhibits speak the language spoken: no word of ours stands in one that was not looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

import pytest

from data_access import language
from data_access.language import speaking
from data_access.names import names
from data_access.reader import Reader
from data_access.units import unit_places
from exhibits.exhibit import Exhibit
from exhibits.making import builders
from exhibits.theme import LIGHT
from tests.exhibits.gallery import SELECTIONS, everything, variants
from tests.exhibits.test_every_exhibit import said_by, walk

LOOKED_UP = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{3,}")
# Days and months are written by the language; codes and signs of units are the same in all.
NOT_OURS = re.compile(r"\b(?:[A-Z]{2,}|mil|sept|ene|feb|mar|abr|may|jun|jul|ago|oct|nov|dic)\b")
# The aims of two programmes and the title of a story, as they stand in the store.
TYPED = (
    "Evaluaciones de riesgos y planes de mejora para los mineros internos de Minera Orex.",
    "Contabilidad, cuentas y crédito para organizaciones mineras.",
    "Una planta que llega hasta las mujeres",
)
TITLES = {"title", "text", "aria"}


class Marked(NullTranslations):
    """Puts each message between marks."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(language, "_catalogue", lambda _: Marked())
    with speaking("es"):
        yield


@pytest.fixture(scope="module")
def typed(read: Reader) -> list[str]:
    """The words that were typed into the store: names of codes, which it has in this language, and of units,
    and a few texts."""
    with speaking("es"):
        known = {name for kind in read.ask(names).values() for name in kind.values()}
        known |= set(read.ask(unit_places, everything(read))["name"])
    return sorted({word for name in (*known, *TYPED) for word in WORD.findall(name)})


def not_looked_up(text: str, typed: list[str]) -> str:
    """What is left of a text without that which was looked up, written by the language or typed in."""
    while LOOKED_UP.search(text):
        text = LOOKED_UP.sub(" ", text)
    left = NOT_OURS.sub(" ", text)
    return " ".join(word for word in WORD.findall(left) if word not in typed)


def words_of(exhibit: Exhibit) -> Iterator[str]:
    # Grades are codes, which whoever shows them says.
    yield from (said for said in said_by(exhibit) if said != exhibit.evidence)
    if exhibit.chart is not None:
        spec = exhibit.chart.spec(LIGHT) | {"config": {}}
        yield from (each for key, each in walk(spec) if key in TITLES and isinstance(each, str))
    if exhibit.map is not None:
        for group in exhibit.map.legend(LIGHT):
            yield from (group.title, *(said for _, said in group.entries))


@pytest.mark.parametrize("name", builders())
def test_every_word_of_ours_is_looked_up(name: str, read: Reader, typed: list[str]) -> None:
    build: Any = builders()[name]
    for selected in ("everything", "ended"):
        selection = SELECTIONS[selected](read)
        for others in variants(read, build, selection):
            exhibit = build(read, selection, *others)
            left = {text: found for text in words_of(exhibit) if (found := not_looked_up(text, typed))}
            assert left == {}
