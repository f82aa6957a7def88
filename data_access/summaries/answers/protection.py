"""Who is insured, in the period and today, and who has safety provision within reach."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from data_access.safety import NO_PROVISION, points_of_several_regions, provision_at
from data_access.schema.protection import PRODUCTS, PROVISIONS
from data_access.scope import LAPSE_DAYS
from data_access.summaries.answering import Asked, Cells, answers, answers_with_people, whole_or
from data_access.summaries.cells import OF_PERSON, Found
from data_access.summaries.edges import beginning, ending
from data_access.summaries.measures import (
    ACTIVE,
    COVER_BEGINS,
    COVER_COST,
    COVER_GOES_ON,
    COVER_LAPSES,
    COVERS_PAID,
    INSURED,
    PEOPLE_REACHED,
    PROVISION_IN_SERVICE,
    UNITS,
    UNITS_REACHED,
)
from data_access.summaries.periods import Piece, pieces
from data_access.summaries.reading import Sets, add
from data_access.summaries.spans import month_begin, month_end, month_of


@answers("insured")
def insured(asked: Asked) -> Cells:
    by_product = "product" in asked.by
    people = asked.reading(without=["product"]).states(people=asked.measures(ACTIVE))["people"]
    having = asked.measures(INSURED, product=... if by_product else None)
    found = asked.reading().states(insured=having)["insured"]
    cells = {
        codes: (found.get(codes, 0), people[group])
        for codes, group in asked.each_with("product", PRODUCTS, people)
    }
    return whole_or(asked, cells, (0, 0))


@answers_with_people("people_insured", without=("organisation", "product", "payer"))
def people_insured(asked: Asked) -> Sets | None:
    """Whose cover goes on into a span of time from before, or begins in it: not known within a month."""
    begins, goes_on = asked.measures(COVER_BEGINS), asked.measures(COVER_GOES_ON)
    spans: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces(asked.selection, asked.by):
        spans[piece.label].append(piece)
    reading = asked.reading()
    from_before, after_edge, within = dict[str, str](), dict[str, str](), dict[str, str]()
    edges = []
    for label, (first, *others) in spans.items():
        if first.first == month_begin(first.first):
            from_before[month_of(first.first - 1)] = label
            others = [first, *others]
        elif first.last == month_end(first.first):
            after_edge[month_of(first.first)] = label
            edges.append(ending(reading, first))
        else:
            return None
        within |= {piece.span: label for piece in others if piece.whole}
        edges += [beginning(reading, piece) for piece in others if not piece.whole]
    people = reading.sets((goes_on, from_before), (goes_on, after_edge), (begins, within))
    for edge in edges:
        add(people, edge)
    return reading.by_sex(people)


@answers("cover_financing", without=("organisation", *OF_PERSON))
def cover_financing(asked: Asked) -> Cells:
    """Tallies have whole months and years; of parts of months the days of all covers are reckoned."""
    paid, cost, reading = asked.measures(COVERS_PAID), asked.measures(COVER_COST), asked.reading()
    found = reading.whole(paid=paid, cost=cost)
    cells = {codes: found["cost"].get(codes, 0) for codes in found["paid"]}
    for codes, minor in reading.costs_of_cover(cost).items():
        cells[codes] = cells.get(codes, 0) + minor
    return {codes: (minor, None) for codes, minor in cells.items()}


@answers("lapsing", without=("organisation", *OF_PERSON))
def lapsing(asked: Asked) -> Cells:
    now = asked.reading(without=["days"]).states(
        people=asked.measures(ACTIVE), insured=asked.measures(INSURED, product=None)
    )
    soon = asked.reading().states(soon=asked.measures(COVER_LAPSES))["soon"]
    horizons = [str(days) for days in LAPSE_DAYS]
    return {
        codes: (soon.get(codes, 0), now["insured"].get(group, 0))
        for codes, group in asked.each_with("days", horizons, now["people"])
    }


@answers("safety_reach", without=("organisation", *OF_PERSON))
def safety_reach(asked: Asked) -> Cells:
    people = asked.reading(without=["provision"]).states(people=asked.measures(ACTIVE))["people"]
    return _reached(asked, people, PEOPLE_REACHED)


@answers("safety_reach_units")
def safety_reach_units(asked: Asked) -> Cells:
    units = asked.reading(without=["provision"]).states(units=asked.measures(UNITS))["units"]
    return _reached(asked, units, UNITS_REACHED)


@answers("provision_in_service")
def provision_in_service(asked: Asked) -> Cells:
    """At a point that serves several regions it would count once in each: of such few the records tell."""
    units = asked.reading(without=["provision"]).states(units=asked.measures(UNITS))["units"]
    found = asked.reading().states(quantity=asked.measures(PROVISION_IN_SERVICE))["quantity"]
    cells = {codes: found.get(codes, 0) for codes, _ in asked.each_with("provision", PROVISIONS, units)}
    points = points_of_several_regions()
    if asked.connection.scalar(select(points.exists())):
        at_these = provision_at(points, asked.selection, asked.by)
        for *codes, quantity, _ in asked.connection.execute(at_these):
            cells[tuple(codes)] += quantity
    return {codes: (quantity, None) for codes, quantity in cells.items()}


def _reached(asked: Asked, of: Found, name: str) -> Cells:
    reached = asked.reading().states(reached=asked.measures(name))["reached"]
    return {
        codes: (reached.get(codes, 0), of[group])
        for codes, group in asked.each_with("provision", (*PROVISIONS, NO_PROVISION), of)
    }
