"""Whether the store answers: a page's own status is always 200, so monitors ask here."""

from __future__ import annotations

from contextlib import closing

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from data_access.replica import NotAnswered, read_url, replica
from data_access.selection import EmptyStore, data_date, data_version
from data_access.store import StoreUnavailable, open_store
from pages.server.place import here


async def health(request: Request) -> JSONResponse:
    """200 while the store answers, 503 while it doesn't; for this machine alone with the data date, and
    whether the replica is asked, if there is one."""
    try:
        told = await to_thread.run_sync(_ask_store)
    except (StoreUnavailable, EmptyStore):
        return JSONResponse({"status": "store unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"} | (told if here(request.scope) else {}))


def _ask_store() -> dict[str, str]:
    with closing(open_store(serving=True)) as store, store.reading() as connected:
        told, version = {"data_date": data_date(connected).isoformat()}, data_version(connected)
    if followed := read_url():
        told["replica"] = _ask_replica(followed, version)
    return told


def _ask_replica(url: str, version: str) -> str:
    """A replica that is away or behind costs time, and nobody their figures: it makes nothing unwell."""
    try:
        return replica(url).answered(None, version, lambda _: "asked")
    except (NotAnswered, StoreUnavailable):
        return "not asked"
