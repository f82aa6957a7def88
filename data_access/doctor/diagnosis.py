"""What was found in a store: its state, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from data_access.translations import Untranslated, in_words


class Problem(StrEnum):
    """What can be wrong."""

    unreachable = "unreachable"
    damaged = "damaged"
    schema = "schema"
    not_guarded = "not_guarded"
    role = "role"
    missing_table = "missing_table"
    missing_column = "missing_column"
    other_type = "other_type"
    unknown_required = "unknown_required"
    no_data = "no_data"
    unreadable = "unreadable"
    empty = "empty"
    unusable = "unusable"
    unknown_code = "unknown_code"
    out_of_range = "out_of_range"
    refers_to_nothing = "refers_to_nothing"
    doubled = "doubled"
    breaks_rule = "breaks_rule"
    overlapping = "overlapping"


@dataclass(frozen=True)
class Finding:
    """Something wrong: where, in how many rows, with the key of one of them, and in a sentence."""

    problem: Problem
    said: str
    table: str | None = None
    column: str | None = None
    count: int | None = None
    example: str | None = None


@dataclass
class Diagnosis:
    """A store's state. What could not be found out is None; ``rows`` are counted by table.

    ``journal_mode`` is SQLite's. ``roles`` are those that may serve a Postgres store, each with what
    speaks against it or None; ``this_role`` is what speaks against the role of the URL itself.
    ``untranslated`` are words that are said as they stand: nothing is wrong with them.
    """

    store: str
    database: str | None = None
    reachable: bool = False
    revision: str | None = None
    needed_revision: str | None = None
    through_views: bool = False
    journal_mode: str | None = None
    roles: dict[str, str | None] = field(default_factory=dict)
    this_role: str | None = None
    title: str | None = None
    data_date: str | None = None
    data_version: str | None = None
    imports: int | None = None
    quarantined: int | None = None
    untranslated: Untranslated | None = None
    rows: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def in_words(self) -> Iterator[str]:
        """The state in a line for each thing; what is wrong is told elsewhere."""
        yield f"Store: {self.store}"
        if not self.reachable:
            return
        yield f"Schema: {self.revision or 'none'}; this program needs {self.needed_revision}"
        if self.through_views:
            yield "Data: through views of another system, which enforces rights on them or does not"
        if self.journal_mode is not None:
            wal = "on" if self.journal_mode == "wal" else f"off ({self.journal_mode})"
            yield f"Write-ahead log: {wal}"
        if self.database == "postgresql":
            let_in = ", ".join(self.roles) or "no role yet, name one with create --app-role"
            yield f"May be served by: {let_in}"
            yield f"By the role of this URL: {self.this_role or 'yes'}"
        if self.title is not None:
            yield f"Newest data: “{self.title}”, to {self.data_date}, version {self.data_version}"
        if self.imports is not None:
            yield f"Imports: {self.imports}"
        if self.quarantined is not None:
            yield f"Rows in quarantine: {self.quarantined}"
        yield from in_words(self.untranslated or {})
