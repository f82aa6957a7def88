"""Safety provision: what its exhibits say at zero and at one, and that they say what the figures say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.schema.protection import PROVISIONS
from data_access.selection import Selection
from exhibits import safety
from exhibits.clusters import MOST_MARKS
from exhibits.exhibit import Exhibit
from exhibits.theme import DARK, LIGHT, Theme
from exhibits.units import units_map
from tests.exhibits.scripted import NAMES, YEAR, Scripted


def reach(people: int, items: dict[str, int] | None = None, **reached: int) -> Exhibit:
    kinds = (*PROVISIONS, "none")
    counts = pd.DataFrame({"provision": kinds, "value": [reached.get(kind, 0) for kind in kinds]})
    counts = counts.assign(of=people, evidence="counted")
    in_service = counts[counts["provision"] != "none"].assign(
        value=[(items or {}).get(kind, 0) for kind in PROVISIONS]
    )
    figures = {"safety_reach": counts, "safety_reach_units": counts, "provision_in_service": in_service}
    return safety.safety_reach(Scripted(figures=figures), YEAR)


def test_people_to_each_chamber_brigade_and_kit() -> None:
    shown = reach(
        300,
        {"rescue_chamber": 2, "first_aid_kit": 100, "signage": 1},
        rescue_chamber=165,
        first_aid_kit=100,
        none=1,
    )
    assert shown.title == "1 of 300 miners has no safety provision within reach"
    shared = "82.5 people to each rescue chamber, no rescue brigade at all and 1 person to each first aid kit"
    assert shown.sentence == f"{shown.title} on 31 Dec 2025; {shared}."
    assert shown.subtitle.endswith(shared)
    rows = shown.frame.set_index("row")
    assert list(rows.index[:2]) == ["Rescue chamber", "First aid kit"]
    assert rows.index[-1] == "No provision at all"
    assert rows.loc["Rescue chamber", "label"] == "165 of 300 people"
    assert rows["per_item"].dropna().to_dict() == {
        "Rescue chamber": 82.5,
        "First aid kit": 1.0,
        "Signage": 0.0,
    }


@pytest.mark.parametrize(
    ("people", "none", "title"),
    [
        (300, 0, "No miner of 300 is without safety provision within reach"),
        (300, 300, "300 of 300 miners have no safety provision within reach"),
        (1, 1, "1 of 1 miner has no safety provision within reach"),
    ],
)
def test_who_has_none(people: int, none: int, title: str) -> None:
    assert reach(people, none=none).title == title


def test_every_kind_and_none_has_a_row_in_the_sample(read: Reader, chosen: Selection) -> None:
    shown = safety.safety_reach(read, chosen)
    figures = {
        name: read.figure(name, chosen).set_index("provision")["value"]
        for name in ("safety_reach", "safety_reach_units", "provision_in_service")
    }
    rows = shown.frame.set_index("provision")
    assert set(rows.index) == {*PROVISIONS, "none"}
    for column, name in (("value", "safety_reach"), ("units", "safety_reach_units")):
        assert rows[column].to_dict() == figures[name].to_dict()
    assert rows["items"].drop("none").to_dict() == figures["provision_in_service"].to_dict()
    assert rows["value"].drop("none").is_monotonic_decreasing
    assert set(rows["of"]) == {read.figure("active_miners", chosen)["value"].iloc[0]}


def units(**within: tuple[str, ...]) -> Exhibit:
    class Told(Scripted):
        def figure(
            self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
        ) -> pd.DataFrame:
            rows = [
                (unit, kind, int(kind in (kinds or ("none",))))
                for unit, kinds in within.items()
                for kind in (*PROVISIONS, "none")
            ]
            return pd.DataFrame(rows, columns=["unit", "provision", "value"])

    places = pd.DataFrame(
        {"unit": list(within), "name": list(within), "miners": 5, "women": 0, "place": None}
    )
    places = places.assign(organisation="A", region="R1", latitude=-15.0, longitude=-74.0)
    names = NAMES | {"region": {"R1": "Region"}, "organisation": {"A": "Asociación"}}
    return safety.units_without_provision(Told(answers={"names": names, "unit_places": places}), YEAR)


@pytest.mark.parametrize(
    ("within", "title"),
    [
        (
            {"A": ("signage",), "B": (), "C": ("ppe", "waste_bins")},
            "1 of 3 production units has no safety provision within reach",
        ),
        ({"A": (), "B": ()}, "2 of 2 production units have no safety provision within reach"),
        ({"A": ("ppe",)}, "No production unit of 1 is without safety provision within reach"),
    ],
)
def test_units_without_provision(within: dict[str, tuple[str, ...]], title: str) -> None:
    shown = units(**within)
    assert (shown.title, shown.sentence) == (title, f"Map: {title}.")


def test_units_without_provision_stand_first_in_the_table_and_above_the_others_on_the_map() -> None:
    shown = units(A=("signage", "first_aid_kit"), B=(), C=("ppe",))
    assert list(shown.frame["name"]) == ["B", "A", "C"]
    assert list(shown.frame["reach_name"])[:2] == ["none within reach", "first aid kit, signage"]
    assert shown.map is not None
    layers = {layer.id: layer for layer in shown.map.deck(LIGHT, shown.frame, 520, 400).layers}
    assert [point["unit"] for point in layers["units"].data] == ["C", "A", "B"]
    assert layers["units"].data[-1]["name"] == "B · none within reach · 5 miners"


def test_of_very_many_units_those_without_provision_are_drawn_and_all_are_counted() -> None:
    without = {f"N{number}": () for number in range(5)}
    shown = units(**without, **{f"S{number}": ("signage",) for number in range(MOST_MARKS + 10)})
    assert shown.subtitle.endswith(f" · {MOST_MARKS} are drawn, those without any first")
    assert len(shown.frame) == MOST_MARKS + 15
    assert shown.map is not None
    layers = {layer.id: layer for layer in shown.map.deck(LIGHT, shown.frame, 520, 400).layers}
    drawn = [point["unit"] for point in layers["units"].data]
    assert len(drawn) == MOST_MARKS
    assert set(drawn[-5:]) == set(without)
    assert f"{MOST_MARKS + 15} units" in layers["names"].data[0]["text"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_map_says_by_colour_what_its_legend_says(palette: Theme) -> None:
    shown = units(A=("signage",), B=())
    assert shown.map is not None
    (group,) = shown.map.legend(palette)
    assert [word for _, word in group.entries] == ["none", "one kind or more"]
    points = next(
        layer for layer in shown.map.deck(palette, shown.frame, 520, 400).layers if layer.id == "units"
    )
    fills = {point["unit"]: "#{:02X}{:02X}{:02X}".format(*point["c"]) for point in points.data}
    assert [fills["B"], fills["A"]] == [colour for colour, _ in group.entries]
    assert fills["B"] == palette.target


def test_the_map_of_the_sample_shows_each_unit_once(read: Reader, chosen: Selection) -> None:
    shown, all_units = safety.units_without_provision(read, chosen), units_map(read, chosen)
    assert sorted(shown.frame["unit"]) == sorted(all_units.frame["unit"])
    without = read.figure("safety_reach_units", chosen, only={"provision": "none"})["value"].iloc[0]
    assert shown.title.startswith(f"{without} of {len(shown.frame)} production units")
    assert (shown.frame["reach"] == "none").sum() == without
