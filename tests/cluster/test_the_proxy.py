"""What the proxy alone does: which process answers, what it refuses, and what it says when there is none."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from deploy.local import nginx
from deploy.local.processes import free_port
from tests import services


class _Echo(BaseHTTPRequestHandler):
    """Answers with its own port and what it was sent."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps({"port": self.server.server_address[1], "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def bots() -> Iterator[list[ThreadingHTTPServer]]:
    """Three stand-ins for bots."""
    services.needs(nginx.is_here(), "nginx")
    with ThreadPoolExecutor(3) as threads:
        servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Echo) for _ in range(3)]
        for server in servers:
            threads.submit(server.serve_forever, 0.05)
        yield servers
        for server in servers:
            server.shutdown()
            server.server_close()


@pytest.fixture(scope="module")
def proxy(bots: list[ThreadingHTTPServer]) -> Iterator[int]:
    """The port of a proxy in front of them."""
    port = free_port()
    with nginx.serving(port, [bot.server_address[1] for bot in bots]):
        yield port


def get(port: int, path: str = "/", body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], Any]:
    """Status, headers and JSON of a response."""
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST" if body else "GET", path, body, sent)
        response = connection.getresponse()
        text = response.read()
        return response.status, dict(response.headers), json.loads(text) if text[:1] == b"{" else text
    finally:
        connection.close()


def answering(port: int, path: str = "/", **headers: str) -> int:
    return int(get(port, path, **headers)[2]["port"])


class TestWhoAnswers:
    def test_a_conversation_stays_with_one_process(self, proxy: int) -> None:
        of = {str(name): answering(proxy, X_Conversation=str(name)) for name in range(40)}
        assert len(set(of.values())) == 3
        assert {name: answering(proxy, X_Conversation=name) for name in of} == of

    def test_where_a_process_is_gone_only_its_own_move(self, bots: list[ThreadingHTTPServer]) -> None:
        ports = [bot.server_address[1] for bot in bots]
        before, after = free_port(), free_port()
        with nginx.serving(before, ports), nginx.serving(after, [*ports[:2], free_port()]):
            for name in map(str, range(40)):
                was, is_now = (answering(port, X_Conversation=name) for port in (before, after))
                assert is_now == was or was == ports[2]

    def test_what_names_no_conversation_goes_by_the_address(self, proxy: int) -> None:
        polling = {answering(proxy, f"/socket.io/?EIO=4&transport=polling&sid={sid}") for sid in ("", "a", "b")}
        upgraded = answering(proxy, "/socket.io/?EIO=4&transport=websocket&sid=a")
        assert {*polling, upgraded, answering(proxy)} == {upgraded}

    def test_new_websockets_are_spread(self, proxy: int) -> None:
        assert len({answering(proxy, "/socket.io/?EIO=4&transport=websocket") for _ in range(40)}) == 3

    def test_the_address_is_the_one_that_the_proxy_sees(self, proxy: int) -> None:
        _, _, sent = get(proxy, X_Forwarded_For="1.2.3.4")
        assert sent["headers"]["X-Forwarded-For"] == "127.0.0.1"


class TestWhatItRefuses:
    def test_what_is_too_large(self, proxy: int) -> None:
        status, _, told = get(proxy, "/webhooks/rest/webhook", b"x" * 70_000)
        assert (status, told["error"]) == (413, "too_large")

    @pytest.mark.parametrize("path", ["/metrics", "/health/live", "/health/ready"])
    def test_what_is_for_those_who_run_it(self, proxy: int, path: str) -> None:
        assert get(proxy, path)[0] == 404

    def test_too_many_requests_of_one_address(self, bots: list[ThreadingHTTPServer]) -> None:
        port = free_port()
        with nginx.serving(port, [bots[0].server_address[1]], rate="1r/s"):
            found = [get(port) for _ in range(220)]
        refused = [(headers, told) for status, headers, told in found if status == 429]
        assert found[0][0] == 200 and refused
        assert refused[0][0]["Retry-After"] == "2" and refused[0][1]["error"] == "rate"

    def test_everything_while_there_is_no_process(self, bots: list[ThreadingHTTPServer]) -> None:
        port = free_port()
        with nginx.serving(port, [free_port()]):
            status, headers, told = get(port, "/webhooks/rest/webhook", b"{}")
        assert (status, headers["Retry-After"], told["error"]) == (503, "2", "unavailable")
        assert "try again" in told["message"]
