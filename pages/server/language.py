"""The language that a browser asks for, and what a page tells the browser of the one that it speaks."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Scope

from data_access.language import ENGLISH, LANGUAGES, say, speaking

# Streamlit's page says that it is in English. Screen readers pronounce its words as this says, and the
# Content-Security-Policy lets no other script of a page run.
SCRIPTS = {language: f'document.documentElement.lang = "{language}"' for language in LANGUAGES}


def asked_for(accepted: str | None) -> str:
    """The language that an Accept-Language header would rather have than the others; English for none.

    >>> asked_for("de-CH, fr;q=0.8, en;q=0.5")
    'fr'
    """
    wanted: list[tuple[float, str]] = []
    for part in (accepted or "").split(","):
        name, _, weight = part.partition(";")
        language = name.strip().partition("-")[0].lower()
        if language in LANGUAGES and 0 < (weighed := _weight(weight)) <= 1:
            wanted.append((weighed, language))
    # The first of those that are wanted alike.
    return max(wanted, key=lambda each: each[0], default=(1, ENGLISH))[1]


def in_words(scope: Scope, message: str, status: int) -> PlainTextResponse:
    """An answer without a page: a message, marked where it is written, as the browser's language says it."""
    language = asked_for(Headers(scope=scope).get("accept-language"))
    with speaking(language):
        return PlainTextResponse(say(message), status, {"Content-Language": language})


def _weight(written: str) -> float:
    """``q=0.8`` → 0.8; one where nothing is written, none where it is no number."""
    try:
        return float(written.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0
