"""The knowledge gets faults while the server runs: the last good state answers, it is told, the repair is taken."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from tests.faults.served import Served
from tests.world import World

PAY, GOOD, WRONG, NEW = "tone warden salary", "median: 55555", "median: lots", "median: 66666"


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 20.0
    while not done():
        assert time.monotonic() < end
        time.sleep(0.2)


def answer(served: Served) -> str:
    return served.client.ask(PAY, uuid.uuid4().hex).text


def test_the_last_good_knowledge_stays_in_use(served: Served, lively_world: World) -> None:
    def notes() -> list[str]:
        got = served.client.get("/health/ready")
        assert got.status == 200 and got.json["status"] == "ready", "answers are given all the time"
        return [note["what"] for note in got.json["notes"]]

    assert notes() == [] and "$55,555" in answer(served)
    lively_world.replace("careers.yaml", GOOD, WRONG)
    try:
        until(lambda: notes() == ["knowledge"])
        assert "$55,555" in answer(served)
        assert served.figure("overture_knowledge_stale") == 1
        assert served.figure('overture_knowledge_reloads_total{result="failed"}') >= 1
        (told,) = [event for event in served.events() if "Knowledge not reloaded" in event["event"]]
        assert f"careers.yaml:{lively_world.line('careers.yaml', WRONG)}" in told["event"]
        lively_world.replace("careers.yaml", WRONG, NEW)
        until(lambda: notes() == [])
        assert "$66,666" in answer(served)
        assert served.figure("overture_knowledge_stale") == 0
        lively_world.replace("careers.yaml", NEW, GOOD)
    finally:
        for wrong in (WRONG, NEW):
            if wrong in lively_world.text("careers.yaml"):
                lively_world.replace("careers.yaml", wrong, GOOD)
    until(lambda: "$55,555" in answer(served))
