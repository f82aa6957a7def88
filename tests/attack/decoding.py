"""All that a message of the server says: every text and number in it, tables and files unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
from google.protobuf.message import Message
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data_access.viewer import OUTSIDERS
from tests.attack.worlds import CANARY, FOREIGN, KEY, OWN, places

# What differs from one run to another of the same page, and says nothing of the store.
OF_THE_RUN = frozenset(
    {"hash", "script_run_id", "metadata", "session_id", "id", "url", "deferred_file_id", "ref_hash"}
)


def frame_in(payload: bytes) -> ForwardMsg:
    """The message in a frame of the websocket; raises DecodeError."""
    message = ForwardMsg()
    message.ParseFromString(payload)
    return message


def said(value: Any, leave_out: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text and number of a message, but for the fields of the names in ``leave_out``."""
    match value:
        case Message():
            for field, held in value.ListFields():
                if field.name not in leave_out:
                    yield from said(held, leave_out)
        case bytes():
            yield from _of_bytes(value)
        case str() | bool() | int() | float():
            yield str(value)
        case Mapping():
            for key, held in value.items():
                yield str(key)
                yield from said(held, leave_out)
        case _:
            for held in value:
                yield from said(held, leave_out)


def _of_bytes(content: bytes) -> Iterator[str]:
    """A table's headings and cells, for tables are sent packed; of all else the bytes that are text."""
    try:
        table = pa.ipc.open_stream(content).read_all()
    except pa.ArrowInvalid:
        yield content.decode("utf-8", "replace")
        return
    yield from table.column_names
    for column in table.columns:
        yield from (str(cell) for cell in column.to_pylist())


def canaries(texts: Iterator[str], named: tuple[str, ...] = ()) -> Iterator[str]:
    """The texts with something foreign in them, or with the key of places.

    ``named`` are codes that the viewer has written into the request: to be told them again is no news.
    """
    echoes = re.compile("|".join(rf"{re.escape(code)}(?![\w-])" for code in named if CANARY in code.lower()))
    for text in texts:
        unescaped = text.replace("\\", "")  # as Markdown shows it
        left = echoes.sub("", unescaped) if echoes.pattern else unescaped
        if CANARY in left.lower() or KEY in left:
            yield left


def places_told(texts: Iterator[str], places: Iterator[tuple[float, float]]) -> list[tuple[float, float]]:
    """Of the places, those both of whose coordinates are told to three decimals or more."""
    told = " ".join(texts)
    return [place for place in places if all(_is_told(degrees, told) for degrees in place)]


def leaks_in(texts: list[str], role: str, named: tuple[str, ...] = ()) -> list[str]:
    """What texts tell the viewer of a role that they may not know: foreign texts and places, and to
    outsiders places of their own; in words."""
    worlds = (OWN, FOREIGN) if role in OUTSIDERS else (FOREIGN,)
    told = places_told(iter(texts), (place for world in worlds for place in places(world)))
    return [f"told {text[:300]!r}" for text in canaries(iter(texts), named)] + [
        f"told the place {place}" for place in told
    ]


def _is_told(degrees: float, told: str) -> bool:
    """Whether a coordinate stands there, be it rounded to three decimals or cut after them."""
    cut = f"{int(degrees * 1000) / 1000:.3f}"
    written = {f"{degrees:.3f}", cut}
    # Whether it stands anywhere is seen at once; most do not.
    return any(number in told and re.search(rf"(?<![\d.]){re.escape(number)}", told) for number in written)
