"""A read replica: a copy that follows the store, asked for figures while it holds the same data."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import psycopg
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as AllInUse

from data_access.language import ENGLISH, Later, speaking
from data_access.row_security.roles import serving_problem
from data_access.selection import data_version
from data_access.store import NotToBeServed, StoreUnavailable, unchecked_store
from data_access.viewer import Viewer

Answer = TypeVar("Answer")
# Whoever waits for a figure must not wait for a machine that is gone.
SECONDS_TO_CONNECT = 2
SECONDS_TO_REST = 10


class NotAnswered(Exception):
    """The replica is away, or holds other data than the store: the store itself is to be asked."""


def read_url() -> str | None:
    """The URL of the replica: DATABASE_READ_URL; None without one."""
    return os.environ.get("DATABASE_READ_URL") or None


@cache
def replica(url: str) -> Replica:
    """The replica at a URL, one for the whole process; raises StoreUnavailable for no Postgres URL."""
    return Replica(url)


class Replica:
    """A database that follows the store's, reached by the URL of the same role.

    It is looked at whether it holds the very data that are asked for on the connection that answers,
    so that one URL may lead to several replicas.
    """

    def __init__(self, url: str) -> None:
        try:
            address = make_url(url)
        except (ArgumentError, ValueError) as error:
            raise StoreUnavailable(NO_URL) from error
        if address.get_backend_name() != "postgresql":
            raise StoreUnavailable(NO_URL)
        if "connect_timeout" not in address.query:
            address = address.update_query_dict({"connect_timeout": str(SECONDS_TO_CONNECT)})
        self._copy = unchecked_store(address.render_as_string(hide_password=False))
        self._may_be_asked = False
        self._rests_until = 0.0
        self._said = ""

    def answered(
        self, viewer: Viewer | str | None, version: str, question: Callable[[Connection], Answer]
    ) -> Answer:
        """What a question is answered for a viewer on data of a version, as ``data_version`` gives it.

        Raises NotAnswered where the store itself is to be asked, and StoreUnavailable where it is not:
        for a question that takes too long, or too many at once.
        """
        if time.monotonic() < self._rests_until:
            raise NotAnswered
        try:
            with self._copy.reading(viewer) as connection:
                self._examine(connection)
                if data_version(connection) != version:
                    self._say("holds other data than the store, which is asked until it has caught up")
                    raise NotAnswered
                self._say("")
                return question(connection)
        except NotToBeServed as refused:
            self._rest("is not asked.", refused)
            raise NotAnswered from refused
        except StoreUnavailable as error:
            cause = error.__cause__
            reason = cause.orig if isinstance(cause, DBAPIError) else cause
            if isinstance(reason, psycopg.errors.QueryCanceled | AllInUse):
                raise
            # What it has to take over may break a question off: that is no reason to leave it alone.
            if isinstance(reason, psycopg.OperationalError | None) and not isinstance(
                reason, psycopg.errors.SerializationFailure
            ):
                self._rest("does not answer, and the store is asked:", error)
            raise NotAnswered from error

    def may_be_served(self) -> None:
        """Raises NotToBeServed for a role that could see past the rights of viewers, StoreUnavailable."""
        with self._copy.reading() as connection:
            self._examine(connection)

    def close(self) -> None:
        """Gives the connections back."""
        self._copy.close()

    def _examine(self, connection: Connection) -> None:
        if self._may_be_asked:
            return
        if problem := serving_problem(connection):
            raise NotToBeServed(problem.replace("DATABASE_URL", "DATABASE_URL and DATABASE_READ_URL"))
        self._may_be_asked = True

    def _rest(self, said: str, why: StoreUnavailable) -> None:
        self._rests_until = time.monotonic() + SECONDS_TO_REST
        with speaking(ENGLISH):  # as the log does, whoever has asked
            self._say(f"{said} {why}")

    def _say(self, said: str) -> None:
        """Writes into the log how it goes with the replica, where that has changed."""
        if said != self._said:
            self._said = said
            logging.getLogger(__name__).warning("The replica %s", said or "answers again.")


@dataclass(frozen=True)
class AtVersion:
    """The replica, as far as it holds the data of one version."""

    replica: Replica
    version: str

    def answered(self, viewer: Viewer, question: Callable[[Connection], Answer]) -> Answer:
        """What a question is answered; raises as ``Replica.answered`` does."""
        return self.replica.answered(viewer, self.version, question)


NO_URL = Later(
    "DATABASE_READ_URL is no URL of a Postgres database. Write postgresql://user:password@host/name, or "
    "leave it out: then everything is read from the store itself."
)
