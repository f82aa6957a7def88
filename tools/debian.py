"""Debian's packages of what the tests need besides Python, where root can install them."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(what: str, *packages: str) -> None:
    """Installs packages where root on Debian can, and says what for; what goes wrong is printed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {what} …", flush=True)
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *step],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            print(done.stderr, flush=True)
