"""Stories, their pictures, practice notes, and who supports miners where."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, case, func, null, or_, select

from data_access.frames import frame_of
from data_access.language import LANGUAGES
from data_access.schema import Organisation, Photo, PracticeNote, Region, Story, SupportService
from data_access.scope import organisations
from data_access.selection import Selection
from data_access.viewer import Viewer
from data_access.visible import visible_organisations

LANGUAGE = "en"


def stories(
    connection: Connection, viewer: Viewer, selection: Selection | None = None, language: str = LANGUAGE
) -> pd.DataFrame:
    """The stories told of the selection's organisations, and of none in particular; else all of them.

    A row for each story, in the language asked for or else in another that it has, the newest
    first. Columns: ``story``, ``language``, ``organisation``, ``country``, ``region``, ``place``
    (None where unknown, and for outsiders), ``title``, ``body`` (Markdown), ``happened_on``,
    ``illustrative``.
    """
    told = _in_language(Story, language)
    statement = (
        select(
            told.c.id.label("story"),
            told.c.language,
            told.c.organisation_id.label("organisation"),
            Organisation.country_id.label("country"),
            Organisation.region_id.label("region"),
            (null() if viewer.outsider else Organisation.place).label("place"),
            told.c.title,
            told.c.body,
            told.c.happened_on,
            told.c.illustrative,
        )
        .outerjoin(Organisation, Organisation.id == told.c.organisation_id)
        .where(
            told.c.preference == 1,
            *_told_to(viewer, told.c.organisation_id),
        )
        .order_by(told.c.happened_on.is_(None), told.c.happened_on.desc(), told.c.id)
    )
    if selection is not None:
        meant = select(organisations(viewer.within(selection), ()).c.organisation)
        statement = statement.where(or_(told.c.organisation_id.is_(None), told.c.organisation_id.in_(meant)))
    return frame_of(connection, statement)


def photos(connection: Connection, viewer: Viewer, story: str) -> pd.DataFrame:
    """The pictures of a story to whose publication those they show have agreed, the oldest first.

    Columns: ``photo``, ``caption``, ``taken_on``, ``consent_on``, ``image`` (JPEG or PNG in
    Base64), ``illustrative``. Without consent a picture does not leave the store; a story that the
    viewer isn't told has none.
    """
    statement = (
        select(
            Photo.id.label("photo"),
            Photo.caption,
            Photo.taken_on,
            Photo.consent_on,
            Photo.image,
            Photo.illustrative,
        )
        .where(
            Photo.story_id == story,
            Photo.consent_on.is_not(None),
            *(
                Photo.story_id.in_(select(Story.id).where(told))
                for told in _told_to(viewer, Story.organisation_id)
            ),
        )
        .order_by(Photo.taken_on.is_(None), Photo.taken_on, Photo.id)
    )
    return frame_of(connection, statement)


def practice_notes(connection: Connection, language: str = LANGUAGE) -> pd.DataFrame:
    """Notes for miners, in the language asked for or else in another that they have.

    Columns: ``note``, ``language``, ``subject``, ``title``, ``body`` (Markdown). By subject and key.
    """
    told = _in_language(PracticeNote, language)
    statement = (
        select(told.c.id.label("note"), told.c.language, told.c.subject, told.c.title, told.c.body)
        .where(told.c.preference == 1)
        .order_by(told.c.subject, told.c.id)
    )
    return frame_of(connection, statement)


def support_services(connection: Connection, selection: Selection) -> pd.DataFrame:
    """What support organisations offer in the selection's countries.

    Those countries are the ones chosen, of the regions chosen, and of the organisations chosen.
    Columns: ``organisation``, ``name``, ``country``, ``kind``, ``description``, ``illustrative``.
    """
    statement = (
        select(
            Organisation.id.label("organisation"),
            Organisation.name,
            SupportService.country_id.label("country"),
            SupportService.kind,
            SupportService.description,
            SupportService.illustrative,
        )
        .join(Organisation, Organisation.id == SupportService.organisation_id)
        .order_by(Organisation.id, SupportService.kind, SupportService.country_id)
    )
    for table, codes in ((Region, selection.regions), (Organisation, selection.organisations)):
        if codes:
            there = select(table.country_id).where(table.id.in_(codes))
            statement = statement.where(SupportService.country_id.in_(there))
    if selection.countries:
        statement = statement.where(SupportService.country_id.in_(selection.countries))
    return frame_of(connection, statement)


def _in_language(table: Any, language: str) -> Any:
    """Texts with ``preference``: 1 for that in the language, or else the first of the known languages."""
    order = {known: place for place, known in enumerate(dict.fromkeys((language, *LANGUAGES)))}
    preference = func.row_number().over(
        partition_by=table.id, order_by=case(order, value=table.language, else_=len(order))
    )
    return select(table, preference.label("preference")).subquery("told")


def _told_to(viewer: Viewer, organisation: Any) -> list[ColumnElement[bool]]:
    """A story of no organisation in particular is told to everybody, others to those who may know of it."""
    known = visible_organisations(viewer.rights, organisation)
    return [or_(organisation.is_(None), *known)] if known else []
