"""Each sponsor's share of a co-financed programme, and of what the programme reached."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlalchemy import CTE, Connection, Float, Select, String, case, cast, func, literal, null, select

from data_access.definition import Figure
from data_access.dialects import bytewise
from data_access.disclosure.rules import WHOLE, YEARS, NotForOutsiders
from data_access.exchange import exchange_rates
from data_access.figures import figure, figure_statement, known_figure
from data_access.frames import frame_of
from data_access.language import Later
from data_access.programmes import chosen_programmes
from data_access.schema import Currency, Funding
from data_access.scope import TIME, state_days, time_of
from data_access.selection import Selection
from data_access.viewer import Viewer

# What each sponsor agreed is known; a target is nobody's result.
NEVER_SPLIT = {"funding", "target"}
# Each sponsor's own: what others of the programme have is not in it.
OWN = {"funding", "attributed"}


class CannotBeSplit(ValueError):
    """A figure of which sponsors have no parts."""

    def __init__(self, asked: Figure) -> None:
        super().__init__(
            f"{asked.name} can't be split among sponsors: only what programmes reached can be, where it "
            "is counted or added up. Shares, rates and lengths of time have no parts."
        )


@figure_statement("attributed", dimensions=("programme", "sponsor", *TIME), fixed=("programme", "sponsor"))
def attributed(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Each sponsor's part of all funding agreed for a programme by the state day.

    Null for all sponsors of a programme where a rate is missing, or nothing was agreed but zero.
    """
    agreed = _agreed(selection, by)
    rates = _rates(agreed)
    state = (agreed.c.day, *time_of(agreed), agreed.c.programme)
    sponsors = (
        select(
            *state,
            agreed.c.sponsor,
            func.sum(agreed.c.amount * rates.c.rate).label("worth"),
            (func.count() - func.count(rates.c.rate)).label("without_rate"),
        )
        .join(
            rates,
            (rates.c.day == agreed.c.day)
            & (rates.c.from_currency == agreed.c.currency)
            & (rates.c.to_currency == agreed.c.common_currency),
        )
        .group_by(*state, agreed.c.sponsor)
        .cte("sponsor_of_programme")
    )
    programme = (sponsors.c.day, sponsors.c.programme)
    whole = func.sum(sponsors.c.worth).over(partition_by=programme)
    without_rate = func.sum(sponsors.c.without_rate).over(partition_by=programme)
    shares = select(
        *sponsors.c, case((without_rate == 0, sponsors.c.worth / func.nullif(whole, 0.0))).label("share")
    ).cte("share_of_programme")
    statement = select(*(shares.c[name] for name in by), shares.c.share.label("value"), null().label("of"))
    # Who is looked at narrows the rows; all funding of the programme stays what a share is part of.
    return statement.where(shares.c.sponsor.in_(selection.sponsors)) if selection.sponsors else statement


