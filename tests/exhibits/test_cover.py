"""Cover on screen: its titles at ties and at nothing, and its numbers against the figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import cover_financing, headlines, insured, protection, words
from exhibits.exhibit import Exhibit
from tests.exhibits.scripted import NAMES, YEAR, Scripted

CURRENCIES = ("COP", "PEN", "USD")
WINTER = Selection(date(2024, 12, 1), date(2025, 4, 30), date(2026, 9, 30), programmes=("INS",))


@dataclass(frozen=True)
class Told(Scripted):
    """Gives the frames in ``now`` by figure and dimensions, and those in ``before`` for another period."""

    now: Mapping[tuple[str, ...], pd.DataFrame] = field(default_factory=dict)
    before: Mapping[tuple[str, ...], pd.DataFrame] = field(default_factory=dict)

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        frames = self.now if selection == YEAR else self.before
        return frames[name, *by].copy()


def facts(shown: Exhibit) -> dict[str, str]:
    return dict(zip(shown.frame["fact"], shown.frame["value"], strict=True))


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def test_80_of_the_200_planned_are_said_as_plainly_as_a_success(read: Reader) -> None:
    shown = protection.planned_and_reached(read, WINTER)
    assert shown.title == "80 of the 200 people planned were insured: 120 short"
    assert facts(shown) == {
        "Target": "People insured in the period",
        "Planned": "200 by 30 Apr 2025",
        "Reached": "80, 40 % of it",
        "Gap": "120",
        "Stated cause": "Turnover among external miners, and low awareness of the risks and of the cover",
        "Next action": "Explain the cover when ore is delivered, and let miners and operator share its cost",
    }
    opening = protection.who_is_protected(read, WINTER).sentence
    assert "Of **200 planned** by 30 Apr 2025, 80 were insured: **120 short**." in opening
    card = headlines.people_insured(read, WINTER).headline
    assert card is not None
    assert (card.value, card.note) == ("80", "80 of 200 planned by 30 Apr 2025: 120 short")


def test_a_plan_missed_is_told_alike_on_the_card_and_beside_it_long_after_its_date(read: Reader) -> None:
    """The card's own number is of the year; the plan's is of its programme up to its date."""
    later = Selection(date(2025, 10, 1), date(2026, 9, 30), date(2026, 9, 30), programmes=("INS",))
    shown = protection.planned_and_reached(read, later)
    assert shown.title == "80 of the 200 people planned were insured: 120 short"
    assert shown.subtitle.endswith("furthest behind, on 30 Apr 2025")
    opening = protection.who_is_protected(read, later).sentence
    assert "Of **200 planned** by 30 Apr 2025, 80 were insured: **120 short**." in opening
    card = headlines.people_insured(read, later).headline
    assert card is not None
    assert card.value != "80" and card.note == "80 of 200 planned by 30 Apr 2025: 120 short"


def target(figure: str, actual: float | None, aim: float, **given: Any) -> dict[str, Any]:
    gap, met = (None, None) if actual is None else (aim - actual, actual >= aim)
    scope = {"programme": "P", "figure": figure, "region": None, "currency": None, "codes": None}
    found = {
        "target": aim,
        "due_on": date(2025, 12, 31),
        "read_on": date(2025, 12, 31),
        "actual": actual,
        "of": None,
        "gap": gap,
        "met": met,
        "not_told": None,
    }
    return scope | found | {"unit": "people", "cause": None, "next_action": None} | given


@pytest.mark.parametrize(
    ("rows", "title", "said"),
    [
        (
            [target("insured", 90, 90), target("people_insured", 210, 200)],
            "90 of the 90 miners planned are insured: the target is met",
            {"Gap": "none", "Stated cause": "none stated", "Reached": "90, 100 % of it"},
        ),
        (
            [target("insured", 89, 90, cause="Rains"), target("people_insured", 199, 200)],
            "89 of the 90 miners planned are insured: 1 short",
            {"Gap": "1", "Stated cause": "Rains", "Next action": "none stated"},
        ),
        ([target("insured", None, 90)], "0 of 1 target is met", {}),
        ([target("people_trained", 1, 90)], "No target was set for this selection", {}),
    ],
)
def test_the_target_of_cover_that_is_furthest_behind(
    rows: list[dict[str, Any]], title: str, said: dict[str, str]
) -> None:
    frame = pd.DataFrame(rows).astype({"actual": float, "gap": float})
    told = Scripted(answers={"targets": frame, "names": NAMES | {"programme": {"P": "Water"}}})
    shown = protection.planned_and_reached(told, YEAR)
    assert shown.title == title
    assert facts(shown).items() >= said.items()
    assert shown.empty == (not said)


def shares(dimension: str, **groups: tuple[int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(list(groups.values()), columns=["value", "of"])
    return frame.assign(**{dimension: list(groups)})


@pytest.mark.parametrize(
    ("groups", "title"),
    [
        (
            {"internal": (1, 4), "selector": (3, 4)},
            "75 % of mineral selectors are insured, 25 % of internal miners",
        ),
        ({"internal": (1, 3)}, "33 % of internal miners are insured"),
        ({"internal": (0, 3), "selector": (0, 0)}, "0 % of internal miners are insured"),
        ({}, "Nobody is at work"),
    ],
)  # fmt: skip
def test_who_is_insured_by_relation(groups: dict[str, tuple[int, int]], title: str) -> None:
    told = Scripted(figures={"insured": shares("relation", **groups)})
    assert insured.insured_by_relation(told, YEAR).title == title


def test_who_is_insured_by_product() -> None:
    products = shares("product", accident=(6, 8), funeral=(1, 8), occupational_illness=(0, 8))
    shown = insured.insured_by_product(Scripted(figures={"insured": products}), YEAR)
    assert shown.title == "75 % have accident cover, 0 % occupational illness cover"
    assert list(shown.frame["label"]) == ["75 % · 6 of 8", "12 % · 1 of 8", "0 % · 0 of 8"]


def lapsing(soon: int, later: int, of: int = 9) -> pd.DataFrame:
    return pd.DataFrame({"days": ["30", "60", "90"], "value": [soon, soon, later], "of": of})


@pytest.mark.parametrize(
    ("soon", "later", "title"),
    [
        (3, 5, "Cover of 3 people ends within 30 days, of 5 within 90"),
        (1, 1, "Cover of 1 person ends within 30 days"),
        (0, 2, "No cover ends within 30 days; that of 2 people within 90"),
        (0, 0, "No cover ends soon"),
    ],
)
def test_whose_cover_ends(soon: int, later: int, title: str) -> None:
    people = lapsing(soon, later)
    told = Told(
        now={("lapsing",): people, ("lapsing", "region"): people.assign(region="R")},
        answers={"names": NAMES | {"region": {"R": "Rivers"}}},
    )
    shown = protection.lapsing_by_region(told, YEAR)
    most = f"; most in Rivers, {later} of 9 insured" if later else ""
    assert (shown.title, shown.sentence) == (title, f"{title}{most}.")
    assert list(shown.frame["more"]) == [soon, 0, later - soon]


def paid(*amounts: tuple[str, int], month: str = "2025-03") -> pd.DataFrame:
    frame = pd.DataFrame(list(amounts), columns=["payer", "value"])
    return frame.assign(currency="USD", month=month)


def self_financing(now: pd.DataFrame, before: pd.DataFrame) -> Exhibit:
    frames = {("cover_financing", "payer"): now, ("cover_financing", "month", "payer"): now}
    return cover_financing.self_financing(
        Told(now=frames, before={("cover_financing", "payer"): before}), YEAR, "USD"
    )


@pytest.mark.parametrize(
    ("now", "before", "title"),
    [
        (
            paid(("miner", 20), ("organisation", 14), ("programme", 66)),
            paid(("programme", 1)),
            "Miners and their organisations paid 34 % of the cost of cover; it was none in 2024",
        ),
        (
            paid(("miner", 1)),
            paid(("programme", 1), ("organisation", 1)),
            "Miners and their organisations paid all of the cost of cover; it was half in 2024",
        ),
        (
            paid(("programme", 5)),
            paid(),
            "Miners and their organisations paid none of the cost of cover; nothing was paid in 2024",
        ),
        (paid(), paid(("miner", 1)), "No cover was paid for"),
    ],
)
def test_how_far_cover_finances_itself(now: pd.DataFrame, before: pd.DataFrame, title: str) -> None:
    assert self_financing(now, before).title == title


def test_a_month_whose_last_miner_left_still_shows_who_left() -> None:
    directions = {"direction": ["joined", "left"], "value": [0, 4]}
    told = Told(
        now={
            ("insured", "month"): pd.DataFrame({"month": ["2025-01"], "value": [3], "of": [4]}),
            ("turnover",): pd.DataFrame(directions),
            ("turnover", "month"): pd.DataFrame(directions).assign(month="2025-02"),
        }
    )
    shown = protection.cover_and_turnover(told, YEAR)
    assert shown.title == "3 miners are insured; 0 joined and 4 left"
    columns = ["month", "value", "of", "joined", "left", "gone", "label"]
    assert shown.frame[columns].to_dict("split")["data"] == [
        ["2025-01", 3, 4, 0, 0, 0, "3"],
        ["2025-02", 0, 0, 0, 4, -4, "0"],
    ]


def test_cover_stands_over_the_turnover_of_the_same_months(read: Reader, chosen: Selection) -> None:
    shown = protection.cover_and_turnover(read, chosen)
    people = read.figure("turnover", chosen).set_index("direction")["value"]
    assert numbers(shown.title)[-2:] == [people["joined"], people["left"]]
    assert list(shown.frame["value"]) == list(read.figure("insured", chosen, ["month"])["value"])
    # Who came back joined in two months, and is one person.
    assert shown.frame["left"].sum() >= people["left"] and (shown.frame["gone"] == -shown.frame["left"]).all()


def test_products_overlap_and_are_never_added(read: Reader, chosen: Selection) -> None:
    people = int(read.figure("insured", chosen)["value"].iloc[0])
    shown = insured.insured_by_product(read, chosen)
    added = int(shown.frame["value"].sum())
    assert added > people
    said = [shown.title, shown.subtitle, shown.sentence, *shown.frame["label"]]
    assert not [text for text in said if words.number(added) in text]
    assert insured.insured_by_relation(read, chosen).frame["value"].sum() == people


def test_everyone_whose_cover_ends_is_in_one_region(read: Reader, chosen: Selection) -> None:
    shown = protection.lapsing_by_region(read, chosen)
    people = read.figure("lapsing", chosen).astype({"days": str}).set_index("days")["value"]
    assert numbers(shown.title) == [people["30"], 30, people["90"], 90]
    assert shown.frame["more"].sum() == people["90"]
    assert dict(shown.frame.groupby("days")["value"].sum()) == dict(people)
    card = headlines.cover_lapsing(read, chosen).headline
    assert card is not None and card.value == words.number(people["30"])
    assert card.note.endswith(f"; {words.number(people['90'])} within 90 days")


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_cost_of_cover_adds_up_to_the_minor_unit(currency: str, read: Reader, chosen: Selection) -> None:
    shown = cover_financing.cost_by_payer(read, chosen, currency)
    minor = int(read.figure("cover_financing", chosen, only={"currency": currency})["value"].iloc[0])
    total = Decimal(minor).scaleb(-read.fact(minor_digits)[currency])
    assert shown.frame["amount"].sum() == total
    by_payer = shown.frame.groupby("payer")["amount"].sum()
    own = words.share(float((by_payer["miner"] + by_payer["organisation"]) / total))
    paid_by_themselves = f"Miners and their organisations paid {own} of the cost of cover"
    assert cover_financing.self_financing(read, chosen, currency).title.startswith(paid_by_themselves)
    assert f"{own} in {currency}" in protection.who_is_protected(read, chosen).sentence


def test_each_currency_of_cover_stands_by_itself(read: Reader, chosen: Selection) -> None:
    assert tuple(cover_financing.currencies(read, chosen)) == CURRENCIES
    for currency in CURRENCIES:
        assert set(cover_financing.cost_by_payer(read, chosen, currency).frame["currency"]) == {currency}


def test_who_left_and_who_joined(read: Reader, chosen: Selection) -> None:
    now, then = (
        read.figure("turnover", when).set_index("direction")["value"] for when in (chosen, chosen.compared())
    )
    card = headlines.miners_who_left(read, chosen).headline
    assert card is not None
    assert (card.value, card.change) == (words.number(now["left"]), words.signed(now["left"] - then["left"]))
    assert card.good == (now["left"] < then["left"])
    assert card.note == f"{words.number(now['joined'])} joined in the same time"
    assert card.compared_with == "vs Oct 2024 – Sep 2025"
