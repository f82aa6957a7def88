"""Days and numbers in all the ways they are written, codes in three languages, and yes and no."""

from __future__ import annotations

from data_access.importing.reading import Told
from tests.data_access.importing.corpus_case import Case, Expected, Rows, sent

NOT_A_DAY = "This is not a day."
NOT_A_NUMBER = "This is not a number."


def lots(*cells: str, column: str) -> Rows:
    """Gold lots in which one column differs: from L2 on, which stands on line 2."""
    lot = {"organisation_id": "ORG", "buyer_id": "ORG", "sold_on": "2024-04-17", "fine_grams": "5"}
    rows = [
        lot | {"id": f"L{number}", "destination_id": "PE", column: cell}
        for number, cell in enumerate(cells, 2)
    ]
    return {"gold_lot": [row for row in rows if row[column]]}


def days(
    name: str, *read: str, refusals: list[Expected] | None = None, doubts: list[Expected] | None = None
) -> Case:
    """Lots with these days; an empty one could not be read."""
    rows = lots(*read, column="sold_on")
    return Case(name, sent(f"{name}/gold_lot.csv"), rows, refusals or [], doubts or [])


def grams(name: str, *read: str, refusals: list[Expected] | None = None) -> Case:
    return Case(name, sent(f"{name}/gold_lot.csv"), lots(*read, column="fine_grams"), refusals or [])


def answered(case: Case, told: Told, rows: Rows, refusals: list[Expected] | None = None) -> Case:
    """The same file again, with an answer to its question."""
    return Case(f"{case.name}, {told.dates or told.decimals}", case.make, rows, refusals or [], told=told)


def asked(name: str, row: int, column: str, reason: str) -> Case:
    return Case(name, sent(f"{name}/gold_lot.csv"), None, [("gold_lot", row, column, reason)])


OPEN_DAYS = asked(
    "open-days", 3, "sold_on", "Is this 2024-04-03 or 2024-03-04? No day of the file shows it. Say"
)
BOTH_ORDERS = asked(
    "both-orders",
    2,
    "sold_on",
    "Here the day comes first, and in gold_lot, row 3, sold_on (04/18/2024) the month.",
)
OPEN_NUMBERS = asked(
    "open-numbers", 3, "fine_grams", "Is this 1234 or 1.234? No number of the file shows it. Say"
)
BOTH_SIGNS = asked(
    "both-signs",
    2,
    "fine_grams",
    "Here the decimals follow a comma, and in gold_lot, row 3, fine_grams (12.5) a point.",
)

DAYS = [
    days("days-first", "2024-04-17", "2024-04-03", "2024-05-04"),
    days("months-first", "2024-04-17", "2024-04-03"),
    OPEN_DAYS,
    answered(OPEN_DAYS, Told(dates="day-first"), lots("2024-04-04", "2024-04-03", column="sold_on")),
    answered(OPEN_DAYS, Told(dates="month-first"), lots("2024-04-04", "2024-03-04", column="sold_on")),
    BOTH_ORDERS,
    answered(
        BOTH_ORDERS,
        Told(dates="day-first"),
        lots("2024-04-17", column="sold_on"),
        [("gold_lot", 3, "sold_on", NOT_A_DAY)],
    ),
    days("same-day-and-month", "2024-04-04", "2024-05-05"),
    days("points", "2024-04-17", "2024-04-03"),
    days("points-and-months-first", "2024-04-03", "2024-04-17"),
    days(
        "names-of-months",
        "2024-04-17",
        "2024-04-17",
        "2024-04-17",
        "2024-08-01",
        "2024-09-03",
        "2024-04-05",
        "2024-02-17",
    ),
    days(
        "short-years",
        "",
        "",
        "2024-04-17",
        refusals=[
            ("gold_lot", 2, "sold_on", "The year has two digits"),
            ("gold_lot", 3, "sold_on", "The year has two digits"),
        ],
    ),
    days(
        "serials",
        "2024-04-17",
        "2024-04-18",
        doubts=[
            (
                "gold_lot",
                2,
                "sold_on",
                "This and others like it were read as days that a spreadsheet counts: 2",
            ),
        ],
    ),
    days("year-first", "2024-04-17", "2024-04-03"),
    days("midnights", "2024-04-17", "", refusals=[("gold_lot", 3, "sold_on", "A day has no time of day.")]),
    days(
        "no-days",
        "",
        "",
        "",
        "",
        "",
        refusals=[("gold_lot", row, "sold_on", NOT_A_DAY) for row in range(2, 7)],
    ),
    Case(
        "moments",
        sent("moments/assessment.csv"),
        {
            "assessment": [
                {
                    "id": f"A{number}",
                    "unit_id": "U1",
                    "ladder_id": "SBG",
                    "stage_id": "SBG-1",
                    "assessed_on": "2024-04-17",
                    "recorded_at": moment,
                }
                for number, moment in enumerate(
                    [
                        "2024-04-17T10:30:00",
                        "2024-04-17T10:30:15",
                        "2024-04-17T09:05:00",
                        "2024-04-17T10:30:00",
                        "2024-04-17T22:30:00-05:00",
                        "2024-04-17T10:30:00Z",
                        "2024-04-17T10:30:00",
                    ],
                    2,
                )
            ]
        },
        doubts=[("assessment", 8, "recorded_at", "This and others like it were read as")],
    ),
]

