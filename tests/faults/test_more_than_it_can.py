"""More messages than can be answered: those beyond the bound are told so at once, the others are answered."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.faults import unlucky
from tests.faults.conftest import MOST_IN_WORK
from tests.faults.served import Served
from tests.rest.client import Response

PAY = "tone warden salary"
# Somebody behind a proxy, with the token.
REMOTE = {"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer a-token-for-the-tests-of-faults"}


def ask(served: Served, text: str) -> Response:
    return served.client.ask(text, uuid.uuid4().hex)


def test_beyond_the_bound_is_refused_at_once(served: Served) -> None:
    reason = 'overture_refusals_total{reason="busy"}'
    before = served.figure(reason)
    with ThreadPoolExecutor(40) as pool:
        got = list(pool.map(lambda number: ask(served, PAY), range(40)))
    refused = [response for response in got if response.status == 503]
    answered = [response for response in got if response.status == 200]
    assert len(answered) >= MOST_IN_WORK and len(answered) + len(refused) == 40
    assert all("$55,555" in response.text for response in answered)
    for response in refused:
        assert response.json["error"] == "busy" and "try again in a moment" in response.json["message"]
        assert int(response.headers["retry-after"]) >= 1
    assert served.figure(reason) == before + len(refused)
    assert "$55,555" in ask(served, PAY).text
    assert served.figure("overture_messages_in_work") == 0


def test_everybody_waits_only_as_long_as_the_bound_allows(served: Served) -> None:
    with ThreadPoolExecutor(30) as pool:
        slow = pool.submit(ask, served, f"{PAY} {unlucky.HANG}")  # holds everything up for a moment
        time.sleep(0.2)
        got = list(pool.map(lambda number: ask(served, PAY), range(29)))
        assert slow.result().status == 200
    assert sum(response.status == 503 for response in got) >= 5
    assert all(response.status in (200, 503) for response in got)


class TestTooOften:
    def test_one_sender(self, served: Served) -> None:
        me = uuid.uuid4().hex
        got = [served.client.send({"sender": me, "message": "hello"}, head=REMOTE) for _ in range(70)]
        statuses = [response.status for response in got if response.status != 503]
        assert statuses.count(200) == 60 and statuses[-1] == 429
        assert got[-1].json["error"] == "rate" and int(got[-1].headers["retry-after"]) > 1
        assert served.client.send({"sender": me, "message": "hello"}).status == 200, "on this machine nobody is counted"
        assert served.figure('overture_refusals_total{reason="rate"}') >= 1

    def test_others_are_not_held_up_by_it(self, served: Served) -> None:
        assert served.client.send({"sender": uuid.uuid4().hex, "message": "hello"}, head=REMOTE).status == 200


def test_a_request_that_is_too_large_is_refused_everywhere(served: Served) -> None:
    for path in ("/", "/health/live", "/metrics", "/nothing", "/webhooks/rest/webhook", "/webhooks/web/"):
        got = served.client.request("POST", path, b"a" * 1_000_001)
        assert got.status in (405, 413, 404) and got.json["error"], path
    assert served.client.get("/health/live").status == 200
