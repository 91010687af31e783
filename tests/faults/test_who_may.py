"""What is not for everybody: the REST webhook beyond this machine, figures, Rasa's own API."""

from __future__ import annotations

import uuid

import pytest

from tests.faults.served import Served
from tests.rest.client import Response

TOKEN = "a-token-for-the-tests-of-faults"
# What a proxy adds, and what a browser does for a page of another site.
FORWARDED = [
    {"X-Forwarded-For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
    {"X-Real-IP": "203.0.113.7"},
    {"Host": "bot.example"},
    {"Origin": "https://elsewhere.example"},
]


def ask(served: Served, head: dict[str, str]) -> Response:
    return served.client.send({"sender": uuid.uuid4().hex, "message": "hello"}, head=head)


@pytest.mark.parametrize("head", FORWARDED, ids=lambda head: next(iter(head)))
def test_a_caller_from_elsewhere_needs_the_token(served: Served, head: dict[str, str]) -> None:
    for more in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}):
        got = ask(served, {**head, **more})
        assert got.status == 403 and got.json["error"] == "closed" and "OVERTURE_REST_TOKEN" in got.json["message"]
    assert ask(served, {**head, "Authorization": f"Bearer {TOKEN}"}).status == 200
    assert ask(served, {**head, "Authorization": f"bearer {TOKEN}"}).status == 200


def test_a_caller_on_this_machine_needs_none(served: Served) -> None:
    assert ask(served, {}).status == 200


def test_figures_are_for_this_machine(served: Served) -> None:
    assert served.client.get("/metrics").kind == "text/plain"
    refused = served.client.request("GET", "/metrics", head={"X-Forwarded-For": "203.0.113.7"})
    assert refused.status == 403 and b"overture_" not in refused.body


@pytest.mark.parametrize(
    "path",
    ["/status", "/model", "/domain", "/version", "/conversations/a/tracker", "/conversations/a/story", "/model/parse"],
)
def test_the_api_of_rasa_is_closed(served: Served, path: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        got = served.client.request(method, path, b"{}")
        assert got.status in (404, 405) and got.json["error"] in ("not_found", "method_not_allowed")
