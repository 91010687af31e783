"""What the tests of the handover share: a record, and a receiver of webhooks on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from overture.handover import Contact, Line, Record, Tried

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def record(conversation: str = "c1", **changes: Any) -> Record:
    """A record with every part."""
    parts: dict[str, Any] = {
        "question": "Does the GI Bill cover summer terms?",
        "channel": "rest",
        "name": "Jörg Ωmega",
        "contact": Contact("email", "joerg@example.edu"),
        "transcript": (Line("visitor", "hi\nthere", "2026-11-01T10:00:00+00:00"), Line("bot", "Hello!", "")),
        "tried": (Tried("gi bill?", "gap"),),
    }
    return Record(conversation, **{**parts, **changes})


def wait_for(condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Waits until something holds that another thread brings about."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.01)


@dataclass
class Receiver:
    """A web server that keeps what it is sent and answers as told, each answer once, then 200."""

    url: str
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    delay: float = 0.0
    begun: int = 0

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.begun += 1
            time.sleep(kept.delay)
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = kept.answers.pop(0) if kept.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()
