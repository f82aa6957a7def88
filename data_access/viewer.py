"""Who is looking, and what their grant lets them see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, or_, select

from data_access.language import Later, mark
from data_access.rights import EVERYTHING, Rights, narrowed
from data_access.schema import (
    DisclosureRule,
    Enrolment,
    Funding,
    GrantedProgramme,
    GrantedRegion,
    ProductionUnit,
    ViewerGrant,
)
from data_access.selection import Selection

# Of fewer people than this, outsiders learn no number, unless an administrator has set another one.
LEAST_PEOPLE = 5


class Role(StrEnum):
    """What a viewer is here for."""

    administrator = "administrator"
    coordinator = "coordinator"
    sponsor = "sponsor"
    presenter = "presenter"


# What viewers are called whose name is not known.
_SOMEBODY = {
    Role.coordinator: mark("A coordinator"),
    Role.sponsor: mark("A sponsor"),
    Role.presenter: mark("A presenter"),
}
# Who is told of no person, no small group and no exact place.
OUTSIDERS = (Role.sponsor, Role.presenter)


class UnknownViewer(LookupError):
    """Somebody without a grant that holds on the day."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            Later(
                "{viewer} has no grant that holds today. An administrator gives one: "
                "python -m data_access grant.",
                viewer=name,
            )
        )


class NotShared(LookupError):
    """A list with names, single payments or single events in it, asked for by an outsider."""

    def __init__(self) -> None:
        super().__init__(Later("Named units, organisations and single payments are shown to coordinators."))


class NotAdministrator(PermissionError):
    """Somebody who may not see or change what is granted to whom."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(
            Later(
                "{viewer} is no administrator: grants and the audit are not shown to others.",
                viewer=viewer.name or Later(_SOMEBODY[viewer.role]),
            )
        )


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks: a name, a role, and how far their eyes reach.

    ``least_people`` is the number below which a count of people is withheld from outsiders.
    """

    name: str
    role: Role
    rights: Rights = EVERYTHING
    least_people: int = LEAST_PEOPLE

    @property
    def outsider(self) -> bool:
        """Whether no person, small group or exact place may be told from what they see."""
        return self.role in OUTSIDERS

    def may_see_names(self) -> None:
        """Raises NotShared for outsiders: every list of units, organisations or payments begins so."""
        if self.outsider:
            raise NotShared

    def may_administer(self) -> None:
        """Raises NotAdministrator for all others: only they see and change what is granted."""
        if self.role != Role.administrator:
            raise NotAdministrator(self)

    def within(self, selection: Selection) -> Selection:
        """The selection as far as the viewer may see it: every query begins with this."""
        return replace(
            selection,
            programmes=narrowed(selection.programmes, self.rights.programmes),
            regions=narrowed(selection.regions, self.rights.regions),
            rights=self.rights,
        )


# Whoever holds the store's URL has the store: the command line without a viewer, and tests.
UNRESTRICTED = Viewer("", Role.administrator)
# Whoever sits at the machine on which the dashboard is served to that machine alone.
AT_THIS_MACHINE = Viewer("this machine", Role.administrator)


def holding(day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a grant holds on a day."""
    return (
        ViewerGrant.revoked_at.is_(None),
        ViewerGrant.first_day <= day,
        or_(ViewerGrant.last_day.is_(None), ViewerGrant.last_day >= day),
    )


def viewer_of(connection: Connection, name: str, day: date) -> Viewer:
    """The viewer of that name with what is granted to them on a day; raises UnknownViewer.

    Of several grants that hold, the one given last counts. A funder's programmes are those that it
    has agreed to fund; a grant for regions alone covers the programmes with a unit there.
    """
    held = (
        select(ViewerGrant.id, ViewerGrant.role, ViewerGrant.funder_id)
        .where(ViewerGrant.viewer == name.lower(), *holding(day))
        .order_by(ViewerGrant.id.desc())
        .limit(1)
    )
    grant = connection.execute(held).first()
    if grant is None:
        raise UnknownViewer(name)
    programmes = connection.scalars(
        select(GrantedProgramme.programme_id).where(GrantedProgramme.grant_id == grant.id)
    )
    regions = connection.scalars(select(GrantedRegion.region_id).where(GrantedRegion.grant_id == grant.id))
    rights = rights_of(connection, set(programmes), grant.funder_id, set(regions))
    return Viewer(name.lower(), Role(grant.role), rights, least_people(connection))


def least_people(connection: Connection) -> int:
    """Below which number of people outsiders are told none."""
    return connection.scalar(select(DisclosureRule.least_people)) or LEAST_PEOPLE


def rights_of(connection: Connection, programmes: set[str], funder: str | None, regions: set[str]) -> Rights:
    """How far the eyes of somebody reach who is granted programmes, or those of a funder, and regions."""
    if not (programmes or funder or regions):
        return EVERYTHING
    covered = set(programmes)
    if funder is not None:
        covered |= set(
            connection.scalars(select(Funding.programme_id).where(Funding.organisation_id == funder))
        )
    elif regions and not programmes:
        there = (
            select(Enrolment.programme_id)
            .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
            .where(ProductionUnit.region_id.in_(regions))
        )
        covered = set(connection.scalars(there))
    return Rights(tuple(sorted(covered)), tuple(sorted(regions)) if regions else None)
