"""The command line of the store: ``create``, ``import``, ``figures``, ``figure``, ``grant``, …"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from data_access.attributed import CannotBeSplit
from data_access.commands.asking import figure, figures
from data_access.commands.changing import erase, imports, undo, upload, versions
from data_access.commands.claiming import claims, targets
from data_access.commands.creating import create
from data_access.commands.disclosing import disclosure
from data_access.commands.doctoring import contract, doctor
from data_access.commands.granting import audit, grant, revoke, viewers
from data_access.commands.importing import check, import_
from data_access.commands.moving import backup, copy, export, restore
from data_access.commands.pinning import snapshots
from data_access.commands.quarantining import quarantine
from data_access.commands.refusal import Refused
from data_access.commands.summarising import summaries
from data_access.commands.templating import template
from data_access.disclosure.rules import NotForOutsiders
from data_access.disclosure.setting import RuleRefused
from data_access.figures import UnknownDimension, UnknownFigure
from data_access.grants import GrantRefused
from data_access.importing import PackageRefused, StoreLocked
from data_access.importing.erasing import EraseRefused
from data_access.importing.history import NoSuchTable
from data_access.importing.retrying import NoSuchRow
from data_access.importing.undoing import UndoRefused
from data_access.importing.uploads import DaysRefused, NoSuchUpload
from data_access.moving.refusal import CannotMove
from data_access.row_security.applying import RoleRefused
from data_access.selection import EmptyStore, UnknownCode
from data_access.store import StoreUnavailable
from data_access.viewer import UnknownViewer
from data_access.views.own_tables import ViewsRefused

# What was asked for isn't there, or can't be asked of it.
REFUSALS = (
    UnknownCode,
    UnknownFigure,
    UnknownDimension,
    CannotBeSplit,
    UnknownViewer,
    GrantRefused,
    NotForOutsiders,
    RuleRefused,
    RoleRefused,
    CannotMove,
    StoreLocked,
    UndoRefused,
    NoSuchUpload,
    EraseRefused,
    NoSuchTable,
    NoSuchRow,
    DaysRefused,
    ViewsRefused,
)

app = typer.Typer(
    help="The store of the dashboard: create it, take packages in, print figures.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(create)
app.command("import")(import_)
app.command()(template)
app.command()(check)
app.command()(imports)
app.command()(undo)
app.command()(versions)
app.command()(upload)
app.command()(erase)
app.add_typer(quarantine)
app.add_typer(summaries)
app.add_typer(snapshots)
app.command()(contract)
app.command()(doctor)
app.command()(figures)
app.command()(figure)
app.command()(claims)
app.command()(targets)
app.command()(grant)
app.command()(revoke)
app.command()(viewers)
app.command()(audit)
app.command()(disclosure)
for moving in (export, backup, restore, copy):
    app.command()(moving)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command. Whatever it refuses ends with a plain message and exit code 2."""
    try:
        app(arguments, prog_name="python -m data_access")
    except PackageRefused as refused:
        print(refused, "Nothing was loaded.", sep="\n", file=sys.stderr)
        sys.exit(2)
    except (Refused, StoreUnavailable, EmptyStore, *REFUSALS) as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)
