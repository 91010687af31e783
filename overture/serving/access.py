"""Who may use what is not meant for everybody: callers on this machine, and those with the right token."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

from sanic.request import Request

# A proxy sets one of these: whoever stands behind it is not on this machine.
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_BEARER = "bearer "


def is_local(request: Request) -> bool:
    """Whether a request was made on this machine, over its loopback address, and not by a foreign page in a browser."""
    connection = request.conn_info
    if connection is None or any(request.headers.get(name) for name in _PASSED_ON):
        return False
    return _is_loopback(connection.sockname) and _is_loopback(connection.peername) and _names_this_machine(request)


def _names_this_machine(request: Request) -> bool:
    """Whether it was this machine that was called: the name of a foreign site may lead here as well."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        return False
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.lower() == "localhost" or _is_loopback((name,))


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple) or not address:
        return False  # a socket in the file system: who is behind it nobody knows
    try:
        read = ipaddress.ip_address(str(address[0]).split("%")[0])
    except ValueError:
        return False
    mapped = getattr(read, "ipv4_mapped", None)
    return bool((mapped or read).is_loopback)


def has_token(request: Request, token: str) -> bool:
    """Whether a request shows a token, as ``Authorization: Bearer ...``; never where none is set."""
    given = request.headers.get("authorization", "")
    if not token or given[: len(_BEARER)].lower() != _BEARER:
        return False
    return hmac.compare_digest(given[len(_BEARER) :].strip().encode("utf-8", "replace"), token.encode())
