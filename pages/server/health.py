"""Whether the store answers: a page's own status is always 200, so monitors ask here."""

from __future__ import annotations

from contextlib import closing

import streamlit as st
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from data_access.selection import EmptyStore, data_date
from data_access.store import StoreUnavailable, open_store
from pages.server import connection


async def health(request: Request) -> JSONResponse:
    """200 while the store answers, 503 while it doesn't; with the data date for this machine alone."""
    try:
        reached = await to_thread.run_sync(_ask_store)
    except (StoreUnavailable, EmptyStore):
        return JSONResponse({"status": "store unavailable"}, status_code=503)
    here = connection.from_this_machine(request.scope, st.get_option("server.address"))
    return JSONResponse({"status": "ok"} | ({"data_date": reached} if here else {}))


def _ask_store() -> str:
    with closing(open_store(serving=True)) as store, store.reading() as connected:
        return data_date(connected).isoformat()
