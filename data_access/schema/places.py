"""Where things are and who is there: countries, regions, currencies, organisations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from data_access.schema.base import (
    Day,
    Record,
    choice,
    count,
    day,
    degrees,
    key,
    ref,
    scaled,
    text,
)

ORGANISATION_KINDS = (
    "mining_organisation",
    "mining_operator",
    "company",
    "foundation",
    "support_organisation",
    "public_body",
)


class Country(Record):
    """A country."""

    __tablename__ = "country"

    id: Mapped[str] = key("ISO 3166-1 alpha-2 code, e.g. PE")
    name: Mapped[str] = text("English short name")


class Region(Record):
    """A first-level administrative division."""

    __tablename__ = "region"

    id: Mapped[str] = key("ISO 3166-2 code, e.g. PE-ARE")
    country_id: Mapped[str] = ref("country", "The region's country")
    name: Mapped[str] = text("Name as it is written in the country")


class Currency(Record):
    """A currency, and into how many parts it is divided."""

    __tablename__ = "currency"

    id: Mapped[str] = key("ISO 4217 code, e.g. USD")
    name: Mapped[str] = text("English name")
    minor_digits: Mapped[int] = count("minor_digits", "Decimal digits of its minor unit, e.g. 2 for cents")


class ExchangeRate(Record):
    """What one unit of a currency was worth in another on a day."""

    __tablename__ = "exchange_rate"

    from_currency_id: Mapped[str] = ref("currency", "Currency that is changed", primary_key=True)
    to_currency_id: Mapped[str] = ref("currency", "Currency it is changed into", primary_key=True)
    quoted_on: Day = day("Day of the rate", primary_key=True)
    rate_micro: Mapped[int] = scaled(
        "rate_micro", "rate", 6, "Units of the second currency for one unit of the first", least=1
    )
    source: Mapped[str] = text("Who published the rate")


class Organisation(Record):
    """A body that takes part: it mines, holds a concession, pays, buys, or supports."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "cooperative_form IS NULL OR kind IN ('mining_organisation', 'support_organisation')",
            name="cooperative_kind",
        ),
    )

    id: Mapped[str] = key("Short code of the organisation")
    name: Mapped[str] = text("Name of the organisation")
    kind: Mapped[str] = choice("kind", ORGANISATION_KINDS, "What the organisation is")
    country_id: Mapped[str] = ref("country", "Country where it is seated")
    region_id: Mapped[str | None] = ref("region", "Region where it works, if one", optional=True)
    place: Mapped[str | None] = text("Municipality or district", optional=True)
    latitude: Mapped[float | None] = degrees("latitude", 90, "Latitude of its seat")
    longitude: Mapped[float | None] = degrees("longitude", 180, "Longitude of its seat")
    cooperative_form: Mapped[str | None] = choice(
        "cooperative_form",
        ("shared_licence", "member_body"),
        "For a cooperative: whether members share a licence, or it pools fees, services and advocacy",
        optional=True,
    )
    description: Mapped[str | None] = text("What it does, in a sentence", optional=True)
