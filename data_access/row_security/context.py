"""For whom a transaction reads: what the policies in the database go by.

The settings hold to the end of the transaction. A pooled connection carries none of them over, and
without them there are no rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, String, func, select

from data_access.viewer import Role, Viewer

# What stands for all programmes, or all regions. A list of them is written as JSON; nothing means none.
ALL = "*"
VIEWER, ADMINISTRATOR = "dashboard.viewer", "dashboard.administrator"
PROGRAMMES, REGIONS = "dashboard.programmes", "dashboard.regions"
# Under these the database keeps the keys that it has found for the settings above and the newest data; it
# goes by them only for the same settings and data. The last one says that something was found anew.
KEPT = "dashboard.kept_{}"
SETS = (
    *("seen_units", "seen_memberships", "seen_workplaces", "seen_miners"),
    *("seen_sellers", "seen_seats", "seen_organisations", "seen_places"),
)
FOUND = "dashboard.found"

Keys = Mapping[str, str]


def see_as(connection: Connection, viewer: Viewer | str | None, kept: Keys | None = None) -> None:
    """From here to the end of its transaction, the connection sees what the viewer may see.

    A name alone is somebody who has signed in and whose rights are still to be found: they see what
    was granted to them, and what it says. With None only what is common knowledge is seen. ``kept``
    is what ``found_anew`` gave for the same rights. On SQLite, which knows no viewers, nothing changes.
    """
    if connection.dialect.name != "postgresql":
        return
    settings = dict.fromkeys((VIEWER, ADMINISTRATOR, PROGRAMMES, REGIONS), "")
    if isinstance(viewer, str):
        settings[VIEWER] = viewer.lower()
    elif viewer is not None:
        settings = {
            VIEWER: viewer.name.lower(),
            ADMINISTRATOR: "yes" if viewer.role == Role.administrator else "",
            PROGRAMMES: _listed(viewer.rights.programmes),
            REGIONS: _listed(viewer.rights.regions),
        }
    settings |= kept or {}
    connection.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def found_anew(connection: Connection) -> Keys | None:
    """The keys that the database has found in this transaction; None where it had to look for none."""
    if connection.dialect.name != "postgresql" or not connection.scalar(select(setting(FOUND))):
        return None
    names = [KEPT.format(name) for name in SETS]
    values = connection.execute(select(*(setting(name).label(name) for name in names))).one()
    return {name: value for name, value in zip(names, values, strict=True) if value}


def setting(name: str) -> ColumnElement[str]:
    """A setting as a policy reads it: empty where none was made."""
    return func.coalesce(func.current_setting(name, True, type_=String), "")


def _listed(codes: tuple[str, ...] | None) -> str:
    return ALL if codes is None else json.dumps(codes)
