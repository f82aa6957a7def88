"""When something is so of an organisation, by hand."""

from __future__ import annotations

from datetime import date

from data_access.summaries.formalisation import Request, current, foremost, mitigation, outcomes
from data_access.summaries.spans import FOREVER


def day(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def test_a_report_is_current_until_the_day_before_the_same_day_a_year_later() -> None:
    assert current([date(2023, 5, 10)]) == [(day("2023-05-10"), day("2024-05-09"))]


def test_a_report_of_29_february_is_a_year_old_on_28_february() -> None:
    assert current([date(2024, 2, 29)]) == [(day("2024-02-29"), day("2025-02-27"))]


def test_reports_that_follow_one_another_are_current_without_a_gap() -> None:
    assert current([date(2024, 3, 1), date(2023, 5, 10)]) == [(day("2023-05-10"), day("2025-02-28"))]


def test_of_two_permits_the_foremost_holds_and_the_other_around_it() -> None:
    held = list(foremost([("granted", (10, 20)), ("applied", (5, 30)), ("none", (12, 15))]))
    assert held == [("granted", [(10, 20)]), ("applied", [(5, 9), (21, 30)])]


def test_a_finding_is_open_then_being_mitigated_then_mitigated() -> None:
    spans = mitigation(date(2023, 1, 1), date(2023, 3, 1), date(2023, 6, 1))
    assert spans == {
        "open": (day("2023-01-01"), day("2023-02-28")),
        "mitigating": (day("2023-03-01"), day("2023-05-31")),
    }


def test_a_finding_that_nobody_minds_stays_open() -> None:
    first, last = mitigation(date(2023, 1, 1), None, None)["mitigating"]
    assert first > last
    assert mitigation(date(2023, 1, 1), None, None)["open"] == (day("2023-01-01"), FOREVER)


def test_a_finding_mitigated_before_it_was_written_down_is_never_open() -> None:
    for first, last in mitigation(date(2023, 1, 1), date(2022, 3, 1), date(2022, 6, 1)).values():
        assert first > last


def test_a_request_that_was_granted_tells_over_a_later_refusal() -> None:
    granted = Request(date(2023, 1, 1), date(2023, 2, 1), "granted", None)
    refused = Request(date(2023, 3, 1), date(2023, 4, 1), "refused", "No address")
    assert list(outcomes([granted, refused])) == [
        (("granted", None), [(day("2023-02-01"), FOREVER)]),
        (("pending", None), [(day("2023-01-01"), day("2023-01-31"))]),
    ]


def test_until_one_is_granted_the_latest_request_tells() -> None:
    refused = Request(date(2023, 1, 1), date(2023, 2, 1), "refused", "No address")
    granted = Request(date(2023, 3, 1), date(2023, 4, 1), "granted", None)
    assert list(outcomes([refused, granted])) == [
        (("granted", None), [(day("2023-04-01"), FOREVER)]),
        (("pending", None), [(day("2023-03-01"), day("2023-03-31"))]),
        (("pending", None), [(day("2023-01-01"), day("2023-01-31"))]),
        (("refused", "No address"), [(day("2023-02-01"), day("2023-02-28"))]),
    ]
