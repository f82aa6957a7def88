"""What others have published, beside what the rows of this store say of the same."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, Select, select

from data_access.definition import Figure
from data_access.disclosure.rules import NotForOutsiders
from data_access.disclosure.withholding import NOT_TOLD, WITHHELD, any_withheld, why_withheld
from data_access.evidence import COUNTED, MixedEvidence, one_grade
from data_access.figures import UnknownDimension, UnknownFigure, figure, figures, known_figure
from data_access.language import Later
from data_access.names import names, unit_names
from data_access.questions import Question, Unreadable, codes_with_value, question_of
from data_access.schema import Base, Claim, Currency
from data_access.viewer import Viewer
from data_access.visible import seen_whole

COLUMNS = (
    *("id", "claim", "publisher", "published_on", "subject", "figure", "comparison", "published"),
    *("recorded", "not_told", "difference", "unit", "currency", "evidence", "holds", "reason"),
    *("selection", "question", "source"),
)
# "About" holds within this part of the published value.
TOLERANCE = 0.05
# A share is published in whole percents at the least: 0.9 is 90 %.
LEAST_SHARE_DIGITS = 2
# What differs beyond these digits only differs by the way a computer adds.
EXACT_DIGITS = 9
REASONS = {
    "=": Later("The rows of this store give another value."),
    ">=": Later("The rows of this store give less than was published."),
    "<=": Later("The rows of this store give more than was published."),
    "about": Later(
        "The rows of this store give a value more than {tolerance} away from it.",
        tolerance=f"{TOLERANCE:.0%}",
    ),
}
# Codes that a column of some table may hold, whether or not any row does.
KNOWN_CODES = {
    code
    for table in Base.metadata.tables.values()
    for column in table.columns
    for code in column.info.get("choices", ())
}


class NotRecorded(ValueError):
    """The rows give no value to set beside a claim; the message says why."""


class Withheld(ValueError):
    """The value would tell of too few; the message says of how few."""


@dataclass(frozen=True)
class Recorded:
    """What the rows say of a claim: the question as read, a value and its unit, or why there is none,
    and whether that is because the viewer is not told."""

    question: Question | None = None
    value: float | None = None
    unit: str | None = None
    reason: Later | str = ""
    not_told: str | None = None


def claims(connection: Connection, viewer: Viewer) -> pd.DataFrame:
    """Every claim beside what is recorded of it: those that no longer hold first, then by key.

    Columns: ``id``, ``claim`` (the words), ``publisher``, ``published_on``, ``subject``, ``figure``,
    ``comparison`` (= >= <= about), ``published``, ``recorded``, ``not_told`` (``withheld`` or ``not
    told`` where an outsider does not learn what is recorded, else None), ``difference`` (recorded less
    published), ``unit``, ``currency``, ``evidence``, ``holds`` (True, False, or None where nothing
    is compared), ``reason`` (why it does not hold or is not compared: a sentence to be said, or an empty
    text), ``selection`` (as written), ``question`` (as read: a Question, or None) and ``source``. Money
    is in minor units.

    A claim with a selection is computed anew. Only counted ones are compared: ``=`` after rounding
    to the digits published (a share to whole percents at the least, money to the minor unit),
    ``about`` within 5 %. A counted claim that can't be computed does not hold; of one whose recorded
    value a viewer is not told, neither is said. A viewer with limits
    sees the claims of no programme in particular, and those of which all that was meant is theirs to
    see. Raises EmptyStore.
    """
    rows = connection.execute(_claims_statement()).all()
    found = [_beside_recorded(connection, viewer, row) for row in rows if _shown(connection, viewer, row)]
    found.sort(key=lambda claim: claim["holds"] is not False)
    frame = pd.DataFrame(found, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(("published", "recorded", "difference"), float))


def _claims_statement() -> Select[Any]:
    read = [column for column in Claim.__table__.columns if "provenance" not in column.info]
    columns = [column for column in read if column.name not in ("illustrative", "words")]
    return (
        select(*columns, Claim.words.label("claim"), Currency.minor_digits)
        .outerjoin(Currency, Currency.id == Claim.currency_id)
        .order_by(Claim.id)
    )


def _shown(connection: Connection, viewer: Viewer, row: Row[Any]) -> bool:
    """Whether a viewer is told of a claim: of one that they see a part of, the value would be another."""
    if not viewer.rights.limited or row.selection is None:
        return True
    try:
        return seen_whole(connection, viewer, question_of(connection, viewer, row.selection).selection)
    except Unreadable:
        return False


def _beside_recorded(connection: Connection, viewer: Viewer, row: Row[Any]) -> dict[str, Any]:
    recorded = _recorded(connection, viewer, row)
    published = row.value if row.minor_digits is None else float(round(row.value * 10**row.minor_digits))
    compared = row.evidence == COUNTED
    holds = difference = None
    reason = recorded.reason
    if compared and recorded.not_told is None:
        holds = False
    if compared and recorded.value is not None:
        difference = round(recorded.value - published, EXACT_DIGITS)
        holds = _holds(row.comparison, published, recorded.value, recorded.unit)
        reason = "" if holds else REASONS[row.comparison]
    return {
        **row._mapping,
        "published": published,
        "recorded": recorded.value,
        "not_told": recorded.not_told,
        "difference": difference,
        "unit": recorded.unit,
        "currency": row.currency_id,
        "holds": holds,
        "reason": reason,
        "question": recorded.question,
    }


def _recorded(connection: Connection, viewer: Viewer, row: Row[Any]) -> Recorded:
    """The claim's value computed anew from the rows."""
    own = figures().get(row.figure)
    unit = "money" if row.currency_id is not None else own.unit if own else None
    if row.selection is None:
        return Recorded(unit=unit, reason=Later("It names no rows of this store to compute it from."))
    question = None
    try:
        question = question_of(connection, viewer, row.selection)
        wanted = known_figure(row.figure)
        unit = _unit(wanted, question)
        one_grade(row.evidence, wanted.evidence)
        return Recorded(question, _value(connection, viewer, row, wanted, question, unit), unit)
    except NotForOutsiders as error:
        return Recorded(question, unit=unit, reason=error.args[0], not_told=NOT_TOLD)
    except Withheld as error:
        return Recorded(question, unit=unit, reason=error.args[0], not_told=WITHHELD)
    except (NotRecorded, Unreadable, UnknownFigure, UnknownDimension, MixedEvidence) as error:
        return Recorded(question, unit=unit, reason=error.args[0])


