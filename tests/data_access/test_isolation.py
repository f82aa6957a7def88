"""What partners write disturbs nothing around it, and can be had as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO

import pytest
from sqlalchemy import Engine, insert, select

from data_access import schema as s
from data_access.commands.printing import print_csv, print_json
from data_access.isolation import bare, isolated
from data_access.tables import defused

FSI, PDI = "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Asociación Ñandú 2 👷🏽‍♀️", "Asociación Ñandú 2 👷🏽‍♀️"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("two\r\nlines", "two\nlines"),
        ("מכרה 2", f"{FSI}מכרה 2{PDI}"),
        ("a\nמכרה", f"a\n{FSI}מכרה{PDI}"),
        ("\u202eleft open", f"{FSI}\u202eleft open{PDI}"),
        ("\u2067left open", f"{FSI}\u2067left open{PDI}{PDI}"),
        (f"{PDI}too early", f"{FSI}too early{PDI}"),
        ("\x1b[31m\x07\x7f\x9b\r", "\u241b[31m\u2407\u2421\ufffd\u240d"),
    ],
)
def test_a_text_keeps_to_itself(written: str, shown: str) -> None:
    assert isolated(written) == shown


@pytest.mark.parametrize("written", ["Ñandú", "מכרה 2", "a\nמכרה\nb", "\u202ea", "@ שלום"])
def test_a_file_has_it_as_it_was_written(written: str) -> None:
    assert bare(isolated(written)) == written


def test_a_text_among_others_stays_isolated() -> None:
    assert bare(f"in {isolated('מכרה')} today") == f"in {FSI}מכרה{PDI} today"


@pytest.mark.parametrize(
    "written", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\u200b=1"]
)
def test_no_text_is_a_formula(written: str) -> None:
    assert defused(written) == f"'{written}"


def test_what_is_read_from_a_store_is_isolated(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(s.Country).values(id="PE", name="\u202ePerú\x1b"))
        assert connection.scalar(select(s.Country.name)) == f"{FSI}\u202ePerú\u241b{PDI}"


def test_the_command_line_prints_it_as_it_was_written_and_no_formula() -> None:
    row = {"name": isolated("=מכרה")}
    ways: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: print_csv(("name",), [row]), "name\n'=מכרה\n"),
        (lambda: print_json([row]), json.dumps([{"name": "=מכרה"}], ensure_ascii=False, indent=2) + "\n"),
    )
    for print_, printed in ways:
        paper = StringIO()
        with redirect_stdout(paper):
            print_()
        assert paper.getvalue() == printed
