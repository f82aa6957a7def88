"""Cookies: who a request comes from, what survives the way to the sign-in service and back, TLS."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.server import provider

# Names a browser where nobody signs in, so that what is made for it is given to it alone.
BROWSER = "dashboard_browser"
# The page that is opened after signing in, and how signing in or out went.
RETURN_TO, OUTCOME = "dashboard_return_to", "dashboard_outcome"
FAILED, SIGNED_OUT = "failed", "signed_out"
MINUTES_TO_SIGN_IN = 15
SECONDS_OF_AN_OUTCOME = 60


def claims_in(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """What the sign-in service said of whoever has signed in; None without a cookie that we signed.

    Where the settings are not whole, nobody knows who else could have signed it.
    """
    if provider.what_is_wrong():
        return None

    def signed(name: str) -> bytes | None:
        written = cookies.get(name)
        if not written or not written.isascii():
            return None
        return decode_signed_value(get_cookie_secret(), name, written)

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    try:
        claims = json.loads(found) if found else None
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def cookies_of(headers: Mapping[str, str]) -> dict[str, str]:
    """The cookies of a request, by name."""
    return cookie_parser(headers.get("cookie", ""))


def cookies_set(headers: MutableHeaders) -> dict[str, str]:
    """The cookies that an answer sets, by name; those that it takes away are empty."""
    given = {}
    for line in headers.getlist("set-cookie"):
        name, _, rest = line.partition("=")
        given[name.strip()] = rest.partition(";")[0].strip().strip('"')
    return given


def new_browser() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(24)


def keep(headers: MutableHeaders, name: str, value: str, seconds: int | None = None) -> None:
    """Lets an answer set a cookie that no script can read and no foreign page can send."""
    age = "" if seconds is None else f"; Max-Age={seconds}"
    headers.append("set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}")


def forget(headers: MutableHeaders, *names: str) -> None:
    """Lets an answer take cookies away."""
    for name in names:
        keep(headers, name, "", 0)


def rewritten(headers: MutableHeaders, change: Callable[[str], str | None]) -> None:
    """Changes each cookie that an answer sets, or drops it where the change gives None."""
    lines = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for line in lines:
        if (changed := change(line)) is not None:
            headers.append("set-cookie", changed)


def over_tls(line: str) -> str:
    """A cookie that the browser sends over TLS alone."""
    return line if re.search(r";\s*secure\b", line, re.IGNORECASE) else f"{line}; Secure"
