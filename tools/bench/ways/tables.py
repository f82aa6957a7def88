"""The usual way: tables loaded with pandas, joined and grouped by it; written as an analyst would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from sqlalchemy import Engine, create_engine, make_url

from data_access.selection import Selection
from tools.bench.frames import CURRENCY, LADDER, Frames

Tables = dict[str, pd.DataFrame]
FAR = pd.Timestamp("2200-01-01")
# Table → the query that loads what the page needs of it, and its columns of days.
QUERIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "programme": ("SELECT id, ladder_id FROM programme", ()),
    "organisation": ("SELECT id, kind, region_id FROM organisation", ()),
    "unit": ("SELECT id, organisation_id, region_id FROM production_unit", ()),
    "enrolment": (
        "SELECT unit_id, programme_id, first_day, last_day FROM enrolment",
        ("first_day", "last_day"),
    ),
    "assessment": (
        "SELECT id, unit_id, ladder_id, stage_id, assessed_on, recorded_at FROM assessment",
        ("assessed_on", "recorded_at"),
    ),
    "membership": ("SELECT miner_id, unit_id, joined_on, left_on FROM membership", ("joined_on", "left_on")),
    "session": ("SELECT id, programme_id, topic_id, held_on FROM training_session", ("held_on",)),
    "attendance": ("SELECT session_id, miner_id FROM attendance", ()),
    "cover": ("SELECT miner_id, first_day, last_day FROM cover", ("first_day", "last_day")),
    "spending": (
        "SELECT organisation_id, category, spent_on, amount_minor, currency_id FROM premium_expenditure",
        ("spent_on",),
    ),
}


def engine(url: str) -> Engine:
    """An engine as an analyst makes it; on Postgres the owner's, who sees all rows."""
    address = make_url(url)
    driver = "sqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return create_engine(address.set(drivername=driver))


def load(source: Engine, name: str) -> pd.DataFrame:
    """A table, or what is needed of it, with its days as pandas keeps them."""
    query, days = QUERIES[name]
    found = pd.read_sql(query, source, parse_dates=list(days))
    # From texts and from dates pandas makes days of different precision, which it does not compare.
    return found.astype(dict.fromkeys(days, "datetime64[us]"))


def frames(table: Callable[[str], pd.DataFrame], selection: Selection) -> Frames:
    """The four frames; ``table`` loads a table by its name."""
    tables = {name: table(name) for name in QUERIES}
    return {
        "stages": units_by_stage(tables, selection),
        "trained": trained_by_topic(tables, selection),
        "insured": insured_by_month(tables, selection),
        "premium": spent_by_category(tables, selection),
    }


