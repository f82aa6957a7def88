"""As whom the numbers of a meeting are read: partners are told what sponsors and presenters are told."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from data_access.rights import NOTHING, Rights
from data_access.schema import Funding
from data_access.viewer import Role, Viewer

# The role as which a kind of meeting is read; coordinators among themselves see what they see.
READ_AS = {"sponsor": Role.sponsor, "public": Role.presenter}


def audience(connection: Connection, viewer: Viewer, template: str, sponsor: str | None) -> Viewer:
    """Whoever sees what the partners of a meeting may be told: never more than its maker sees.

    With a sponsor, only the programmes that it funds.
    """
    read_as = replace(viewer, role=READ_AS.get(template, viewer.role))
    if sponsor is None:
        return read_as
    funded = set(connection.scalars(select(Funding.programme_id).where(Funding.organisation_id == sponsor)))
    if viewer.rights.programmes is not None:
        funded &= set(viewer.rights.programmes)
    return replace(read_as, rights=Rights(tuple(sorted(funded)) or (NOTHING,), viewer.rights.regions))
