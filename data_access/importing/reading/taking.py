"""The tables that files and sheets bring: each under its own name, or as a mapping says."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.importing.descriptor import delivered_columns, field_name, record_tables
from data_access.importing.problems import Problems
from data_access.importing.reading.brought import Brought, brought, has_keys
from data_access.importing.reading.fields import Field, refuse_missing
from data_access.importing.reading.mapped import Choices, MappedSheet, Parents
from data_access.importing.reading.mapping import Mapping
from data_access.importing.reading.mapping_rules import ColumnRule, TableRule
from data_access.importing.reading.naming import Found, named
from data_access.importing.reading.persons import why_never
from data_access.importing.reading.sources import INDEX, PARENT_INDEX, Source, source_of
from data_access.importing.reading.told import Told
from data_access.importing.vocabulary import plain


@dataclass(frozen=True)
class Taken:
    """Tables with their headers read, the names of all there are, and whether people's data stay unread."""

    brought: list[Brought]
    names: frozenset[str]
    keeps_persons: bool = False


def under_their_names(found: list[Found], alone: bool, told: Told, problems: Problems) -> Taken:
    """Files and sheets that are named after their tables."""
    tables = named(found, alone, told, problems)
    read = [brought(record_tables()[name], one, problems) for name, one in tables.items()]
    return Taken([one for one in read if one], frozenset(tables))


def by_mapping(mapping: Mapping, found: list[Found], problems: Problems) -> Taken:
    """Tables as a mapping makes them; notes columns and sheets of which it says nothing."""
    sources = {plain(one.name): source for one in found if (source := source_of(one, mapping, problems))}
    used: set[str] = set()
    read = []
    for rule in mapping.tables:
        source = _source(rule.table.name, rule.source, mapping, sources, used, problems)
        parent = (
            _source(rule.table.name, rule.parent, mapping, sources, used, problems) if rule.parent else None
        )
        if source and (parent or not rule.parent):
            one = _mapped(rule, source, parent, problems)
            read.extend([one] if has_keys(one.table, one.fields) else [])
    keeps_persons = False
    for name, source in sources.items():
        if name in used or source.rule.skip or source.rule.never_taken:
            keeps_persons = source.refuse_rest(mapping.file, problems) or keeps_persons
        else:
            reason = f'{mapping.file} does not say what this sheet is. Map it, or skip = ["*"] under sources.'
            problems.refuse_whole(source.found.name, None, None, None, reason)
    return Taken(read, frozenset(rule.table.name for rule in mapping.tables), keeps_persons)


def _source(
    table: str,
    name: str | None,
    mapping: Mapping,
    sources: dict[str, Source],
    used: set[str],
    problems: Problems,
) -> Source | None:
    wanted = plain(name) if name else next(iter(sources), "")
    if wanted in sources and (name or len(sources) == 1):
        used.add(wanted)
        return sources[wanted]
    has = ", ".join(source.found.name for source in sources.values()) or "none"
    reason = f"The mapping has to name the sheet or file that this table comes from. There are: {has}."
    problems.refuse_whole(mapping.file, None, f"tables.{table}", name, reason)
    return None


def _mapped(rule: TableRule, source: Source, parent: Source | None, problems: Problems) -> Brought:
    table = rule.table
    fields: list[Field] = []
    positions: list[int | None] = []
    choices = None
    for place, column in enumerate(delivered_columns(table)):
        given = rule.columns.get(label := field_name(column))
        if given is None:
            continue
        fields.append(Field(len(fields), label, place, column, times=given.times, codes=given.codes))
        of = parent if given.in_parent and parent else source
        if given.choices:
            choices = _choices(given, of, problems)
        positions.append(of.position(given.labels, problems) if given.labels and not given.choices else None)
        found = positions[-1]
        if found is not None and (reason := why_never(of.header.labels[found], column)):
            problems.refuse_whole(of.found.name, of.header.line, of.header.labels[found], None, reason)
    refuse_missing(table, rule.columns, source.header.line, problems)
    rules = [rule.columns[one.label] for one in fields]
    sheet = MappedSheet(
        source.sheet, source.header.ends, len(source.header.labels), rules, positions, choices,
        _parents(parent, rules, positions, problems) if parent else None,
        (source.position([PARENT_INDEX], problems) or 0) if parent else 0,
    )  # fmt: skip
    return Brought(source.found, table, sheet, 0, len(fields), fields)


def _choices(given: ColumnRule, source: Source, problems: Problems) -> Choices:
    exploded = [found for question in given.labels for found in source.answers(question)]
    return Choices(exploded, None if exploded else source.position(given.labels, problems))


def _parents(
    parent: Source, rules: list[ColumnRule], positions: list[int | None], problems: Problems
) -> Parents:
    passed = [
        place for rule, place in zip(rules, positions, strict=True) if rule.in_parent and place is not None
    ]
    return Parents(parent.sheet, parent.header.ends, parent.position([INDEX], problems) or 0, passed)
