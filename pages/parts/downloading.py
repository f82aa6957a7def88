"""What leaves as a file: it is written down who took what, or there is no file."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data_access.audit import Action, record
from data_access.language import say
from data_access.tables import as_csv
from pages.parts.downloads import for_this_viewer
from pages.parts.filters import parameters
from pages.parts.parameters import own_parameters, page_parameter
from pages.parts.reading import reader


def offer(
    name: str, table: Callable[[], pd.DataFrame], file_name: str, selection: str, detail: str = ""
) -> None:
    """A button that gives a table as a file, and puts on record that it did."""
    st.download_button(
        say("Download"),
        data=for_this_viewer(on_record(name, table, selection, detail)),
        file_name=file_name,
        mime="text/csv",
        type="tertiary",
        on_click="ignore",
        key=f"download_{name}",
    )


def on_record(
    exhibit: str, table: Callable[[], pd.DataFrame], selection: str, detail: str = ""
) -> Callable[[], bytes]:
    """What makes the file of a table when it is asked for, and writes that into the audit first.

    It raises StoreUnavailable where the audit can't be written: then the browser gets no file.
    """

    def file() -> tuple[bytes, int]:
        rows = table()
        return as_csv(rows), len(rows)

    return written_down(exhibit, file, selection, detail)


def written_down(
    exhibit: str, make: Callable[[], tuple[bytes, int]], selection: str, detail: str
) -> Callable[[], bytes]:
    """The same for a file of any kind, which ``make`` gives with the number of its rows or slides.

    The file is asked for outside the session, so who asks and for what is settled here.
    """
    read = reader()

    def file() -> bytes:
        made, length = make()
        with read.store.writing(read.viewer) as connection:
            record(
                connection,
                read.viewer.name,
                Action.download,
                exhibit=exhibit,
                selection=selection,
                row_count=length,
                detail=detail or None,
            )
        return made

    return file


def asked() -> str:
    """What the page shows, as URL parameters: the selection, always with its days, and the page's own."""
    chosen = st.session_state["selection"]
    days = {"from": chosen.first_day.isoformat(), "to": chosen.last_day.isoformat()}
    own = {name: page_parameter(name) for name in own_parameters()}
    return urlencode(parameters(chosen) | days | own, doseq=True)
