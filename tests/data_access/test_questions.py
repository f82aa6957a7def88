"""Questions written as query strings, as claims and targets carry them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data_access.questions import Codes, Unreadable, codes_of, in_plain, question_of
from data_access.schema import PackageImport
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import fill, world

KNOWN_UNTIL = date(2025, 6, 30)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """The small world, with data up to a day."""
    fill(engine, world())
    with Session(engine) as session, session.begin():
        session.add(
            PackageImport(
                name="p", title="P", version="1", data_date=KNOWN_UNTIL, sample=False, row_count=1,
                content_hash="0", imported_at=datetime(2025, 7, 1),
            )
        )  # fmt: skip
    return engine


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("", {}),
        ("provision=rescue_chamber", {"provision": "rescue_chamber"}),
        ("ladder=SBG&stage=SBG-2", {"ladder": "SBG", "stage": "SBG-2"}),
        ("action=Legal%20fees%20%26%20papers", {"action": "Legal fees & papers"}),
        ("region=", {"region": None}),
    ],
)
def test_codes(written: str, codes: Codes) -> None:
    assert codes_of(written) == codes


@pytest.mark.parametrize("written", ["provision", "provision=ppe&", "sex=female&sex=male", "a=1&&b=2"])
def test_codes_that_cannot_be_read(written: str) -> None:
    with pytest.raises(Unreadable, match=r"^“.*\.$"):
        codes_of(written)


@pytest.mark.parametrize(
    ("written", "filters", "days", "only", "count"),
    [
        ("", {}, ("2024-07-01", "2025-06-30"), {}, None),
        ("from=2025-06-30", {}, ("2025-06-30", "2025-06-30"), {}, None),
        ("to=2024-04-17", {}, ("2023-04-18", "2024-04-17"), {}, None),
        ("from=2024-01-01", {}, ("2024-01-01", "2025-06-30"), {}, None),
        ("from=2024-02-29&to=2024-02-29", {}, ("2024-02-29", "2024-02-29"), {}, None),
        # A period that ends after the data begins twelve months before their last day.
        ("to=2026-12-31", {}, ("2024-07-01", "2026-12-31"), {}, None),
        (
            "programme=P2&programme=P1&sponsor=S2&country=PE&region=PE-ARE&organisation=A1",
            {
                "programmes": ("P1", "P2"), "sponsors": ("S2",), "countries": ("PE",),
                "regions": ("PE-ARE",), "organisations": ("A1",),
            },
            ("2024-07-01", "2025-06-30"), {}, None,
        ),
        (
            "region=&provision=ppe&count=sponsor&programme=P1", {"programmes": ("P1",)},
            ("2024-07-01", "2025-06-30"), {"region": None, "provision": "ppe"}, "sponsor",
        ),
    ],
)  # fmt: skip
def test_a_question(
    filled: Engine,
    written: str,
    filters: dict[str, tuple[str, ...]],
    days: tuple[str, str],
    only: Codes,
    count: str | None,
) -> None:
    with filled.connect() as connection:
        question = question_of(connection, UNRESTRICTED, written)
    selection = question.selection
    assert (selection.first_day.isoformat(), selection.last_day.isoformat()) == days
    assert selection == selection.narrowed(
        **{
            name: filters.get(name, ())
            for name in ("programmes", "sponsors", "countries", "regions", "organisations")
        }
    )
    assert (question.only, question.count) == (only, count)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("programme=P3", "There is no programme 'P3' in the store. Nearest: P"),
        ("sponsor=A1", "There is no sponsor 'A1' in the store."),
        ("to=17.4.2024", "names no period"),
        ("to=2024-4-17", "names no period"),
        ("from=2025-01-02&to=2025-01-01", "names no period"),
        ("from=2025-07-01", "begins on 2025-07-01, after the data end on 2025-06-30"),
        ("from=2025-07-01&to=2025-12-31", "begins on 2025-07-01, after the data end on 2025-06-30"),
        ("programme=P1;to=2024-01-01", "There is no programme"),
        ("nonsense", "is no query string"),
    ],
)
def test_a_question_that_cannot_be_read(filled: Engine, written: str, why: str) -> None:
    with filled.connect() as connection, pytest.raises(Unreadable, match=why):
        question_of(connection, UNRESTRICTED, written)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("programme=HSE-1&to=2024-04-17", "programme=HSE-1&to=2024-04-17"),
        ("programme=HSE%2D1&%72egion=PE%2dARE", "programme=HSE-1&region=PE-ARE"),
        ("action=Legal%20fees%20%26+papers&region=", "action=Legal fees %26 papers&region="),
        ("programme=a%3Db%2Bc%25&organisation=%C3%91and%C3%BA", "programme=a%3Db%2Bc%25&organisation=Ñandú"),
        ("programme=a=b", "programme=a%3Db"),
    ],
)
def test_a_question_in_plain_asks_the_same(written: str, plain: str) -> None:
    assert in_plain(written) == plain == in_plain(plain)
    assert codes_of(plain) == codes_of(written)


def test_what_is_no_question_has_no_plain_form() -> None:
    with pytest.raises(Unreadable):
        in_plain("HSE-1")