def rates_used(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """The exchange rates behind the shares on the as-of day.

    A row for each programme and currency that had to be changed. Columns: ``programme``,
    ``from_currency``, ``to_currency``, ``rate`` (what one of the first is worth in the second;
    missing where none was quoted), ``quoted_on``, ``inverted`` (whether it is the inverse of the
    rate quoted), ``source``.
    """
    selection = viewer.within(selection)
    agreed = _agreed(selection, ())
    rates = _rates(agreed)
    used = (
        select(
            agreed.c.programme,
            rates.c.from_currency,
            rates.c.to_currency,
            rates.c.rate,
            rates.c.quoted_on,
            rates.c.inverted,
            rates.c.source,
        )
        .join(
            rates,
            (rates.c.from_currency == agreed.c.currency) & (rates.c.to_currency == agreed.c.common_currency),
        )
        .where(rates.c.from_currency != rates.c.to_currency)
        .distinct()
    )
    frame = frame_of(connection, used)
    frame = frame.sort_values(["programme", "from_currency"], ignore_index=True)
    return frame.astype({"rate": float, "inverted": bool})


def can_be_split(asked: Figure) -> bool:
    """Whether sponsors have parts of a figure: it is counted or added up, and knows its programme."""
    return "programme" in asked.dimensions and not asked.is_ratio and asked.name not in NEVER_SPLIT


def whole_under_each(asked: Figure) -> bool:
    """Whether, by sponsor, a programme's whole value stands under each of its sponsors."""
    return asked.name not in OWN


def attributed_to(
    connection: Connection,
    viewer: Viewer,
    name: str,
    selection: Selection,
    only: dict[str, Any] | None = None,
) -> pd.DataFrame:
    """Each sponsor's part of a figure, programme by programme; never to be added over programmes.

    Columns: ``programme``, ``sponsor``, the figure's fixed dimensions and those of ``only``,
    ``share`` (on the as-of day), ``whole`` (the figure for that programme alone), ``value`` (whole
    × share) and ``evidence``. People are split into fractions of people; money into whole minor
    units that add up to the whole: what is left over goes to the largest remainders. Where there is
    no share, ``share`` and ``value`` are missing. For outsiders there is a column ``suppressed``: of a
    whole that is withheld there is no part either, since it would tell the whole. Raises
    UnknownFigure, UnknownDimension, CannotBeSplit, NotForOutsiders.
    """
    asked, only = known_figure(name), only or {}
    if viewer.outsider and selection.sponsors:
        raise NotForOutsiders(Later(WHOLE))
    if not can_be_split(asked):
        raise CannotBeSplit(asked)
    shares = figure(connection, viewer, "attributed", selection.narrowed(sponsors=()))
    shares = shares.rename(columns={"value": "share"})[["programme", "sponsor", "share"]]
    shares = shares.astype({"share": float})  # where all are missing, too
    wholes = figure(connection, viewer, name, selection.narrowed(sponsors=()), ("programme",), only)
    wholes = wholes.rename(columns={"value": "whole"})
    told = ["suppressed"] if "suppressed" in wholes else []
    groups = list(dict.fromkeys(("programme", *asked.fixed, *only)))
    wholes = wholes[[*groups, "whole", *told]].assign(whole=pd.to_numeric(wholes["whole"]))
    if set(asked.fixed) <= set(only):
        # A programme without a row reached nothing of what is asked for; outsiders are told of people of
        # a year whether or not there are any.
        wholes = shares[["programme"]].drop_duplicates().merge(wholes, how="left").assign(**only)
        for column in told:
            wholes[column] = wholes[column].fillna(name in YEARS).astype(bool)
        withheld = wholes[told[0]] if told else pd.Series(False, index=wholes.index)
        wholes["whole"] = wholes["whole"].mask(wholes["whole"].isna() & ~withheld, 0)
    codes = list(dict.fromkeys((*asked.fixed, *only)))
    parts = shares.merge(wholes, on="programme").sort_values(
        ["programme", *codes, "sponsor"], ignore_index=True
    )
    exactly = asked.unit == "money"
    if exactly:
        parts = parts.astype({"whole": "Int64"})
    parts = parts.assign(
        value=_parts(parts, ["programme", *codes]) if exactly else parts["whole"] * parts["share"]
    )
    if selection.sponsors:
        parts = parts[parts["sponsor"].isin(selection.sponsors)].reset_index(drop=True)
    ordered = parts[list(dict.fromkeys(("programme", "sponsor", *codes, "share", "whole", "value", *told)))]
    return ordered.assign(evidence=asked.evidence)


def split(whole: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that add up to ``whole``, by shares that add up to one.

    Each is its exact part rounded down; what is then left goes to the largest remainders, and of
    equal ones to the first.
    """
    exact = [whole * Fraction(share) for share in shares]
    parts = [part.__floor__() for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def _parts(parts: pd.DataFrame, groups: list[str]) -> pd.Series[Any]:
    """Amounts split exactly within each group; missing where there is no share, or the amount is withheld."""
    found = pd.Series(pd.NA, index=parts.index, dtype="Int64")
    for _, group in parts.dropna(subset=["share", "whole"]).groupby(groups, dropna=False):
        found[group.index] = split(int(group["whole"].iloc[0]), list(group["share"]))
    return found


def _agreed(selection: Selection, by: Sequence[str]) -> CTE:
    """All agreements for the selected programmes that held on each state day, whoever pays.

    Columns: ``day``, those of ``TIME``, ``programme``, ``sponsor``, ``currency``, ``amount`` (in
    major units) and ``common_currency``: that of the programme's first agreement.
    """
    days = state_days(selection, by)
    place = func.row_number().over(
        partition_by=Funding.programme_id, order_by=(Funding.agreed_on, bytewise(Funding.id))
    )
    ranked = select(Funding.programme_id, Funding.currency_id, place.label("place")).subquery("agreement")
    minor_units = cast(literal("1e") + cast(Currency.minor_digits, String), Float)
    return (
        select(
            days.c.day,
            *time_of(days),
            Funding.programme_id.label("programme"),
            Funding.organisation_id.label("sponsor"),
            Funding.currency_id.label("currency"),
            (cast(Funding.amount_minor, Float) / minor_units).label("amount"),
            ranked.c.currency_id.label("common_currency"),
        )
        .select_from(days)
        .join(Funding, Funding.agreed_on <= days.c.day)
        .join(Currency, Currency.id == Funding.currency_id)
        .join(ranked, (ranked.c.programme_id == Funding.programme_id) & (ranked.c.place == 1))
        .where(*chosen_programmes(selection, Funding.programme_id))
        .cte("agreed")
    )


def _rates(agreed: CTE) -> CTE:
    """The rate of each state day for each currency that is changed into another."""
    pairs = select(
        agreed.c.day,
        agreed.c.currency.label("from_currency"),
        agreed.c.common_currency.label("to_currency"),
    ).distinct()
    return exchange_rates(pairs.cte("changed"))
