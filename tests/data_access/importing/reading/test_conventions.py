"""Days and numbers come back exactly in whatever way a file writes them; what it leaves open is asked."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from data_access.importing.problems import Problem, Problems
from data_access.importing.reading import Told, opened
from data_access.importing.reading.numbers import LONGEST_NUMBER

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
# Milligrams, as the store keeps them: of gold that somebody could sell.
MILLIGRAMS = st.integers(1, 10**13)
SEPARATORS = st.sampled_from("/-")
ORDERS = {"day-first": "%d{0}%m{0}%Y", "month-first": "%m{0}%d{0}%Y"}
# By decimal sign, what may separate thousands.
THOUSANDS = {
    "comma": ("", ".", " ", "\N{NO-BREAK SPACE}", "'"),
    "point": ("", ",", " ", "\N{NARROW NO-BREAK SPACE}", "’"),
}
SIGNS = {"comma": ",", "point": "."}
SIGNS_OF = frozenset(SIGNS.values())


def read(
    lots: list[tuple[str, str]], told: Told | None = None
) -> tuple[list[tuple[Any, Any]], list[Problem]]:
    """The days and milligrams of gold lots as they are written, and what is told of them."""
    problems = Problems()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gold_lot.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "organisation_id", "buyer_id", "sold_on", "fine_grams", "destination_id"])
            writer.writerows(["L", "ORG", "ORG", day, grams, "PE"] for day, grams in lots)
        with opened(path, told or Told(), problems) as package:
            rows = [row.values for row in package.tables["gold_lot"].rows({}, problems)]
    return [(values[4], values[5]) for values in rows], [*problems.whole, *problems.rows]


def grams_written(milligrams: int, sign: str, thousands: str) -> str:
    whole, rest = divmod(milligrams, 1000)
    return f"{whole:,}".replace(",", thousands) + (f"{SIGNS[sign]}{rest:03d}".rstrip("0") if rest else "")


def shows_order(day: date) -> bool:
    return day.day > 12


@given(
    days=st.lists(DAYS, min_size=1, max_size=5), order=st.sampled_from(sorted(ORDERS)), separator=SEPARATORS
)
def test_days_come_back_if_one_of_them_shows_the_order_and_else_are_asked(
    days: list[date], order: str, separator: str
) -> None:
    lots = [(day.strftime(ORDERS[order].format(separator)), "1") for day in days]
    values, problems = read(lots)
    if any(map(shows_order, days)) or all(day.day == day.month for day in days):
        assert problems == []
        assert [day for day, _ in values] == days
    else:
        (problem,) = problems
        row = next(row for row, day in enumerate(days, 2) if day.day != day.month)
        assert (problem.row, problem.column, problem.value) == (row, "sold_on", lots[row - 2][0])
        assert "--dates day-first or --dates month-first" in problem.reason
        assert days[row - 2].isoformat() in problem.reason


@given(
    days=st.lists(DAYS, min_size=1, max_size=5), order=st.sampled_from(sorted(ORDERS)), separator=SEPARATORS
)
def test_days_come_back_if_the_order_is_told(days: list[date], order: Any, separator: str) -> None:
    lots = [(day.strftime(ORDERS[order].format(separator)), "1") for day in days]
    values, problems = read(lots, Told(dates=order))
    assert problems == []
    assert [day for day, _ in values] == days


@given(day_first=DAYS.filter(shows_order), month_first=DAYS.filter(shows_order))
def test_two_orders_in_a_file_are_refused_with_both_rows(day_first: date, month_first: date) -> None:
    lots = [("2024-01-01", "1"), (f"{day_first:%d/%m/%Y}", "1"), (f"{month_first:%m/%d/%Y}", "1")]
    _, problems = read(lots)
    assert [problem.row for problem in problems] == [3]
    assert f"row 4, sold_on ({month_first:%m/%d/%Y})" in problems[0].reason


@given(
    day=DAYS,
    spelling=st.sampled_from(["iso", "points", "year first", "long", "medium", "serial", "at midnight"]),
    language=st.sampled_from(["en", "es", "es_PE", "fr"]),
)
def test_days_that_show_their_order_come_back_alone(day: date, spelling: str, language: str) -> None:
    written = {
        "iso": day.isoformat(),
        "points": f"{day.day}.{day.month}.{day.year}",
        "year first": f"{day:%Y/%m/%d}",
        "long": format_date(day, "d 'de' MMMM 'de' y" if language != "fr" else "d MMMM y", locale=language),
        "medium": format_date(day, "dd-MMM-y", locale=language),
        "serial": str((day - date(1899, 12, 30)).days).zfill(5),
        "at midnight": f"{day} 00:00:00",
    }[spelling]
    values, problems = read([(written, "1")])
    assert (values, problems) == ([(day, 1000)], [])


@given(
    milligrams=st.lists(MILLIGRAMS, min_size=1, max_size=5),
    sign=st.sampled_from(sorted(SIGNS)),
    place=st.integers(0, 4),
    told=st.booleans(),
)
def test_numbers_come_back_if_one_of_them_shows_the_sign_and_else_are_asked(
    milligrams: list[int], sign: Any, place: int, told: bool
) -> None:
    written = [grams_written(number, sign, THOUSANDS[sign][place]) for number in milligrams]
    values, problems = read(
        [("2024-04-17", number) for number in written], Told(decimals=sign) if told else None
    )
    if problems:
        # Each of them has one sign at most, and three digits behind it.
        assert not told
        assert "--decimals comma or --decimals point" in problems[0].reason
        assert all(number.count(",") + number.count(".") <= 1 for number in written)
        assert all(number[-4] in ",." for number in written if SIGNS_OF.intersection(number))
    else:
        assert [number for _, number in values] == milligrams


@given(whole=st.integers(1, 999), rest=st.integers(0, 999), sign=st.sampled_from(",."))
def test_a_number_that_may_be_two_is_always_asked(whole: int, rest: int, sign: str) -> None:
    written = f"{whole}{sign}{rest:03d}"
    values, (problem,) = read([("2024-04-17", "12"), ("2024-04-17", written)])
    assert (problem.row, problem.column, problem.value) == (3, "fine_grams", written)
    assert f"{whole}{rest:03d}" in problem.reason and f"{whole}.{rest:03d}" in problem.reason
    assert values[1][1] is None


@given(st.decimals("0.001", "999", places=2), st.decimals("0.001", "999", places=2))
def test_two_signs_in_a_file_are_refused_with_both_rows(one: Decimal, other: Decimal) -> None:
    lots = [("2024-04-17", f"{one:.2f}".replace(".", ",")), ("2024-04-17", f"{other:.2f}")]
    _, problems = read(lots)
    assert [problem.row for problem in problems] == [2]
    assert f"row 3, fine_grams ({other:.2f})" in problems[0].reason


@given(st.text(max_size=LONGEST_NUMBER + 2))
def test_whatever_stands_in_a_cell_it_is_read_asked_or_refused_in_words(cell: str) -> None:
    values, problems = read([(cell, cell)])
    if not problems and values:
        assert None not in values[0]


@pytest.mark.parametrize(
    ("told", "day"), [("day-first", date(2024, 4, 3)), ("month-first", date(2024, 3, 4)), (None, None)]
)
def test_the_language_of_a_file_says_nothing_of_its_days(tmp_path: Path, told: Any, day: date | None) -> None:
    path = tmp_path / "Lotes de oro.csv"
    path.write_text(
        "Código,Vendedor,Comprador,Vendido el,Gramos finos,Destino\nL2,ORG,ORG,03/04/2024,1,PE\n", "utf-8"
    )
    problems = Problems()
    with opened(path, Told(dates=told), problems) as package:
        (row,) = package.tables["gold_lot"].rows({}, problems)
    assert row.values[4] == day
    assert bool(problems.whole) == (day is None)
    assert problems.rows == []  # the question is put once, and not for each row
