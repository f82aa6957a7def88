"""Countries, regions and real places where artisanal gold is mined; currencies and their rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import cos, radians, sin, sqrt, tau
from random import Random

from sample_data.days import DATA_DATE, months
from sample_data.tables import Tables

COUNTRIES = {
    "PE": "Peru",
    "CO": "Colombia",
    "BO": "Bolivia",
    "HN": "Honduras",
    "GH": "Ghana",
    "AE": "United Arab Emirates",
    "CA": "Canada",
    "CH": "Switzerland",
    "DE": "Germany",
    "FR": "France",
    "GB": "United Kingdom",
    "IN": "India",
    "IT": "Italy",
    "NL": "Netherlands",
    "US": "United States",
}

REGIONS = {
    "PE-ARE": "Arequipa",
    "PE-AYA": "Ayacucho",
    "PE-LAL": "La Libertad",
    "PE-MDD": "Madre de Dios",
    "PE-PIU": "Piura",
    "PE-PUN": "Puno",
    "CO-ANT": "Antioquia",
    "CO-BOL": "Bolívar",
    "CO-BOY": "Boyacá",
    "CO-CAL": "Caldas",
    "CO-CAU": "Cauca",
    "CO-CHO": "Chocó",
    "CO-HUI": "Huila",
    "CO-NAR": "Nariño",
    "BO-L": "La Paz",
    "HN-EP": "El Paraíso",
    "HN-SB": "Santa Bárbara",
    "GH-CP": "Central",
    "GH-WP": "Western",
}


@dataclass(frozen=True)
class Place:
    """A real municipality, district or settlement."""

    name: str
    latitude: float
    longitude: float
    # Peru's UBIGEO code of the district, in the scheme of INEI.
    ubigeo: str | None = None


PLACES = {
    "PE-ARE": (
        Place("Quicacha", -15.6250, -73.7983, "040312"),
        Place("Huanuhuanu", -15.6251, -74.0305, "040309"),
        Place("Caravelí", -15.7725, -73.3658, "040301"),
        Place("Jaquí", -15.4792, -74.4436, "040310"),
        Place("Acarí", -15.4356, -74.6164, "040303"),
        Place("Yanaquihua", -15.7756, -72.8764, "040608"),
        Place("Río Grande", -15.9041, -73.0496, "040606"),
        Place("Cháparra", -15.7043, -73.8862, "040308"),
    ),
    "PE-AYA": (Place("Sancos", -15.3610, -74.2746, "050619"), Place("Pullo", -15.6096, -74.0574, "050705")),
    "PE-LAL": (Place("Pataz", -7.7850, -77.5938, "130809"), Place("Parcoy", -8.0208, -77.4756, "130808")),
    "PE-MDD": (
        Place("Inambari", -13.1013, -70.3717, "170102"),
        Place("Laberinto", -12.7171, -69.5867, "170104"),
        Place("Huepetuhe", -12.9936, -70.5273, "170204"),
    ),
    "PE-PIU": (Place("Suyo", -4.5128, -80.0025, "200210"), Place("Las Lomas", -4.6500, -80.2392, "200111")),
    "PE-PUN": (
        Place("Ananea", -14.6785, -69.5351, "211002"),
        Place("La Rinconada", -14.6313, -69.4464, "211002"),
        Place("Cerro Lunar de Oro", -14.6241, -69.4509, "211002"),
    ),
    "CO-ANT": (
        Place("Segovia", 7.0799, -74.6989),
        Place("Remedios", 7.0283, -74.6938),
        Place("Zaragoza", 7.4897, -74.8692),
        Place("El Bagre", 7.6035, -74.8095),
        Place("Anorí", 7.0727, -75.1477),
        Place("Buriticá", 6.7187, -75.9073),
    ),
    "CO-BOL": (Place("Santa Rosa del Sur", 7.9644, -74.0544),),
    "CO-BOY": (Place("Paipa", 5.7800, -73.1175),),
    "CO-CAL": (Place("Marmato", 5.4750, -75.6004), Place("Manizales", 5.0668, -75.5068)),
    "CO-CAU": (Place("Suárez", 2.9539, -76.6964), Place("Buenos Aires", 3.0140, -76.6461)),
    "CO-CHO": (Place("Istmina", 5.1605, -76.6840), Place("Condoto", 5.0935, -76.6497)),
    "CO-HUI": (Place("Íquira", 2.6487, -75.6346),),
    "CO-NAR": (Place("La Llanada", 1.4731, -77.5802), Place("Los Andes", 1.4947, -77.5214)),
    "BO-L": (
        Place("Guanay", -15.4976, -67.8833),
        Place("Mapiri", -15.2500, -68.1667),
        Place("Sorata", -15.7730, -68.6497),
        Place("Coroico", -16.1939, -67.7300),
    ),
    "HN-EP": (Place("Danlí", 14.0333, -86.5833),),
    "HN-SB": (Place("Macuelizo", 15.3128, -88.5411),),
    "GH-CP": (Place("Dunkwa-on-Offin", 5.9600, -1.7779),),
    "GH-WP": (Place("Tarkwa", 5.3038, -1.9896), Place("Prestea", 5.4338, -2.1429)),
}

SAN_ROQUE = Place("San Roque", 6.4856, -75.0192)

CURRENCIES = {
    "USD": "US dollar",
    "EUR": "Euro",
    "CHF": "Swiss franc",
    "PEN": "Peruvian sol",
    "COP": "Colombian peso",
}

# About what a US dollar was worth at the turn of each year; the months between lie on the line.
FIRST_RATE_YEAR = 2020
UNITS_FOR_A_DOLLAR = {
    "EUR": (0.893, 0.815, 0.880, 0.935, 0.905, 0.962, 0.855, 0.862),
    "CHF": (0.968, 0.884, 0.912, 0.925, 0.842, 0.905, 0.795, 0.803),
    "PEN": (3.31, 3.62, 3.98, 3.81, 3.71, 3.75, 3.38, 3.44),
    "COP": (3277.0, 3430.0, 3980.0, 4810.0, 3870.0, 4400.0, 3780.0, 3905.0),
}
# Quoted beside the dollar's, because programmes are financed in both.
CROSS_RATES = (("EUR", "COP"), ("CHF", "COP"))
RATE_SOURCE = "Illustrative; not a published rate"
KILOMETRES_PER_DEGREE = 111.2


def add_places(tables: Tables) -> None:
    """Countries, regions, currencies and monthly exchange rates."""
    for code, name in COUNTRIES.items():
        tables.add("country", illustrative=False, id=code, name=name)
    for code, name in REGIONS.items():
        tables.add("region", illustrative=False, id=code, country_id=code[:2], name=name)
    for code, name in CURRENCIES.items():
        tables.add("currency", illustrative=False, id=code, name=name, minor_digits=2)
    _add_rates(tables)


def near(place: Place, chance: Random, kilometres: float) -> tuple[float, float]:
    """A latitude and longitude within so many kilometres of the place."""
    distance = kilometres * sqrt(chance.random()) / KILOMETRES_PER_DEGREE
    angle = chance.random() * tau
    north, east = distance * cos(angle), distance * sin(angle)
    return (
        round(place.latitude + north, 5),
        round(place.longitude + east / cos(radians(place.latitude)), 5),
    )


def units_for_a_dollar(currency: str, day: date) -> float:
    """About what a US dollar is worth in a currency on the first of the day's month."""
    if currency == "USD":
        return 1.0
    start, end = UNITS_FOR_A_DOLLAR[currency][day.year - FIRST_RATE_YEAR :][:2]
    return start + (end - start) * (day.month - 1) / 12


def _add_rates(tables: Tables) -> None:
    chance = Random("exchange rates")
    for day in months(date(FIRST_RATE_YEAR, 1, 1), DATA_DATE):
        for_a_dollar = {
            currency: Decimal(str(round(units_for_a_dollar(currency, day) * chance.uniform(0.99, 1.01), 6)))
            for currency in UNITS_FOR_A_DOLLAR
        }
        for currency, rate in for_a_dollar.items():
            _add_rate(tables, "USD", currency, day, rate)
            _add_rate(tables, currency, "USD", day, 1 / rate)
        for from_, to in CROSS_RATES:
            _add_rate(tables, from_, to, day, for_a_dollar[to] / for_a_dollar[from_])


def _add_rate(tables: Tables, from_: str, to: str, day: date, rate: Decimal) -> None:
    tables.add(
        "exchange_rate",
        from_currency_id=from_,
        to_currency_id=to,
        quoted_on=day,
        rate=round(rate, 6),
        source=RATE_SOURCE,
    )
