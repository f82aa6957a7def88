"""Where organisations stand: plans and their actions, CRAFT findings, permits, access to finance."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sample_data.days import DATA_DATE, later
from sample_data.organisations import IN_SAN_ROQUE, words
from sample_data.sample import MiningOrganisation, Sample
from sample_data.tables import major

# The second phase's plans: nine actions for each of 20 units, four cancelled, of the others 157 done.
HSE_PLAN_YEAR, HSE_AGREED = 2025, date(2025, 3, 3)
HSE_ACTIONS, HSE_CANCELLED, HSE_DONE, HSE_COUNTED_ON = 9, 4, 157, date(2026, 1, 20)
PLAN_YEARS = (2023, 2024, 2025, 2026)
DONE_BY_NOW = {2023: 0.86, 2024: 0.78, 2025: 0.68, 2026: 0.4}
CANCELLED = 0.05

# Assessed together in 2019, in Paipa and San Roque.
CRAFT_2019_IN_PAIPA = 6
CRAFT_RECENT = 34
KINDS_OF_PERMIT = ("formalisation_registry", "mining_title", "contract", "environmental_permit")
FINANCE_REQUESTS = 58
FINANCE_REGIONS = ("BO-L", "CO-ANT", "CO-BOY", "CO-CAL", "CO-HUI", "CO-NAR", "HN-EP", "PE-PUN")


def add_standing(sample: Sample) -> None:
    """Plans, CRAFT assessments, permits and requests for accounts and credit."""
    text = words("plans")
    _hse_plans(sample, Random("plans of the second phase"), text["actions"])
    chance = Random("standing")
    for year in PLAN_YEARS:
        for body in sample.organisations:
            if not body.named and chance.random() < 0.3:
                _plan(sample, chance, body, year, text["actions"])
    _craft(sample, chance, text["requirements"])
    _permits(sample, chance)
    _finance(sample, chance, text["refusals"])


def _hse_plans(sample: Sample, chance: Random, actions: dict[str, list[str]]) -> None:
    rows: list[dict[str, Any]] = []
    for unit in sample.units_of("HSE-2"):
        key = sample.tables.add_next(
            "improvement_plan",
            "IP",
            programme_id="HSE-2",
            unit_id=unit.id,
            year=HSE_PLAN_YEAR,
            agreed_on=HSE_AGREED,
        )
        wanted = [(field, name) for field, names in actions.items() for name in names]
        for field, name in chance.sample(wanted, HSE_ACTIONS):
            due = later(HSE_AGREED, chance.randrange(60, 320))
            rows.append({"plan_id": key, "field": field, "description": name, "due_on": due})
    order = chance.sample(range(len(rows)), len(rows))
    for index in order[:HSE_CANCELLED]:
        rows[index]["cancelled_on"] = date(2025, 9, 15)
    for index in order[HSE_CANCELLED : HSE_CANCELLED + HSE_DONE]:
        rows[index]["done_on"] = min(later(rows[index]["due_on"], chance.randrange(-50, 40)), HSE_COUNTED_ON)
    for index in order[HSE_CANCELLED + HSE_DONE :][::2]:
        rows[index]["done_on"] = later(HSE_COUNTED_ON, chance.randrange(10, 200))
    for row in rows:
        sample.tables.add_next("plan_action", "PA", **row)


def _plan(
    sample: Sample, chance: Random, body: MiningOrganisation, year: int, actions: dict[str, list[str]]
) -> None:
    """A made-up organisation's plan for a year, if one of its units takes part in a programme then."""
    agreed = date(year, 1, 10 + chance.randrange(18))
    units = [unit for unit in sample.units if unit.organisation == body and unit.programmes_on(agreed)]
    if not units:
        return
    key = sample.tables.add_next(
        "improvement_plan",
        "IP",
        programme_id=units[0].programmes_on(agreed)[0],
        organisation_id=body.id,
        year=year,
        agreed_on=agreed,
    )
    wanted = [(field, name) for field, names in actions.items() for name in names]
    for field, name in chance.sample(wanted, chance.randint(5, 10)):
        due = later(agreed, chance.randrange(60, 340))
        ended = later(due, chance.randrange(-40, 70))
        done = _until_now(ended) if chance.random() < DONE_BY_NOW[year] else None
        cancelled = _until_now(later(due, -20)) if not done and chance.random() < CANCELLED else None
        sample.tables.add_next(
            "plan_action",
            "PA",
            plan_id=key,
            field=field,
            description=name,
            due_on=due,
            done_on=done,
            cancelled_on=cancelled,
        )


def _craft(sample: Sample, chance: Random, requirements: dict[str, list[str]]) -> None:
    early = sample.made_up_in("CO-BOY")[-CRAFT_2019_IN_PAIPA:] + sample.made_up_in("CO-ANT")[-IN_SAN_ROQUE:]
    for body in early:
        _craft_assessment(sample, chance, body, later(date(2019, 3, 4), chance.randrange(240)), requirements)
    others = [body for body in sample.organisations if not body.named and body not in early]
    for body in chance.sample(others, CRAFT_RECENT):
        day = later(date(2022, 3, 1), chance.randrange(900))
        while day <= DATA_DATE:
            _craft_assessment(sample, chance, body, day, requirements)
            day = later(day, chance.randrange(330, 560))


