"""The administrators' pages as somebody opens them, on a sample store of the test's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Html

from data_access.audit import audit
from data_access.grants import Grant, grant, viewers
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Role, Viewer

ADMINISTRATOR = Viewer("administrator@example.org", Role.administrator)
TODAY = date.today()


def look_as(viewer: Viewer, patch: pytest.MonkeyPatch) -> None:
    """Lets all pages be looked at by a viewer, whoever has signed in."""
    patch.setattr("pages.parts.viewer.look_as", lambda *_: (viewer, ()))


def give(store_file: Path, *grants: Grant) -> None:
    store = open_store(f"sqlite:///{store_file}")
    with store.writing(ADMINISTRATOR) as connection:
        for given in grants:
            grant(connection, ADMINISTRATOR, given)
    store.close()


def granted(store_file: Path) -> pd.DataFrame:
    """Who has which grant, by viewer."""
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        found = viewers(connection, UNRESTRICTED, TODAY).set_index("viewer")
    store.close()
    return found


def audited(store_file: Path) -> list[dict[str, object]]:
    """What was done since the sample was taken in, the first first."""
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        found = audit(connection, UNRESTRICTED)
    store.close()
    rows: list[dict[str, object]] = found.to_dict("records")
    return [row for row in reversed(rows) if row["viewer"] != "import of the sample"]


def rows(app: AppTest) -> list[str]:
    """The grants that the page lists, as HTML."""
    html = [found.value for found in app.get("html") if isinstance(found, Html)]
    return [text for text in html if text.startswith('<div class="grant">')]


def said(app: AppTest) -> str:
    """All that a page says in texts, alerts and its own HTML, without Markdown's escapes."""
    texts = [*app.markdown, *app.caption, *app.title, *app.error, *app.warning, *app.success, *app.info]
    return "\n".join([*(text.value.replace("\\", "") for text in texts), *rows(app)]).replace("\u2060", "")
