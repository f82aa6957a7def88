"""The rules of the house: which floor may import what, how long a file may be, what stands nowhere."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("data_access", "exhibits", "pages")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in (*FLOORS, "sample_data", "tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
} | {"dashboard": ROOT / "dashboard.py"}
PAGES = {name for name in MODULES if re.fullmatch(r"pages\.\w+", name)} - {
    "pages.parts",
    "pages.server",
    "pages.outsiders",
}

# On which floor what is never imported, at any depth.
NEVER = {
    "data_access": {"streamlit", "altair", "pydeck", "exhibits", "pages", "sample_data", "tools", "tests"},
    "exhibits": {"streamlit", "sqlalchemy", "alembic", "pages", "sample_data", "tools", "tests"},
    "pages": {"sqlalchemy", "alembic", "altair", "pydeck", "sample_data", "tools", "tests"},
    "sample_data": {"streamlit", "altair", "pydeck", "exhibits", "pages", "tools", "tests"},
    "dashboard": {"sqlalchemy", "alembic", "altair", "pydeck", "sample_data", "tools", "tests"},
    "tools": {"tests"},
}
LONGEST_PAGE, LONGEST_FILE, LONGEST_TEST = 110, 270, 480
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common"}

SKIPPED_FOLDERS = {"store", "test-results", "__pycache__"}
HIDDEN_FOLDERS_OF_OURS = {".ci", ".streamlit"}
TEXT_FILES = {".py", ".md", ".toml", ".txt", ".css", ".json", ".csv", ".yml", ".mako", ".po", "", ".in"}
# Places of one machine, and where packages come from, concern nobody who has a copy of this project.
NOWHERE = re.compile(
    r"(?<![\w.])/(?:home|root|Users|work)/\w|pypi\.[o]rg|python[h]osted|registry\.[n]pmjs|deb\.[d]ebian"
)
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|HA[C]K)\b")


def imports_of(path: Path) -> Iterator[str]:
    """The full names of what a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            # `from exhibits import stages` names a module, `from datetime import date` does not.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_of_ours(names: Iterator[str]) -> set[str]:
    """The modules of ours behind imported names: the name itself, or where it comes from."""
    return {name if name in MODULES else name.rpartition(".")[0] for name in names} & set(MODULES)


def files() -> Iterator[Path]:
    """All text files of the project."""
    for folder, below, names in os.walk(ROOT):
        below[:] = [
            name
            for name in below
            if name in HIDDEN_FOLDERS_OF_OURS or (not name.startswith(".") and name not in SKIPPED_FOLDERS)
        ]
        yield from (Path(folder, name) for name in names if Path(name).suffix in TEXT_FILES)


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_imports_point_downwards() -> None:
    wrong = [
        f"{module} must not import {name}"
        for module, path in MODULES.items()
        for name in imports_of(path)
        if name.partition(".")[0] in NEVER[module.partition(".")[0]]
    ]
    assert not wrong


def test_nobody_imports_a_page() -> None:
    assert not [name for name, path in MODULES.items() if modules_of_ours(imports_of(path)) & PAGES]


def test_there_are_no_circles() -> None:
    # That a module lies in a package is no import of what the package's own file imports.
    graph = {name: modules_of_ours(imports_of(path)) - {name} for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"modules import each other in a circle: {' → '.join(error.args[1])}")


def test_files_stay_short() -> None:
    tests = {str(path.relative_to(ROOT)): path for path in (ROOT / "tests").rglob("*.py")}
    longest = dict.fromkeys(tests, LONGEST_TEST) | dict.fromkeys(MODULES, LONGEST_FILE)
    longest |= dict.fromkeys(PAGES, LONGEST_PAGE)
    found = {name: lines(path) for name, path in (tests | MODULES).items()}
    assert not {name: count for name, count in found.items() if count > longest[name]}


def test_there_are_no_drawers() -> None:
    assert not [name for name in MODULES if DRAWERS & set(name.split("."))]


def test_every_module_says_what_it_is() -> None:
    sources = {name: path.read_text("utf-8") for name, path in MODULES.items()}
    assert not [
        name for name, source in sources.items() if source and not ast.get_docstring(ast.parse(source))
    ]


def test_the_same_subject_has_the_same_name_on_each_floor() -> None:
    exhibits = {path.stem for path in (ROOT / "exhibits").glob("*.py")}
    subjects = {name.removeprefix("pages.") for name in PAGES} - {"navigation", "map"}
    assert subjects <= exhibits


def test_no_file_names_this_machine_or_a_registry_or_something_unfinished() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if (match := NOWHERE.search(line) or (path.suffix == ".py" and UNFINISHED.search(line)))
    ]
    assert not found, "\n".join(found)
