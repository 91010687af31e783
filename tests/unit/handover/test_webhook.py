"""Records sent to a web address: signed, told apart, and never anywhere else."""

from __future__ import annotations

import socket
import time

import pytest

from overture import __version__
from overture.handover import Record, Undelivered
from overture.handover.config import WebhookSettings
from overture.handover.signing import sign
from overture.handover.webhook import WebhookTarget
from tests.unit.handover.conftest import KEY, Receiver, record


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", KEY)


def target(url: str, timeout: float = 5.0) -> WebhookTarget:
    return WebhookTarget(WebhookSettings(kind="webhook", url=url, secret_env="KEY", timeout=timeout))


def test_a_record_arrives_whole(receiver: Receiver) -> None:
    given = record()
    assert target(receiver.url).hand_over(given).target == "webhook"
    (body,) = receiver.bodies()
    assert body["type"] == "handover.requested" and Record.from_dict(body["data"]) == given


def test_the_receiver_can_check_who_sent_it(receiver: Receiver) -> None:
    given = record()
    target(receiver.url).hand_over(given)
    ((headers, body),) = receiver.got
    assert headers["webhook-id"] == given.id
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 10
    assert headers["webhook-signature"] == sign(KEY, given.id, int(headers["webhook-timestamp"]), body)
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["user-agent"] == f"overture/{__version__}"


def test_a_conversation_is_asked_to_be_forgotten(receiver: Receiver) -> None:
    target(receiver.url).forget("c7")
    (body,) = receiver.bodies()
    assert body["type"] == "handover.erased" and body["data"] == {"conversation": "c7"}


@pytest.mark.parametrize("status", [201, 202, 204])
def test_any_answer_of_success_counts(receiver: Receiver, status: int) -> None:
    receiver.answers.append((status, {}))
    target(receiver.url).hand_over(record())


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 410, 429, 500, 503])
def test_no_other_does_and_nothing_is_followed(receiver: Receiver, status: int) -> None:
    receiver.answers.append((status, {"location": receiver.url}))
    with pytest.raises(Undelivered, match=f"it answered with status {status}"):
        target(receiver.url).hand_over(record())
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("asked", "wait"), [("7", 7.0), ("999999", 3600.0), ("Sun, 01 Nov 2026 00:00:00 GMT", 0.0), ("-3", 0.0)]
)
def test_a_receiver_may_ask_for_time(receiver: Receiver, asked: str, wait: float) -> None:
    receiver.answers.append((503, {"retry-after": asked}))
    with pytest.raises(Undelivered) as raised:
        target(receiver.url).hand_over(record())
    assert raised.value.wait == wait


def test_one_that_is_too_slow_is_not_waited_for(receiver: Receiver) -> None:
    receiver.delay = 1.5
    with pytest.raises(Undelivered, match="no answer within 1 s"):
        target(receiver.url, timeout=1.0).hand_over(record())


def test_one_that_is_down_is_told_without_its_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Undelivered) as raised:
        target(f"http://127.0.0.1:{port}/hook?token=secret").hand_over(record())
    assert str(raised.value) == "it can't be reached (ConnectionError)"
    assert raised.value.__cause__ is None
