"""What a browser asks for decides in which language an answer without a page is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from data_access.language import LANGUAGES, spoken
from pages.server.doors import Doors
from pages.server.downloads import Downloads
from pages.server.headers import CONTENT_SECURITY_POLICY, SecurityHeaders, source_of
from pages.server.language import SCRIPTS, asked_for
from pages.server.signing_in import SigningIn
from tests.pages.server.conftest import asked
from tests.pages.server.test_headers import broken
from tests.translating import translated


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("ES-pe", "es"),
        ("en-GB,en;q=0.9,es;q=0.8", "en"),
        ("de-CH, fr;q=0.8, en;q=0.5", "fr"),
        ("es;q=0.3, fr;q=0.7", "fr"),
        ("fr;q=0.5, es;q=0.5", "fr"),
        ("es;q=0, de", "en"),
        ("de, *;q=0.5", "en"),
        ("est, frisian", "en"),
        ("es;q=much, fr;q=0.1", "fr"),
        ("es;q=nan, fr;q=2", "en"),
        (",;,=;q=", "en"),
    ],
)
def test_the_language_that_is_wanted_most_is_taken(header: str | None, language: str) -> None:
    assert asked_for(header) == language


@pytest.mark.parametrize(
    ("around", "path", "headers", "status", "said"),
    [
        (Doors, "/_stcore/metrics", {}, 404, "Not found"),
        (Downloads, "/media/x", {}, 404, "Not found"),
        (SecurityHeaders, "/map", {}, 500, "Something went wrong here. Try again in a moment."),
        (
            SigningIn,
            "/auth/logout",
            {"sec-fetch-site": "cross-site"},
            403,
            "Sign out on a page of the dashboard.",
        ),
    ],
)
def test_an_answer_without_a_page_is_in_the_browsers_language(
    around: Callable[[ASGIApp], ASGIApp],
    path: str,
    headers: dict[str, str],
    status: int,
    said: str,
    tmp_path: Path,
) -> None:
    app = around(broken if status == 500 else PlainTextResponse("A page"))
    with translated(tmp_path):
        spanish = asked(app, path, **{"accept-language": "es-PE"}, **headers)
        english = asked(app, path, **headers)
    assert (spanish[0], spanish[2].decode()) == (status, f"¡{said}")
    assert (english[0], english[2].decode()) == (status, said)
    assert (spanish[1]["content-language"], english[1]["content-language"]) == ("es", "en")
    assert spoken() == "en"


def test_the_policy_lets_a_page_tell_its_language_and_nothing_else() -> None:
    assert len(set(SCRIPTS.values())) == len(LANGUAGES)
    for script in SCRIPTS.values():
        assert source_of(script) in CONTENT_SECURITY_POLICY
    assert "'unsafe-inline'" not in CONTENT_SECURITY_POLICY.partition("script-src")[2].partition(";")[0]