def _craft_assessment(
    sample: Sample, chance: Random, body: MiningOrganisation, day: date, requirements: dict[str, list[str]]
) -> None:
    programmes = [p for unit in sample.units if unit.organisation == body for p in unit.programmes_on(day)]
    key = sample.tables.add_next(
        "craft_assessment",
        "CA",
        programme_id=programmes[0] if programmes else None,
        organisation_id=body.id,
        assessed_on=day,
        report=chance.choices(["full", "summary"], [3, 2])[0],
    )
    known = [(module, name) for module, names in requirements.items() for name in names]
    for module, name in chance.sample(known, chance.randint(2, 6)):
        begun = later(day, chance.randrange(20, 200)) if chance.random() < 0.75 else None
        ended = later(begun, chance.randrange(40, 400)) if begun and chance.random() < 0.65 else None
        sample.tables.add_next(
            "craft_finding",
            "CF",
            craft_assessment_id=key,
            module=module,
            requirement=name,
            level=chance.choices(["high", "medium", "low"], [2, 4, 4])[0],
            mitigating_on=_until_now(begun),
            mitigated_on=_until_now(ended),
        )


def _until_now(day: date | None) -> date | None:
    return day if day and day <= DATA_DATE else None


def _permits(sample: Sample, chance: Random) -> None:
    """The way of papers: applied for, then granted; some lapse, some are never asked for."""
    for body in sample.organisations:
        if body.named or chance.random() < 0.4:
            continue
        for kind in KINDS_OF_PERMIT[: chance.randint(1, 4)]:
            first = later(date(2021, 1, 1), chance.randrange(1500))
            granted = later(first, chance.randrange(120, 700))
            spans: list[tuple[str, date]] = [("applied", first), ("granted", granted)]
            if chance.random() < 0.12:
                spans.append(("lapsed", later(granted, chance.randrange(365, 1000))))
            elif chance.random() < 0.1:
                spans = [("none", first)]
            _add_permit(sample, {"organisation_id": body.id}, kind, [s for s in spans if s[1] <= DATA_DATE])
    for unit in list(sample.fictional_units())[::6]:
        _add_permit(sample, {"unit_id": unit.id}, "contract", [("granted", unit.first_day)])
    _permits_of_units(sample, Random("permits of units"))


def _permits_of_units(sample: Sample, chance: Random) -> None:
    """Units, too, ask for papers of their own: fewer than organisations, and later."""
    without = [unit for index, unit in enumerate(sample.fictional_units()) if index % 6]
    for unit in chance.sample(without, len(without) // 3):
        for kind, asked in (
            ("contract", 0.8),
            ("formalisation_registry", 0.6),
            ("environmental_permit", 0.25),
        ):
            if chance.random() > asked:
                continue
            first = later(unit.first_day, chance.randrange(30, 400))
            spans = [("applied", first), ("granted", later(first, chance.randrange(150, 900)))]
            if chance.random() < 0.15:
                spans = [("none", first)]
            elif chance.random() < 0.1:
                spans.append(("lapsed", later(spans[-1][1], chance.randrange(365, 800))))
            _add_permit(sample, {"unit_id": unit.id}, kind, [span for span in spans if span[1] <= DATA_DATE])


def _add_permit(sample: Sample, holder: dict[str, Any], kind: str, spans: list[tuple[str, date]]) -> None:
    ends = [later(first, -1) for _, first in spans[1:]]
    for (status, first), last in zip(spans, [*ends, None], strict=True):
        sample.tables.add_next(
            "permit", "PM", kind=kind, status=status, first_day=first, last_day=last, **holder
        )


def _finance(sample: Sample, chance: Random, refusals: dict[str, list[str]]) -> None:
    """Most requests are refused, credit even more than accounts."""
    bodies = [body for region in FINANCE_REGIONS for body in sample.made_up_in(region)]
    for _ in range(FINANCE_REQUESTS):
        body, kind = chance.choice(bodies), chance.choice(["account", "credit"])
        asked = later(date(2022, 10, 1), chance.randrange(1440))
        decided = later(asked, chance.randrange(20, 120))
        granted = chance.random() < (0.38 if kind == "account" else 0.14)
        status = "pending" if decided > DATA_DATE else "granted" if granted else "refused"
        finance: dict[str, Any] = {"decided_on": None if status == "pending" else decided, "status": status}
        if status == "refused":
            finance["reason"] = chance.choice(refusals[kind])
        if kind == "credit":
            finance |= {"amount": major(chance.randint(4, 60) * 100_000), "currency_id": "USD"}
        finances = [
            unit for unit in sample.units if unit.organisation == body and "FIN" in unit.programmes_on(asked)
        ]
        sample.tables.add_next(
            "finance_access",
            "FA",
            programme_id="FIN" if finances else None,
            organisation_id=body.id,
            kind=kind,
            asked_on=asked,
            **finance,
        )
