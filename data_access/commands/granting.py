"""``grant``, ``revoke``, ``viewers`` and ``audit``: who may see what, and who did what."""

from __future__ import annotations

import getpass
from datetime import date
from typing import Annotated

import typer

from data_access import grants
from data_access.audit import Action
from data_access.audit import audit as audited
from data_access.commands.printing import print_list
from data_access.commands.selecting import Codes, FirstDay, HowListed, LastDay, ListFormat, day
from data_access.commands.stores import StoreUrl, reading, writing_as
from data_access.viewer import UNRESTRICTED, Role, Viewer

ViewerName = Annotated[str, typer.Argument(metavar="VIEWER", help="E-mail address of the sign-in.")]
By = Annotated[str | None, typer.Option(help="Who grants or revokes, for the audit; else the user here.")]
# Heading → the columns that stand in it: on paper a list has to fit. JSON has everything.
VIEWERS_ON_PAPER = {
    "viewer": ("viewer",),
    "role": ("role",),
    "within": ("programmes", "funder", "regions"),
    "from, to": ("first_day", "last_day"),
    "state": ("state",),
}
AUDIT_ON_PAPER = {
    "at": ("at",),
    "viewer": ("viewer",),
    "action": ("action",),
    "of what": ("detail", "exhibit", "selection", "row_count"),
}


def grant(
    viewer: ViewerName,
    role: Annotated[Role, typer.Option(help="What the viewer is here for.")],
    programme: Annotated[Codes, typer.Option(metavar="CODE", help="Programme. Can be repeated.")] = None,
    funder: Annotated[
        str | None, typer.Option(metavar="CODE", help="Funder whose programmes are meant.")
    ] = None,
    region: Annotated[Codes, typer.Option(metavar="CODE", help="Region. Can be repeated.")] = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    by: By = None,
    store: StoreUrl = None,
) -> None:
    """Let somebody see the store, or a part of it, from a day to a day."""
    given = grants.Grant(
        viewer,
        role,
        tuple(programme or ()),
        funder,
        tuple(region or ()),
        day("--from", first_day) or date.today(),
        day("--to", last_day),
    )
    administrator = granting(by)
    with writing_as(administrator, store) as connection:
        grants.grant(connection, administrator, given)
        before = grants.told_before(connection, administrator, given)
    print(f"Granted {given.in_words()}.")
    if before:
        print(before)


def revoke(viewer: ViewerName, by: By = None, store: StoreUrl = None) -> None:
    """Take back what somebody was granted: it ends with their next click."""
    administrator = granting(by)
    with writing_as(administrator, store) as connection:
        grants.revoke(connection, administrator, viewer)
    print(f"Revoked what {viewer.lower()} was granted.")


def viewers(format: HowListed = ListFormat.table, store: StoreUrl = None) -> None:
    """List who was granted what."""
    with reading(store) as connection:
        frame = grants.viewers(connection, UNRESTRICTED, date.today())
    print_list(frame, VIEWERS_ON_PAPER, format)


def audit(
    viewer: Annotated[Codes, typer.Option(metavar="VIEWER", help="Who did it. Can be repeated.")] = None,
    action: Annotated[list[Action] | None, typer.Option(help="What was done. Can be repeated.")] = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    limit: Annotated[int, typer.Option(min=1, help="How many entries, the latest first.")] = 1000,
    format: HowListed = ListFormat.table,
    store: StoreUrl = None,
) -> None:
    """List who was granted what by whom, who downloaded what, who signed in and out."""
    with reading(store) as connection:
        frame = audited(
            connection,
            UNRESTRICTED,
            limit,
            by=viewer or (),
            actions=action or (),
            first_day=day("--from", first_day),
            last_day=day("--to", last_day),
        )
    print_list(frame, AUDIT_ON_PAPER, format)


def granting(by: str | None) -> Viewer:
    """Whoever holds the store's URL may administer it: under this name it is written down."""
    return Viewer(by or f"{getpass.getuser()} (command line)", Role.administrator)
