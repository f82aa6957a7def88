"""Who is insured, in the period and today, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Select,
    String,
    and_,
    case,
    column,
    func,
    select,
    true,
)

from data_access.cover import covers_of_spans, unbroken_cover
from data_access.dialects import days_later
from data_access.events import distinct
from data_access.figures import figure_statement
from data_access.schema import (
    Cover,
)
from data_access.schema.protection import PRODUCTS
from data_access.scope import (
    PERSON,
    TIME,
    active_miners,
    horizons,
    listed,
)
from data_access.selection import Selection


@figure_statement("insured", dimensions=(*PERSON, "product", *TIME))
def insured(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Active miners with cover in force, whoever provided it, of all active miners.

    By product, each group has each product, be it with nobody.
    """
    miners = active_miners(selection, by)
    asked = select(*miners.c).select_from(miners)
    in_force = [Cover.first_day <= miners.c.day, Cover.last_day >= miners.c.day]
    if "product" in by:
        products = listed("product", (column("product", String),), [(code,) for code in PRODUCTS])
        asked = asked.add_columns(products.c.product).join(products, true())
        in_force.append(Cover.product == products.c.product)
    covers = asked.outerjoin(Cover, and_(Cover.miner_id == miners.c.miner, *in_force))
    person = covers.add_columns(Cover.miner_id.label("insured")).cte("person")
    groups = [person.c[name] for name in by]
    return select(
        *groups,
        func.count(person.c.insured.distinct()).label("value"),
        func.count(person.c.miner.distinct()).label("of"),
    ).group_by(*groups)


@figure_statement("people_insured", dimensions=(*PERSON, "product", "payer", *TIME))
def people_insured(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Distinct miners with cover by a selected programme that overlaps the period, active or not."""
    return distinct(covers_of_spans(selection, by), "miner", by)


@figure_statement("lapsing", dimensions=(*PERSON, "days", *TIME), fixed=("days",))
def lapsing(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Insured miners whose unbroken cover ends within 30, 60, 90 days of each state day, of all insured."""
    miners, ahead, covered = active_miners(selection, by), horizons(), unbroken_cover()
    in_force = (
        (covered.c.miner == miners.c.miner)
        & (covered.c.first_day <= miners.c.day)
        & (covered.c.last_day >= miners.c.day)
    )
    person = (
        select(*miners.c, ahead.c.days, covered.c.miner.label("insured"), covered.c.last_day)
        .select_from(miners)
        .join(ahead, true())
        .outerjoin(covered, in_force)
        .cte("person")
    )
    groups = [person.c[name] for name in by]
    ending = case((person.c.last_day <= days_later(person.c.day, person.c.days), person.c.insured))
    return select(
        *groups,
        func.count(ending.distinct()).label("value"),
        func.count(person.c.insured.distinct()).label("of"),
    ).group_by(*groups)