def _value(
    connection: Connection,
    viewer: Viewer,
    row: Row[Any],
    wanted: Figure,
    question: Question,
    unit: str | None,
) -> float:
    """The one value that answers the question; raises NotRecorded, UnknownDimension, NotForOutsiders,
    Withheld."""
    only = dict(question.only)
    if row.currency_id is not None:
        asked = only.setdefault("currency", row.currency_id)
        if asked != row.currency_id:
            raise NotRecorded(
                Later(
                    "It is published in {currency}, and its selection asks for {other}.",
                    currency=row.currency_id,
                    other=asked or Later("no currency"),
                )
            )
    if question.count is not None:
        groups = figure(connection, viewer, wanted.name, question.selection, [question.count], only)
        _told(viewer, wanted, groups)
        return float(codes_with_value(groups, question.count))
    if unit == "money" and row.currency_id is None:
        raise NotRecorded(Later("It names no currency."))
    found = figure(connection, viewer, wanted.name, question.selection, only=only)
    _told(viewer, wanted, found)
    if len(found) > 1:
        several = [name for name in wanted.fixed if found[name].nunique(dropna=False) > 1]
        raise _of_several(len(found), several)
    if found.empty:
        _known(connection, viewer, only)
    nothing = None if wanted.is_ratio or wanted.name == "target" else 0
    value: Any = found["value"].iloc[0] if len(found) else nothing
    if pd.isna(value):
        raise NotRecorded(Later("There is nothing in this selection to compute it from."))
    major = wanted.unit != "money" and unit == "money"  # a target stands in major units
    return float(round(value * 10**row.minor_digits) if major else value)


def _told(viewer: Viewer, wanted: Figure, rows: pd.DataFrame) -> None:
    """Raises Withheld where a number of these rows is."""
    if any_withheld(rows):
        raise Withheld(Later("The recorded value is withheld: {why}.", why=why_withheld(viewer, wanted.name)))


def _of_several(values: int, dimensions: list[str]) -> NotRecorded:
    """That dimensions have to be named for there to be one value. What they are called is said elsewhere."""
    listed = Later(dimensions[0])
    for dimension in dimensions[1:]:
        listed = Later("{dimensions} and the {last}", dimensions=listed, last=Later(dimension))
    return NotRecorded(
        Later("There are {number} values of it: name the {dimensions}.", number=values, dimensions=listed)
    )


def _known(connection: Connection, viewer: Viewer, only: dict[str, str | None]) -> None:
    """Raises NotRecorded for a code that nothing here has: of a misspelt one there would be none."""
    own = unit_names(connection, viewer, (only.get("unit") or "",))
    known: dict[str, Container[str]] = {**names(connection, viewer), "unit": own, "figure": figures()}
    for dimension, code in only.items():
        if code is not None and code not in known.get(dimension, KNOWN_CODES):
            raise NotRecorded(
                Later("There is no {kind} “{code}” in this store.", kind=Later(dimension), code=code)
            )


def _unit(wanted: Figure, question: Question) -> str | None:
    """What the value counts: a target has the unit of the figure it is set for."""
    if question.count is not None:
        return question.count
    aimed_at = figures().get(question.only.get("figure") or "")
    return aimed_at.unit if aimed_at else wanted.unit


def _holds(comparison: str, published: float, recorded: float, unit: str | None) -> bool:
    """Whether the published value still holds against the recorded one, both in the same unit."""
    exact_published, exact_recorded = (round(value, EXACT_DIGITS) for value in (published, recorded))
    match comparison:
        case ">=":
            return exact_recorded >= exact_published
        case "<=":
            return exact_recorded <= exact_published
        case "about":
            return abs(exact_recorded - exact_published) <= round(TOLERANCE * abs(published), EXACT_DIGITS)
    digits = max(_digits(published), LEAST_SHARE_DIGITS if unit == "share" else 0)
    return _rounded(recorded, digits) == _rounded(published, digits)


def _digits(value: float) -> int:
    """How many decimal digits a value was published with: 0.875 has three, 154 none."""
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(value: float, digits: int) -> Decimal:
    return Decimal(str(round(value, EXACT_DIGITS))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
