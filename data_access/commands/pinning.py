"""``snapshots``: the numbers that are pinned for meetings, what they take, and which of them may go."""

from __future__ import annotations

from typing import Annotated

import typer

from data_access.commands.printing import print_list
from data_access.commands.selecting import HowListed, ListFormat
from data_access.commands.stores import StoreUrl, reading, writing_as
from data_access.pruning import DAYS_KEPT
from data_access.pruning import prune as pruned
from data_access.pruning import snapshots as kept
from data_access.viewer import UNRESTRICTED

ON_PAPER = {
    "snapshot": ("snapshot",),
    "pinned by": ("made_by",),
    "at (UTC)": ("made_at",),
    "as of": ("as_of",),
    "parts": ("parts",),
    "exhibits": ("exhibits",),
    "bytes": ("bytes",),
    "meetings": ("meetings",),
}

snapshots = typer.Typer(name="snapshots", help="Numbers that are pinned for meetings.", no_args_is_help=True)


@snapshots.command("list")
def list_(format: HowListed = ListFormat.table, store: StoreUrl = None) -> None:
    """List them, with the bytes that their exhibits take and how many meetings go by them."""
    with reading(store) as connection:
        frame = kept(connection, UNRESTRICTED)
    print_list(frame, ON_PAPER, format)


@snapshots.command()
def prune(
    days: Annotated[int, typer.Option(min=0, help="How many days they are kept.")] = DAYS_KEPT,
    store: StoreUrl = None,
) -> None:
    """Remove the old ones that no meeting goes by; the last of each sponsor stays."""
    with writing_as(UNRESTRICTED, store) as connection:
        number = pruned(connection, days=days)
    print(f"Removed {number:,} {'snapshot' if number == 1 else 'snapshots'}.")
