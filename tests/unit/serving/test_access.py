"""Who counts as being on this machine, and who shows the right token."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from overture.serving import access

HERE, THERE = ("127.0.0.1", 5005), ("203.0.113.7", 4711)
TOKEN = "a-token-of-the-tests"


def request(sockname: Any = HERE, peername: Any = HERE, host: str = "localhost:5005", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in {"host": host, **headers}.items()}
    return SimpleNamespace(conn_info=SimpleNamespace(sockname=sockname, peername=peername), headers=named)


@pytest.mark.parametrize(
    ("asked", "local"),
    [
        (request(), True),
        (request(("::1", 5005, 0, 0), ("::1", 4711, 0, 0)), True),
        (request(("::ffff:127.0.0.1", 5005, 0, 0), ("::ffff:127.0.0.1", 4711, 0, 0)), True),
        (request(("127.1.2.3", 5005), ("127.0.0.9", 4711)), True),
        (request(("192.0.2.1", 5005), THERE), False),
        (request(("192.0.2.1", 5005), ("192.0.2.1", 4711)), False),
        (request(HERE, THERE), False),
        (request(("::ffff:203.0.113.7", 5005, 0, 0)), False),
        (request("/run/overture.sock", None), False),
        (request(None, None), False),
        (request(("localhost", 1)), False),
        (request(x_forwarded_for="127.0.0.1"), False),
        (request(forwarded="for=127.0.0.1"), False),
        (request(x_real_ip="127.0.0.1"), False),
        (request(via="1.1 proxy"), False),
        (SimpleNamespace(conn_info=None, headers={}), False),
        (request(host="LOCALHOST"), True),
        (request(host="127.0.0.1:5005"), True),
        (request(host="[::1]:5005"), True),
        (request(host="[::1]"), True),
        (request(host=""), False),
        (request(host="bot.example"), False),
        (request(host="127.0.0.1.bot.example"), False),
        (request(host="localhost.bot.example:5005"), False),
        (request(origin="http://localhost:5005"), True),
        (request(origin="http://localhost:8080"), False),
        (request(origin="https://elsewhere.example"), False),
        (request(origin="null"), False),
    ],
)
def test_is_on_this_machine(asked: Any, local: bool) -> None:
    assert access.is_local(asked) is local


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        (f"Bearer {TOKEN}", True),
        (f"bearer  {TOKEN} ", True),
        (f"Bearer {TOKEN}x", False),
        (f"Bearer {TOKEN[:-1]}", False),
        ("Bearer ", False),
        ("Bearer \u00e4\ud83d", False),
        (TOKEN, False),
        (f"Basic {TOKEN}", False),
        ("", False),
    ],
)
def test_shows_the_token(shown: str, right: bool) -> None:
    assert access.has_token(request(authorization=shown), TOKEN) is right
    assert access.has_token(request(authorization=shown), "") is False, "where none is set, none is right"
