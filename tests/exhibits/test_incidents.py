"""Incidents: titles and sentences by what was worst, rates beside counts, and the notice after a death."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.incidents import INJURIES, FatalIncident
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import incidents, injuries, words
from exhibits.exhibit import Exhibit
from tests.exhibits.scripted import NAMES, YEAR, Scripted

SAMPLE_2025 = (date(2025, 1, 1), date(2025, 12, 31))


def by_severity(happened: dict[str, int], years: float = 100, selection: Selection = YEAR) -> Exhibit:
    span = "2025-03" if len(selection.months()) < 25 else "2025"
    by = "month" if "-" in span else "year"
    counts = pd.DataFrame({"severity": list(happened), by: span, "value": list(happened.values())})
    figures = {
        "incidents": counts.astype({"severity": object, by: object}),
        "people_hurt": counts[counts["severity"] != "near_miss"],
        "person_years": pd.DataFrame({"value": [years]}),
    }
    return incidents.incidents_by_severity(Scripted(figures=figures), selection)


@pytest.mark.parametrize(
    ("happened", "title", "told"),
    [
        (
            {"fatal": 1, "near_miss": 1},
            "1 of 2 incidents was fatal",
            "2 incidents were recorded, 1 fatal, 0 with permanent disability, 0 with lost time, "
            "0 with first aid and 1 near miss; 1 person was hurt.",
        ),
        (
            {"fatal": 2, "permanent_disability": 1, "lost_time": 4},
            "2 of 7 incidents were fatal",
            "7 incidents were recorded, 2 fatal, 1 with permanent disability, 4 with lost time, "
            "0 with first aid and 0 near misses; 7 people were hurt.",
        ),
        (
            {"lost_time": 1, "permanent_disability": 1, "first_aid": 8},
            "2 of 10 incidents meant lost time or worse",
            "10 incidents were recorded, 0 fatal, 1 with permanent disability, 1 with lost time, "
            "8 with first aid and 0 near misses; 10 people were hurt.",
        ),
        (
            {},
            "No incident was recorded",
            "0 incidents were recorded, 0 fatal, 0 with permanent disability, 0 with lost time, "
            "0 with first aid and 0 near misses; 0 people were hurt.",
        ),
    ],
)
def test_what_was_worst_comes_first_and_no_severity_is_left_out(
    happened: dict[str, int], title: str, told: str
) -> None:
    shown = by_severity(happened)
    assert (shown.title, shown.sentence) == (title, f"2025: {told}")
    assert shown.chart is not None
    rows, by_month = shown.chart.arguments
    named = ("Fatal", "Permanent disability", "Lost time", "First aid", "Near miss")
    codes = ("fatal", "permanent_disability", "lost_time", "first_aid", "near_miss")
    assert rows == tuple(f"{name} · {happened.get(code, 0)}" for name, code in zip(named, codes, strict=True))
    assert by_month and len(shown.frame) == 5 * 12
    assert shown.frame["value"].sum() == sum(happened.values())


def test_long_periods_are_shown_by_year() -> None:
    shown = by_severity(
        {"fatal": 1}, selection=Selection(date(2023, 1, 1), date(2025, 12, 31), YEAR.data_date)
    )
    assert list(shown.frame["span"].unique()) == ["2023", "2024", "2025"]
    assert shown.chart is not None and shown.chart.arguments[1] is False
    assert shown.subtitle.startswith("Incidents by severity and year")


def test_nothing_is_shown_where_nobody_was_at_work_unless_something_happened_there() -> None:
    assert by_severity({}, years=0).empty
    assert not by_severity({"fatal": 1}, years=0).empty


def rates(now: dict[str, int], then: dict[str, int], years: float = 300, years_then: float = 300) -> Exhibit:
    class Told(Scripted):
        def figure(
            self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
        ) -> pd.DataFrame:
            hurt, worked = (now, years) if selection == YEAR else (then, years_then)
            if name == "person_years":
                return pd.DataFrame({"value": [worked]})
            groups = {code: hurt.get(code, 0) for code in INJURIES} if by else {"": sum(hurt.values())}
            rate = [n * 100_000 / worked if worked else None for n in groups.values()]
            frame = pd.DataFrame({"severity": list(groups), "value": rate, "of": list(groups.values())})
            return frame if by else frame.drop(columns="severity")

    return injuries.injury_rate(Told(), YEAR)


WEIGHT = (
    " In 300 person-years, one person more or less is 333 per 100,000: the fewer the workers, the more one "
)


@pytest.mark.parametrize(
    ("now", "then", "years_then", "title", "told"),
    [
        (
            {"lost_time": 2, "fatal": 1},
            {"lost_time": 1},
            300,
            "3 people were hurt with lost time or worse, 1 of them in fatal incidents",
            "1,000 (3 people), against 333 (1 person) in 2024.",
        ),
        (
            {},
            {"permanent_disability": 2},
            100,
            "Nobody was hurt with lost time or worse",
            "0 (0 people), against 2,000 (2 people) in 2024.",
        ),
        (
            {"lost_time": 1},
            {},
            0,
            "1 person was hurt with lost time or worse",
            "333 (1 person), against nobody at work in 2024.",
        ),
        (
            {"lost_time": 1},
            {"fatal": 1},
            0,
            "1 person was hurt with lost time or worse",
            "333 (1 person), against no rate (1 person) in 2024.",
        ),
    ],
)
def test_a_rate_is_never_told_without_its_count(
    now: dict[str, int], then: dict[str, int], years_then: float, title: str, told: str
) -> None:
    shown = rates(now, then, years_then=years_then)
    assert shown.title == title
    assert shown.sentence == f"{title}. Per 100,000 person-years: {told}{WEIGHT}injury weighs."
    assert list(shown.frame["row"])[:4] == [
        "All of these",
        "Fatal",
        "Not fatal: permanent disability",
        "Not fatal: lost time",
    ]
    assert list(shown.frame["group"].unique()) == ["2025", "2024"]
    counts = shown.frame[shown.frame["group"] == "2025"].set_index("row")["of"]
    assert (counts["Fatal"], counts["Not fatal: lost time"]) == (now.get("fatal", 0), now.get("lost_time", 0))
    assert all("person" in label or "people" in label or "nobody" in label for label in shown.frame["label"])


@pytest.mark.parametrize(
    ("rate", "said"),
    [(0, "0"), (0.0004, "under 0.1"), (0.05, "0.1"), (9.96, "10.0"), (10.4, "10"), (1234.5, "1,234")],
)
def test_a_rate_is_never_rounded_down_to_nothing(rate: float, said: str) -> None:
    assert words.rate(rate).replace(words.SPACE, " ") == said
    assert words.value(rate, "rate", None, {}) == words.rate(rate)
    assert words.measured(rate, "rate", None, {}).startswith(words.rate(rate))


def test_nobody_at_work_has_no_rate_but_the_hurt_are_shown() -> None:
    assert rates({}, {}, years=0).empty
    shown = rates({"fatal": 2}, {}, years=0)
    assert not shown.empty
    assert shown.frame["label"].iloc[0] == "no rate (2 people)"
    assert shown.sentence.endswith("against 0 (0 people) in 2024.")


@pytest.mark.parametrize(
    ("hurt", "statement", "place", "said"),
    [
        (1, "All stopped.", "1 person died", "The organisation's statement: “All stopped.”"),
        (
            3,
            None,
            "3 people hurt, at least one of them fatally",
            "No statement of the organisation is recorded.",
        ),
        (0, "", "how many people were hurt is not recorded", "No statement of the organisation is recorded."),
    ],
)
def test_the_notice(hurt: int, statement: str | None, place: str, said: str) -> None:
    fatal = FatalIncident(date(2025, 2, 19), ("P", "Q"), "R", "mercury_vapour", hurt, statement)
    names = NAMES | {"programme": {"P": "Water", "Q": "Light"}, "region": {"R": "Puno"}}
    told = Scripted(answers={"names": names, "fatal_incidents": (fatal,)})
    (notice,) = incidents.fatal_notices(told, YEAR)
    assert notice.heading == "A fatal incident on 19 Feb 2025"
    assert notice.place == f"Water and Light · Puno · cause: mercury vapour · {place}"
    assert notice.statement == said


def test_the_sample_holds_one_fatal_incident_and_every_exhibit_counts_it(
    read: Reader, chosen: Selection
) -> None:
    year = Selection(*SAMPLE_2025, chosen.data_date)
    (notice,) = incidents.fatal_notices(read, year)
    assert "LUCIERNAGA" not in str(notice) and "Luciérnaga" not in str(notice)
    assert notice.place.endswith("Piura · cause: rockfall · 1 person died")
    assert "had the gallery timbered anew" in notice.statement
    assert incidents.fatal_notices(read, chosen) == ()
    shown = incidents.incidents_by_severity(read, year)
    assert shown.title.startswith("1 of ") and shown.title.endswith(" incidents was fatal")
    rate = injuries.injury_rate(read, year)
    counts = read.figure("injury_rate", year, ["severity"]).set_index("severity")["of"]
    now = rate.frame[rate.frame["group"] == "2025"].set_index("severity")["of"]
    assert now.drop("").to_dict() == counts.to_dict()
    assert now[""] == counts.sum() == read.figure("injury_rate", year)["of"].iloc[0]
