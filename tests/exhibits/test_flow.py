"""A flow's bands keep their widths, its labels keep apart, and what is nothing is not drawn."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibits.flow import COLUMNS, HEADING, LAST_COLUMN, LINE, SEAM, SIDES, Band, Node, laid_out

HEIGHT = 600
HEADINGS = ("First", "Second", "Third")


def nodes(*names: str) -> list[Node]:
    """Nodes named after their columns: ``a0`` stands in the first, ``b2`` in the third."""
    return [Node(name, int(name[-1]), f"Called {name}", f"said {name}") for name in names]


def told(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """What the rows tell of each node, by its name; each node is told of once."""
    found: dict[str, dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        for end, side in enumerate(SIDES):
            if pd.notna(row[f"{side}_at"]):
                assert row[side] not in found, "told twice"
                of_side = {key.removeprefix(f"{side}_"): row[key] for key in row if str(key).startswith(side)}
                found[row[side]] = of_side | {"x": row[f"x{end}"]}
    return found


flows = st.builds(
    lambda amounts: [
        Band(f"{source}0" if step == 0 else f"{source}1", f"{target}{step + 1}", amount, "due")
        for (step, source, target), amount in amounts.items()
    ],
    st.dictionaries(
        st.tuples(st.integers(0, 1), st.sampled_from("abcdefg"), st.sampled_from("abcdefg")),
        st.one_of(st.integers(0, 3), st.integers(0, 10**11)),
        min_size=1,
        max_size=30,
    ),
)
ALL = nodes(*(f"{letter}{column}" for column in range(3) for letter in "abcdefg"))


@given(bands=flows)
def test_labels_keep_apart_and_stay_within(bands: list[Band]) -> None:
    frame = laid_out(ALL, bands, HEADINGS, HEIGHT)
    assert len(frame) == len([band for band in bands if band.amount])
    if frame.empty:
        return
    known = pd.DataFrame(told(frame)).T
    for _, column in known.groupby("x"):
        tops = sorted(column["at"])
        assert tops[0] >= HEADING - 0.5
        assert all(second - first >= 2 * LINE - 0.5 for first, second in pairwise(tops))
    assert (known["said_at"] == known["at"] + LINE).all()
    assert known["said_at"].max() + LINE <= HEIGHT + 0.5
    assert known["x"].between(0, LAST_COLUMN).all()


@given(bands=flows)
def test_bands_lie_side_by_side_and_within(bands: list[Band]) -> None:
    frame = laid_out(ALL, bands, HEADINGS, HEIGHT)
    for end, side in enumerate(SIDES):
        assert (frame[f"foot{end}"] > frame[f"top{end}"]).all()
        assert frame[f"top{end}"].ge(HEADING - 0.5).all() and frame[f"foot{end}"].le(HEIGHT + 0.5).all()
        for _, rows in frame.groupby(side):
            ends = rows.sort_values(f"top{end}")
            gaps = ends[f"top{end}"].to_numpy()[1:] - ends[f"foot{end}"].to_numpy()[:-1]
            assert abs(gaps).max(initial=0) < 0.01
    assert (frame["foot0"] - frame["top0"]).to_list() == pytest.approx(
        (frame["foot1"] - frame["top1"]).to_list()
    )


@given(bands=flows)
def test_lines_of_the_list_keep_apart_and_each_column_has_its_heading(bands: list[Band]) -> None:
    frame = laid_out(ALL, bands, HEADINGS, HEIGHT)
    if frame.empty:
        return
    known = pd.DataFrame(told(frame)).T
    headed = known[known["heading"].notna()]
    assert sorted(headed["heading"]) == sorted({HEADINGS[int(name[-1])] for name in known["name"]})
    line = HEIGHT / (len(known) + len(headed))
    starts = sorted([*known["row"], *(headed["heading_foot"] + SEAM - line)])
    assert starts == pytest.approx([place * line for place in range(len(starts))], abs=1e-6)
    assert (known["row_foot"] - known["row"] < line).all()
    assert known["part"].max() == 1


def test_a_small_flow() -> None:
    bands = [Band("a0", "a1", 300, "due"), Band("a0", "b1", 100, "open"), Band("b0", "a1", 0, "due")]
    frame = laid_out(nodes("a0", "b0", "a1", "b1"), bands, HEADINGS, HEIGHT)
    assert frame[["source", "target", "amount", "role", "ends"]].to_numpy().tolist() == [
        ["Called a0", "Called a1", 300, "due", True],
        ["Called a0", "Called b1", 100, "open", True],
    ]
    thickness = frame["foot0"] - frame["top0"]
    assert thickness[0] == pytest.approx(3 * thickness[1])
    assert (frame["x0"].tolist(), frame["x1"].tolist()) == ([0, 0], [LAST_COLUMN, LAST_COLUMN])
    known = told(frame)
    assert "Called b0" not in known
    assert [known[f"Called {name}"]["part"] for name in ("a0", "a1", "b1")] == [1, 0.75, 0.25]
    assert [known[f"Called {name}"]["role"] for name in ("a0", "a1", "b1")] == ["due", "due", "open"]


def test_a_long_name_has_lines_and_room_for_them() -> None:
    long = Node("a0", 0, "Organisation and management of the premium", "said")
    bands = [Band("a0", "a1", 1, "due"), Band("b0", "a1", 10**6, "due")]
    frame = laid_out([long, *nodes("b0", "a1")], bands, HEADINGS, HEIGHT)
    known = told(frame)
    assert known[long.name]["lines"] == "Organisation and\nmanagement of the\npremium"
    assert known[long.name]["said_at"] + LINE <= known["Called b0"]["at"]


@pytest.mark.parametrize("bands", [[], [Band("a0", "a1", 0, "due")]])
def test_nothing_flows(bands: list[Band]) -> None:
    frame = laid_out(nodes("a0", "a1"), bands, HEADINGS, HEIGHT)
    assert frame.empty and list(frame.columns) == list(COLUMNS)
