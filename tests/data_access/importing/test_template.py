"""The template: what is in it, that it comes back as a clean package, and that spreadsheets take it."""

from __future__ import annotations

import re
import string
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, select
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_rowcol_to_cell

from data_access.commands import main
from data_access.importing import Told, check_package, import_package, template
from data_access.importing.descriptor import delivered_columns, record_tables
from data_access.importing.template import write_template
from data_access.importing.template.columns import TemplateColumn, columns_of, referred
from data_access.importing.template.examples import example_row
from data_access.importing.template.sentences import sentence
from data_access.importing.vocabulary import (
    code_label,
    code_meant,
    column_label,
    column_named,
    column_note,
    example,
    package_label,
    table_label,
    table_named,
    table_note,
)
from data_access.language import LANGUAGES
from data_access.schema import Miner, PackageImport
from tests.data_access.importing.packages import refusal, write
from tests.data_access.importing.workbook_parts import Rule, WorkbookParts

EXAMPLES = {table: [dict(example_row(table))] for table in record_tables()}
ABOUT = {"name": "tiny", "title": "A tiny package", "data_date": "2024-06-30"}
COLUMNS = [column for table in record_tables() for column in columns_of(table)]
GUIDES = {"en": "README", "es": "LÉAME", "fr": "LISEZ-MOI"}


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An empty template of all tables in each language."""
    paths = {language: tmp_path_factory.mktemp("template") / f"{language}.xlsx" for language in LANGUAGES}
    for language, path in paths.items():
        assert write_template(path, language) == list(record_tables())
    return paths


@pytest.fixture(scope="session")
def parts(templates: dict[str, Path]) -> dict[str, WorkbookParts]:
    return {language: WorkbookParts(path) for language, path in templates.items()}


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def rule_for(parts: WorkbookParts, column: TemplateColumn, language: str) -> Rule | None:
    """The rule for all cells below the header of a column."""
    letter = xl_col_to_name(column.place)
    sheet = parts.sheets[table_label(column.table.name, language)]
    found = [rule for rule in sheet.rules if rule.area == f"{letter}2:{letter}1048576"]
    assert len(found) < 2
    return found[0] if found else None


def stored(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the store, but for the number of the import that wrote them."""
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(*delivered_columns(table)))]
            for name, table in record_tables().items()
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_column_is_there(templates: dict[str, Path], language: str) -> None:
    path = templates[language]
    names = CalamineWorkbook.from_path(path).sheet_names
    about, lists = package_label("package", language), sentence("lists", language)
    assert names[:2] == [GUIDES[language], about]
    assert [table_named(name) for name in names[2:-2]] == list(record_tables())
    assert names[-2:] == [sentence("examples", language), lists]
    assert all(name.startswith("_") for name in names[-2:])
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if len(name) > 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name)]
    for table in record_tables():
        (header,) = rows_of(path, table_label(table, language))
        assert [column_named(table, label) for label in header] == [one.name for one in columns_of(table)]
        assert [label.removesuffix("\N{NO-BREAK SPACE}*") for label in header] == [
            column_label(table, one.name, language) for one in columns_of(table)
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_that_have_to_be_filled_are_seen(parts: dict[str, WorkbookParts], language: str) -> None:
    """By their colour, and without it."""
    fills: dict[bool, set[str]] = {True: set(), False: set()}
    for column in COLUMNS:
        sheet = parts[language].sheets[table_label(column.table.name, language)]
        fills[column.is_required].add(
            parts[language].fill(sheet.cell_style(xl_rowcol_to_cell(0, column.place)))
        )
        assert column.header(language).endswith("*") == column.is_required
    assert len(fills[True]) == len(fills[False]) == 1 and fills[True].isdisjoint(fills[False])
    required = {(one.table.name, one.name) for one in COLUMNS if one.is_required}
    assert {("miner", "id"), ("miner", "sex")} <= required
    assert required.isdisjoint({("miner", "birth_year"), ("miner", "illustrative")})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_template_is_refused_for_what_has_to_be_said_alone(
    engine: Engine, templates: dict[str, Path], language: str
) -> None:
    problems = refusal(engine, templates[language])
    assert [(problem.table, problem.row, problem.column) for problem in problems] == [
        (f"{language}.xlsx", None, "name"),
        (f"{language}.xlsx", None, "data_date"),
    ]
    told = Told(name="tiny", data_date=date(2024, 6, 30))
    assert check_package(engine, templates[language], told).rows == dict.fromkeys(record_tables(), 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_the_same_as_a_clean_package(
    engine: Engine, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "filled.xlsx"
    write_template(path, language, about=ABOUT, rows=EXAMPLES)
    summary = import_package(engine, path)
    assert summary.rows == dict.fromkeys(record_tables(), 1)
    assert {counted.accepted for counted in summary.tables.values()} == {1}
    assert (summary.title, summary.data_date, summary.problems) == ("A tiny package", date(2024, 6, 30), ())
    with engine.connect() as connection:
        assert connection.execute(select(PackageImport.name)).scalars().all() == ["tiny"]
    filled = stored(engine)
    assert {len(rows) for rows in filled.values()} == {1}
    # The store itself compares the examples as CSV files have them with what the workbook brought.
    clean = import_package(engine, write(tmp_path / "clean", EXAMPLES))
    assert {name: counted.unchanged for name, counted in clean.tables.items()} == summary.rows
    assert stored(engine) == filled


def test_a_row_that_says_nothing_of_it_is_not_made_up(engine: Engine, tmp_path: Path) -> None:
    rows = [{"id": "M0001", "sex": "female"}, {"id": "M0002", "sex": "male", "illustrative": "true"}]
    path = tmp_path / "miners.xlsx"
    write_template(path, "fr", ["miner"], ABOUT, {"miner": rows})
    assert import_package(engine, path).rows == {"miner": 2}
    with engine.connect() as connection:
        made_up = connection.execute(select(Miner.id, Miner.illustrative).order_by(Miner.id)).all()
    assert [tuple(row) for row in made_up] == [("M0001", False), ("M0002", True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_are_of_their_kind(parts: dict[str, WorkbookParts], tmp_path: Path, language: str) -> None:
    book = parts[language]
    expected = {"code": "@", "choice": "@", "truth": "@", "words": "@", "whole": "0", "day": "yyyy-mm-dd"}
    for column in COLUMNS:
        styles = book.sheets[table_label(column.table.name, language)].column_styles
        written = book.number_format(styles[column.place])
        assert written == expected.get(column.kind, written), column
        if column.kind == "number":
            decimals = len(written.partition(".")[2])
            assert written == "General" if column.digits is None and not column.currency else decimals
    path = tmp_path / "filled.xlsx"
    write_template(path, language, ["production_unit", "gold_lot"], rows=EXAMPLES)
    _, unit = rows_of(path, table_label("production_unit", language))
    _, lot = rows_of(path, table_label("gold_lot", language))
    assert "040312" in unit and -15.5974 in unit and code_label("true", language) in unit
    assert date(2024, 4, 17) in lot and 1234.567 in lot


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_offered_means_the_codes(
    templates: dict[str, Path], parts: dict[str, WorkbookParts], language: str
) -> None:
    lists = sentence("lists", language)
    assert {name for name, sheet in parts[language].sheets.items() if sheet.state == "hidden"} == {lists}
    cells = rows_of(templates[language], lists)
    choosing = [column for column in COLUMNS if column.choices]
    assert {"sex", "illustrative", "comparison"} <= {column.name for column in choosing}
    for column in choosing:
        rule = rule_for(parts[language], column, language)
        assert rule is not None and (rule.kind, rule.severity) == ("list", "stop"), column
        sheet, _, area = rule.formulas[0].rpartition("!")
        assert sheet.strip("'") == lists
        (top, left), (bottom, right) = map(xl_cell_to_rowcol, area.replace("$", "").split(":"))
        assert left == right
        offered = [cells[row][left] for row in range(top, bottom + 1)]
        meant = [code_meant(column.choices, label) for label in offered]
        assert meant == list(column.choices), column
        assert offered == [code_label(code, language) for code in column.choices]


@pytest.mark.parametrize("language", LANGUAGES)
def test_references_offer_the_keys_of_their_sheet(parts: dict[str, WorkbookParts], language: str) -> None:
    referring = [(column, key) for column in COLUMNS if (key := column.refers_to())]
    assert {one.table.name for one, _ in referring} == {
        name for name, table in record_tables().items() if table.foreign_keys
    }
    for column, key in referring:
        rule = rule_for(parts[language], column, language)
        sheet = table_label(key.table.name, language).replace("'", "''")
        assert rule is not None and (rule.kind, rule.severity) == ("list", "warning")
        quoted = f"'{sheet}'" if f"'{sheet}'!" in rule.formulas[0] else sheet
        letter = xl_col_to_name(key.place)
        first, all_keys = f"{quoted}!${letter}$2", f"{quoted}!${letter}$2:${letter}$5000"
        assert rule.formulas == (f"OFFSET({first},0,0,MAX(1,COUNTA({all_keys})),1)",)
        assert table_label(key.table.name, language) in rule.messages[1]


def test_names_of_sheets_are_quoted_in_formulas(parts: dict[str, WorkbookParts]) -> None:
    column = next(one for one in columns_of("gold_lot_unit") if one.name == "lot_id")
    rule = rule_for(parts["fr"], column, "fr")
    assert rule is not None and rule.formulas[0].startswith("OFFSET('Lots d''or'!$A$2,")
    assert "'Lots d''or'!A1" in parts["fr"].sheets["LISEZ-MOI"].links


@pytest.mark.parametrize(
    ("table", "name", "kind", "formulas"),
    [
        ("training_session", "minutes", "whole", ("1", "2147483647")),
        ("miner", "birth_year", "whole", ("1900", "2100")),
        ("gold_lot", "fine_grams", "decimal", ("0.001", "1000000000000000")),
        ("organisation", "latitude", "decimal", ("-90", "90")),
        ("indicator_value", "value", "decimal", ("-1000000000000000", "1000000000000000")),
        ("membership", "joined_on", "date", ("1", "109574")),
        ("assessment", "recorded_at", "date", ("1", "109574")),
        ("miner", "id", "textLength", ("64",)),
        ("miner", "sex", "list", None),
        ("topic", "required", "list", None),
        ("organisation", "name", None, None),
    ],
)
def test_each_kind_of_cell_has_its_rule(
    parts: dict[str, WorkbookParts], table: str, name: str, kind: str | None, formulas: tuple[str, ...] | None
) -> None:
    column = next(one for one in columns_of(table) if one.name == name)
    for language in LANGUAGES:
        rule = rule_for(parts[language], column, language)
        assert (rule.kind if rule else None) == kind
        if rule and formulas:
            assert rule.formulas == formulas and rule.severity == "stop"
            assert rule.messages[1] and rule.titles[1] == sentence("wrong", language)
            assert bool(rule.messages[0]) == (kind != "textLength")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_and_notes_stay_within_what_spreadsheets_take(
    parts: dict[str, WorkbookParts], language: str
) -> None:
    """Beyond these limits a spreadsheet offers to repair the file."""
    for sheet in parts[language].sheets.values():
        for rule in sheet.rules:
            assert all(len(formula) <= 255 for formula in rule.formulas), rule
            assert all(len(title) <= 32 for title in rule.titles), rule
            assert all(len(message) <= 255 for message in rule.messages), rule
        areas = Counter(rule.area for rule in sheet.rules)
        cells = Counter(cell for cell, _ in sheet.notes)
        assert all(times == 1 for times in (areas | cells).values())
        assert all(len(text) < 32_768 for _, text in sheet.notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_header_is_explained(parts: dict[str, WorkbookParts], language: str) -> None:
    for table in record_tables():
        notes = dict(parts[language].sheets[table_label(table, language)].notes)
        for column in columns_of(table):
            said = notes[xl_rowcol_to_cell(0, column.place)]
            meaning = column_note(table, column.name, language)
            # It begins with a capital letter, and where yes or no is asked with yes.
            assert (meaning.partition(" ")[2] if column.kind == "truth" else meaning[1:]) in said
            assert sentence("required" if column.is_required else "optional", language) in said
            assert "{" not in said
            key = column.refers_to()
            assert key is None or table_label(key.table.name, language) in said
            for code in column.choices:
                assert code_label(code, language).casefold() in said.casefold()
            shown = example(table, column.name)
            assert (code_label(shown, language) if shown and column.choices else shown[:50]) in said


def test_notes_tell_what_rows_have_to_keep_to(parts: dict[str, WorkbookParts]) -> None:
    deliveries = dict(parts["es"].sheets["Entregas"].notes)
    only_one = "Llene solo una de estas columnas: Unidad, Organización."
    assert [cell for cell, said in deliveries.items() if only_one in said] == ["D1", "E1"]
    assert "En la moneda que está en “Moneda”." in deliveries["H1"]
    pseudonyms = [
        (table, cell)
        for table in ("miner", "membership", "organisation")
        for cell, said in parts["es"].sheets[table_label(table, "es")].notes
        if sentence("pseudonym", "es") in said
    ]
    assert pseudonyms == [("miner", "A1"), ("membership", "B1")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_all_sheets_in_their_order(
    templates: dict[str, Path], parts: dict[str, WorkbookParts], language: str
) -> None:
    guide = rows_of(templates[language], GUIDES[language])
    listed = [row for row in guide if isinstance(row[0], float)]
    assert [row[1:3] for row in listed] == [
        [table_label(table, language), table_note(table, language)] for table in record_tables()
    ]
    for row, table in zip(listed, record_tables(), strict=True):
        assert row[3] == (", ".join(table_label(other, language) for other in referred(table)) or "–")
    linked = {link.removesuffix("!A1").strip("'").replace("''", "'") for link in
              parts[language].sheets[GUIDES[language]].links}  # fmt: skip
    about = package_label("package", language)
    assert linked == {about, *(table_label(table, language) for table in record_tables())}
    assert linked < set(parts[language].sheets)
    said = " ".join(str(cell) for row in guide for cell in row)
    assert f"{about}" in said and sentence("examples", language) in said and "{" not in said
    assert {"en": "no names of people", "es": "No escriba aquí nombres", "fr": "nom de personne"}[
        language
    ] in said


def test_what_a_sheet_refers_to_stands_before_it() -> None:
    order = list(record_tables())
    assert all(order.index(other) < order.index(table) for table in order for other in referred(table))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_stay_readable_on_screen_and_on_paper(parts: dict[str, WorkbookParts], language: str) -> None:
    sheets = parts[language].sheets
    for name, sheet in sheets.items():
        if name != sentence("lists", language):
            assert sheet.attributes("pageSetUpPr") == {"fitToPage": "1"}
            setup = sheet.attributes("pageSetup")
            assert (setup["paperSize"], setup["orientation"], setup["fitToHeight"]) == ("9", "landscape", "0")
            assert "fitToWidth" not in setup  # one page is what is meant by saying nothing
    for table in record_tables():
        pane = sheets[table_label(table, language)].attributes("pane")
        assert (pane["topLeftCell"], pane["state"]) == ("B2", "frozen")


def test_some_tables_alone(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "some.xlsx"
    assert write_template(path, "es", ["cover", "miner"]) == ["miner", "cover"]
    book = WorkbookParts(path)
    assert list(book.sheets) == [
        "LÉAME", "Sobre los datos", "Mineros", "Coberturas", "_Ejemplos", "_listas"
    ]  # fmt: skip
    by_name = {column.name: column for column in columns_of("cover")}
    in_it = rule_for(book, by_name["miner_id"], "es")
    assert in_it is not None and in_it.kind == "list"
    assert rule_for(book, by_name["currency_id"], "es") is None
    notes = dict(book.sheets["Coberturas"].notes)
    assert "Un código de “Monedas”" in notes[xl_rowcol_to_cell(0, by_name["currency_id"].place)]
    guide = " ".join(str(cell) for row in rows_of(path, "LÉAME") for cell in row)
    assert "hojas que no están en este libro: Monedas, Programas." in guide
    told = Told(name="some", data_date=date(2024, 6, 30))
    assert check_package(engine, path, told).rows == {"miner": 0, "cover": 0}


def test_a_template_of_tables_that_need_no_others_misses_none(tmp_path: Path) -> None:
    write_template(tmp_path / "miners.xlsx", "en", ["miner"])
    guide = " ".join(str(cell) for row in rows_of(tmp_path / "miners.xlsx", "README") for cell in row)
    assert "not in this workbook" not in guide and "No names of people" in guide


def test_sentences_say_the_same_in_every_language() -> None:
    written = tomllib.loads((Path(template.__file__).with_name("sentences.toml")).read_text("utf-8"))
    assert set(written) == set(LANGUAGES)

    def holes(said: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(said)} - {None}

    for language, other in pairwise(LANGUAGES):
        assert written[language].keys() == written[other].keys()
        for key, said in written[language].items():
            if key != "steps":
                assert holes(said) == holes(written[other][key]), key
        steps = zip(written[language]["steps"], written[other]["steps"], strict=True)
        assert all(holes(one["text"]) == holes(two["text"]) for one, two in steps)
    sources = "".join(path.read_text("utf-8") for path in Path(template.__file__).parent.glob("*.py"))
    assert not [key for key in written["en"] if not re.search(rf'"{key}"|about_\{{', sources)]


class TestTheCommand:
    def run(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["template", *arguments])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    def test_writes_all_tables_or_some(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        whole, some = tmp_path / "whole.xlsx", tmp_path / "some.xlsx"
        code, out, _ = self.run(capsys, str(whole))
        assert code == 0 and out.startswith(f"Wrote {whole} with 56 sheets to fill in.")
        # By its own name, and by that of its sheet.
        code, out, _ = self.run(capsys, str(some), "--lang", "es", "--table", "cover", "--table", "Mineros")
        assert code == 0 and out.startswith(f"Wrote {some} with 2 sheets to fill in.")
        assert CalamineWorkbook.from_path(some).sheet_names[2:4] == ["Mineros", "Coberturas"]

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("mineros1", "Perhaps miner?"),
            ("trainig_session", "Perhaps training_session?"),
            ("viewer_grant", "There are: country, currency,"),
        ],
    )
    def test_an_unknown_table(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, hint: str
    ) -> None:
        code, out, told = self.run(capsys, str(tmp_path / "out.xlsx"), "--table", name)
        assert (code, out) == (2, "") and told.startswith(f"The store has no table {name}. {hint}")
        assert not (tmp_path / "out.xlsx").exists()

    def test_a_file_that_is_there_is_kept(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "out.xlsx").write_text("mine")
        code, out, told = self.run(capsys, str(tmp_path / "out.xlsx"))
        assert (code, out) == (2, "") and told.endswith("is kept as it is. Name another file.\n")
        assert (tmp_path / "out.xlsx").read_text() == "mine"

    @pytest.mark.parametrize(
        ("file", "told"),
        [("out.csv", "is no workbook's name."), ("nowhere/out.xlsx", "can't be written: No such file")],
    )
    def test_a_file_that_cannot_be(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, told: str
    ) -> None:
        code, out, err = self.run(capsys, str(tmp_path / file))
        assert (code, out) == (2, "") and told in err

    def test_an_unknown_language(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = self.run(capsys, str(tmp_path / "out.xlsx"), "--lang", "pt")
        assert (code, out) == (2, "") and "'pt'" in err
