"""Asks a store one question, and survives whatever it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from data_access.doctor.usable import speak
from data_access.isolation import isolated
from data_access.store import Store, StoreUnavailable
from data_access.viewer import UNRESTRICTED

Answer = TypeVar("Answer")

SECONDS = 120.0
LONGEST_TOLD = 80
# Of what Postgres can't compute, it quotes the value: that may be a place, or a name.
DATA_EXCEPTION, QUOTED = "22", re.compile(r'".*"')
# Classes of its errors that speak of names, rights and its own state, and of no value: all others can.
WITHOUT_VALUES = ("08", "25", "28", "40", "42", "53", "55", "57")


class NoAnswer(Exception):
    """A question that the store could not answer; the message says why, and ends without a stop."""


def ask(store: Store, question: Callable[[Connection], Answer]) -> Answer:
    """The answer to a question, asked in a transaction of its own; raises NoAnswer and nothing else."""
    try:
        with store.reading(UNRESTRICTED, SECONDS) as connection:
            speak(connection)
            return question(connection)
    except StoreUnavailable as refused:
        raise NoAnswer(_reason(refused)) from refused
    except Exception as error:  # a store that is none can raise anything, and has to be told of all the same
        raise NoAnswer(type(error).__name__) from error


def told(value: Any) -> str:
    """A value from the store, so that a terminal shows it and does nothing else."""
    said = isolated(str(value))
    return said if len(said) <= LONGEST_TOLD else f"{said[:LONGEST_TOLD]}…"


def _reason(refused: StoreUnavailable) -> str:
    """Why a question failed: in the words of a database that has answered, without a value it quotes."""
    cause = refused.__cause__
    state = getattr(cause.orig, "sqlstate", None) if isinstance(cause, DBAPIError) else None
    if not isinstance(cause, DBAPIError) or state is None:
        return str(refused).rstrip(".")
    said = (str(cause.orig).strip().splitlines() or [state])[0].rstrip(".")
    if state.startswith(DATA_EXCEPTION):
        return QUOTED.sub("…", said)
    return said if state.startswith(WITHOUT_VALUES) else f"the database refuses it (SQLSTATE {state})"
