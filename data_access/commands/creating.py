"""``create``: how a store comes to be, and is brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from data_access import migrations
from data_access.commands.refusal import Refused
from data_access.commands.stores import StoreUrl, writing
from data_access.kept_places import update_places
from data_access.places import keep_key
from data_access.row_security.applying import guard
from data_access.store import schema_problem
from data_access.summaries.keeping import in_step, rebuild
from data_access.views.own_tables import make_own_tables
from data_access.views.through import CREATE_VIEWS, views_of


def create(
    app_role: Annotated[
        str | None,
        typer.Option(metavar="ROLE", help="On Postgres: the role that is to serve the dashboard."),
    ] = None,
    views: Annotated[
        bool,
        typer.Option("--views", help="On Postgres: beside views of another system, which has the data."),
    ] = False,
    store: StoreUrl = None,
) -> None:
    """Create the store, or bring its schema up to date. Data that are there stay."""
    head = migrations.head_revision()
    serving: tuple[str, ...] = ()
    with writing(store) as engine:
        if engine.dialect.name == "sqlite":
            if app_role is not None:
                raise Refused("--app-role names a role of a Postgres database: SQLite has no roles.")
            if views:
                raise Refused("--views are those of a Postgres database: SQLite stores have tables.")
            _make_folder(engine)
        with engine.connect() as connection:
            before = migrations.current_revision(connection)
            if before is not None and before not in migrations.known_revisions():
                raise Refused(schema_problem(connection))
            if not views and views_of(connection):
                raise Refused(f"The schema has views of another system. Run `{CREATE_VIEWS}`.")
        if not views:
            migrations.migrate(engine)
        with engine.begin() as connection:
            if views:
                make_own_tables(connection)
            if connection.dialect.name == "postgresql":
                serving = guard(connection, app_role)
            keep_key(connection)
            update_places(connection)
            # Data that an older schema brought along were never counted; those behind views are not.
            if not views and in_step(connection) is None:
                rebuild(connection)
    where = engine.url.render_as_string(hide_password=True)
    if before is None:
        print(f"Created the store at {where}, with schema {head}.")
    elif before == head:
        print(f"The store at {where} is there already, and its schema {head} is up to date.")
    else:
        print(f"Brought the store at {where} from schema {before} to {head}.")
    if serving:
        print(f"It may be served by the role {' or '.join(serving)}.")
    elif engine.dialect.name == "postgresql":
        print("No role may serve it yet: name one with --app-role.")


def _make_folder(engine: Engine) -> None:
    if engine.url.database in (None, "", ":memory:"):
        raise Refused("The store's URL names no file. Write sqlite:///path/to/file.sqlite.")
    folder = Path(engine.url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"The folder {folder} can't be made: {error.strerror}. Choose another place for the store."
        raise Refused(reason) from error
