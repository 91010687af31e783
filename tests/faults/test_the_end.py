"""The server is told to stop while it answers: what is in work is answered, new messages are refused, then it ends."""

from __future__ import annotations

import signal
import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults import unlucky
from tests.faults.served import Served

PAY = "tone warden salary"


@pytest.fixture(scope="module")
def server(model: Path, fixture_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("ending"), model, fixture_knowledge)
    yield made
    if made.process and made.process.poll() is None:
        made.end()


def test_what_is_in_work_is_answered_and_nothing_new_is_taken(server: Served) -> None:
    server.start()
    assert server.process is not None
    server.client.ask(PAY, "warm")
    with ThreadPoolExecutor(8) as pool:
        # While the first is answered the others arrive, and are taken when it is done.
        working = [pool.submit(server.client.ask, f"{PAY} {unlucky.SLOW}", uuid.uuid4().hex)]
        time.sleep(0.2 * unlucky.SLOW_SECONDS)
        working += [pool.submit(server.client.ask, f"{PAY} {unlucky.SLOW}", uuid.uuid4().hex) for _ in range(3)]
        working[0].result()
        time.sleep(0.5 * unlucky.SLOW_SECONDS)
        server.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        late, ready = server.client.ask(PAY, "late"), server.client.get("/health/ready")
        assert all("$55,555" in asked.result().text for asked in working)
    assert late.status == 503 and late.json["error"] == "stopping"
    assert late.json["message"] == "I'm being restarted. Please try again in a moment."
    assert int(late.headers["retry-after"]) >= 1
    assert ready.status == 503 and ready.json["wrong"][0]["what"] == "stopping"
    assert server.process.wait(20) == 0
    assert time.monotonic() - began < 15.0
    assert "Traceback" not in server.said()
    with sqlite3.connect(server.folder / "conversations.db") as database:
        (senders,) = database.execute("SELECT count(DISTINCT sender_id) FROM events").fetchone()
    assert senders == 5, "the one who came late is not among them"
