"""The page that is opened after signing in is one of this dashboard's."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from pages.server.signing_in import LONGEST_LINK, page_of, sign_in_path


@pytest.mark.parametrize(
    "link",
    ["/", "/training", "/training?country=PE&from=2025-01-01", "/stories?search=%C3%A1gua+limpia", "/x#y"],
)
def test_a_link_of_ours_is_kept(link: str) -> None:
    assert page_of(link) == link
    assert parse_qs(urlsplit(sign_in_path("google", link)).query)["to"] == [link]


@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        "training",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/training\r\nSet-Cookie: a=b",
        "/\tx",
        "\t//evil.example",
        " /training",
        "/água",
        "/" + "x" * LONGEST_LINK,
    ],
)
def test_a_link_elsewhere_leads_to_the_first_page(link: str | None) -> None:
    assert page_of(link) == "/"
