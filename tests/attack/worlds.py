"""A store of two worlds, each large enough that something is told of it: one's own, and a foreign one.

Every word and key of a row says whose it is, and the foreign ones are canaries: not one of them may be
told to anybody but their own. What is new in the schema is filled as well.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zlib import crc32

from PIL import Image, PngImagePlugin
from sqlalchemy import Boolean, Column, Date, DateTime, Engine, Float, Integer, Table, insert

from data_access import schema as s
from data_access.audit import Action, record
from data_access.grants import Grant, grant
from data_access.isolation import isolated
from data_access.schema.base import Words
from data_access.viewer import UNRESTRICTED, Role
from tests.data_access.two_worlds import COMMON, LEFT_EMPTY, SPOKEN, tables

OWN, FOREIGN, SHARED = "Ownworld", "Canarybird", "Everybodys"
# What nobody may be told, however it is written; compared in small letters.
CANARY = FOREIGN.lower()
# The secret by which places are moved: the same in a store with the foreign world and in one without.
KEY = "5eed" * 16
DATA_DATE, DAY = date(2024, 12, 31), date(2024, 2, 15)
FIRST_GRANTED = date(2024, 1, 1)
# How many rows of a table a world has; six of all others.
ROWS = {
    "organisation": 2, "programme": 2, "region": 2, "country": 1, "funding": 4,
    "production_unit": 12, "enrolment": 18, "assessment": 24, "miner": 96, "membership": 96,
    "training_session": 8, "attendance": 96, "cover": 60, "currency": 1, "exchange_rate": 1,
    "indicator": 2, "ladder": 1, "stage": 3, "topic": 2, "standard": 1, "premium_rate": 1,
    "support_service": 1,
}  # fmt: skip
OTHERWISE = 6
# A key has 64 characters at most, and says its table too.
LONGEST_WORLD_IN_A_KEY = 30
COUNTRIES = {OWN: "XA", FOREIGN: "XB", SHARED: "XA"}
CORNERS = {OWN: (-15.6179, -72.4183), FOREIGN: (2.4537, -76.6319), SHARED: (0.0, 0.0)}
# A number that stands for the foreign world wherever a number is asked for.
NUMBERS = {OWN: 6, FOREIGN: 7_654_321, SHARED: 6}
NUMBERED = {("currency", "minor_digits"): 2, ("topic", "validity_months"): 12, ("miner", "birth_year"): 1980}
# Columns of which more has to be said than that they are there.
MEANT = SPOKEN | {("topic", "required"): True, ("certification", "status"): "certified"}
VARIED = {("incident", "severity")}
LINKED = {("claim", "selection"), ("photo", "story_id")}
GRANTS = {
    "sponsor": Grant("sponsor@x.example", Role.sponsor, funder=f"{OWN}-organisation-0"),
    "coordinator": Grant("coordinator@x.example", Role.coordinator, regions=(f"XA-{OWN}-0", f"XA-{OWN}-1")),
    "presenter": Grant(
        "presenter@x.example", Role.presenter, programmes=(f"{OWN}-programme-0", f"{OWN}-programme-1")
    ),
    "administrator": Grant("administrator@x.example", Role.administrator),
}
LIMITED = tuple(role for role in GRANTS if role != "administrator")


def fill(engine: Engine, *worlds: str) -> None:
    """Fills an empty store with the worlds named and what they share, and with the grants of their own.

    Any text can be the name of a world, and then stands at the head of each of its words.
    """
    with engine.begin() as connection:
        connection.execute(insert(s.PlaceKey).values(id=1, key=KEY))
        for table in tables():
            rows = [
                row(table, world, number, _voice(world, number, worlds))
                for world in _of(table, worlds)
                for number in _numbers(table)
            ]
            connection.execute(insert(table), rows)
        connection.execute(
            insert(s.PackageImport).values(
                name="worlds", title="Worlds", version="1", data_date=DATA_DATE, sample=False,
                row_count=1, content_hash="0", imported_at=datetime(2025, 1, 1),
            )
        )  # fmt: skip
        for given in GRANTS.values() if OWN in worlds else (GRANTS["administrator"],):
            grant(connection, UNRESTRICTED, _from_the_first(given))
        if FOREIGN in worlds:
            foreigner = Grant(f"{FOREIGN}@x.example", Role.sponsor, funder=key_of("organisation", FOREIGN))
            grant(connection, UNRESTRICTED, _from_the_first(foreigner))
            record(
                connection, foreigner.viewer, Action.download, exhibit=FOREIGN, selection=FOREIGN, row_count=1
            )


def key_of(table: str, world: str, number: int = 0) -> str:
    """The key of a row of a world; countries and regions have such as the standard has."""
    country, short = COUNTRIES.get(world, "XA"), world[:LONGEST_WORLD_IN_A_KEY]
    if not short.isprintable() or isolated(short) != short:
        short = f"W{crc32(world.encode()):x}"  # an import refuses such a key
    if table == "country":
        return country
    return f"{country}-{short}-{number}" if table == "region" else f"{short}-{table}-{number}"


def places(world: str) -> Iterator[tuple[float, float]]:
    """The true latitudes and longitudes of a world."""
    for table in ("production_unit", "shared_point", "organisation"):
        for number in range(ROWS.get(table, OTHERWISE)):
            yield _place(world, number)


def row(table: Table, world: str, number: int, voice: str) -> dict[str, Any]:
    """A row of a table, each of whose words begins with the voice, and names its table and column."""
    values = {
        column.name: f"{voice}-{table.name}-{column.name}-{number}"
        if _is_told(table, column)
        else _value(table, column, world, number)
        for column in table.columns
    }
    return {name: value for name, value in values.items() if (table.name, name) not in LEFT_EMPTY}


def _voice(world: str, number: int, worlds: tuple[str, ...]) -> str:
    """Whose words a row has: what everybody shares says so, or takes turns with the names of all worlds."""
    return worlds[number % len(worlds)] if world == SHARED and OWN not in worlds else world


def _is_told(table: Table, column: Column[Any]) -> bool:
    """Whether a column holds words of no other meaning."""
    place = (table.name, column.name)
    return isinstance(column.type, Words) and place not in {*MEANT, *LINKED, ("photo", "image")}


def _of(table: Table, worlds: tuple[str, ...]) -> tuple[str, ...]:
    if table is s.Country.__table__:
        return tuple({COUNTRIES.get(world, "XA"): world for world in worlds}.values())
    if _is_common(table):
        return (SHARED,)
    # Whoever offers support stands in a directory that everybody reads: that the foreign ones don't.
    return worlds[:1] if table is s.SupportService.__table__ else worlds


def _is_common(table: Table) -> bool:
    return any(table is record.__table__ for record in COMMON) and table.name != "country"


def _numbers(table: Table) -> range:
    return range(ROWS.get(table.name, OTHERWISE))


def _value(table: Table, column: Column[Any], world: str, number: int) -> Any:
    place = (table.name, column.name)
    if place in NUMBERED:
        return NUMBERED[place]
    if place == ("claim", "selection"):
        return f"programme={quote(key_of('programme', world))}"
    if place == ("photo", "story_id"):
        return key_of("story", world)
    if place == ("photo", "image"):
        return _picture(world)
    if place in MEANT and not (place in VARIED and number):
        return MEANT[place]
    for foreign_key in column.foreign_keys:
        return _reference(table, foreign_key.column, world, number)
    if column.primary_key and column.name == "id":
        return key_of(table.name, world, number)
    if column.name == "language":
        return "en"
    if "choices" in column.info:
        return _choice(table, column, number)
    return _plain_value(table, column, world, number)


def _choice(table: Table, column: Column[Any], number: int) -> Any:
    """Another of the known codes in each row; in people, in each unit."""
    known = column.info["choices"]
    step = number // ROWS["production_unit"] if table.name in ("miner", "membership") else number
    return known[step % len(known)]


def _reference(table: Table, target: Column[Any], world: str, number: int) -> Any:
    """The key of one of the rows of another table, so that all of them are named."""
    if target.name != "id":
        return _value(target.table, target, world, number % ROWS.get(target.table.name, OTHERWISE))
    whose = SHARED if _is_common(target.table) else OWN if world == SHARED else world
    there = ROWS.get(target.table.name, OTHERWISE)
    if table.name == "enrolment" and target.table.name == "programme":
        return key_of("programme", whose, number // ROWS["production_unit"])
    if table.name == "funding" and target.table.name == "programme":
        return key_of("programme", whose, number // there)
    if table.name != "funding" and target.table.name == "organisation":
        return key_of("organisation", whose)
    return key_of(target.table.name, whose, number % there)


def _plain_value(table: Table, column: Column[Any], world: str, number: int) -> Any:
    match column.type:
        case Boolean():
            return False
        case DateTime():
            return datetime(2024, 3, 1) + timedelta(days=number)
        case Date():
            return _day(column.name, number)
        case Float():
            if column.name in ("latitude", "longitude"):
                return _place(world, number)[column.name == "longitude"]
            return float(NUMBERS.get(world, 6))
        case Integer():
            if column.name == "year":
                return 2024 - number if table.name == "improvement_plan" else 2024
            return number + 1 if column.name == "position" else NUMBERS.get(world, 6)
    raise TypeError(f"{table.name}.{column.name} has a type that is not known here")


def _day(name: str, number: int) -> date:
    if "last" in name:
        return DATA_DATE
    if any(part in name for part in ("first", "agreed", "joined")):
        return date(2024, 1, 1)
    return DAY + timedelta(days=17 * number % 300)


def _picture(world: str) -> str:
    """A picture in which its world is written, in Base64."""
    words, written = PngImagePlugin.PngInfo(), io.BytesIO()
    words.add_text("world", world)
    Image.new("RGB", (2, 2)).save(written, "PNG", pnginfo=words)
    return base64.b64encode(written.getvalue()).decode()


def _place(world: str, number: int) -> tuple[float, float]:
    """Somewhere in the world's corner of the earth, with decimals that no other number has."""
    latitude, longitude = CORNERS.get(world, CORNERS[OWN])
    return round(latitude + 0.0131 * number, 4), round(longitude + 0.0177 * number, 4)


def _from_the_first(given: Grant) -> Grant:
    return Grant(given.viewer, given.role, given.programmes, given.funder, given.regions, FIRST_GRANTED)
