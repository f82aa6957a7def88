"""What the drivers of the databases report, in plain sentences: what is wrong, and what to do."""

from __future__ import annotations

from urllib.parse import unquote

import psycopg
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError


def in_words(error: Exception, url: URL, seconds: float) -> str:
    """One plain sentence for what a database driver reports."""
    of_driver = error.orig if isinstance(error, DBAPIError) else error
    reported = str(of_driver).strip().splitlines()[0] if str(of_driver).strip() else ""
    where = _where(url)
    if "file is not a database" in reported or "malformed" in reported:
        return f"The file {where} is not a database. Put the right file there, or restore a backup."
    if "locked" in reported:
        return "The store is locked by another program that writes to it. Try again in a moment."
    if "interrupted" in reported or "statement timeout" in reported:
        return f"A query took longer than {seconds:g} seconds and was ended. Choose a narrower selection."
    if "unable to open" in reported:
        return f"The store {where} can't be opened. Check that the file is there and may be read."
    if getattr(of_driver, "sqlite_errorname", "").startswith("SQLITE_READONLY_"):
        return (
            f"SQLite can't write beside the store {where}, as it does even to read it. Check the rights on "
            "its folder; from a read-only disk, copy the store elsewhere."
        )
    if "readonly database" in reported or "read-only" in reported:
        return f"The store {where} may not be written to. Check the rights on it, and on its folder."
    if any(
        words in reported for words in ("disk is full", "No space left", "File too large", "quota exceeded")
    ):
        return f"The disk of the store {where} is full. Make room on it, then try again."
    if "disk I/O error" in reported:
        return f"The disk of the store {where} is full, or broken. Make room on it, then try again."
    if isinstance(of_driver, psycopg.errors.InsufficientPrivilege):
        return (
            f"The role {url.username} may not do this in the store {where} ({reported}). "
            "Use the URL of the role that owns the tables."
        )
    if url.get_backend_name() == "postgresql" and isinstance(of_driver, psycopg.OperationalError):
        return f"The store {where} does not answer. Check that the database runs and its URL is right."
    return f"The store {where} could not answer a query: {reported}"


def _where(url: URL) -> str:
    """The store's place, for people: without a password."""
    if url.get_backend_name() == "postgresql":
        return f"{url.database} on {url.host or 'this machine'}"
    file = url.database or ""
    return unquote(file.removeprefix("file:")) if file.startswith("file:") else file
