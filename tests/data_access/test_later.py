"""What is said later: errors and kept answers are in the language of whoever reads them."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from data_access import language
from data_access.disclosure.rules import NotForOutsiders
from data_access.language import ENGLISH, Later, speaking
from data_access.selection import UnknownCode


class Marked(NullTranslations):
    """Says every message between brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.fixture(autouse=True)
def spanish_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {ENGLISH: NullTranslations(), "es": Marked()}
    monkeypatch.setattr(language, "_catalogue", found.__getitem__)


def test_it_is_said_in_the_language_spoken_when_it_is_read() -> None:
    said = Later("{viewer} sees {what}.", viewer="Ada {x}", what=Later("everything"))
    assert str(said) == f"{said}" == "Ada {x} sees everything."
    with speaking("es"):
        assert str(said) == "⟦Ada {x} sees ⟦everything⟧.⟧"
    assert str(said) == "Ada {x} sees everything."


def test_an_error_raised_in_one_language_is_read_in_another() -> None:
    with speaking("es"), pytest.raises(NotForOutsiders) as refused:
        raise NotForOutsiders(Later("not for {whom}", whom="them"))
    assert str(refused.value) == "not for them"
    with speaking("es"):
        assert str(refused.value) == "⟦not for them⟧"


def test_a_hint_goes_with_what_was_not_found() -> None:
    unknown = UnknownCode("country", "PF", ["PE", "CO"])
    assert str(unknown) == "There is no country 'PF' in the store. Nearest: PE."
    with speaking("es"):
        assert str(unknown) == "⟦⟦There is no ⟦country⟧ 'PF' in the store.⟧ Nearest: PE.⟧"


def test_the_same_message_with_the_same_values_is_the_same() -> None:
    assert Later("{a}", a=1) == Later("{a}", a=1)
    assert len({Later("{a}", a=1), Later("{a}", a=1), Later("{a}", a=2), Later("{b}", b=1)}) == 3
