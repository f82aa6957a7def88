"""Writes runs into the documentation, between two markers: the last one of each store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.bench.results import Results

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- the last runs: begin -->", "<!-- the last runs: end -->"
HEADING = "### "


def write(store: str, machine: str, results: Results, goals: Sequence[str], page: Path = PAGE) -> None:
    """Puts a run in the place of the one before of the same store, such as “M, sqlite”.

    Raises ValueError for a page without the markers.
    """
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    kept, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page.name} has no place for a run: it has to hold “{BEGIN}” and “{END}”.")
    parts = [
        f"{machine}.",
        *(sheet.markdown() for sheet in results.sheets),
        *results.notes,
        "\n".join(["```text", *goals, "```"]),
    ]
    runs = _runs(kept) | {store: "\n\n".join(parts)}
    told = "\n\n".join(f"{HEADING}{name}\n\n{runs[name]}" for name in sorted(runs))
    page.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", "utf-8")


def _runs(kept: str) -> dict[str, str]:
    """What was told of each store before, by its name."""
    found = {}
    for run in f"\n{kept}".split(f"\n{HEADING}")[1:]:
        name, _, told = run.partition("\n")
        found[name.strip()] = told.strip()
    return found
