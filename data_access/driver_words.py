"""What the drivers of the databases report, in plain sentences: what is wrong, and what to do."""

from __future__ import annotations

from urllib.parse import unquote

import psycopg
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from data_access.language import Later


def in_words(error: Exception, url: URL, seconds: float) -> Later:
    """One plain sentence for what a database driver reports."""
    of_driver = error.orig if isinstance(error, DBAPIError) else error
    reported = str(of_driver).strip().splitlines()[0] if str(of_driver).strip() else ""
    where = _where(url)
    if "file is not a database" in reported or "malformed" in reported:
        return Later(
            "The file {store} is not a database. Put the right file there, or restore a backup.", store=where
        )
    if "locked" in reported:
        return Later("The store is locked by another program that writes to it. Try again in a moment.")
    if "interrupted" in reported or "statement timeout" in reported:
        return Later(
            "A query took longer than {number} seconds and was ended. Choose a narrower selection.",
            number=f"{seconds:g}",
        )
    if "unable to open" in reported:
        return Later(
            "The store {store} can't be opened. Check that the file is there and may be read.", store=where
        )
    if getattr(of_driver, "sqlite_errorname", "").startswith("SQLITE_READONLY_"):
        return Later(
            "SQLite can't write beside the store {store}, as it does even to read it. Check the rights on "
            "its folder; from a read-only disk, copy the store elsewhere.",
            store=where,
        )
    if "readonly database" in reported or "read-only" in reported:
        return Later(
            "The store {store} may not be written to. Check the rights on it, and on its folder.", store=where
        )
    if any(
        words in reported for words in ("disk is full", "No space left", "File too large", "quota exceeded")
    ):
        return Later("The disk of the store {store} is full. Make room on it, then try again.", store=where)
    if "disk I/O error" in reported:
        return Later(
            "The disk of the store {store} is full, or broken. Make room on it, then try again.", store=where
        )
    if isinstance(of_driver, psycopg.errors.InsufficientPrivilege):
        return Later(
            "The role {role} may not do this in the store {store} ({reported}). "
            "Use the URL of the role that owns the tables.",
            role=url.username,
            store=where,
            reported=reported,
        )
    if url.get_backend_name() == "postgresql" and isinstance(of_driver, psycopg.OperationalError):
        return Later(
            "The store {store} does not answer. Check that the database runs and its URL is right.",
            store=where,
        )
    return Later("The store {store} could not answer a query: {reported}", store=where, reported=reported)


def _where(url: URL) -> Later | str:
    """The store's place, for people: without a password."""
    if url.get_backend_name() == "postgresql":
        host = url.host or Later("this machine")
        return Later("{database} on {host}", database=url.database, host=host)
    file = url.database or ""
    return unquote(file.removeprefix("file:")) if file.startswith("file:") else file
