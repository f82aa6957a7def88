"""From what was asked for to a selection: only what the viewer may see can be named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from data_access.rights import Rights
from data_access.schema import Country, Funding, Organisation, Programme, Region
from data_access.selection import Against, Selection, UnknownCode, data_date, default_period, last_quarter_end
from data_access.viewer import Viewer
from data_access.visible import (
    Conditions,
    nameable_regions,
    visible_organisations,
    visible_programmes,
)


def first_programme_day(connection: Connection, viewer: Viewer) -> date:
    """The first day of the viewer's first programme: nothing is known from before; raises EmptyStore."""
    of_programmes = select(func.min(Programme.first_day)).where(*visible_programmes(viewer.rights))
    found = connection.scalar(of_programmes)
    return found or data_date(connection)


def selection_of(
    connection: Connection,
    viewer: Viewer,
    *,
    programme: Iterable[str] = (),
    sponsor: Iterable[str] = (),
    country: Iterable[str] = (),
    region: Iterable[str] = (),
    organisation: Iterable[str] = (),
    first_day: date | None = None,
    last_day: date | None = None,
    against: Against = Against.before,
) -> Selection:
    """A selection from codes; raises UnknownCode, EmptyStore, or ValueError for a bad period.

    Without days, it is for the ``usual_period``.
    """
    known_until = data_date(connection)
    last = last_day or usual_period(viewer, known_until)[1]
    first = first_day or default_period(min(last, known_until))[0]
    return Selection(
        first_day=first,
        last_day=last,
        data_date=known_until,
        programmes=known(connection, viewer, "programme", programme),
        sponsors=known(connection, viewer, "sponsor", sponsor),
        countries=known(connection, viewer, "country", country),
        regions=known(connection, viewer, "region", region),
        organisations=known(connection, viewer, "organisation", organisation),
        against=against,
    )


def usual_period(viewer: Viewer, known_until: date) -> tuple[date, date]:
    """The period of whoever has chosen none: the twelve months up to the data date; for outsiders, up
    to the end of the last quarter by then."""
    return default_period(last_quarter_end(known_until) if viewer.outsider else known_until)


def known_codes(connection: Connection, viewer: Viewer, kind: str) -> set[str]:
    """All codes that a filter may name: another's can't be told from those that nobody has."""
    rights = viewer.rights
    statement: Select[Any] = {
        "programme": select(Programme.id).where(*visible_programmes(rights)),
        "sponsor": select(Funding.organisation_id).where(*visible_programmes(rights, Funding.programme_id)),
        "country": select(Country.id).where(*_countries(rights)),
        "region": select(Region.id).where(*nameable_regions(rights)),
        "organisation": select(Organisation.id).where(*visible_organisations(rights)),
    }[kind]
    return set(connection.scalars(statement.distinct()))


def _countries(rights: Rights) -> Conditions:
    """Conditions on Country: where others work is not to be told from where nobody does."""
    if not rights.limited:
        return []
    return [Country.id.in_(select(Region.country_id).where(*nameable_regions(rights)))]


def known(connection: Connection, viewer: Viewer, kind: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of a filter, each once and in order; raises UnknownCode for one the viewer can't name."""
    asked = tuple(dict.fromkeys(codes))
    if not asked:
        return ()
    nameable = known_codes(connection, viewer, kind)
    for code in asked:
        if code not in nameable:
            raise UnknownCode(kind, code, nameable)
    return tuple(sorted(asked))
