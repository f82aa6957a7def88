"""Goals are told in lines that a program can read; the last run of each store is in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.bench.machine import machine
from tools.bench.report import BEGIN, END, PAGE, write
from tools.bench.results import Found, Goal, Results, Sheet, ratio, times, written

FASTER = Goal("filter to settled", 0.15, sizes=("M",))
MORE = Goal("reruns a second", 8, "×", at_least=True)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (Found(FASTER, 0.1234), "goal filter to settled: 0.123 (limit 0.15): met"),
        (Found(FASTER, 0.15), "goal filter to settled: 0.15 (limit 0.15): met"),
        (Found(FASTER, 12.5), "goal filter to settled: 12.5 (limit 0.15): missed"),
        (Found(FASTER, None), "goal filter to settled: no answer (limit 0.15): missed"),
        (Found(MORE, 8.5), "goal reruns a second: 8.5 × (limit at least 8 ×): met"),
        (Found(MORE, 2), "goal reruns a second: 2 × (limit at least 8 ×): missed"),
    ],
)
def test_a_goal_is_a_line(found: Found, line: str) -> None:
    assert found.line("M") == line


def test_what_a_store_is_too_small_for_is_skipped_and_why() -> None:
    line = "skipped filter to settled: asked of M, this is S (0.2)"
    assert Found(FASTER, 0.2).line("S") == line


def test_numbers_have_three_digits_and_no_answer_stays_none() -> None:
    assert [written(12_345.6), written(0.0012345), written(None)] == ["12,346", "0.00123", "no answer"]
    assert [times(0.0123), times(61.23), times(None)] == ["12.3 ms", "61.2 s", "no answer"]
    assert (ratio(1, 4), ratio(None, 4), ratio(1, None)) == (0.25, None, None)


def test_a_run_takes_the_place_of_the_one_before_of_the_same_store(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n")
    results = Results([Sheet("Waiting", ["way", "ms"], [["ours", "5"]])], [], ["A note."])
    write("S, sqlite", "a machine", results, ["goal x: 3 (limit 2): missed"], page)
    write("M, sqlite", "a machine", results, ["goal x: 2 (limit 2): met"], page)
    write("S, sqlite", "a machine", results, ["goal x: 1 (limit 2): met"], page)
    told = page.read_text()
    assert told.startswith("Before.")
    assert told.endswith("After.\n")
    assert "| ours | 5 |" in told
    assert [line for line in told.splitlines() if line.startswith(("### ", "goal"))] == [
        *("### M, sqlite", "goal x: 2 (limit 2): met"),
        *("### S, sqlite", "goal x: 1 (limit 2): met"),
    ]
    assert "old" not in told


def test_a_page_without_a_place_for_it_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("Nothing")
    with pytest.raises(ValueError, match="no place"):
        write("S, sqlite", "a machine", Results(), [], page)


def test_the_documentation_has_that_place() -> None:
    told = PAGE.read_text("utf-8")
    assert told.index(BEGIN) < told.index(END)


def test_a_machine_is_told_without_its_name() -> None:
    told = machine("sqlite")
    assert "cores" in told
    assert "DuckDB" in told
    assert "/" not in told
