"""Several dashboards behind nginx, on this machine: to try how they stand in for each other.

``python -m tools.fleet run`` (or ``make fleet``) starts them on the store that DATABASE_URL names, and
starts each again that has ended; ``python -m tools.fleet print`` prints nginx's configuration for
dashboards anywhere.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, default_int_handler, signal
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from data_access.store import store_url
from tools.nginx import before, configuration
from tools.serving import Dashboard, Server, ServerFailed, free_port

SECONDS_BETWEEN_LOOKS = 1.0

app = typer.Typer(add_completion=False, help=__doc__)


@dataclass(frozen=True)
class Fleet:
    """nginx, to which browsers go, and the dashboards behind it."""

    door: Server
    dashboards: tuple[Dashboard, ...]


@contextmanager
def fleet(
    store: str,
    folder: Path,
    processes: int = 2,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Fleet]:
    """Serves a store by several dashboards behind nginx, all on this machine; raises ServerFailed.

    ``settings`` are of each of them: who signs in with one has signed in with all.
    """
    ours = [
        Dashboard(store, folder / f"dashboard-{number}.log", settings=settings) for number in range(processes)
    ]
    with ExitStack() as started:
        for each in ours:
            each.start()
            started.callback(each.stop)
        for each in ours:
            each.answering()
        ports = [each.port for each in ours]
        yield Fleet(started.enter_context(before(ports, port or free_port(), folder)), tuple(ours))


@app.command("run")
def run(
    processes: Annotated[int, typer.Option(min=1, help="How many dashboards: one a core.")] = 2,
    port: Annotated[int, typer.Option(help="Where browsers find them, on this machine.")] = 8501,
) -> None:
    """Serves the store that DATABASE_URL names until it is ended, by Ctrl-C or otherwise."""
    # What is started here ends with this, however it is told to.
    signal(SIGTERM, default_int_handler)
    with TemporaryDirectory(prefix="dashboard-fleet-") as folder:
        try:
            with fleet(store_url(), Path(folder), processes, port) as running:
                for each in running.dashboards:
                    typer.echo(f"A dashboard on port {each.port}, which writes into {each.server.log}")
                typer.echo(f"nginx before them: {running.door.origin} (Ctrl-C ends them all)")
                _keep_running(running)
        except ServerFailed as failed:
            typer.echo(str(failed), err=True)
            raise typer.Exit(1) from failed
        except KeyboardInterrupt:
            typer.echo("Ended.")


@app.command("print")
def print_configuration(
    dashboards: Annotated[list[str], typer.Argument(help="Each dashboard, as host:port.")],
    listen: Annotated[str, typer.Option(help="What nginx listens on: a port, or host:port.")] = "80",
    name: Annotated[str, typer.Option(help="The names under which browsers ask for it.")] = "_",
) -> None:
    """Prints nginx's configuration for dashboards that run anywhere."""
    try:
        typer.echo(configuration(listen, dashboards, name), nl=False)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong


def _keep_running(running: Fleet) -> None:
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        for each in running.dashboards:
            if not each.runs:
                typer.echo(f"The dashboard on port {each.port} has ended; it is started again.")
                each.start()


if __name__ == "__main__":
    app()
