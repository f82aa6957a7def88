"""How much of the store a grant covers: what administrators are told before they give or take one back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from data_access.schema import ProductionUnit, Programme
from data_access.viewer import Viewer, rights_of
from data_access.visible import visible_programmes, visible_units


@dataclass(frozen=True)
class Covered:
    """Programmes, regions with a production unit in them, and production units, ever enrolled or not."""

    programmes: int
    regions: int
    units: int


def covered(
    connection: Connection,
    viewer: Viewer,
    programmes: Iterable[str] = (),
    funder: str | None = None,
    regions: Iterable[str] = (),
) -> Covered:
    """What somebody who is granted these limits could see something of; raises NotAdministrator."""
    viewer.may_administer()
    rights = rights_of(connection, set(programmes), funder, set(regions))
    units = select(func.count(ProductionUnit.region_id.distinct()), func.count(ProductionUnit.id)).where(
        *visible_units(rights)
    )
    there, seen = connection.execute(units).one()
    known = select(func.count(Programme.id)).where(*visible_programmes(rights))
    return Covered(connection.execute(known).scalar_one(), there, seen)
