"""A client of the REST webhook that sends any bytes and keeps what comes back."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SECONDS = 60.0


@dataclass(frozen=True)
class Response:
    """What came back: status, content type, body, headers in small letters."""

    status: int
    kind: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def texts(self) -> list[str]:
        """The texts of an answer's messages."""
        return [message["text"] for message in self.json]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


@dataclass(frozen=True)
class Client:
    """Talks to a server on this machine; each request has a connection of its own."""

    port: int

    def get(self, path: str) -> Response:
        return self.request("GET", path)

    def post(self, body: bytes, path: str = "/webhooks/rest/webhook", kind: str = "application/json") -> Response:
        """Posts raw bytes."""
        return self.request("POST", path, body, {"Content-Type": kind})

    def send(self, body: Any, *, stream: bool = False, head: dict[str, str] | None = None) -> Response:
        """Posts a value as JSON."""
        path = "/webhooks/rest/webhook" + ("?stream=true" if stream else "")
        return self.request(
            "POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **(head or {})}
        )

    def ask(self, message: str, sender: str) -> Response:
        """Sends a message as a channel would."""
        return self.send({"sender": sender, "message": message})

    def request(self, method: str, path: str, body: bytes = b"", head: dict[str, str] | None = None) -> Response:
        """Any request."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, body, head or {})
            got = connection.getresponse()
            headers = {name.lower(): value for name, value in got.headers.items()}
            return Response(got.status, got.headers.get_content_type(), got.read(), headers)
        finally:
            connection.close()
