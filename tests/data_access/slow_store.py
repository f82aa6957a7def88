"""What can be said of a store's rows one by one: the slow and obvious basis of the second computation."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from data_access import schema as s
from data_access.selection import Selection

Codes = dict[str, Any]
Cells = dict[tuple[Any, ...], tuple[Any, Any]]  # a figure's value and whole by codes
Row = TypeVar("Row", bound=s.Record)


class Rows:
    """The rows of a store, whatever is selected."""

    def __init__(self, rows: list[s.Record]) -> None:
        self._rows: dict[type[s.Record], list[Any]] = defaultdict(list)
        self._by_key: dict[tuple[type[s.Record], str], Any] = {}
        for row in rows:
            self._rows[type(row)].append(row)
            self._by_key[type(row), getattr(row, "id", "")] = row

    def all(self, table: type[Row]) -> list[Row]:
        return self._rows[table]

    def one(self, table: type[Row], code: str) -> Row:
        return self._by_key[table, code]  # type: ignore[no-any-return]

    @cache  # noqa: B019
    def membership(self, miner: str, day: date) -> s.Membership | None:
        for row in self.all(s.Membership):
            if row.miner_id == miner and row.joined_on <= day and (row.left_on is None or day < row.left_on):
                return row
        return None

    @cache  # noqa: B019
    def assessments(self, unit: str, ladder: str) -> list[s.Assessment]:
        """A unit's assessments on a ladder, the last of each day."""
        last = {}
        for row in sorted(self.all(s.Assessment), key=lambda row: (row.assessed_on, row.recorded_at, row.id)):
            if (row.unit_id, row.ladder_id) == (unit, ladder):
                last[row.assessed_on] = row
        return list(last.values())

    @cache  # noqa: B019
    def trained(self, miner: str, day: date) -> dict[str, date]:
        """The last valid day of each topic in which a miner is valid on a day."""
        found: dict[str, date] = {}
        for attendance in self.all(s.Attendance):
            held = self.one(s.TrainingSession, attendance.session_id)
            months = self.one(s.Topic, held.topic_id).validity_months
            last = _months_later(held.held_on, months) - timedelta(days=1) if months else date.max
            if attendance.miner_id == miner and held.held_on <= day <= last:
                found[held.topic_id] = max(last, found.get(held.topic_id, last))
        return found

    @cache  # noqa: B019
    def covered(self, miner: str, day: date, product: str | None = None) -> bool:
        return any(
            row.miner_id == miner and row.first_day <= day <= row.last_day and product in (None, row.product)
            for row in self.all(s.Cover)
        )


class Store:
    """The rows of a store as a selection sees them, to be grouped by some dimensions."""

    def __init__(self, rows: Rows, selection: Selection, by: tuple[str, ...]) -> None:
        self.rows, self.selection, self.by = rows, selection, by
        self.as_of = min(selection.last_day, selection.data_date)

    def known(self, day: date) -> bool:
        return self.selection.first_day <= day <= self.as_of

    def days(self) -> dict[date, Codes]:
        """State days with their month, quarter and year."""
        unit = next((unit for unit in ("month", "quarter", "year") if unit in self.by), None)
        last_of: dict[str, date] = {}
        day = self.selection.first_day
        while day <= self.as_of:
            last_of[calendar_codes(day)[unit or "year"]] = day
            day += timedelta(days=1)
        return {day: calendar_codes(day) for day in (last_of.values() if unit else [self.as_of])}

    def sponsored(self, programme: str | None) -> list[Codes]:
        """A programme's codes: none if it isn't selected, one for each sponsor if that is asked for."""
        funders = {row.organisation_id for row in self.rows.all(s.Funding) if row.programme_id == programme}
        wanted = set(self.selection.sponsors)
        if self.selection.programmes and programme not in self.selection.programmes:
            return []
        if wanted and not funders & wanted:
            return []
        ladder = self.rows.one(s.Programme, programme).ladder_id if programme else None
        codes = {"programme": programme, "ladder": ladder}
        if "sponsor" in self.by:
            return [codes | {"sponsor": funder} for funder in funders if not wanted or funder in wanted]
        return [codes]

    def place(self, unit: str | None, organisation: str | None = None) -> Codes | None:
        """Codes of a unit's (or organisation's) place, or None if it isn't selected."""
        region, country = None, None
        if unit:
            row = self.rows.one(s.ProductionUnit, unit)
            organisation, region = row.organisation_id, row.region_id
        elif organisation:
            body = self.rows.one(s.Organisation, organisation)
            region, country = body.region_id, body.country_id
        if region:
            country = self.rows.one(s.Region, region).country_id
        for code, codes in (
            (country, self.selection.countries),
            (region, self.selection.regions),
            (organisation, self.selection.organisations),
        ):
            if codes and code not in codes:
                return None
        return {"unit": unit, "organisation": organisation, "region": region, "country": country}

    def enrolled(self) -> Iterator[Codes]:
        for day, time in self.days().items():
            for row in self.rows.all(s.Enrolment):
                place = self.place(row.unit_id)
                if place and row.first_day <= day and (row.last_day is None or day <= row.last_day):
                    for programme in self.sponsored(row.programme_id):
                        yield {"day": day, "since": row.first_day} | time | place | programme

    def at_work(self) -> Iterator[Codes]:
        units = defaultdict(list)
        for unit in self.enrolled():
            units[unit["day"]].append(unit)
        for day, enrolled in units.items():
            for miner in self.rows.all(s.Miner):
                member = self.rows.membership(miner.id, day)
                for unit in enrolled:
                    if member and member.unit_id == unit["unit"]:
                        yield unit | {"miner": miner.id, "sex": miner.sex, "relation": member.relation}

    def person(self, miner: str, day: date) -> Codes | None:
        """Codes of a miner on an event's day, or None if the place isn't selected."""
        member = self.rows.membership(miner, day)
        place = self.place(member.unit_id if member else None)
        if place is None:
            return None
        relation = member.relation if member else None
        return place | {"miner": miner, "sex": self.rows.one(s.Miner, miner).sex, "relation": relation}

    def counted(self, part: list[Codes], whole: list[Codes] | None, key: str) -> Cells:
        """Distinct keys of the part and the whole in each group."""
        values, wholes = self.groups(part), self.groups(whole or [])
        return {
            codes: (
                len({row[key] for row in values.get(codes, [])}),
                len({row[key] for row in wholes.get(codes, [])}) if whole is not None else None,
            )
            for codes in values | wholes
        }

    def groups(self, rows: list[Codes]) -> dict[tuple[Any, ...], list[Codes]]:
        found = defaultdict(list)
        for row in rows:
            found[tuple(row[name] for name in self.by)].append(row)
        return found


def calendar_codes(day: date) -> Codes:
    quarter = ("Q1", "Q2", "Q3", "Q4")[(day.month - 1) // 3]
    return {"month": f"{day:%Y-%m}", "quarter": f"{day:%Y}-{quarter}", "year": f"{day:%Y}"}


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
