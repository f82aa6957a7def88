"""What a viewer downloads is for them alone, made when they ask for it, and only while they may see it."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from data_access.language import speaking, spoken
from pages.parts.viewer import signed_in_viewer
from pages.server import provider
from pages.server.downloads import MADE


def for_this_viewer(make: Callable[[], str | bytes]) -> Callable[[], bytes]:
    """The same file, which nobody else can fetch; for ``st.download_button(data=…)``.

    A button is asked for its file without a rerun, in a thread that knows nothing of the session:
    that is why the viewer and their language are remembered here, and the viewer is asked about once more
    when the file is made.
    """
    whose, viewer, said = (st.session_state[name] for name in ("owner", "viewer", "claims"))
    language = spoken()

    def made() -> bytes:
        if provider.configured() and signed_in_viewer(said or {}) != viewer:
            raise PermissionError("What this viewer may see has changed since the page was made.")
        with speaking(language):
            written = make()
        content = written.encode() if isinstance(written, str) else written
        MADE.note(content, whose, time.time())
        return content

    return made
