"""Which column of a sheet a mapping means, and that it says something of every column there is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from data_access.importing.problems import Problems
from data_access.importing.reading.headers import Header, header_of
from data_access.importing.reading.mapping import Mapping
from data_access.importing.reading.mapping_rules import SourceRule
from data_access.importing.reading.naming import Found
from data_access.importing.reading.persons import why_personal
from data_access.importing.reading.sheets import Sheet
from data_access.importing.reading.text import text_sheet
from data_access.importing.vocabulary import plain

INDEX, PARENT_INDEX = "_index", "_parent_index"
# What survey tools add to every form, besides all that begins with an underscore; and what of it tells
# who filled in the form, and on whose telephone.
_META_OF_PERSONS = frozenset(
    ("username", "phonenumber", "phone_number", "email", "simserial", "subscriberid", "_submitted_by")
)
_META = _META_OF_PERSONS | frozenset(
    ("start", "end", "today", "deviceid", "device_id", "instanceid", "instancename", "rootuuid",
     "deprecatedid", "uuid", "audit", "background-audio")
)  # fmt: skip
_META_GROUPS = ("meta/", "formhub/")
_WHOLE = "*"


@dataclass
class Source:
    """A sheet that a mapping draws on: its header, and which columns were taken so far."""

    found: Found
    sheet: Sheet
    header: Header
    rule: SourceRule
    taken: set[int] = field(default_factory=set)

    def position(self, labels: Collection[str], problems: Problems) -> int | None:
        """Where the first of the labels stands that is there; None, with the reason noted, if none is."""
        for label in labels:
            places = self._places(label)
            if len(places) > 1:
                reason = (
                    "Several columns of the sheet have this name. Name the one with its group, as group/name."
                )
                problems.refuse_whole(self.found.name, self.header.line, label, None, reason)
            if places:
                self.taken.update(places)
                return places[0]
        reason = "The mapping names this column, and the sheet has none of this name."
        problems.refuse_whole(self.found.name, self.header.line, " or ".join(labels), None, reason)
        return None

    def answers(self, question: str) -> list[tuple[int, str]]:
        """The columns of a question's answers (question/answer); they count as taken, as its own does."""
        found = []
        for place, label in enumerate(self.header.labels):
            asked, _, answer = label.rpartition("/")
            if asked and plain(question) in (plain(asked), plain(asked.rpartition("/")[2])):
                found.append((place, answer.strip()))
        if found:
            self.taken.update(place for place, _ in found)
            self.taken.update(self._places(question))
        return found

    def refuse_rest(self, mapping: str, problems: Problems) -> bool:
        """Refuses each column of which the mapping says nothing; tells whether people's data stay unread."""
        keeps_persons = False
        unread = {place for label in self.rule.never_taken for place in self._places(label)}
        skipped = {place for label in self.rule.skip for place in self._places(label)}
        for place, label in enumerate(self.header.labels):
            if not label or place in self.taken:
                continue
            if place in unread:
                keeps_persons = True
            elif _is_meta(label):
                keeps_persons = keeps_persons or label.lower() in _META_OF_PERSONS
            elif reason := why_personal(label, self.header.tags[place]):
                reason = f"{reason} Or list it in {mapping} under never_taken, and it stays unread."
                problems.refuse_whole(self.found.name, self.header.line, label, None, reason)
            elif place not in skipped and _WHOLE not in self.rule.skip:
                reason = f"{mapping} does not say what this column is. Map it, or list it under skip."
                problems.refuse_whole(self.found.name, self.header.line, label, None, reason)
        return keeps_persons

    def _places(self, label: str) -> list[int]:
        labels = self.header.labels
        whole = [place for place, written in enumerate(labels) if written and _same(written, label)]
        last = [place for place, written in enumerate(labels) if _same(written.rpartition("/")[2], label)]
        return whole or last


def source_of(found: Found, mapping: Mapping, problems: Problems) -> Source | None:
    """A sheet with its header read; None, with the reason noted, if it has none."""
    rule = mapping.sources.get(plain(found.name), SourceRule())
    wanted = {
        plain(label)
        for table in mapping.tables
        for column in table.columns.values()
        for label in column.labels
    }
    wanted |= {plain(label) for label in (*rule.skip, *rule.never_taken)}

    def recognised(label: str) -> bool:
        named = {plain(label), plain(label.rpartition("/")[2]), plain(label.rpartition("/")[0])} - {""}
        return bool(label) and (_is_meta(label) or not named.isdisjoint(wanted))

    def count(cells: list[str]) -> int:
        return sum(recognised(cell.strip()) for cell in cells)

    sheet: Sheet | None = found.sheet or text_sheet(found.file, found.name, count, problems)
    header = header_of(sheet, found.name, recognised, problems) if sheet else None
    return Source(found, sheet, header, rule) if sheet and header else None


def _same(written: str, label: str) -> bool:
    # Names such as _id and id are two, and the comparison of words would make them one.
    return plain(written) == plain(label) and written.startswith("_") == label.startswith("_")


def _is_meta(label: str) -> bool:
    lower = label.lower()
    return lower.startswith("_") or lower in _META or lower.startswith(_META_GROUPS)
