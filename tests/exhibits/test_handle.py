"""No two codes give one name to an element or an exhibit."""

from __future__ import annotations

from itertools import combinations

from exhibits.exhibit import handle


def test_a_code_of_ours_is_readable() -> None:
    assert handle("CL-15") == "cl_15"
    assert handle("SBG") == "sbg"


def test_no_two_codes_are_called_alike() -> None:
    codes = ("CL-1", "Cl-1", "CL 1", "CL.1", "CL+1", "+1", "-1 ", "מכרה", "منجم", "")
    assert not [pair for pair in combinations(map(handle, codes), 2) if pair[0] == pair[1]]
