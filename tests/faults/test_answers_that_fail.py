"""An answer fails or hangs: its asker is told with a number that the log has too, and the next one is answered."""

from __future__ import annotations

import re
import time
import uuid

import pytest

from tests.faults import unlucky
from tests.faults.served import Served
from tests.rest.client import Response

SORRY = re.compile(r"Something went wrong on my side .* quote the number (?P<id>[0-9a-f]{8})\.")
PAY = "tone warden salary"


def sender() -> str:
    return uuid.uuid4().hex


def incident(got: Response) -> str:
    """The number in the one sentence that was said."""
    (text,) = got.texts
    said = SORRY.fullmatch(text)
    assert got.status == 200 and said, got.texts
    return said["id"]


def test_an_action_that_raises(served: Served) -> None:
    me = sender()
    number = incident(served.client.ask(f"{PAY} {unlucky.RAISE}", me))
    event = served.logged(number)
    assert event["level"] == "error" and re.search(r"in action_\w+: ValueError at ", event["event"])
    assert "$55,555" in served.client.ask(PAY, me).text
    assert unlucky.RAISE not in served.said()


@pytest.mark.parametrize("word", [unlucky.HANG, unlucky.SPIN], ids=["waits for ever", "runs in circles"])
def test_an_action_that_hangs(served: Served, word: str) -> None:
    me, began = sender(), time.monotonic()
    number = incident(served.client.ask(f"{PAY} {word}", me))
    assert time.monotonic() - began < 20.0
    assert "TooSlow at" in served.logged(number)["event"]
    assert "$55,555" in served.client.ask(PAY, me).text
    assert word not in served.said()


def test_failures_are_counted(served: Served) -> None:
    line = 'overture_answers_total{intent="ask_salary",outcome="answered"}'
    before = served.figure(line)
    served.client.ask(PAY, sender())
    assert served.figure(line) == before + 1
    assert served.figure('overture_answer_seconds_count{stage="understanding"}') > 0
    assert served.figure('overture_answer_seconds_count{stage="store"}') > 0
