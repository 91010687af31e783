"""Any request to any endpoint: an answer in time that is no error of the server's, and the server lives."""

from __future__ import annotations

import http.client
import socket
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.faults.served import Served
from tests.fuzz.anything import as_json, objects, texts, values
from tests.rest.client import Response

SECONDS = 15.0
PATHS = [
    "/", "/widget.js", "/page.css", "/favicon.svg", "/health/live", "/health/ready", "/metrics", "/socket.io/",
    "/webhooks/rest/", "/webhooks/rest/webhook", "/webhooks/web/", "/webhooks/slack/", "/webhooks/slack/events",
]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
HEADERS = [
    "accept", "accept-encoding", "authorization", "content-encoding", "content-type", "cookie", "expect", "forwarded",
    "host", "if-none-match", "origin", "range", "upgrade", "x-forwarded-for", "x-slack-signature",
]  # fmt: skip

printable = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


def fine(got: Response) -> bool:
    """Answered on purpose: 503 is, other errors of the server's are not."""
    return got.status < 500 or (got.status == 503 and bool(got.json["error"]))


@settings(max_examples=300)
@given(body=st.one_of(objects("sender", "message", "metadata"), values), stream=st.booleans())
@example(body={"sender": "a", "message": "hello", "metadata": {"a": float("nan")}}, stream=True)
def test_a_message_over_rest(server: Served, body: Any, stream: bool) -> None:
    got = server.client.request("POST", f"/webhooks/rest/webhook?stream={'true' if stream else ''}", as_json(body))
    assert fine(got) and got.body, (got, body)
    if got.status >= 400:
        assert got.json["error"] and got.json["message"]


@settings(max_examples=200)
@given(body=st.binary(max_size=300))
def test_any_bytes_over_rest(server: Served, body: bytes) -> None:
    got = server.client.post(body)
    assert fine(got) and 400 <= got.status < 500 and got.json["message"]


@settings(max_examples=500)
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS),
    query=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
    headers=st.dictionaries(st.sampled_from(HEADERS), printable, max_size=4),
    body=st.binary(max_size=100),
)
def test_any_request(server: Served, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
    head = {name: value.encode("latin-1", "ignore").decode("latin-1") for name, value in headers.items()}
    try:
        got = server.client.request(method, f"{path}?{query}", body, head)
    except (http.client.HTTPException, ConnectionError, ValueError):
        return  # refused by the client, or a connection that was closed without a word for what is no HTTP
    assert fine(got), (method, path, query, headers, body, got)


@settings(max_examples=200)
@given(path=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
@example(path="/../../etc/passwd")
@example(path="/page.css/../server.py")
@example(path="/%2e%2e/%2e%2e/etc/passwd")
@example(path="/%00")
@example(path="/%ff%fe")
def test_any_address(server: Served, path: str) -> None:
    try:
        got = server.client.get("/" + path.lstrip("/"))
    except (http.client.HTTPException, ConnectionError, ValueError):
        return
    assert fine(got) and b"root:" not in got.body and b"import" not in got.body[:2000], (path, got)


def exchanged(port: int, sent: bytes) -> bytes:
    """What comes back over a connection, until it is closed or nothing more comes."""
    with socket.create_connection(("localhost", port), timeout=SECONDS) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        got = b""
        try:
            while chunk := connection.recv(65536):
                got += chunk
        except ConnectionError:
            pass
        return got


LINES = [
    b"GET / HTTP/1.1", b"POST /webhooks/rest/webhook HTTP/1.1", b"GET / HTTP/9", b"GET", b"", b"\xff\xfe",
    b"Host: a", b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: abc", b"Content-Length: 99999999999",
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b"Expect: 100-continue", b"Connection: close", b"zz",
    b"5\r\nhello", b"ffffffffffff", b"-5", b"0", b"A: " + b"a" * 9000, b": ", b"no colon", b"Upgrade: websocket",
]  # fmt: skip


@settings(max_examples=300)
@given(lines=st.lists(st.one_of(st.sampled_from(LINES), st.binary(max_size=20)), max_size=6), first=st.booleans())
@example(lines=[b"Content-Length: abc", b"", b"x"], first=True)
@example(lines=[b"Transfer-Encoding: chunked", b"", b"zz", b"x"], first=True)
def test_any_bytes_for_http(server: Served, lines: list[bytes], first: bool) -> None:
    begin = [b"POST /webhooks/rest/webhook HTTP/1.1"] if first else []
    got = exchanged(server.port, b"\r\n".join([*begin, *lines, b"", b""]))
    assert not got.startswith(b"HTTP/1.1 500"), (lines, got)


@settings(max_examples=30)
@given(pieces=st.lists(texts, min_size=2, max_size=4))
def test_a_conversation_of_anything(server: Served, pieces: list[str]) -> None:
    for piece in pieces:
        got = server.client.ask(piece, "somebody-who-tries-everything")
        assert fine(got) and got.body
