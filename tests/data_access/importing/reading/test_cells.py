"""Decimals become whole numbers of their smallest part, exactly, and nothing else does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.importing.descriptor import record_tables
from data_access.importing.reading.cells import cell_readers, whole_parts

READ_GRAMS = cell_readers(record_tables()["gold_lot"])["fine_grams"]
READ_VALUE = cell_readers(record_tables()["indicator_value"])["value"]


@given(parts=st.integers(-(2**63) + 1, 2**63 - 1), digits=st.integers(0, 6))
def test_what_is_written_in_major_units_comes_back_in_minor_ones(parts: int, digits: int) -> None:
    whole, rest = divmod(abs(parts), 10**digits)
    written = f"{'-' if parts < 0 else ''}{whole}.{rest:0{digits}d}" if digits else str(parts)
    assert whole_parts(Decimal(written), digits) == (parts, None)


@given(parts=st.integers(1, 2**63 - 1), digit=st.integers(1, 9))
def test_a_digit_more_than_there_are_parts_is_refused(parts: int, digit: int) -> None:
    value, reason = whole_parts(Decimal(f"{parts // 100}.{parts % 100:02d}{digit}"), 2)
    assert value is None
    assert reason is not None


@given(st.text(max_size=30))
def test_whatever_stands_in_a_cell_it_is_read_or_refused_in_words(cell: str) -> None:
    value, reason = READ_VALUE(cell)
    assert (value is None) == (reason is not None)
    assert value is None or (isinstance(value, int) and Decimal(cell) * 1000 == value)


@pytest.mark.parametrize(
    ("written", "milligrams"),
    [("1", 1000), ("1.5", 1500), ("1.500", 1500), ("0.001", 1), ("1e3", 1_000_000), (" 2.5 ", 2500),
     (".5", 500), ("1.2340", 1234), ("9223372036854775.807", 2**63 - 1)],
)  # fmt: skip
def test_spellings_of_decimals(written: str, milligrams: int) -> None:
    assert READ_GRAMS(written) == (milligrams, None)


@pytest.mark.parametrize(
    "written",
    ["1.2345", "1,5", "1_000", "NaN", "-Infinity", "1e99", "1e-9", "1e-99999999", "1e99999999", "٣",
     "0x10", "one", "9223372036854775.808", "1.0000000000000000000000000000000001", ""],
)  # fmt: skip
def test_what_is_no_exact_decimal(written: str) -> None:
    value, reason = READ_GRAMS(written)
    assert value is None
    assert reason is not None
