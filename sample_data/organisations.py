"""The bodies of the sample: mining organisations, operators, sponsors, buyers, support organisations."""

from __future__ import annotations

import tomllib
import unicodedata
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from sample_data.places import PLACES, SAN_ROQUE, Place, near
from sample_data.sample import MiningOrganisation, Sample

WORDS = Path(__file__).parent / "words"

# Mining organisations that published claims name or tell of: code, name, region, place, description.
NAMED = (
    ("OREX-INTERNAL", "Internal miners at Minera Orex", "PE-ARE", "Quicacha",
     "Groups of miners that work on the concession of Minera Orex"),
    ("OREX-EXTERNAL", "External miners selling to Minera Orex", "PE-ARE", "Huanuhuanu",
     "Groups of miners that sell ore to Minera Orex"),
    ("MACDESA-PALLAQUERAS", "Pallaqueras at MACDESA", "PE-ARE", "Cháparra",
     "Women who select ore by hand at Cuatro Horas"),
    ("MOBILE-PLANT", "Women selectors of the mobile plant", "CO-CAU", "Suárez",
     "Women selectors of Cauca who process their ore in a mobile plant without mercury"),
    ("IQUIRA", "Cooperativa Multiactiva Agrominera de Íquira", "CO-HUI", "Íquira",
     "Cooperative of miners who also farm"),
    ("MINAS-Y-CUEVAS", "Minas y Cuevas", "HN-SB", "Macuelizo",
     "Company of the communities around Macuelizo"),
)  # fmt: skip

# Made-up mining organisations in each region.
COUNTS = {
    "PE-ARE": 16, "PE-AYA": 10, "PE-LAL": 7, "PE-MDD": 6, "PE-PIU": 6, "PE-PUN": 12,
    "CO-ANT": 22, "CO-BOL": 5, "CO-BOY": 8, "CO-CAL": 5, "CO-CAU": 6, "CO-CHO": 6, "CO-HUI": 4, "CO-NAR": 8,
    "BO-L": 13, "HN-EP": 4, "HN-SB": 4, "GH-CP": 4, "GH-WP": 4,
}  # fmt: skip
# The last ones of Antioquia sit in San Roque; the first are associations of women.
IN_SAN_ROQUE = 8
OF_WOMEN = 7
OF_SELECTORS = 2

# Code, name, kind, country, whether made up, what it does.
OTHERS = (
    ("OREX", "Minera Orex", "mining_operator", "PE", False, "Holds a concession in Arequipa"),
    ("VETA-IMAGINARIA", "Minera Veta Imaginaria", "mining_operator", "PE", True, "Holds a concession"),
    ("CERRO-SUPUESTO", "Minera Cerro Supuesto", "mining_operator", "PE", True, "Holds a concession"),
    ("QUEBRADA-FINGIDA", "Minera Quebrada Fingida", "mining_operator", "PE", True, "Holds a concession"),
    ("OCIM", "OCIM", "company", "FR", False, "Trades in and finances precious metals"),
    ("LVMH", "LVMH", "company", "FR", False, "Group of luxury houses, jewellers among them"),
    ("AMBRE", "Fondation Lac d'Ambre", "foundation", "CH", True, "Pays for safety in small mines"),
    ("ESCHEN", "Stiftung Drei Eschen", "foundation", "DE", True, "Pays for work with women miners"),
    ("QUIET-RIVER", "Quiet River Fund", "foundation", "US", True, "Pays for work without mercury"),
    ("GUADUA", "Fondo Puente de Guadua", "foundation", "CO", True, "Pays for access to finance"),
    ("VAL-CLAIR", "Raffinerie Val Clair", "company", "CH", True, "Refines gold"),
    ("TILLEUL", "Maison Tilleul & Saule", "company", "FR", True, "Makes jewellery"),
    ("KESTREL", "Kestrel & Fern Jewellers", "company", "GB", True, "Make jewellery"),
    ("SAMBUCO", "Orafi del Sambuco", "company", "IT", True, "Make jewellery"),
    ("ERLENHOF", "Goldschmiede am Erlenhof", "company", "DE", True, "Makes jewellery"),
    ("HARBOR-LARK", "Harbor Lark Metals", "company", "US", True, "Refines and trades in gold"),
    ("DOS-ORILLAS", "Comercializadora Dos Orillas", "company", "PE", True, "Buys and exports gold"),
    ("TRES-FAROLES", "Comercializadora Tres Faroles", "company", "CO", True, "Buys and exports gold"),
    ("ARM", "Alliance for Responsible Mining", "support_organisation", "CO", False,
     "Supports artisanal miners and keeps the Fairmined standard"),
    ("SBGA", "Swiss Better Gold Association", "support_organisation", "CH", False,
     "Brings traders, refiners and jewellers together around responsible small mines"),
    ("SOLIDARIDAD", "Solidaridad", "support_organisation", "NL", False,
     "Works for sustainable supply chains of farms and small mines"),
    ("AGC", "Artisanal Gold Council", "support_organisation", "CA", False,
     "Works with small gold mines on processing without mercury"),
    ("PLANETGOLD", "planetGOLD", "support_organisation", "CH", False,
     "Programme of the Global Environment Facility against mercury in small gold mines"),
    ("CASA-CANDELA", "Casa Candela", "support_organisation", "PE", True, "Regional centre for miners"),
    ("TALLER-ROCA", "Taller Roca Viva", "support_organisation", "BO", True, "Consultants for cooperatives"),
    ("ASEMPA-DESK", "Gold Coast Miners' Desk", "support_organisation", "GH", True,
     "Regional centre for small-scale miners"),
)  # fmt: skip


