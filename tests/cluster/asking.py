"""Asks a cluster over REST, as a portal would."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

import psycopg2

from deploy.local.cluster import Cluster

SECONDS = 60.0
JOBS = [
    "sound engineer", "audio and video technician", "broadcast technician", "music director", "musician",
    "college music teacher", "producer or director", "film and video editor", "artist manager", "disc jockey",
]  # fmt: skip
GROWTH = "and growth?"


def pay(job: str) -> str:
    """A question that names a job, which the next one leaves out."""
    return f"whats the pay for a {job}"


@dataclass(frozen=True)
class Reply:
    """What came back: the status, and the text of all messages or of the error."""

    status: int
    text: str


def request(cluster: Cluster, body: bytes, headers: dict[str, str], path: str = "/webhooks/rest/webhook") -> Any:
    """One request over a connection of its own; the response with its body read."""
    connection = http.client.HTTPConnection("localhost", cluster.port, timeout=SECONDS)
    try:
        connection.request("POST" if body else "GET", path, body or None, headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def ask(cluster: Cluster, message: str, sender: str) -> Reply:
    """Sends one message of a conversation."""
    headers = {
        "Content-Type": "application/json", "X-Conversation": sender, "Authorization": f"Bearer {cluster.token}",
    }  # fmt: skip
    response, body = request(cluster, json.dumps({"sender": sender, "message": message}).encode(), headers)
    read = json.loads(body)
    messages = read if isinstance(read, list) else [{"text": read["message"]}]
    return Reply(response.status, "\n".join(one["text"] for one in messages))


def ask_until(cluster: Cluster, message: str, sender: str, seconds: float = 30.0) -> Reply:
    """As somebody who tries again when told to."""
    until = time.monotonic() + seconds
    while True:
        reply = ask(cluster, message, sender)
        if reply.status == 200 or time.monotonic() > until:
            return reply
        time.sleep(0.5)


def kept(cluster: Cluster, sender: str) -> list[tuple[str, str]]:
    """What is kept of a conversation: ``user`` or ``bot``, and the text."""
    connection = psycopg2.connect(cluster.postgres.url("overture"))
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT type_name, data FROM events WHERE sender_id = %s AND type_name IN ('user', 'bot') ORDER BY id",
                (sender,),
            )
            return [(kind, json.loads(data)["text"]) for kind, data in cursor.fetchall()]
    finally:
        connection.close()
