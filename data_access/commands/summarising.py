"""``summaries``: whether what is counted beforehand is right, and counting it anew."""

from __future__ import annotations

import typer

from data_access.commands.stores import StoreUrl, writing
from data_access.importing.locking import begin_writing, only_writer
from data_access.summaries.checking import check as checked
from data_access.summaries.keeping import rebuild as rebuilt

summaries = typer.Typer(
    name="summaries", help="What the figures are made of, counted beforehand.", no_args_is_help=True
)


@summaries.command()
def rebuild(store: StoreUrl = None) -> None:
    """Count everything anew."""
    with (
        writing(store) as engine,
        engine.connect() as connection,
        only_writer(connection, "counting of the summaries"),
        connection.begin(),
    ):
        begin_writing(connection)
        rebuilt(connection)
    print("All is counted anew.")


@summaries.command()
def check(store: StoreUrl = None) -> None:
    """Count everything once more, and say what differs; exits with 1 if anything does."""
    with (
        writing(store) as engine,
        engine.connect() as connection,
        only_writer(connection, "check of the summaries"),
        connection.begin() as transaction,
    ):
        found = checked(connection)
        transaction.rollback()
    for example in found.examples:
        print(example)
    if found.wrong > len(found.examples):
        print(f"and {found.wrong - len(found.examples):,} more.")
    if not found.in_step:
        print("The summaries are not of the newest data, and are not read.")
    if not found.holds:
        print("Run `python -m data_access summaries rebuild`.")
        raise typer.Exit(1)
    print(f"All {found.right:,} counts are right.")
