"""Safety provision: what its exhibits say at zero and at one, and that they say what the figures say."""

from __future__ import annotations

import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.schema.protection import PROVISIONS
from data_access.selection import Selection
from exhibits import safety
from exhibits.clusters import MOST_MARKS
from exhibits.drawn.safety import units_by_reach
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
    """Those without anything stand first in ``within`` where there are more than the map has room for."""
    reached = [int(any(kind in kinds for kinds in within.values())) for kind in PROVISIONS]
    lacking = sum(not kinds for kinds in within.values())
    by_kind = pd.DataFrame(
        {"provision": [*PROVISIONS, "none"], "value": [*reached, lacking], "of": len(within)}
    )
    by_region = pd.DataFrame({"region": ["PE-ARE"], "value": [len(within)]})
    shown = list(within)[:MOST_MARKS]
    places = pd.DataFrame({"unit": shown, "name": shown, "miners": 5, "women": 0, "place": None})
    places = places.assign(organisation="A", region="PE-ARE", latitude=-15.0, longitude=-74.0)
    kinds = [(unit, kind) for unit in shown for kind in sorted(within[unit])]
    names = NAMES | {"region": {"PE-ARE": "Region"}, "organisation": {"A": "Asociación"}}
    told = Scripted(
        figures={"safety_reach_units": by_kind, "production_units": by_region},
        answers={
            "names": names,
            "units_lacking_first": tuple(shown),
            "unit_places": places,
            "provision_of_units": pd.DataFrame(kinds, columns=["unit", "provision"]),
        },
    )
    return safety.units_without_provision(told, YEAR)


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
    assert shown.title == f"5 of {MOST_MARKS + 15} production units have no safety provision within reach"
    assert shown.subtitle.endswith(f" · {MOST_MARKS} are shown, those without any first")
    assert len(shown.frame) == MOST_MARKS
    assert shown.whole is not None
    assert shown.map is not None
    layers = {layer.id: layer for layer in shown.map.deck(LIGHT, shown.frame, 520, 400).layers}
    drawn = [point["unit"] for point in layers["units"].data]
    assert len(drawn) == MOST_MARKS
    assert set(drawn[-5:]) == set(without)
    assert f"{MOST_MARKS + 15} units" in layers["names"].data[0]["text"]


def test_a_region_none_of_whose_units_are_shown_is_named_with_all_of_them() -> None:
    shown = units(**{f"N{number}": () for number in range(MOST_MARKS + 1)})
    assert shown.map is not None
    regions = (("PE-ARE", "Arequipa", 0.0, "341 units"), ("PE-MDD", "Madre de Dios", 0.0, "7 units"))
    deck = units_by_reach(
        LIGHT, shown.frame, 520, 400, regions, (("PE", "Peru"),), (("PE-ARE", 341), ("PE-MDD", 7))
    )
    layers = {layer.id: layer for layer in deck.layers}
    # The last one is the length of the scale.
    assert [name["text"] for name in layers["names"].data][:-1] == [
        "Arequipa · 341 units",
        "Madre de Dios · 7 units",
    ]
    (east, north) = layers["names"].data[1]["at"]
    assert -72.5 < east < -68.5 and -13.5 < north < -9.5


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
