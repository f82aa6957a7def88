"""Keeps out what tells who a person is: names, identity numbers, telephones, and the like.

The words of headers that give it away are data: ``person_words.csv``, as they are compared (without
accents). ``alone`` is a header of just these words, ``within`` one that has them among others.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column

from data_access.importing.descriptor import field_name
from data_access.importing.reading.sheets import Cell, Line, is_empty, shown
from data_access.importing.vocabulary import column_named, plain
from data_access.schema import Miner
from data_access.schema.base import Words

# So many rows of a table are looked at for pseudonyms that are none.
LOOKED_AT = 5_000
_PERSON_TAGS = ("#contact",)
# Digits alone or in groups of three, perhaps with a check digit; and as Honduras writes them.
_IDENTITY_NUMBER = re.compile(
    r"(?:(?:V|E|CC|CE|CI|TI|DNI)[-. ]?)?(?:\d{7,12}|\d{1,3}(?:[. ]\d{3}){2,3})(?:-?[A-Z]|-\d| [A-Z]{2})?"
    r"|\d{4}-\d{4}-\d{5}",
    re.ASCII | re.IGNORECASE,
)
# Mexico's register of persons writes the name and the day of birth into its key.
_CURP = re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d", re.ASCII | re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_JOINING = frozenset(
    {"de", "del", "la", "las", "los", "y", "da", "do", "dos", "du", "des", "le", "van", "von"}
)

_KEPT_INSTEAD = "The store keeps no people's data but a pseudonym, the sex and the year of birth."
_REASONS = {
    "name": f"This looks like people's names. {_KEPT_INSTEAD} "
    "Take the column out, and give each person a code.",
    "identity": f"This looks like identity numbers. {_KEPT_INSTEAD} "
    "Take the column out, and give each person a code that is no identity number.",
    "telephone": f"This looks like telephone numbers. {_KEPT_INSTEAD} Take the column out.",
    "e-mail": f"This looks like e-mail addresses. {_KEPT_INSTEAD} Take the column out.",
    "address": f"This looks like people's addresses. {_KEPT_INSTEAD} Take the column out.",
    "birth": f"This looks like days of birth. {_KEPT_INSTEAD} "
    "Put a column birth_year with the year alone in its place.",
    "picture": f"This looks like pictures of people. {_KEPT_INSTEAD} Take the column out.",
    "signature": f"This looks like signatures. {_KEPT_INSTEAD} Take the column out.",
}
_AS_PSEUDONYM = (
    "Most codes here look like {what}, as this one does. The store keeps people under a pseudonym: "
    "write codes that say nothing of the person, the same for one person in all tables."
)


def why_personal(label: str, tag: str = "", has_names: bool = False) -> str | None:
    """Why a header that no column of the store has may not stay; None if it tells nothing of persons.

    ``has_names`` is a table that has names of its own: there, "name" alone is not a person's.
    """
    if tag.lower().startswith(_PERSON_TAGS):
        return _REASONS["name"]
    kind, alone = _kind(label)
    return None if kind is None or (has_names and kind == "name" and alone) else _REASONS[kind]


def why_never(label: str, column: Column[Any]) -> str | None:
    """Why a mapping may not take a column of people's data; None if it may.

    Trainers, assessors and organisations have names, too, and stories have pictures; miners have none here.
    """
    if column_named(column.table.name, label) == field_name(column):
        return None
    kind, _ = _kind(label)
    names_others = kind in ("name", "picture") and isinstance(column.type, Words)
    return None if kind is None or names_others else _REASONS[kind]


def is_pseudonym(column: Column[Any]) -> bool:
    """Whether a column has the pseudonyms of people."""
    miner = Miner.__table__.columns["id"]
    return column is miner or any(key.column is miner for key in column.foreign_keys)


def personal_pseudonym(rows: Iterable[Line], position: int) -> tuple[int, str, str] | None:
    """If most of the codes in a column tell who people are: a row, its code masked, and the reason."""
    seen: set[str] = set()
    number, name = 0, 0
    first: dict[str, tuple[int, str]] = {}
    for line, cells in rows:
        cell: Cell = cells[position] if position < len(cells) else ""
        code = shown(cell).strip()
        if is_empty(cell) or code in seen:
            continue
        seen.add(code)
        if _looks_like_number(code):
            number += 1
            first.setdefault("identity numbers", (line, code))
        elif _looks_like_name(code):
            name += 1
            first.setdefault("people's names", (line, code))
    if not first or 2 * (number + name) <= len(seen):
        return None
    what = "identity numbers" if number >= name else "people's names"
    line, code = first[what]
    return line, masked(code), _AS_PSEUDONYM.format(what=what)


def masked(code: str) -> str:
    """The first and the last character of what nobody should read."""
    return f"{code[0]}{'•' * max(len(code) - 2, 1)}{code[-1]}"


def _looks_like_number(code: str) -> bool:
    return bool(_IDENTITY_NUMBER.fullmatch(code) or _CURP.fullmatch(code))


def _looks_like_name(code: str) -> bool:
    if "@" in code:
        return True
    words = code.replace(",", " ").split()
    meant = [word for word in words if word.lower() not in _JOINING]
    return (
        2 <= len(meant) <= 5
        and len(words) <= 8
        and all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in meant)
    )


def _kind(label: str) -> tuple[str | None, bool]:
    """What of a person a header names, and whether it does so with one word alone."""
    words = f" {plain(label)} "
    for kind, place, phrase in _phrases():
        if words == f" {phrase} " or (place == "within" and f" {phrase} " in words):
            return kind, place == "alone"
    return None, False


@cache
def _phrases() -> list[tuple[str, str, str]]:
    with Path(__file__).with_name("person_words.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["kind"], row["place"], plain(row["words"])) for row in csv.DictReader(lines)]
