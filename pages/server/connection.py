"""Where a request comes from: this machine or elsewhere, one of our own pages or a foreign one."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

# Whoever forwards for others says so by one of these, or by a name that begins so. No browser sends any.
FORWARDING = frozenset(
    {
        *("via", "client-ip", "true-client-ip", "x-client-ip", "x-cluster-client-ip", "fly-client-ip"),
        *("x-remote-ip", "x-remote-addr", "x-proxyuser-ip", "x-host", "x-scheme", "x-request-id"),
    }
)
FORWARDING_PREFIXES = (
    *("forwarded", "x-forwarded", "x-original-", "x-real-", "x-envoy-", "x-proxy-", "x-varnish"),
    *("cf-", "cdn-", "fastly-", "akamai-", "x-akamai-", "x-amz", "x-appengine-", "x-arr-", "x-azure-"),
    *("x-cloud-", "x-vercel-", "ali-cdn-", "incap-", "x-sucuri-"),
)
# What the pages are told of the connection: set by this server, never taken from a request.
REACHED_FROM = "x-dashboard-reached-from"
HERE, ELSEWHERE = "this machine", "elsewhere"


def loopback(host: str | None) -> bool:
    """Whether a host, without a port, is this machine and no other."""
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return (host or "").lower() == "localhost"


def from_this_machine(scope: Scope, bound_to: str | None, found_at: str | None = "localhost") -> bool:
    """Whether a request to a server bound to ``bound_to`` was made on this machine, and for it.

    A name that leads to this machine is no proof (it may lead elsewhere a moment later), and neither
    is the address of a proxy that stands here and forwards for others. One that says nothing of that
    looks as if it asked for itself: a server that browsers find elsewhere, at ``found_at``, takes
    nobody to be here.
    """
    headers = Headers(scope=scope)
    ends = (scope.get("server") or (None,))[0], (scope.get("client") or (None,))[0]
    return (
        loopback(bound_to)
        and loopback(found_at)
        and all(loopback(end) for end in ends)
        and not FORWARDING & set(headers)
        and not any(name.startswith(FORWARDING_PREFIXES) for name in headers)
        and loopback(_host(f"//{headers.get('host', '')}"))
        and ("origin" not in headers or loopback(_host(headers["origin"])))
    )


def foreign_origin(scope: Scope, ours: Collection[str]) -> bool:
    """Whether a page of another origin asks; of ``ours`` the first is where we are, if that is known.

    Where it isn't, the page has to come from the host that is asked. What sends no origin is no page.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None or origin in ours:
        return False
    if ours:
        return True
    asked = headers.get("host", "").lower()
    parts = urlsplit(origin) if _host(origin) is not None else None
    return parts is None or parts.scheme not in ("http", "https") or parts.netloc.lower() != asked


def secure(scope: Scope) -> bool:
    """Whether the browser speaks TLS with us, or with a proxy that the server trusts."""
    return scope.get("scheme") in ("https", "wss")


def told(scope: Scope, here: bool) -> Scope:
    """The request with what the pages are told of it, whatever the request itself says."""
    name = REACHED_FROM.encode()
    kept = [header for header in scope["headers"] if header[0].lower() != name]
    return {**scope, "headers": [*kept, (name, (HERE if here else ELSEWHERE).encode())]}


def as_asked_by_the_page(scope: Scope) -> Scope:
    """The request with the host of the page that makes it, which a proxy may have replaced.

    To be called once the origin is known to be ours. Streamlit compares the two, and where they
    differ it asks a service on the internet for its own address.
    """
    origin = Headers(scope=scope).get("origin")
    if origin is None:
        return scope
    kept = [header for header in scope["headers"] if header[0].lower() != b"host"]
    return {**scope, "headers": [*kept, (b"host", urlsplit(origin).netloc.encode())]}


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