def add_organisations(sample: Sample) -> None:
    """All organisations: those that claims name, the made-up ones, and those around them."""
    for code, name, kind, country, made_up, description in OTHERS:
        sample.tables.add(
            "organisation",
            illustrative=made_up,
            id=code,
            name=name,
            kind=kind,
            country_id=country,
            description=description,
        )
    chance = Random("organisations")
    for code, name, region, place_name, description in NAMED:
        place = next(place for place in PLACES[region] if place.name == place_name)
        body = MiningOrganisation(code, region, place, named=True)
        _add(sample, chance, body, name, made_up=False, description=description)
    names = _names(chance)
    for region, count in COUNTS.items():
        for number in range(count):
            words = names[region[:2] if region.startswith("GH") else "es"].pop()
            body = MiningOrganisation(_code(words), region, _place(region, number, count))
            name, form = _full_name(words, region, number, chance)
            _add(sample, chance, body, name, made_up=True, cooperative_form=form)


def words(name: str) -> dict[str, Any]:
    """The content of a file of words."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))


def _add(
    sample: Sample, chance: Random, body: MiningOrganisation, name: str, made_up: bool, **more: Any
) -> None:
    latitude, longitude = near(body.place, chance, 4)
    sample.tables.add(
        "organisation",
        illustrative=made_up,
        id=body.id,
        name=name,
        kind="mining_organisation",
        country_id=body.region[:2],
        region_id=body.region,
        place=body.place.name,
        latitude=latitude,
        longitude=longitude,
        **more,
    )
    sample.organisations.append(body)


def _names(chance: Random) -> dict[str, list[str]]:
    """Two-word names in chance order, no two alike."""
    source = words("names")
    pairs = [
        *product(source["feminine"], source["feminine_traits"]),
        *product(source["masculine"], source["masculine_traits"]),
    ]
    chance.shuffle(pairs)
    return {"es": [" ".join(pair) for pair in pairs], "GH": list(reversed(source["ghanaian"]))}


def _full_name(name: str, region: str, number: int, chance: Random) -> tuple[str, str | None]:
    """The name with what kind of body it is; and its form, if it is a cooperative."""
    bodies = words("names")["bodies"]
    if region.startswith("GH"):
        full = f"{name} {chance.choice(bodies['ghanaian_bodies'])}"
    else:
        kind = region[:2]
        if region == "CO-ANT" and number < OF_WOMEN:
            kind = "women"
        if region == "PE-ARE" and number < OF_SELECTORS:
            kind = "selectors"
        full = f"{chance.choice(bodies[kind])} {name}"
    form = chance.choice(["shared_licence", "shared_licence", "member_body"])
    return full, form if "ooperativ" in full else None


def _place(region: str, number: int, count: int) -> Place:
    if region == "CO-ANT" and number >= count - IN_SAN_ROQUE:
        return SAN_ROQUE
    return PLACES[region][number % len(PLACES[region])]


def _code(name: str) -> str:
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    return plain.upper().replace(" ", "-")
