"""Rows of gold and premium, each with what a test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from data_access.schema import GoldLot, GoldLotUnit, PremiumExpenditure, PremiumRate, PremiumReceipt


def lot(key: str, organisation: str, sold_on: date, milligrams: int, **given: Any) -> GoldLot:
    given = {"standard_id": "FM", "buyer_id": "B1", "destination_id": "CH"} | given
    return GoldLot(id=key, organisation_id=organisation, sold_on=sold_on, fine_milligrams=milligrams, **given)


def rate(key: str, standard: str, minor: int, first: date, last: date | None = None) -> PremiumRate:
    return PremiumRate(
        id=key, standard_id=standard, rate_minor=minor, currency_id="USD", first_day=first, last_day=last
    )


def received(key: str, organisation: str, day: date, minor: int, **given: Any) -> PremiumReceipt:
    given = {"currency_id": "USD"} | given
    return PremiumReceipt(id=key, organisation_id=organisation, received_on=day, amount_minor=minor, **given)


def spent(key: str, organisation: str, day: date, minor: int, **given: Any) -> PremiumExpenditure:
    given = {"currency_id": "USD", "category": "environment", "description": "Trees"} | given
    return PremiumExpenditure(id=key, organisation_id=organisation, spent_on=day, amount_minor=minor, **given)


def rates() -> list[PremiumRate]:
    return [
        rate("R1", "FM", 4000_00, date(2020, 1, 1), date(2024, 6, 30)),
        rate("R2", "FM", 5000_00, date(2024, 7, 1)),
    ]


def came_from(lot: str, *units: str) -> list[GoldLotUnit]:
    return [GoldLotUnit(lot_id=lot, unit_id=unit) for unit in units]
