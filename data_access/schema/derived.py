"""What follows from other tables and is kept so that nobody has to find it again: never delivered."""

from __future__ import annotations

from sqlalchemy import BigInteger, Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import Derived


class UnitPlace(Derived):
    """Where a production unit with coordinates lies on the hexagonal grid of maps, and near where those are
    shown it who may not know its place."""

    __tablename__ = "unit_place"

    unit_id: Mapped[str] = mapped_column(
        String(64), ForeignKey("production_unit.id", ondelete="CASCADE"), primary_key=True, doc="The unit"
    )
    region_id: Mapped[str] = mapped_column(String(64), doc="The unit's region that this was found for")
    latitude: Mapped[float] = mapped_column(Float, doc="The unit's latitude that this was found for")
    longitude: Mapped[float] = mapped_column(Float, doc="The unit's longitude that this was found for")
    cell: Mapped[int] = mapped_column(BigInteger, index=True, doc="H3 cell of the place")
    moved_latitude: Mapped[float] = mapped_column(Float, doc="Latitude as outsiders are shown it")
    moved_longitude: Mapped[float] = mapped_column(Float, doc="Longitude as outsiders are shown it")
    moved_cell: Mapped[int] = mapped_column(BigInteger, index=True, doc="H3 cell of the place they are shown")
