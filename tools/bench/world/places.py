"""Regions, the organisations in them, and production units around their seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data_access.regions import Borders, borders_of, lies_in
from tools.bench.world.columns import Array, Part, chance, drawn, keys, texts
from tools.bench.world.reference import COUNTRIES
from tools.bench.world.sizes import Size

# The first ones of the list are in all countries.
REGIONS = (
    *("PE-ARE", "CO-ANT", "BO-L", "EC-O", "HN-SB", "PE-AYA", "CO-CAU", "PE-PUN"),
    *("CO-NAR", "PE-APU", "BO-P", "EC-Z", "HN-CH", "CO-CHO", "PE-LAL", "CO-BOY"),
    *("PE-MDD", "EC-A", "BO-O", "CO-BOL", "PE-CUS", "CO-HUI", "HN-EP", "CO-CAL", "EC-L"),
)
OPERATORS, FUNDERS, BUYERS = 4, 6, 8
# How far units lie from the seat of their organisation, in degrees.
AROUND_SEAT = 0.04
# The share of units that are recorded in another region than their organisation.
ABROAD = 0.03
WITHOUT_PLACE = 0.02


@dataclass(frozen=True)
class Places:
    """Regions by code; organisations and units, whose regions and organisations are numbers of these."""

    regions: Array
    organisations: Array
    organisation_region: Array
    units: Array
    unit_organisation: Array
    unit_region: Array
    # Codes of those who take part otherwise.
    operators: Array
    funders: Array
    buyers: Array


def places(size: Size) -> tuple[Places, list[Part]]:
    """The world's places, and their tables."""
    rng = chance("places")
    regions = texts(REGIONS[: size.regions])
    count = size.organisations
    # Each region has an organisation; the rest as it falls.
    home = np.concatenate([np.arange(len(regions)), rng.integers(0, len(regions), count - len(regions))])
    seats = _seats(rng, regions, home)
    # Each organisation has a unit; some grow far larger than others.
    growth = rng.lognormal(0, 0.5, count)
    chosen = rng.choice(count, size.units - count, p=growth / growth.sum())
    organisation = np.concatenate([np.arange(count), chosen])
    abroad = rng.random(size.units) < ABROAD
    unit_region = np.where(abroad, rng.integers(0, len(regions), size.units), home[organisation])
    of_region = [borders for code in regions if (borders := borders_of(code))]
    labels = np.array([(borders.latitude, borders.longitude) for borders in of_region])
    centre = np.where((unit_region == home[organisation])[:, None], seats[organisation], labels[unit_region])
    found = Places(
        regions,
        keys("O", count),
        home,
        keys("U", size.units),
        organisation,
        unit_region,
        texts(f"OPERATOR-{number}" for number in range(1, OPERATORS + 1)),
        texts(f"FUNDER-{number}" for number in range(1, FUNDERS + 1)),
        texts(f"BUYER-{number}" for number in range(1, BUYERS + 1)),
    )
    located = np.round(centre + rng.normal(0, AROUND_SEAT, (size.units, 2)), 5)
    return found, [*_tables(rng, found, seats), _units(rng, found, located)]


def _tables(rng: np.random.Generator, found: Places, seats: Array) -> Iterator[Part]:
    countries = texts(code[:2] for code in found.regions)
    yield "region", {"id": found.regions, "country_id": countries, "name": found.regions}
    home, count = found.organisation_region, len(found.organisations)
    forms = drawn(rng, (None, "shared_licence", "member_body"), count, (70, 20, 10))
    yield (
        "organisation",
        {
            "id": found.organisations,
            "name": texts(f"Mining organisation {number}" for number in range(1, count + 1)),
            "kind": "mining_organisation",
            "country_id": countries[home],
            "region_id": found.regions[home],
            "latitude": seats[:, 0],
            "longitude": seats[:, 1],
            "cooperative_form": forms,
        },
    )
    others = (
        (found.operators, "mining_operator", "PE"),
        (found.funders, "foundation", "CH"),
        (found.buyers, "company", "IT"),
        (texts(["SUPPORT-1"]), "support_organisation", "PE"),
    )
    for codes, kind, country in others:
        yield "organisation", {"id": codes, "name": codes, "kind": kind, "country_id": country}
    yield (
        "support_service",
        {
            "organisation_id": "SUPPORT-1",
            "country_id": texts(COUNTRIES),
            "kind": "consultancy",
            "description": "Helps with papers",
        },
    )


def _units(rng: np.random.Generator, found: Places, located: Array) -> Part:
    count = len(found.units)
    unknown = rng.random(count) < WITHOUT_PLACE
    latitude, longitude = (np.where(unknown, np.nan, located[:, axis]) for axis in (0, 1))
    operators = (None, *found.operators)
    return "production_unit", {
        "id": found.units,
        "name": texts(f"Unit {number}" for number in range(1, count + 1)),
        "organisation_id": found.organisations[found.unit_organisation],
        "operator_id": drawn(rng, operators, count, (60, *[40 / OPERATORS] * OPERATORS)),
        "region_id": found.regions[found.unit_region],
        "latitude": latitude,
        "longitude": longitude,
    }


def _seats(rng: np.random.Generator, regions: Array, home: Array) -> Array:
    """A point within the region of each: latitude and longitude."""
    seats = np.zeros((len(home), 2))
    for number, code in enumerate(regions):
        borders = borders_of(code)
        assert borders is not None, f"no borders of {code}"
        for organisation in np.flatnonzero(home == number):
            seats[organisation] = _within(rng, borders)
    return seats


def _within(rng: np.random.Generator, borders: Borders) -> tuple[float, float]:
    points = np.array([point for ring in borders.rings for point in ring])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    while True:
        latitude, longitude = rng.uniform(south, north), rng.uniform(west, east)
        if lies_in(borders, latitude, longitude):
            return round(float(latitude), 5), round(float(longitude), 5)
