"""Stories, pictures, notes and offers of support: whose, in which language, and with whose consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.stories import photos, practice_notes, stories, support_services
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import YEAR_2024, fill, world

STORIES = (
    # A1 (Arequipa, P1), A3 (Antioquia, P2 from 2024 on), and one of nobody in particular.
    ("uno", "A1", date(2022, 3, 1), ("en", "es")),
    ("tres", "A3", date(2023, 5, 1), ("es", "fr")),
    ("all", None, None, ("fr",)),
)
SERVICES = (("S1", "PE", "finance"), ("S1", "CO", "finance"), ("S2", "CO", "advocacy"))


def texts() -> list[s.Record]:
    told = [
        s.Story(
            id=story,
            language=language,
            organisation_id=organisation,
            happened_on=day,
            title=f"{story} in {language}",
            body="…",
        )
        for story, organisation, day, languages in STORIES
        for language in languages
    ]
    notes = [
        s.PracticeNote(id=note, language=language, subject=subject, title=f"{note} in {language}", body="…")
        for note, subject, languages in (("shift", "safety", ("en", "fr")), ("water", "environment", ("es",)))
        for language in languages
    ]
    offered = [
        s.SupportService(
            organisation_id=organisation, country_id=country, kind=kind, description=f"{kind} in {country}"
        )
        for organisation, country, kind in SERVICES
    ]
    return [*world(), *told, *notes, *offered]


def picture(key: str, story: str, taken: date | None, consent: date | None) -> s.Photo:
    return s.Photo(id=key, story_id=story, caption=key, taken_on=taken, consent_on=consent, image="…")


def column(engine: Engine, name: str, query: Any, *arguments: Any, **named: Any) -> list[Any]:
    with engine.connect() as connection:
        viewer = () if query in (practice_notes, support_services) else (UNRESTRICTED,)
        found: Iterable[Any] = query(connection, *viewer, *arguments, **named)[name]
    return list(found)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["tres in es", "uno in en", "all in fr"]),
        ("es", ["tres in es", "uno in es", "all in fr"]),
        ("fr", ["tres in fr", "uno in en", "all in fr"]),
    ],
)
def test_a_story_is_told_once_in_the_language_asked_for_or_another(
    engine: Engine, language: str, titles: list[str]
) -> None:
    fill(engine, texts())
    # The newest first, and last those that tell of no day.
    assert column(engine, "title", stories, language=language) == titles


@pytest.mark.parametrize(
    ("language", "titles"), [("en", ["water in es", "shift in en"]), ("fr", ["water in es", "shift in fr"])]
)
def test_a_note_is_given_once_by_subject(engine: Engine, language: str, titles: list[str]) -> None:
    fill(engine, texts())
    assert column(engine, "title", practice_notes, language) == titles


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({}, ["tres", "uno", "all"]),
        ({"countries": ("PE",)}, ["uno", "all"]),
        ({"regions": ("CO-ANT",)}, ["tres", "all"]),
        ({"organisations": ("A4",)}, ["all"]),
        ({"programmes": ("P2",)}, ["tres", "all"]),
        ({"sponsors": ("S1",)}, ["uno", "all"]),
        ({"countries": ("PE",), "programmes": ("P2",)}, ["all"]),
    ],
)
def test_stories_are_those_of_the_selections_organisations(
    engine: Engine, filters: dict[str, tuple[str, ...]], told: list[str]
) -> None:
    fill(engine, texts())
    assert column(engine, "story", stories, YEAR_2024.narrowed(**filters)) == told


def test_a_story_knows_where_it_plays(engine: Engine) -> None:
    fill(engine, texts())
    with engine.connect() as connection:
        found = stories(connection, UNRESTRICTED).set_index("story")
    assert tuple(found.loc["uno", ["organisation", "country", "region"]]) == ("A1", "PE", "PE-ARE")
    assert found.loc["all", ["organisation", "country", "region"]].isna().all()


def test_a_picture_without_consent_does_not_leave_the_store(engine: Engine) -> None:
    agreed = date(2024, 2, 1)
    fill(
        engine,
        texts(),
        [
            picture("undated", "uno", None, agreed),
            picture("later", "uno", date(2023, 2, 1), agreed),
            picture("earlier", "uno", date(2023, 1, 1), agreed),
            picture("not agreed", "uno", date(2023, 1, 2), None),
            picture("another's", "tres", date(2023, 1, 3), agreed),
        ],
    )
    assert column(engine, "photo", photos, "uno") == ["earlier", "later", "undated"]
    assert column(engine, "photo", photos, "nowhere") == []


@pytest.mark.parametrize(
    ("filters", "offers"),
    [
        ({}, ["finance in CO", "finance in PE", "advocacy in CO"]),
        ({"countries": ("PE",)}, ["finance in PE"]),
        ({"countries": ("PE", "CO")}, ["finance in CO", "finance in PE", "advocacy in CO"]),
        ({"regions": ("CO-CAU",)}, ["finance in CO", "advocacy in CO"]),
        ({"organisations": ("A2",)}, ["finance in PE"]),
        ({"countries": ("PE",), "regions": ("CO-CAU",)}, []),
        ({"countries": ("CH",)}, []),
        # What is offered does not depend on who pays for which programme.
        ({"programmes": ("P2",), "sponsors": ("S1",)}, ["finance in CO", "finance in PE", "advocacy in CO"]),
    ],
)
def test_support_is_that_of_the_selections_countries(
    engine: Engine, filters: dict[str, tuple[str, ...]], offers: list[str]
) -> None:
    fill(engine, texts())
    assert column(engine, "description", support_services, YEAR_2024.narrowed(**filters)) == offers
