"""Programmes on two ladders, who pays them, which units take part, and what is aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tools.bench.world.columns import (
    FIRST,
    HISTORY,
    LAST,
    NO_DAY,
    Array,
    Part,
    between,
    chance,
    day,
    drawn,
    keys,
    later,
    texts,
)
from tools.bench.world.places import Places
from tools.bench.world.reference import LADDERS
from tools.bench.world.sizes import Size

NEVER_ENROLLED, IN_TWO, ENDED, BACK = 0.02, 0.08, 0.12, 0.01
SHORTEST = 60
ACTIONS = ("Training", "Technical assistance", "Equipment", "Insurance", "Staff", "Travel")
PAYMENTS_OF_A_LINE = 12
TARGETS = (
    ("people_trained", 0.6),
    ("insured", 0.3),
    ("training_coverage", 0.4),
    ("production_units", 0.9),
    ("premium_spent", 0.5),
)


@dataclass(frozen=True)
class Programmes:
    """Programmes with their days (NaT: no last day), and the enrolments of units in them, by number."""

    codes: Array
    ladder: Array
    first_day: Array
    last_day: Array
    unit: Array
    programme: Array
    enrolled_on: Array
    # Of units still enrolled, NaT.
    ended_on: Array

    def until(self) -> Array:
        """The last day of each enrolment that is known."""
        return np.where(np.isnat(self.ended_on), LAST, np.minimum(self.ended_on, LAST))


def programmes(size: Size, places: Places) -> tuple[Programmes, list[Part]]:
    """The programmes, and their tables."""
    rng = chance("programmes")
    count = size.programmes
    number = np.arange(count)
    # They begin one after the other, the first ones with the history; each fourth has ended.
    begun = later(FIRST, (number // 2) * (HISTORY // (count + 2)))
    last = np.where(number % 4 == 2, later(begun, HISTORY // 2), NO_DAY)
    codes = texts(f"PROG-{one:02}" for one in number + 1)
    unit, programme, enrolled_on, ended_on = _enrolments(rng, size, places, begun, last)
    found = Programmes(codes, number % 2, begun, last, unit, programme, enrolled_on, ended_on)
    return found, [*_tables(rng, found, places)]


def _enrolments(
    rng: np.random.Generator, size: Size, places: Places, begun: Array, last: Array
) -> tuple[Array, Array, Array, Array]:
    count = size.programmes
    # Two programmes work in each region; the units of an organisation are in one of them.
    of_organisation = (places.organisation_region + rng.integers(0, 2, size.organisations)) % count
    primary = of_organisation[places.unit_organisation]
    unit = np.flatnonzero(rng.random(size.units) >= NEVER_ENROLLED)
    second = unit[rng.random(len(unit)) < IN_TWO]
    units = np.concatenate([unit, second])
    other = (primary[second] + rng.integers(1, count, len(second))) % count
    programme = np.concatenate([primary[unit], other])
    until = np.where(np.isnat(last), LAST, np.minimum(last, LAST))[programme]
    open_for = ((until - begun[programme]).astype(int) * 0.6).astype(int)
    enrolled = later(begun[programme], (open_for * rng.random(len(units)) ** 1.5).astype(int))
    left_early = rng.random(len(units)) < ENDED
    early = between(rng, later(enrolled, SHORTEST), np.maximum(until, later(enrolled, SHORTEST)))
    ended = np.where(left_early, early, last[programme])
    # Some who had left come back to the programme.
    again = np.flatnonzero(
        left_early & (later(ended, SHORTEST) < until) & (rng.random(len(units)) < BACK * 10)
    )
    back = between(rng, later(ended[again], 30), until[again])
    return (
        np.concatenate([units, units[again]]),
        np.concatenate([programme, programme[again]]),
        np.concatenate([enrolled, back]),
        np.concatenate([ended, last[programme[again]]]),
    )


def _tables(rng: np.random.Generator, found: Programmes, places: Places) -> Iterator[Part]:
    count = len(found.codes)
    follows = texts(found.codes[one - 1] if one % 4 == 3 else None for one in range(count))
    yield (
        "programme",
        {
            "id": found.codes,
            "name": texts(f"Programme {one + 1}" for one in range(count)),
            "lead_organisation_id": "SUPPORT-1",
            "ladder_id": texts(LADDERS)[found.ladder],
            "follows_id": follows,
            "first_day": found.first_day,
            "last_day": found.last_day,
            "description": "A programme of the benchmark",
        },
    )
    yield _funding(rng, found, places)
    yield from _budget(rng, found)
    yield (
        "enrolment",
        {
            "unit_id": places.units[found.unit],
            "programme_id": found.codes[found.programme],
            "first_day": found.enrolled_on,
            "last_day": found.ended_on,
        },
    )
    yield _targets(found, places)


def _funding(rng: np.random.Generator, found: Programmes, places: Places) -> Part:
    """One to three funders of each programme."""
    pairs = [
        (one, funder)
        for one in range(len(found.codes))
        for funder in rng.permutation(len(places.funders))[: 1 + one % 3]
    ]
    programme, funder = np.array(pairs).T
    return "funding", {
        "id": keys("F", len(pairs)),
        "programme_id": found.codes[programme],
        "organisation_id": places.funders[funder],
        "agreed_on": later(found.first_day[programme], -rng.integers(5, 60, len(pairs))),
        "amount_minor": rng.integers(50_000, 900_000, len(pairs)) * 100,
        "currency_id": drawn(rng, ("USD", "PEN"), len(pairs), (80, 20)),
    }


def _budget(rng: np.random.Generator, found: Programmes) -> Iterator[Part]:
    programme = np.repeat(np.arange(len(found.codes)), len(ACTIONS))
    lines = keys("B", len(programme))
    amount = rng.integers(10_000, 150_000, len(programme)) * 100
    yield (
        "budget_line",
        {
            "id": lines,
            "programme_id": found.codes[programme],
            "action": texts(ACTIONS * len(found.codes)),
            "lever": "skills",
            "amount_minor": amount,
            "currency_id": "USD",
        },
    )
    line = np.repeat(np.arange(len(lines)), PAYMENTS_OF_A_LINE)
    yield (
        "expenditure",
        {
            "id": keys("X", len(line)),
            "budget_line_id": lines[line],
            "spent_on": between(rng, found.first_day[programme[line]], LAST),
            "amount_minor": amount[line] // PAYMENTS_OF_A_LINE * rng.integers(50, 105, len(line)) // 100,
            "currency_id": "USD",
        },
    )


def _targets(found: Programmes, places: Places) -> Part:
    units = np.bincount(found.programme, minlength=len(found.codes))
    rows = []
    for number, code in enumerate(found.codes):
        for figure, share in TARGETS:
            size = {"people_trained": units[number] * 12, "production_units": units[number]}.get(figure, 1)
            money = figure == "premium_spent"
            value = 1_000_000.0 if money else round(float(share * size), 2)
            rows.append((code, figure, value, "USD" if money else None))
    programme, figure_, value_, currency = zip(*rows, strict=True)
    return "target", {
        "id": keys("G", len(rows)),
        "programme_id": texts(programme),
        "figure": texts(figure_),
        "value": np.array(value_),
        "currency_id": texts(currency),
        "due_on": day("2026-12-31"),
        "cause": None,
        "next_action": "Go on",
    }