def units_by_stage(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Units at each stage of the ladder at the end of every month."""
    enrolment = _enrolments(tables, selection)
    enrolment = enrolment[enrolment["ladder_id"] == LADDER]
    days = _month_ends(selection)
    found = tables["assessment"]
    found = found[found["ladder_id"] == LADDER].sort_values(["assessed_on", "recorded_at", "id"])
    on_day = _enrolled(enrolment, days)
    standing = pd.merge_asof(
        on_day.sort_values("day"),
        found[["unit_id", "assessed_on", "stage_id"]],
        left_on="day",
        right_on="assessed_on",
        by="unit_id",
    )
    standing["stage"] = standing["stage_id"].fillna("not_assessed")
    counted = standing.groupby(["month", "stage"]).size().rename("value").reset_index()
    counted["of"] = counted.groupby("month")["value"].transform("sum")
    return counted


def trained_by_topic(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Distinct people trained in the period, by topic."""
    sessions = tables["session"]
    sessions = sessions[sessions["held_on"].between(*_period(selection))]
    if selection.programmes:
        sessions = sessions[sessions["programme_id"].isin(selection.programmes)]
    came = tables["attendance"].merge(sessions, left_on="session_id", right_on="id")
    if selection.regions:
        units = tables["unit"][tables["unit"]["region_id"].isin(selection.regions)]
        members = tables["membership"][tables["membership"]["unit_id"].isin(units["id"])]
        came = came.merge(members, on="miner_id")
        left = came["left_on"].fillna(FAR)
        came = came[(came["joined_on"] <= came["held_on"]) & (left > came["held_on"])]
    people = came.groupby("topic_id")["miner_id"].nunique()
    return people.rename("value").rename_axis("topic").reset_index()


def insured_by_month(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Active miners with cover in force at the end of every month, of all of them."""
    enrolment = _enrolments(tables, selection)
    members = tables["membership"][tables["membership"]["unit_id"].isin(enrolment["unit_id"])]
    left = members["left_on"].fillna(FAR)
    cover = tables["cover"]
    rows = []
    for month, day in _month_ends(selection).itertuples(index=False):
        enrolled = enrolment[_in_force(enrolment, day)]["unit_id"]
        at_work = members[(members["joined_on"] <= day) & (left > day)]
        active = at_work[at_work["unit_id"].isin(enrolled)]["miner_id"].drop_duplicates()
        covered = cover[(cover["first_day"] <= day) & (cover["last_day"] >= day)]["miner_id"]
        rows.append((month, int(active.isin(covered).sum()), len(active)))
    return pd.DataFrame([row for row in rows if row[2]], columns=["month", "value", "of"])


def spent_by_category(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Premium spent in the period in the currency of the page, by category."""
    first, last = _period(selection)
    organisations = tables["organisation"]
    organisations = organisations[organisations["kind"] == "mining_organisation"]
    if selection.regions:
        organisations = organisations[organisations["region_id"].isin(selection.regions)]
    if selection.programmes:
        enrolment = tables["enrolment"].merge(tables["unit"], left_on="unit_id", right_on="id")
        ended = enrolment["last_day"].fillna(FAR)
        enrolment = enrolment[(enrolment["first_day"] <= last) & (ended >= first)]
        enrolment = enrolment[enrolment["programme_id"].isin(selection.programmes)]
        organisations = organisations[organisations["id"].isin(enrolment["organisation_id"])]
    spending = tables["spending"]
    spending = spending[spending["spent_on"].between(first, last) & (spending["currency_id"] == CURRENCY)]
    spending = spending[spending["organisation_id"].isin(organisations["id"])]
    return spending.groupby("category")["amount_minor"].sum().rename("value").reset_index()


def _enrolments(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Enrolments in the programmes and places selected, with their ladder."""
    found = tables["enrolment"].merge(tables["programme"], left_on="programme_id", right_on="id")
    if selection.programmes:
        found = found[found["programme_id"].isin(selection.programmes)]
    if selection.regions:
        units = tables["unit"][tables["unit"]["region_id"].isin(selection.regions)]
        found = found[found["unit_id"].isin(units["id"])]
    return found


def _enrolled(enrolment: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Units enrolled on each day: columns ``month``, ``day``, ``unit_id``."""
    parts = [
        pd.DataFrame({"unit_id": enrolment[_in_force(enrolment, day)]["unit_id"].unique()}).assign(
            month=month, day=day
        )
        for month, day in days.itertuples(index=False)
    ]
    return pd.concat(parts, ignore_index=True)


def _in_force(enrolment: pd.DataFrame, day: pd.Timestamp) -> Any:
    return (enrolment["first_day"] <= day) & (enrolment["last_day"].fillna(FAR) >= day)


def _month_ends(selection: Selection) -> pd.DataFrame:
    """The months of the period, each with its last day, the last one with that of the period."""
    first, last = _period(selection)
    months = pd.period_range(first, last, freq="M")
    ends = [min(month.end_time.normalize(), last) for month in months]
    return pd.DataFrame({"month": months.astype(str), "day": pd.DatetimeIndex(ends)})


def _period(selection: Selection) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(selection.first_day), pd.Timestamp(selection.as_of)
