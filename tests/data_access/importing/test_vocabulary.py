"""What is understood of partners' words, and that the vocabulary is whole and can't be misread."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.importing import import_package, vocabulary
from data_access.importing.descriptor import describe, field_name, record_tables
from data_access.importing.vocabulary import (
    code_label,
    code_meant,
    column_label,
    column_named,
    column_note,
    column_tagged,
    example,
    package_label,
    package_word,
    plain,
    table_label,
    table_named,
    table_note,
    truth_meant,
)
from data_access.language import LANGUAGES
from data_access.schema.organisations import CERTIFICATION_STATUSES, CRAFT_MODULES
from data_access.schema.people import RELATIONS, SEXES
from data_access.schema.protection import GOODS, SEVERITIES
from tests.data_access.importing.packages import row_counts, write

FOLDER = Path(vocabulary.__file__).parent
COLUMNS = [
    (name, field_name(column))
    for name, table in record_tables().items()
    for column in table.columns
    if column.name != "import_id"  # where a row came from is nothing that a partner writes
]
CHOICES = {
    (name, column.name): tuple(column.info["choices"])
    for name, table in record_tables().items()
    for column in table.columns
    if "choices" in column.info
}
CODES = {code for choices in CHOICES.values() for code in choices} | {"true", "false"}
PACKAGE_WORDS = ("package", "field", "value", "name", "title", "version", "data_date", "sample")
# Columns that a row of examples has to leave empty, for another that it fills.
EMPTY_EXAMPLES = {
    ("programme", "follows_id"),
    ("claim", "currency_id"),
    ("target", "currency_id"),
    ("incident", "statement"),
    ("delivery", "organisation_id"),
    ("improvement_plan", "organisation_id"),
    ("indicator_baseline", "organisation_id"),
    ("indicator_value", "unit_id"),
    ("indicator_value", "organisation_id"),
    ("permit", "unit_id"),
    ("provision", "point_id"),
    ("plan_action", "cancelled_on"),
}
# Of a person: names, and the numbers of documents. A miner's code is neither, a mining group no person.
PERSONAL = re.compile(
    r"\b(dni|ruc|nit|cui|cni|cedula|cc|documento?|pasaporte|passe?port|carnet?|nombres?|noms?|names?|apellidos?|"
    r"prenoms?|surname|(?<!codigo del )(?<!grupo )minero|(?<!codigo de la )minera|(?<!code du )mineur|"
    r"(?<!code de la )mineuse|miner(?! code)|trabajador|celular|tele?phone|telefono|phone|firma|signature)\b"
)


def rows(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def spellings(row: Mapping[str, str], language: str) -> list[str]:
    return row[language].split(" | ")


def all_spellings(row: Mapping[str, str]) -> list[str]:
    return [word for language in LANGUAGES for word in spellings(row, language)]


def misread(words: Iterable[tuple[str, Iterable[object]]]) -> dict[object, set[str]]:
    """What stands for more than one thing, or compares as nothing at all."""
    meanings = defaultdict(set)
    for meaning, written in words:
        for word in written:
            meanings[word].add(meaning)
    return {word: found for word, found in meanings.items() if len(found) > 1 or not word}


@pytest.mark.parametrize(
    ("file", "key", "expected"),
    [
        ("tables.csv", ("table",), [(name,) for name in record_tables()]),
        ("columns.csv", ("table", "column"), COLUMNS),
        ("notes.csv", ("table", "column"), [*((name, "") for name in record_tables()), *COLUMNS]),
        ("codes.csv", ("code",), [(code,) for code in CODES]),
        ("package.csv", ("word",), [(word,) for word in PACKAGE_WORDS]),
    ],
)
def test_each_has_one_row_and_nothing_else_has(
    file: str, key: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    assert Counter(tuple(row[part] for part in key) for row in rows(file)) == Counter(expected)


@pytest.mark.parametrize("file", ["tables.csv", "columns.csv", "codes.csv", "notes.csv", "package.csv"])
def test_every_language_is_filled_without_stray_spaces(file: str) -> None:
    languages = [*LANGUAGES, "hxl"] if file == "columns.csv" else LANGUAGES
    for row in rows(file):
        for language in languages:
            if not (file == "notes.csv" and language == "en"):  # the schema has it
                words = spellings(row, language)
                assert all(word and word == " ".join(word.split(" ")) == word.strip() for word in words), row
                assert "|" not in "".join(words), row


@pytest.mark.parametrize("file", ["tables.csv", "columns.csv", "codes.csv", "package.csv"])
def test_no_spelling_stands_twice_in_a_cell(file: str) -> None:
    cells = [
        [plain(word) for word in spellings(row, language)] for row in rows(file) for language in LANGUAGES
    ]
    assert not [cell for cell in cells if len(set(cell)) < len(cell) or len(cell) > 4]


@pytest.mark.parametrize("file", ["tables.csv", "columns.csv", "codes.csv", "notes.csv", "package.csv"])
def test_files_are_as_our_tools_write_them(file: str) -> None:
    content = (FOLDER / file).read_bytes()
    assert content.endswith(b"\n") and b"\r" not in content and not content.startswith(b"\xef\xbb\xbf")
    # A comma without quotation marks around it gives a row one cell more than the header has.
    lines = content.decode().splitlines()
    assert len({len(cells) for cells in csv.reader(lines, strict=True)}) == 1


def test_a_sheet_can_have_every_name_of_a_table() -> None:
    for row in rows("tables.csv"):
        for word in all_spellings(row):
            # What spreadsheets refuse of the name of a sheet.
            assert len(word) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", word), word
    for language in LANGUAGES:
        labels = [table_label(name, language).casefold() for name in record_tables()]
        assert len(set(labels)) == len(labels)


def test_no_word_names_two_tables() -> None:
    words = [(row["table"], map(plain, [row["table"], *all_spellings(row)])) for row in rows("tables.csv")]
    assert not misread(words)


@pytest.mark.parametrize("table", record_tables())
def test_no_word_heads_two_columns_of_a_table(table: str) -> None:
    columns = [row for row in rows("columns.csv") if row["table"] == table]
    words = [(row["column"], map(plain, [row["column"], *all_spellings(row)])) for row in columns]
    assert not misread(words)


@pytest.mark.parametrize("table", record_tables())
def test_no_tag_marks_two_columns_of_a_table(table: str) -> None:
    tags = [
        (row["column"], [frozenset(re.findall(r"[#+][a-z][a-z0-9_]*", tag)) for tag in spellings(row, "hxl")])
        for row in rows("columns.csv")
        if row["table"] == table
    ]
    assert not misread(tags)


def test_tags_are_written_as_the_exchange_language_has_them() -> None:
    tags = [tag for row in rows("columns.csv") for tag in spellings(row, "hxl")]
    assert not [tag for tag in tags if not re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)]


@pytest.mark.parametrize("choices", [*CHOICES.values(), ("true", "false")], ids=str)
def test_no_word_means_two_codes_of_a_column(choices: tuple[str, ...]) -> None:
    codes = [row for row in rows("codes.csv") if row["code"] in choices]
    # Codes without letters are only known as they are.
    words = [
        (row["code"], [plain(row["code"]) or row["code"], *map(plain, all_spellings(row))]) for row in codes
    ]
    assert len(words) == len(choices) and not misread(words)


def test_no_header_asks_for_who_somebody_is() -> None:
    """A miner is a pseudonym: a column of names or of documents finds no place to go."""
    people = {"miner", "membership", "attendance", "cover"}
    words = [word for row in rows("columns.csv") if row["table"] in people for word in all_spellings(row)]
    assert words and not [word for word in words if PERSONAL.search(plain(word))]
    for written in (
        "Nombre del minero",
        "DNI",
        "cédula",
        "Nom et prénom",
        "Miner",
        "Minero",
        "Mineur",
        "Nombre",
    ):
        assert {column_named(table, written) for table in people} == {None}, written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Fecha  de INGRESO:", "fecha de ingreso"),
        ("Année de début", "annee de debut"),
        ("joined_on", "joined on"),
        ("Code de l’unité", "code de l unite"),
        ("  (Ñandú) – 2 ", "nandu 2"),
        ("İstasyon", "istasyon"),
        (">=", ""),
    ],
)
def test_spellings_are_compared_without_case_accents_and_marks(written: str, said: str) -> None:
    assert plain(written) == said


@pytest.mark.parametrize(
    ("written", "table"),
    [
        ("production_unit", "production_unit"),
        ("Production units", "production_unit"),
        ("UNIDADES DE PRODUCCION", "production_unit"),
        ("Unidad de producción", "production_unit"),
        ("unites_de_production", "production_unit"),
        ("Capacitaciones", "training_session"),
        ("Evaluaciones", "assessment"),
        ("Evaluaciones de riesgos", "risk_assessment"),
        ("Plans d’amélioration", "improvement_plan"),
        ("Hoja1", None),
        ("viewer_grant", None),
        ("", None),
    ],
)
def test_a_sheet_is_known_by_its_name_in_any_language(written: str, table: str | None) -> None:
    assert table_named(written) == table


@pytest.mark.parametrize(
    ("table", "written", "column"),
    [
        ("membership", "joined_on", "joined_on"),
        ("membership", "Joined on", "joined_on"),
        ("membership", "FECHA DE INGRESO", "joined_on"),
        ("membership", "ingreso", "joined_on"),
        ("membership", "Date d’entrée", "joined_on"),
        ("membership", "Codigo del minero", "miner_id"),
        ("membership", "Pseudonyme", "miner_id"),
        ("miner", "Seudónimo", "id"),
        ("gold_lot", "Gramos finos", "fine_grams"),
        ("gold_lot", "fine_milligrams", None),  # the store's own name, which no package writes
        ("cover", "Coût", "cost"),
        ("cover", "Fecha de ingreso", None),
        ("membership", "import_id", None),
        ("membership", "", None),
        ("no_table", "id", None),
    ],
)
def test_a_column_is_known_by_its_header_in_any_language(
    table: str, written: str, column: str | None
) -> None:
    assert column_named(table, written) == column


@pytest.mark.parametrize(
    ("table", "tag", "column"),
    [
        ("membership", "#date+start", "joined_on"),
        ("gold_lot", "#country+code+destination", "destination_id"),
        ("gold_lot", "#Country +Destination +CODE", "destination_id"),
        ("gold_lot", "#org+buyer+code", "buyer_id"),
        ("gold_lot", "#org+code", "organisation_id"),
        ("gold_lot", "#org+code+insurer", None),
        ("organisation", "#geo +lat", "latitude"),
        ("production_unit", "#meta+id", "id"),
        ("country", "#country+code", "id"),
        ("country", "#meta+id", "id"),
        ("cover", "#currency+code", "currency_id"),
        ("cover", "code+#currency", None),
        ("cover", "currency", None),
        ("cover", "", None),
        ("no_table", "#meta+id", None),
    ],
)
def test_a_column_is_known_by_its_tag(table: str, tag: str, column: str | None) -> None:
    assert column_tagged(table, tag) == column


@pytest.mark.parametrize(
    ("choices", "written", "code"),
    [
        (SEXES, "female", "female"),
        (SEXES, " Mujer ", "female"),
        (SEXES, "FEMENINO", "female"),
        (SEXES, "femme", "female"),
        (SEXES, "f", "female"),
        (SEXES, "varon", "male"),
        (SEXES, "M", None),  # mujer, or masculino
        (SEXES, "not_stated", "not_stated"),
        (SEXES, "", None),
        (RELATIONS, "Pallaquera", "selector"),
        (RELATIONS, "seleccionadora", "selector"),
        (RELATIONS, "mujer", None),  # a word, but of another column
        (GOODS, "Botiquín", "first_aid_kit"),
        (GOODS, "refugio minero", "rescue_chamber"),
        (GOODS, "EPI", "ppe"),
        (SEVERITIES, "First Aid", "first_aid"),
        (SEVERITIES, "arrêt de travail", "lost_time"),
        (CERTIFICATION_STATUSES, "vencida", "expired"),
        (("none", "applied", "granted", "lapsed"), "vencida", "lapsed"),
        (CRAFT_MODULES, "Módulo 3", "module_3"),
        (("=", ">=", "<=", "about"), ">=", ">="),
        (("=", ">=", "<=", "about"), "al menos", ">="),
        (("=", "about"), "≠", None),
        (("INEI", "RENIEC", "DANE", "other"), "inei", "INEI"),
        (("unlisted_code",), "Unlisted code", "unlisted_code"),
        (("granted", "approved"), "Approved", None),  # which of the two is meant can't be known
    ],
)
def test_a_code_is_known_by_its_words_in_any_language(
    choices: tuple[str, ...], written: str, code: str | None
) -> None:
    assert code_meant(choices, written) == code


@pytest.mark.parametrize(
    ("written", "truth"),
    [
        *(
            (written, True)
            for written in ("true", "TRUE", "Yes", "sí", "SI", "Verdadero", "oui", "VRAI", "1")
        ),
        *((written, False) for written in ("false", "No", "Falso", "non", "faux", "0")),
        *((written, None) for written in ("", "x", "2", "10", "V", "maybe")),
    ],
)
def test_yes_and_no_are_known_in_any_language(written: str, truth: bool | None) -> None:
    assert truth_meant(written) is truth


def test_what_we_write_is_the_first_spelling() -> None:
    labels = [table_label("production_unit", language) for language in LANGUAGES]
    assert labels == ["Production units", "Unidades de producción", "Unités de production"]
    labels = [column_label("membership", "joined_on", language) for language in LANGUAGES]
    assert labels == ["Joined on", "Fecha de ingreso", "Date d'entrée"]
    assert [code_label("selector", language) for language in LANGUAGES] == [
        "mineral selector",
        "pallaquera",
        "trieuse de minerai",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_write_is_understood(language: str) -> None:
    for table in record_tables():
        assert table_named(table_label(table, language)) == table
    for table, column in COLUMNS:
        assert column_named(table, column_label(table, column, language)) == column
    for choices in CHOICES.values():
        for code in choices:
            assert code_meant(choices, code_label(code, language)) == code
    assert truth_meant(code_label("true", language)) is True
    assert truth_meant(code_label("false", language)) is False


def test_no_word_means_two_things_on_the_sheet_about_a_package() -> None:
    words = [(row["word"], map(plain, [row["word"], *all_spellings(row)])) for row in rows("package.csv")]
    assert not misread(words)
    # Else it could be taken for a table.
    assert not [name for name in all_spellings(rows("package.csv")[0]) if table_named(name)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_write_about_a_package_is_understood(language: str) -> None:
    assert [package_word(package_label(word, language)) for word in PACKAGE_WORDS] == list(PACKAGE_WORDS)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("data_date", "data_date"),
        ("Fecha de los datos:", "data_date"),
        ("données jusqu'au", "data_date"),
        ("Paquete", "package"),
        ("author", None),
        ("", None),
    ],
)
def test_a_field_of_a_package_is_known_in_any_language(written: str, word: str | None) -> None:
    assert package_word(written) == word


def test_english_notes_are_those_of_the_descriptor() -> None:
    described = describe("notes", "", "", date(2024, 6, 30), False, "")["resources"]
    assert len(described) == len(record_tables())
    for resource in described:
        assert table_note(resource["name"], "en") == resource["description"]
        for field in resource["schema"]["fields"]:
            if field["name"] != "import_id":
                assert column_note(resource["name"], field["name"], "en") == field["description"]


def test_notes_are_translated() -> None:
    assert column_note("membership", "joined_on", "es") == "Primer día en la unidad"
    assert column_note("membership", "joined_on", "fr") == "Premier jour dans l'unité"
    for table, column in [*((name, "") for name in record_tables()), *COLUMNS]:
        notes = [column_note(table, column, language) for language in LANGUAGES]
        assert len(set(notes)) == len(notes), notes
        # Sentences about a table end in a full stop, notes on a column in none.
        assert {note.endswith(".") for note in notes} == {not column}, notes
        # What stands in brackets and quotes for a program is the same in every language.
        assert len({tuple(re.findall(r"\[\[.*?\]\]|\w+=\w+|\b[a-z]+_[a-z]+\b", note)) for note in notes}) == 1


def test_examples_are_empty_only_where_they_have_to_be() -> None:
    assert {(table, column) for table, column in COLUMNS if not example(table, column)} == EMPTY_EXAMPLES
    assert not any(row["example"] for row in rows("notes.csv") if not row["column"])


def test_examples_together_are_a_package(engine: Engine, tmp_path: Path) -> None:
    tables = {
        name: [{column: example(name, column) for of_table, column in COLUMNS if of_table == name}]
        for name in record_tables()
    }
    summary = import_package(engine, write(tmp_path / "examples", tables))
    assert summary.rows == dict.fromkeys(record_tables(), 1)
    counts = row_counts(engine)
    assert {counts[name] for name in record_tables()} == {1}