NUMBERS = [
    grams("decimal-commas", "12.5", "1234", "1234.567", "1234567", "0.125"),
    grams("decimal-points", "12.5", "1234", "1234.567", "1234567", "0.125"),
    OPEN_NUMBERS,
    answered(OPEN_NUMBERS, Told(decimals="comma"), lots("12", "1234", column="fine_grams")),
    answered(OPEN_NUMBERS, Told(decimals="point"), lots("12", "1.234", column="fine_grams")),
    BOTH_SIGNS,
    answered(
        BOTH_SIGNS,
        Told(decimals="comma"),
        lots("12.5", column="fine_grams"),
        [("gold_lot", 3, "fine_grams", NOT_A_NUMBER)],
    ),
    grams("apostrophes", "1234.5", "1234567", "12"),
    grams("spaces", "1234.5", "1234567", "1234", "12"),
    grams(
        "no-numbers",
        "",
        "",
        "",
        "",
        "",
        "",
        refusals=[
            ("gold_lot", row, "fine_grams", "This is a percentage" if row == 3 else NOT_A_NUMBER)
            for row in range(2, 8)
        ],
    ),
    grams(
        "too-many-decimals",
        "",
        "",
        refusals=[
            ("gold_lot", 2, "fine_grams", "This has too many decimals."),
            ("gold_lot", 3, "fine_grams", "This is less than 0.001,"),
        ],
    ),
    Case(
        "whole-numbers",
        sent("whole-numbers/training_session.csv"),
        {
            "training_session": [
                {
                    "id": f"T{number}",
                    "programme_id": "HSE-1",
                    "topic_id": "EXPLOSIVES",
                    "held_on": f"2023-03-0{number - 1}",
                    "minutes": minutes,
                }
                for number, minutes in ((2, "1234"), (3, "90"))
            ]
        },
    ),
    Case(
        "whole-numbers-of-programs",
        sent("whole-numbers-of-programs/training_session.csv"),
        {
            "training_session": [
                {
                    "id": f"T{number}",
                    "programme_id": "HSE-1",
                    "topic_id": "EXPLOSIVES",
                    "held_on": f"2023-03-0{number - 1}",
                    "minutes": minutes,
                }
                for number, minutes in ((2, "90"), (3, "45"))
            ]
        },
        [("training_session", 4, "minutes", "This is not a whole number.")],
    ),
    Case(
        "degrees",
        sent("degrees/organisation.csv"),
        {
            "organisation": [
                {
                    "id": "ORG-2",
                    "name": "Dos",
                    "kind": "company",
                    "country_id": "PE",
                    "latitude": "-15.123",
                    "longitude": "-72.456",
                }
            ]
        },
    ),
    Case(
        "halves-of-whole-numbers",
        sent("halves-of-whole-numbers/delivery.csv"),
        {
            "delivery": [
                {
                    "id": "D3",
                    "programme_id": "HSE-1",
                    "kind": "ppe",
                    "unit_id": "U1",
                    "delivered_on": "2023-04-01",
                    "quantity": "1",
                    "value": "7.5",
                    "currency_id": "USD",
                }
            ]
        },
        [("delivery", 2, "quantity", "This is not a whole number.")],
    ),
    Case(
        "described-whole-numbers",
        sent("described-whole-numbers"),
        {
            "training_session": [
                {
                    "id": "T3",
                    "programme_id": "HSE-1",
                    "topic_id": "EXPLOSIVES",
                    "held_on": "2023-03-02",
                    "minutes": "90",
                }
            ]
        },
        [("training_session", 2, "minutes", "This is not a whole number.")],
    ),
    Case("described", sent("described"), lots("1.234", column="fine_grams")),
    Case("described-with-commas", sent("described-with-commas"), lots("1234.5", "1234", column="fine_grams")),
]

CODES = [
    Case(
        "truths",
        sent("truths/topic.csv"),
        {
            "topic": [
                {"id": code, "name": name, "required": required}
                for code, name, required in (
                    ("A", "Uno", "true"),
                    ("B", "Dos", "false"),
                    ("C", "Tres", "true"),
                    ("D", "Cuatro", "false"),
                    ("E", "Cinco", "true"),
                    ("F", "Seis", "true"),
                )
            ]
        },
        [("topic", 8, "required", "This is neither true nor false.")],
    ),
    Case(
        "codes",
        sent("codes/incident.csv"),
        {
            "incident": [
                {
                    "id": "IN1",
                    "unit_id": "U1",
                    "occurred_on": "2023-01-01",
                    "kind": "accident",
                    "severity": "first_aid",
                    "cause": "rockfall",
                    "people_hurt": "1",
                },
                {
                    "id": "IN2",
                    "unit_id": "U1",
                    "occurred_on": "2023-01-02",
                    "kind": "accident",
                    "severity": "near_miss",
                    "cause": "fall",
                    "people_hurt": "0",
                },
            ]
        },
        [("incident", 4, "severity", "This code is not known.")],
    ),
    Case(
        "spaces-around-codes",
        sent("spaces-around-codes/attendance.csv"),
        {"attendance": [{"session_id": "T1", "miner_id": "M3"}]},
    ),
]

CASES = [*DAYS, *NUMBERS, *CODES]
