"""The sign-in services that are set up, and whether they are set up well."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import get_redirect_uri, get_secrets_auth_section, validate_auth_credentials
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.secrets import AttrDict, secrets_singleton

CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
USUAL_PORT = {"http": 80, "https": 443}
# Streamlit's name for a provider whose settings stand in [auth] itself.
UNNAMED = "default"
_REQUIRED = "server_metadata_url"


def configured() -> bool:
    """Whether anybody has to sign in: with secrets that can't be read, too, for they may say so."""
    if not any(Path(path).exists() for path in st.get_option("secrets.files")):
        return False
    return not secrets_singleton.load_if_toml_exists() or secrets_singleton.get("auth") is not None


def providers() -> tuple[str, ...]:
    """The names of the sign-in services, in their order; none if they aren't set up well."""
    if problem := what_is_wrong():
        _say_once(problem)
        return ()
    return _named(_section())


def what_is_wrong() -> str:
    """What is wrong with the settings, in words for the log; empty if nothing is."""
    if not secrets_singleton.load_if_toml_exists():
        return "the secrets file can't be read."
    section = _section()
    named = _named(section)
    if not named:
        return f"[auth] names no provider: it needs client_id, client_secret and {_REQUIRED}."
    try:
        for name in named:
            validate_auth_credentials(name)
    except StreamlitAuthError as error:
        return " ".join(str(error).split())
    secret = section["cookie_secret"]
    if not isinstance(secret, str) or len(secret) < SHORTEST_SECRET:
        return f"cookie_secret has fewer than {SHORTEST_SECRET} characters: whoever guesses it signs in."
    if _origin(section) is None:
        return (
            f"redirect_uri is not the dashboard's own address followed by {CALLBACK}, as browsers write it: "
            "in small letters, and without the usual port."
        )
    return ""


def our_origin() -> str | None:
    """The origin at which browsers reach the dashboard, as the settings say; None without a provider."""
    return _origin(_section()) if configured() else None


def _section() -> AttrDict:
    found = get_secrets_auth_section()
    return found if isinstance(found, AttrDict) else AttrDict({})


def _origin(section: AttrDict) -> str | None:
    """The origin to which the settings let browsers come back; None if no browser would name it so.

    Origins are compared letter by letter: they are written in small letters, without the usual port.
    """
    if not isinstance(section.get("redirect_uri"), str):
        return None
    try:
        written = get_redirect_uri(section) or ""
        address = urlsplit(written)
        host, port = address.hostname or "", address.port
    except (StreamlitAuthError, ValueError):
        return None
    named = f"[{host}]" if ":" in host else host
    origin = f"{address.scheme}://{named}" + ("" if port is None else f":{port}")
    usual = port == USUAL_PORT.get(address.scheme, port)
    return origin if host and host.isascii() and not usual and written == origin + CALLBACK else None


@lru_cache
def _say_once(problem: str) -> None:
    logging.getLogger(__name__).error("Nobody can sign in: %s", problem)


def _named(section: Mapping[str, Any]) -> tuple[str, ...]:
    unnamed = (UNNAMED,) if _REQUIRED in section else ()
    sections = (name for name in section if isinstance(section[name], Mapping))
    return (*unnamed, *(name for name in sections if name != "client_kwargs"))
