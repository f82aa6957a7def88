"""All that the command line prints for each role: nothing foreign, and the same as without the foreign."""

from __future__ import annotations

import inspect
import io
import traceback
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout, suppress
from itertools import cycle, islice

import pytest

from data_access import commands
from data_access.commands import main, printing
from data_access.commands.selecting import AsViewer, RowFormat
from tests.attack import product
from tests.attack.conftest import Stores
from tests.attack.decoding import canaries, leaks_in
from tests.attack.tally import Tally
from tests.attack.test_pages import SHOWN
from tests.attack.worlds import GRANTS, LIMITED
from tests.choice import DATABASES

FORMATS = tuple(RowFormat)
# A choice that meets every figure, and every kind of question.
EVERY = 17


@pytest.fixture(autouse=True)
def wide_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables whose cells are not folded, so that a word stands in one piece."""
    monkeypatch.setattr(printing.PAPER, "width", 10_000)


def printed(asked: tuple[str, ...], role: str, store_url: str) -> str:
    """What a command prints, and complains of, for the viewer of a role; and what it fails with."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output), suppress(SystemExit):
        try:
            main([*asked, "--as", GRANTS[role].viewer, "--store", store_url])
        except Exception:
            traceback.print_exc()
    return output.getvalue()


def attacked(asked: Iterable[tuple[str, ...]], role: str, stores: Stores, tally: Tally) -> None:
    """Asks them all, in turn of each database and in each format, and fails with every leak there is."""
    found = []
    for question, database, format in zip(asked, cycle(DATABASES), cycle(FORMATS), strict=False):
        both, own = stores[database]
        question = (*question, "--format", format)
        answer, alone = printed(question, role, both), printed(question, role, own)
        tally["commands asked"] += 2
        tally["commands that failed"] += "Traceback" in answer
        texts = tally.searched(answer.splitlines())
        found += [f"{question}: {leak}" for leak in leaks_in(texts, role, question)]
        if answer != alone:
            found.append(f"{question}: answered {answer[:300]!r} and without the foreign {alone[:300]!r}")
    assert not found, f"{len(found)} leaks, among them:\n" + "\n".join(found[:SHOWN])


@pytest.mark.parametrize("role", LIMITED)
def test_nothing_foreign_is_printed(role: str, stores: Stores, tally: Tally) -> None:
    attacked(islice(product.commands(), 0, None, EVERY), role, stores, tally)


@pytest.mark.attack
@pytest.mark.parametrize("role", LIMITED)
def test_nothing_foreign_is_printed_whatever_is_asked(role: str, stores: Stores, tally: Tally) -> None:
    attacked(product.commands(), role, stores, tally)


def test_the_administrator_is_printed_the_foreign(stores: Stores) -> None:
    for database in DATABASES:
        everything = printed(
            ("figure", "production_units", "--by", "programme"), "administrator", stores[database][0]
        )
        assert any(canaries(iter(everything.splitlines())))


def test_the_attack_knows_every_command_that_answers_a_viewer() -> None:
    answering = {
        command.callback.__name__
        for command in commands.app.registered_commands
        if command.callback is not None
        and AsViewer in inspect.get_annotations(command.callback, eval_str=True).values()
    }
    assert answering == {asked[0] for asked in product.commands()}


def test_a_broken_right_is_found(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.viewer.Viewer.within", lambda _self, selection: selection)
    with pytest.raises(AssertionError, match="leaks"):
        attacked([("figure", "production_units", "--by", "programme")], "coordinator", stores, Tally())
