"""What of the store's own lists a viewer may know of: which programmes, units, organisations there are.

Figures and lists are narrowed by ``data_access.scope``; these conditions are for what is read without
a selection: names, filters, stories.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, union

from data_access.rights import Rights
from data_access.schema import (
    CraftAssessment,
    Delivery,
    Enrolment,
    FinanceAccess,
    Funding,
    GoldLot,
    ImprovementPlan,
    Organisation,
    ProductionUnit,
    Programme,
    Region,
    SupportService,
)
from data_access.selection import Selection
from data_access.viewer import Viewer

Conditions = list[ColumnElement[bool]]


def visible_programmes(rights: Rights, programme: Any = Programme.id) -> Conditions:
    """Conditions on a column that holds a programme."""
    return [] if rights.programmes is None else [programme.in_(rights.programmes)]


def visible_regions(rights: Rights, region: Any = Region.id) -> Conditions:
    """Conditions on a column that holds a region."""
    return [] if rights.regions is None else [region.in_(rights.regions)]


def nameable_regions(rights: Rights) -> Conditions:
    """Conditions on Region: a visible unit or organisation is in it. Where others are tells of them."""
    if not rights.limited:
        return []
    units = select(ProductionUnit.region_id).where(*visible_units(rights))
    organisations = select(Organisation.region_id).where(
        Organisation.region_id.is_not(None), *visible_organisations(rights)
    )
    return [or_(Region.id.in_(units), Region.id.in_(organisations)), *visible_regions(rights)]


def visible_units(rights: Rights) -> Conditions:
    """Conditions on ProductionUnit: in a visible region, and at some time in a visible programme."""
    conditions = visible_regions(rights, ProductionUnit.region_id)
    if rights.programmes is not None:
        enrolled = select(Enrolment.unit_id).where(Enrolment.programme_id.in_(rights.programmes))
        conditions.append(ProductionUnit.id.in_(enrolled))
    return conditions


def visible_organisations(rights: Rights, organisation: Any = Organisation.id) -> Conditions:
    """Conditions on a column that holds an organisation: it has a visible unit or was supported by a
    visible programme, leads or funds one, buys gold of such an organisation, or offers support."""
    if not rights.limited:
        return []
    mining = _mining_organisations(rights)
    known: list[Select[Any]] = [
        select(Programme.lead_organisation_id).where(*visible_programmes(rights)),
        select(Funding.organisation_id).where(*visible_programmes(rights, Funding.programme_id)),
        select(ProductionUnit.operator_id).where(
            ProductionUnit.operator_id.is_not(None), *visible_units(rights)
        ),
        select(GoldLot.buyer_id).where(GoldLot.organisation_id.in_(mining)),
        select(SupportService.organisation_id),
    ]
    return [or_(organisation.in_(mining), organisation.in_(union(*known)))]


def seen_whole(connection: Connection, viewer: Viewer, selection: Selection) -> bool:
    """Whether the viewer sees all that a selection means: chosen programmes of theirs, and no unit of
    these outside their regions."""
    rights = viewer.rights
    if rights.programmes is not None and not (
        selection.programmes and set(selection.programmes) <= set(rights.programmes)
    ):
        return False
    if rights.regions is None or (selection.regions and set(selection.regions) <= set(rights.regions)):
        return True
    elsewhere = (
        select(Enrolment.unit_id)
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .where(
            Enrolment.programme_id.in_(selection.programmes), ProductionUnit.region_id.not_in(rights.regions)
        )
    )
    return connection.execute(elsewhere.limit(1)).first() is None


def _mining_organisations(rights: Rights) -> Any:
    """Organisations with a visible unit, and those there that a visible programme supported as a whole."""
    supported = [
        select(table.organisation_id).where(
            table.organisation_id.is_not(None), *visible_programmes(rights, table.programme_id)
        )
        for table in (CraftAssessment, Delivery, FinanceAccess, ImprovementPlan)
    ]
    there = select(Organisation.id).where(
        Organisation.id.in_(union(*supported)), *visible_regions(rights, Organisation.region_id)
    )
    return union(select(ProductionUnit.organisation_id).where(*visible_units(rights)), there)
