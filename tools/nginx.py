"""nginx before several dashboards: its configuration, and how it is run on this machine for a while."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from string import Template

from tools.debian import install
from tools.serving import ROOT, SECONDS_BETWEEN_TRIES, SECONDS_TO_START, Server, ServerFailed

TEMPLATE = ROOT / "deploy" / "nginx.conf.template"
# Where Debian keeps programs that nobody but root is expected to run.
PLACES = f"{os.defpath}:/usr/sbin:/usr/local/sbin"
# What stands around the configuration when nginx is run by hand, by anybody, in a folder.
BY_HAND = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
    # Who went where, as soon as they have been answered.
    log_format where '$dashboard_place $status $request $upstream_addr';
    access_log {folder}/where.log where;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    # Its workers may not enter a folder of ours.
    proxy_max_temp_file_size 0;
    include {folder}/dashboards.conf;
}}
"""


def nginx() -> str | None:
    """The path of this machine's nginx; None if it has none."""
    return shutil.which("nginx") or shutil.which("nginx", path=PLACES)


def lacking() -> str | None:
    """What the tests of several dashboards need and this machine hasn't, in words; None if they can run."""
    if nginx() is None:
        return "There is no nginx on this machine; on Debian, root can `apt-get install nginx`."
    return None


def provide() -> None:
    """Installs nginx where root on Debian can; says so where it can't be had."""
    if lacking():
        install("nginx for the tests of several dashboards", "nginx")
    if still := lacking():
        print(f"{still} Until then the tests of several dashboards are skipped.", flush=True)


def configuration(listen: str, dashboards: Sequence[str], name: str = "_") -> str:
    """nginx's configuration for dashboards at ``host:port`` each, behind what it listens on.

    Raises ValueError for what is no address, and without a dashboard.
    """
    if not dashboards or not all(re.fullmatch(r"[\w.\-\[\]:]+:\d+", address) for address in dashboards):
        raise ValueError("name each dashboard as host:port, such as 10.0.0.5:8501")
    if not re.fullmatch(r"([\w.\-\[\]:]+:)?\d+", listen) or not re.fullmatch(r"[\w.\- ]+", name):
        raise ValueError("listen on a port or host:port, under the names that browsers use")
    servers = "\n".join(f"    server {address} max_fails=1 fail_timeout=5s;" for address in dashboards)
    # nginx's own variables look the same, and are left as they are.
    return Template(TEMPLATE.read_text("utf-8")).safe_substitute(LISTEN=listen, DASHBOARDS=servers, NAME=name)


@contextmanager
def before(ports: Sequence[int], port: int, folder: Path) -> Iterator[Server]:
    """nginx on ``port`` of this machine before dashboards on others, at work in ``folder``.

    Raises ServerFailed.
    """
    program = nginx()
    if program is None:
        raise ServerFailed(str(lacking()))
    dashboards = [f"127.0.0.1:{each}" for each in ports]
    (folder / "dashboards.conf").write_text(configuration(f"127.0.0.1:{port}", dashboards))
    (folder / "nginx.conf").write_text(BY_HAND.format(folder=folder))
    log = folder / "nginx.log"
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(log)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(f"http://127.0.0.1:{port}", log)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError, HTTPException):
            server.status("/healthz")
            return
        time.sleep(SECONDS_BETWEEN_TRIES)
    raise ServerFailed(f"nginx did not start:\n{server.log.read_text(errors='replace')}")


if __name__ == "__main__":
    provide()
