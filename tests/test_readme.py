"""The README is tested as code: what it names is there, and what is there it names."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from data_access.commands import app as of_the_store
from data_access.figures import figures
from exhibits.commands import app as of_exhibits
from tools.serving import PAGES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
ANY_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PAGE_IN_TABLE = re.compile(r"^\|.*?`(/\w*)`", re.MULTILINE)
# The first cells of a table of commands.
COMMANDS_IN_TABLE = re.compile(r"^\| (`[a-z]+[ `].*?) \| (?=[A-Z])", re.MULTILINE)
# What a reader of the README writes, and what the server beneath ours reads.
WRITTEN_BY_OTHERS = {".streamlit/secrets.toml"}
READ_BY_OTHERS = {"FORWARDED_ALLOW_IPS"}
KNOWN_ELSEWHERE = {"git", "cd", "export"}
COMMANDS = {"data_access": of_the_store, "exhibits": of_exhibits}
NOT_WORDS = re.compile(r"[…<>]|^PACKAGE$|^FOLDER$")


def problems(text: str) -> Iterator[str]:
    """What a README names that isn't there, and what it leaves out."""
    yield from _pages(text)
    yield from _links(text)
    for block in FENCE.findall(text):
        for line in block.splitlines():
            yield from _command(line)
    for code in INLINE.findall(ANY_FENCE.sub("", text)):
        yield from _command(code) if code.startswith(("make ", "python -m ")) else _name(code)


def _pages(text: str) -> Iterator[str]:
    named = set(PAGE_IN_TABLE.findall(text))
    yield from (f"there is no page {path}" for path in sorted(named - set(PAGES.values())))
    yield from (f"the page {path} is left out" for path in sorted(set(PAGES.values()) - named))
    for page in PAGES:
        if f"docs/screenshots/{page}.png" not in LINK.findall(text):
            yield f"the picture of {page} is left out"


def _links(text: str) -> Iterator[str]:
    for target in LINK.findall(text):
        if (
            not target.startswith(("http://", "https://", "#"))
            and not (ROOT / target.partition("#")[0]).exists()
        ):
            yield f"there is no file {target}"


def _command(line: str) -> Iterator[str]:
    words = shlex.split(line, comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        yield from _variable(words.pop(0).partition("=")[0])
    if not words:
        return
    match [Path(words[0]).name, *words[1:]]:
        case ["make", *rest]:
            yield from _make(rest)
        case ["python" | "python3", "-m", module, *rest]:
            yield from _module(module, rest)
        case [program, *_] if program not in KNOWN_ELSEWHERE:
            yield f"the command {program} is not known: {line}"


def _make(words: list[str]) -> Iterator[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for word in words:
        name, is_variable, _ = word.partition("=")
        if is_variable:
            yield from _variable(name)
        elif not re.search(rf"^{re.escape(name)}:", makefile, re.MULTILINE):
            yield f"there is no make {name}"


def _module(module: str, words: list[str]) -> Iterator[str]:
    if module not in COMMANDS:
        if not any((ROOT / f"{module.replace('.', '/')}{end}").is_file() for end in (".py", "/__main__.py")):
            yield f"there is no python -m {module}"
        return
    commands = typer.main.get_command(COMMANDS[module]).commands  # type: ignore[attr-defined]
    if not words or words[0] not in commands:
        yield f"there is no python -m {module} {' '.join(words[:1])}"
        return
    if inner := getattr(commands[words[0]], "commands", None):
        # A command with commands of its own, each with its options.
        if not words[1:] or words[1] not in inner:
            yield f"there is no python -m {module} {' '.join(words[:2])}"
            return
        commands, words = inner, words[1:]
    known = {option for parameter in commands[words[0]].params for option in parameter.opts}
    for word in words[1:]:
        if word.startswith("--") and word.partition("=")[0] not in known:
            yield f"{words[0]} has no option {word}"
    if words[0] == "figure" and not NOT_WORDS.search(words[1]) and words[1] not in figures():
        yield f"there is no figure {words[1]}"


def _name(code: str) -> Iterator[str]:
    """A name in a sentence: a file, a table, a figure, a variable of the environment."""
    if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", code):
        yield from _variable(code)
    elif re.fullmatch(r"[a-z]+(_[a-z]+)+", code):
        if code not in figures() and not _in_sources(code) and not (ROOT / code).exists():
            yield f"there is no figure, field or folder {code}"
    elif re.fullmatch(r"[\w.-]+(/[\w.-]*)+|[\w.-]+\.(py|md|toml|txt|json)", code):
        found = (ROOT / code).exists() or any(ROOT.glob(f"*/{code}"))
        if not found and code not in WRITTEN_BY_OTHERS and not code.startswith(("store/", "/")):
            yield f"there is no file {code}"


def _variable(name: str) -> Iterator[str]:
    if name not in READ_BY_OTHERS and not _in_sources(name):
        yield f"nothing reads {name}"


def _in_sources(name: str) -> bool:
    rooms = (path for room in ("data_access", "exhibits", "pages") for path in (ROOT / room).rglob("*.py"))
    sources = (ROOT / "Makefile", ROOT / "tests" / "conftest.py", *rooms)
    return any(re.search(rf"\b{name}\b", source.read_text("utf-8")) for source in sources)


def test_the_readme_names_what_is_there_and_all_of_it() -> None:
    assert list(problems(README.read_text("utf-8"))) == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_other_pages_name_commands_that_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    ours = [line for line in lines if line.startswith("python -m ")]
    ours += [code for code in INLINE.findall(ANY_FENCE.sub("", text)) if code.startswith("python -m ")]
    ours += [
        f"python -m data_access {code}"
        for row in COMMANDS_IN_TABLE.findall(text)
        for code in INLINE.findall(row)
    ]
    assert [problem for line in ours if "…" not in line for problem in _command(line)] == []
    assert ours or page.name == "disclosure.md"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("| Maps | `/maps` |\n", "there is no page /maps"),
        ("", "the page /training is left out"),
        ("", "the picture of training is left out"),
        ("![Map](docs/screenshots/nothing.png)", "there is no file docs/screenshots/nothing.png"),
        ("```sh\nmake nothing\n```\n", "there is no make nothing"),
        ("```sh\nNOTHING_URL=x make run\n```\n", "nothing reads NOTHING_URL"),
        ("```sh\nmake run HAVEN=8611\n```\n", "nothing reads HAVEN"),
        ("```sh\npip install x\n```\n", "the command pip is not known: pip install x"),
        ("Say `python -m data_excess`.", "there is no python -m data_excess"),
        ("Say `python -m data_access guess`.", "there is no python -m data_access guess"),
        ("Say `python -m data_access figure gold`.", "there is no figure gold"),
        ("Say `python -m data_access figure insured --on 2024`.", "figure has no option --on"),
        ("See `people_untrained`.", "there is no figure, field or folder people_untrained"),
        ("See `pages/nothing.py`.", "there is no file pages/nothing.py"),
    ],
)
def test_a_readme_that_is_wrong_is_noticed(text: str, problem: str) -> None:
    assert problem in list(problems(text))
