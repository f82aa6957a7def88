"""What all tables share: naming of constraints, and the kinds of column there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel import Locale
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from data_access.isolation import isolated
from data_access.language import ENGLISH, TRANSLATED_INTO


class Words(TypeDecorator[str]):
    """Words for people, kept as they are delivered; whoever reads them can put them among other words."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else isolated(value)


class Base(DeclarativeBase):
    """All tables of the store. Constraints are named by rule, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Derived(Base):
    """A table that follows from others: never delivered, and found anew where these are carried to."""

    __abstract__ = True


class Record(Base):
    """A table that partners deliver. A row made up for illustration says so; each knows its import."""

    __abstract__ = True

    illustrative: Mapped[bool] = mapped_column(
        Boolean,
        default=False,
        server_default=false(),
        sort_order=999,
        doc="true if the row was made up for illustration",
    )
    import_id: Mapped[int | None] = mapped_column(
        Integer,
        sort_order=1000,
        doc="The import that wrote the row as it is; empty if something else did",
        info={"provenance": True},
    )


def key(doc: str) -> MappedColumn[str]:
    """The source's own key of a row."""
    return mapped_column(String(64), primary_key=True, doc=doc)


def ref(
    table: str, doc: str, *, optional: bool = False, primary_key: bool = False, index: bool = True
) -> MappedColumn[Any]:
    """The key of a row in another table."""
    return mapped_column(
        String(64),
        ForeignKey(f"{table}.id"),
        doc=doc,
        nullable=optional,
        primary_key=primary_key,
        index=index and not primary_key,
    )


def text(doc: str, *, optional: bool = False) -> MappedColumn[Any]:
    """Words for people."""
    return mapped_column(Words, doc=doc, nullable=optional)


def translations(field: str, doc: str) -> tuple[MappedColumn[Any], ...]:
    """The words of ``field`` in Spanish and in French, where somebody has translated them.

    The column of ``field`` itself has them in the store's own language, for whoever speaks English and
    wherever a translation is missing.
    """
    return tuple(
        mapped_column(
            Words,
            doc=f"{doc}, in {Locale(ENGLISH).languages[language]}",
            nullable=True,
            info={"translates": field, "language": language},
        )
        for language in TRANSLATED_INTO
    )


def question(doc: str) -> MappedColumn[Any]:
    """A selection as a query string, perhaps none. It is kept with its codes in plain."""
    return mapped_column(Words, doc=doc, nullable=True, info={"question": True})


def choice(column: str, known: tuple[str, ...], doc: str, **kwargs: Any) -> MappedColumn[Any]:
    """One of a few known codes. ``column`` is the column's own name, for its check."""
    listed = ", ".join(f"'{code}'" for code in known)
    check = CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
    nullable = kwargs.pop("optional", False)
    return mapped_column(String(40), check, doc=doc, nullable=nullable, info={"choices": known}, **kwargs)


def day(doc: str, *, optional: bool = False, **kwargs: Any) -> MappedColumn[Any]:
    """A calendar day."""
    return mapped_column(Date, doc=doc, nullable=optional, **kwargs)


def count(column: str, doc: str, *, least: int = 0, optional: bool = False) -> MappedColumn[Any]:
    """A whole number that is not below ``least``."""
    check = CheckConstraint(f"{column} >= {least}", name=f"{column}_least")
    return mapped_column(Integer, check, doc=doc, nullable=optional, info={"minimum": least})


def scaled(
    column: str, field: str, digits: int, doc: str, *, least: int | None = 0, optional: bool = False
) -> MappedColumn[Any]:
    """A decimal kept exactly, as a whole number of its smallest part.

    ``column`` holds ``field`` × 10^``digits``; a package writes ``field`` as a decimal.
    """
    checks = () if least is None else (CheckConstraint(f"{column} >= {least}", name=f"{column}_least"),)
    info: dict[str, Any] = {"field": field, "digits": digits}
    if least is not None:
        info["minimum"] = least
    return mapped_column(BigInteger, *checks, doc=doc, nullable=optional, info=info)


def money(column: str, field: str, currency: str, doc: str, *, optional: bool = False) -> MappedColumn[Any]:
    """An amount in minor units of the currency that stands in the column ``currency``.

    A package writes ``field`` in major units; how many digits that gives is the currency's.
    """
    check = CheckConstraint(f"{column} >= 0", name=f"{column}_least")
    info = {"field": field, "currency": currency, "minimum": 0}
    return mapped_column(BigInteger, check, doc=doc, nullable=optional, info=info)


def number(doc: str, *, optional: bool = False) -> MappedColumn[Any]:
    """A measured or published number that is shown, and never added up."""
    return mapped_column(Float, doc=doc, nullable=optional)


def degrees(column: str, limit: int, doc: str) -> MappedColumn[float | None]:
    """A geographic coordinate in decimal degrees (WGS 84)."""
    check = CheckConstraint(f"{column} BETWEEN -{limit} AND {limit}", name=f"{column}_range")
    return mapped_column(Float, check, doc=doc, nullable=True, info={"minimum": -limit, "maximum": limit})


def in_order(first: str, last: str) -> CheckConstraint:
    """The span from ``first`` to ``last`` (both included) does not run backwards."""
    return CheckConstraint(f"{last} >= {first}", name=f"{last}_after_{first}")


def exactly_one(*columns: str) -> CheckConstraint:
    """Just one of the columns is filled."""
    filled = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return CheckConstraint(f"({filled}) = 1", name=f"one_of_{'_'.join(columns)}")


Day = Mapped[date]
OptionalDay = Mapped[date | None]
