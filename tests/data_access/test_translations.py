"""Names in the languages that a store has them in, those it lacks, and how they get into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from data_access.doctor.examination import examine
from data_access.importing import Told, import_package
from data_access.language import LANGUAGES, alphabetical, speaking
from data_access.names import names
from data_access.reader import Remembering
from data_access.rights import Rights
from data_access.schema import BudgetLine, FinanceAccess, Indicator, Ladder, Programme, Stage, Survey, Topic
from data_access.spoken_names import said
from data_access.store import open_store
from data_access.translations import in_words, untranslated
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.data_access.gold_world import fill, world
from tests.data_access.importing.packages import rewrite, tiny, without_column, write

SKILLS = {"lever": "skills", "lever_es": "capacidades", "lever_fr": "compétences"}


def lever(key: str, programme: str, **words: str) -> BudgetLine:
    return BudgetLine(
        id=key, programme_id=programme, action="Training", amount_minor=1, currency_id="USD", **words
    )


def named(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            Stage(id="L-1", ladder_id="L", position=1, name="Foot", name_es="Pie"),
            Topic(id="AID", name="First aid", name_es="Primeros auxilios", name_fr="", required=True),
            Indicator(id="pension", name="Has a pension", name_fr="A une retraite", unit="share"),
            Survey(
                id="W", name="Work", name_es="Trabajo", name_fr="Travail",
                first_day=date(2024, 1, 1), last_day=date(2024, 2, 1),
            ),
            lever("B1", "P1", **SKILLS),
            # The same lever, as somebody else translated it.
            lever("B2", "P2", **SKILLS | {"lever_es": "destrezas"}),
            lever("B3", "P2", lever="finance", lever_es="financiamiento"),
            FinanceAccess(
                id="A", organisation_id="A1", kind="credit", asked_on=date(2024, 1, 1), status="refused",
                decided_on=date(2024, 2, 1), reason="No branch", reason_fr="Aucune agence",
            ),
        ],
    )  # fmt: skip


def test_names_are_said_in_the_language_spoken_or_as_they_stand(engine: Engine, store_url: str) -> None:
    named(engine)
    store = open_store(store_url)
    read = Remembering(store, UNRESTRICTED)
    called: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            # What is remembered of one language is said in the next one all the same.
            known = read.ask(names)
            called[language] = [
                *(known["topic"]["AID"], known["stage"]["L-1"], known["indicator"]["pension"]),
                *(known["survey"]["W"], known["lever"]["skills"], known["reason"]["No branch"]),
                *(known["programme"]["P1"], known["action"]["Training"]),
            ]
    store.close()
    assert called == {
        "en": ["First aid", "Foot", "Has a pension", "Work", "skills", "No branch", "First", "Training"],
        "es": [
            *("Primeros auxilios", "Pie", "Has a pension", "Trabajo", "capacidades", "No branch"),
            *("First", "Training"),
        ],
        "fr": [
            *("First aid", "Foot", "A une retraite", "Travail", "compétences", "Aucune agence"),
            *("First", "Training"),
        ],
    }


def test_levers_of_programmes_that_a_viewer_may_not_see_are_not_told(engine: Engine) -> None:
    named(engine)
    viewer = Viewer("ana@example.org", Role.coordinator, Rights(("P1",), None))
    with engine.connect() as connection, speaking("es"):
        assert dict(names(connection, viewer)["lever"]) == {"skills": "capacidades"}


def test_a_field_of_a_row_is_said_likewise() -> None:
    row: Mapping[str, str | None] = {"aim": "More", "aim_es": "Más", "aim_fr": None}
    told = []
    for language in LANGUAGES:
        with speaking(language):
            told.append(said(row, "aim"))
    assert told == ["More", "Más", "More"]


def test_words_without_a_translation_are_counted(engine: Engine) -> None:
    named(engine)
    with engine.connect() as connection:
        found = untranslated(connection, ("topic", "stage", "indicator", "budget_line", "finance_access"))
        assert untranslated(connection, ("topic",), begun=True) == {"es": {}}
    assert found == {
        "es": {"indicator.name": 1, "budget_line.action": 3, "finance_access.reason": 1},
        "fr": {"topic.name": 1, "stage.name": 1, "budget_line.action": 3, "budget_line.lever": 1},
    }
    assert next(iter(in_words(found))) == (
        "Without a Spanish translation: indicator.name 1, budget_line.action 3, finance_access.reason 1"
    )
    assert list(in_words({"fr": {}})) == ["Without a French translation: nothing"]


def test_the_doctor_tells_them_and_calls_the_store_well(engine: Engine, store_url: str) -> None:
    named(engine)
    diagnosis = examine(store_url, ["topic", "stage"])
    assert diagnosis.untranslated == {"es": {}, "fr": {"topic.name": 1, "stage.name": 1}}
    assert list(diagnosis.in_words())[-1] == "Without a French translation: topic.name 1, stage.name 1"
    assert {each.problem for each in diagnosis.findings} == {"no_data"}, "of names nothing is wrong"


def test_the_doctor_survives_a_column_that_is_missing(engine: Engine, store_url: str) -> None:
    named(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE topic DROP COLUMN name_fr"))
    try:
        diagnosis = examine(store_url, ["topic", "stage"])
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE topic ADD COLUMN name_fr VARCHAR"))
    assert diagnosis.untranslated == {"es": {}, "fr": {"stage.name": 1}}
    assert ("topic", "name_fr") in {(each.table, each.column) for each in diagnosis.findings}


def stored(engine: Engine) -> list[tuple[str, str | None, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(select(Ladder.name, Ladder.name_es, Ladder.name_fr).order_by(Ladder.id))
        return [tuple(row) for row in rows]


def test_a_package_without_translations_is_taken_in_and_leaves_those_there_are(
    engine: Engine, tmp_path: Path
) -> None:
    tables = tiny()
    older = write(tmp_path / "older", tables)
    for language in ("es", "fr"):
        without_column(older, "ladder", f"name_{language}")
    import_package(engine, older)
    assert stored(engine) == [("Escalator", None, None), ("Sustainable Mines", None, None)]
    tables["ladder"][0] |= {"name_es": "Escalera"}
    import_package(engine, write(tmp_path / "newer", tables))
    assert stored(engine)[0] == ("Escalator", "Escalera", None)
    rewrite(older / "ladder.csv", "Escalator", "Ladder of steps")
    import_package(engine, older)
    assert stored(engine)[0] == ("Ladder of steps", "Escalera", None)


@pytest.mark.parametrize("header", ["Nombre de la escalera en español", "name_es", "Ladder name (Spanish)"])
def test_partners_name_the_columns_in_their_words(engine: Engine, tmp_path: Path, header: str) -> None:
    tables = tiny()
    tables["ladder"][0] |= {"name_es": "Escalera"}
    folder = write(tmp_path / "package", tables)
    (folder / "datapackage.json").unlink()
    rewrite(folder / "ladder.csv", "name_es", header)
    import_package(engine, folder, Told(name="tiny", data_date=date(2024, 6, 30)))
    assert stored(engine)[0] == ("Escalator", "Escalera", None)


def test_names_are_put_in_order_without_their_accents() -> None:
    assert sorted(["Zona", "Único", "Álvaro", "agua"], key=alphabetical) == [
        *("agua", "Álvaro", "Único", "Zona"),
    ]


def test_every_name_of_the_sample_is_translated(sample_sqlite_store_url: str) -> None:
    store = open_store(sample_sqlite_store_url)
    with store.reading(UNRESTRICTED) as connection:
        assert untranslated(connection) == {"es": {}, "fr": {}}
        title = connection.scalar(select(Programme.name_es).where(Programme.id == "WOM"))
    store.close()
    assert title == "Mujeres en las minas de Antioquia"
