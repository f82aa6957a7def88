"""``python -m tools.bench``: what the dashboard costs against the usual ways, and which goals it meets."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

import typer
from rich.console import Console

from tools.bench.machine import machine
from tools.bench.parts import browser, busy, importing, map, memory, queries, scripts
from tools.bench.report import write
from tools.bench.results import Results
from tools.bench.setting import Setting
from tools.bench.stores import bench_store
from tools.bench.world.sizes import SIZES

PARTS: dict[str, Callable[[Setting], Results]] = {
    "queries": queries.measure,
    "scripts": scripts.measure,
    "browser": browser.measure,
    "viewers": busy.measure,
    "memory": memory.measure,
    "import": importing.measure,
    "map": map.measure,
}


def main(
    size: Annotated[Literal["S", "M", "L"], typer.Option(help="How large the store is.")] = "S",
    store: Annotated[Literal["sqlite", "postgres"], typer.Option(help="Which database has it.")] = "sqlite",
    only: Annotated[str, typer.Option(help=f"Parts, with commas: {', '.join(PARTS)}.")] = ",".join(PARTS),
    into_docs: Annotated[bool, typer.Option("--write", help="Write docs/performance.md anew.")] = False,
) -> None:
    """Measures the page of four charts in all its ways, by turns, and prints a line for each goal."""
    chosen = only.split(",")
    if unknown := [name for name in chosen if name not in PARTS]:
        raise typer.BadParameter(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    # Whoever ends the run ends its servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    console = Console(width=None if sys.stdout.isatty() else 120)
    whole = Results()
    with TemporaryDirectory() as folder, bench_store(SIZES[size], store) as filled:
        setting = Setting(SIZES[size], store, filled, Path(folder))
        for name in chosen:
            try:
                part = PARTS[name](setting)
            except browser.NoBrowser as reason:
                part = Results(notes=[f"{name} was left out. {reason}"])
            for sheet in part.sheets:
                console.print(sheet.printed())
            for note in part.notes:
                console.print(note, highlight=False)
            whole.add(part)
    lines = [found.line(size) for found in whole.found]
    print("\n".join(lines), flush=True)
    if into_docs:
        write(f"{size}, {store}", machine(store), whole, lines)


if __name__ == "__main__":
    typer.run(main)
