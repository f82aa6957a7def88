"""``python -m tools.catalogues``: brings the catalogues up to date with the messages that are said.

A message that is new stands in them untranslated, one that is no longer said is dropped; what is left to
translate is listed, and then the exit code is 1.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from data_access.figures import DEFINITIONS
from data_access.language import CATALOGUES, ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[1]
FLOORS = ("data_access", "exhibits", "pages")
# Where in a call the message stands, its plural, and its context.
MESSAGES: dict[str, tuple[int, int | None, int | None]] = {
    "say": (0, None, None),
    "mark": (0, None, None),
    "Later": (0, None, None),
    "say_in": (1, None, 0),
    "mark_in": (1, None, 0),
    "plural": (0, 1, None),
    "count": (1, 2, None),
}
WIDTH = 110


class Message(NamedTuple):
    """A message that is said somewhere: its plural and context, where it has them, and in which file."""

    message: str
    plural: str | None
    context: str | None
    file: str


def messages() -> Iterator[Message]:
    """Every message of the dashboard, file by file."""
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield from said_in(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    for path in sorted(DEFINITIONS.glob("*.toml")):
        for words in tomllib.loads(path.read_text("utf-8")).values():
            defined = (words, *words.get("earlier", ()))
            for text in (each[name] for each in defined for name in ("title", "definition") if name in each):
                yield Message(text, None, None, path.relative_to(ROOT).as_posix())


def said_in(source: str, file: str) -> Iterator[Message]:
    """The messages that a module says or marks."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name not in MESSAGES:
            continue
        texts = [None if place is None else _text(node, place) for place in MESSAGES[name]]
        # Others have functions of these names, too: theirs have no text where ours have one.
        if all(text or place is None for text, place in zip(texts, MESSAGES[name], strict=True)):
            yield Message(texts[0] or "", texts[1], texts[2], file)


def _text(call: ast.Call, place: int) -> str | None:
    if place >= len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def template() -> Catalog:
    """All messages, untranslated."""
    catalogue = Catalog(project="Dashboard of artisanal gold mining programmes", charset="utf-8")
    for message in messages():
        ids = message.message if message.plural is None else (message.message, message.plural)
        catalogue.add(ids, context=message.context, locations=[(message.file, 0)])
    return catalogue


def known(language: str) -> Catalog:
    """The catalogue of a language as it stands."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages of a catalogue that lack a form, or that nobody has confirmed since they changed."""
    lacking = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if message.id and (message.fuzzy or not all(forms)):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def update(language: str) -> list[str]:
    """Brings a catalogue up to date; gives what is left to translate."""
    catalogue = known(language)
    made = catalogue.creation_date
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy, catalogue.creation_date = False, made
    catalogue.header_comment = f"# What the dashboard says, in {catalogue.locale.english_name}."
    with (CATALOGUES / f"{language}.po").open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_output=True, omit_header=False, ignore_obsolete=True)
    return untranslated(catalogue)


def main() -> int:
    """Updates all catalogues and lists what is left to translate."""
    lacking = {language: update(language) for language in LANGUAGES if language != ENGLISH}
    for language, left in lacking.items():
        for message in left:
            print(f"{language}: {message}")
    return 1 if any(lacking.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
