"""The bot ends in the middle of something: the next one goes on where it was, and says nothing twice."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from overture.channels.slack import running as running_module
from overture.channels.slack.ledger_file import FileLedger
from tests.slack import harness, payloads, samples
from tests.slack.harness import StubBot
from tests.slack.loopback import Slack

pytestmark = pytest.mark.usefixtures("in_the_world")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody holds is taken up after less than a second."""
    monkeypatch.setattr(running_module.Service.__init__, "__defaults__", (0.6,))
    monkeypatch.setattr(running_module.FileLedger.__init__, "__defaults__", (0.6,))
    monkeypatch.setattr(running_module, "STOP_SECONDS", 0.0)


async def until_posted(slack: Slack, number: int, channel: str = "D222") -> None:
    until = time.monotonic() + harness.SECONDS
    while len(slack.posted[channel]) < number:
        assert time.monotonic() < until, slack.posted[channel]
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.8)  # a second one would come now
    assert len(slack.posted[channel]) == number


async def test_a_question_in_work_is_answered_by_the_next_process(slack: Slack, tmp_path: Path) -> None:
    slow, quick = StubBot(seconds=30), StubBot()
    async with harness.over_socket(slack, tmp_path, slow) as channel:
        await channel.send(payloads.message("how long?"))
        await asyncio.sleep(0.1)
    assert slow.texts == ["how long?"] and slack.posted["D222"] == []
    async with harness.over_socket(slack, tmp_path, quick):
        await until_posted(slack, 1)
    assert quick.texts == ["how long?"]


async def test_questions_that_waited_are_answered_in_their_order(slack: Slack, tmp_path: Path) -> None:
    slow, quick = StubBot(seconds=30), StubBot()
    async with harness.over_socket(slack, tmp_path, slow) as channel:
        for text in ("one", "two", "three"):
            await channel.send(payloads.message(text))
    async with harness.over_socket(slack, tmp_path, quick):
        await until_posted(slack, 3)
    assert quick.texts == ["one", "two", "three"]


async def test_an_answer_that_was_rendered_is_sent_without_asking_the_bot_again(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    slack.fail("chat.postMessage", "503", 1000)
    async with harness.over_socket(slack, tmp_path, first) as channel:
        await channel.send(payloads.message("how long?"))
        await asyncio.sleep(0.3)
    slack.faults.clear()
    async with harness.over_socket(slack, tmp_path, second):
        await until_posted(slack, 1)
    assert first.texts == ["how long?"] and second.texts == []


async def test_an_answer_that_had_arrived_is_not_sent_again(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    slack.fail("chat.postMessage", "hang", done=True)  # it arrived, and the process ends before Slack says so
    async with harness.over_socket(slack, tmp_path, first) as channel:
        await channel.send(payloads.message("how long?"))
        await asyncio.sleep(0.3)
    assert len(slack.posted["D222"]) == 1
    async with harness.over_socket(slack, tmp_path, second) as channel:
        await asyncio.sleep(1.2)
        await channel.settled()
    assert len(slack.posted["D222"]) == 1 and second.texts == []


async def test_of_an_answer_of_several_messages_the_rest_is_sent(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    first.answers["pay"] = [samples.said(samples.KINDS["a long table"])]
    sent = 0

    def after_two(method: str, args: object) -> None:
        nonlocal sent
        if method == "chat.postMessage":
            sent += 1
            if sent == 3:
                slack.fail("chat.postMessage", "hang", 5)

    async with harness.over_socket(slack, tmp_path, first) as channel:
        slack.fault_for = after_two  # type: ignore[assignment]
        await channel.send(payloads.message("pay"))
        await asyncio.sleep(0.6)
    slack.fault_for = lambda method, args: None
    slack.faults.clear()
    async with harness.over_socket(slack, tmp_path, second):
        await until_posted(slack, 4)
    rows = [row for m in slack.posted["D222"] for b in m["blocks"] if b["type"] == "table" for row in b["rows"][1:]]
    assert len(rows) == 350 and second.texts == []


async def test_a_duplicate_is_known_after_a_restart(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    body = payloads.message("how long?")
    async with harness.over_socket(slack, tmp_path, first) as channel:
        await channel.after(body)
    async with harness.over_socket(slack, tmp_path, second) as channel:
        await channel.after(body)
    assert len(slack.posted["D222"]) == 1 and second.texts == []


async def test_buttons_outlast_a_restart(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    first.answers["pay"] = [samples.said(samples.FULL)]
    async with harness.over_socket(slack, tmp_path, first) as channel:
        await channel.after(payloads.message("pay"))
    (message,) = slack.posted["D222"]
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    async with harness.over_socket(slack, tmp_path, second) as channel:
        await channel.after(payloads.press(row["elements"][0], message=message), "interactive")
    assert second.texts == ["Will there be more jobs?"]


async def test_a_picture_that_may_be_there_is_not_sent_again(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    first.answers["pay"] = [samples.said(samples.FULL)]
    slack.fail("files.completeUploadExternal", "hang", done=True)
    async with harness.over_socket(slack, tmp_path, first) as channel:
        await channel.send(payloads.message("pay"))
        until = time.monotonic() + harness.SECONDS
        while not slack.shared:
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
    async with harness.over_socket(slack, tmp_path, second) as channel:
        await asyncio.sleep(1.2)
        await channel.settled()
    assert len(slack.shared) == 1 and len(slack.posted["D222"]) == 1


async def test_what_is_older_than_an_hour_is_given_up(
    slack: Slack, tmp_path: Path, overture_log: pytest.LogCaptureFixture
) -> None:
    first, second = StubBot(seconds=30), StubBot()
    async with harness.over_socket(slack, tmp_path, first) as channel:
        await channel.send(payloads.message("how long?"))
    ledger = FileLedger(tmp_path / "slack.db")
    ledger._write("UPDATE work SET since = since - 4000", ())
    await ledger.close()
    async with harness.over_socket(slack, tmp_path, second) as channel:
        await asyncio.sleep(1.2)
        await channel.settled()
    assert second.texts == [] and slack.posted["D222"] == [] and "it is too old" in overture_log.text


async def test_stopping_waits_for_answers_in_work(
    slack: Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_module, "STOP_SECONDS", 5.0)
    stub = StubBot(seconds=0.4)
    async with harness.over_socket(slack, tmp_path, stub) as channel:
        await channel.send(payloads.message("how long?"))
    assert len(slack.posted["D222"]) == 1


async def test_two_processes_on_one_file_answer_once(slack: Slack, tmp_path: Path) -> None:
    first, second = StubBot(), StubBot()
    async with (
        harness.over_socket(slack, tmp_path, first) as one,
        harness.over_socket(slack, tmp_path, second) as other,
    ):
        while slack.connections < 2:
            await asyncio.sleep(0.01)
        bodies = [payloads.message(f"{n}", channel=f"D{n}", user=f"W{n}") for n in range(20)]
        for body in bodies:
            pushed = [await slack.push(body, connection=number) for number in (0, 1)]
            await asyncio.gather(*(delivered.acknowledged for delivered in pushed))
        await one.settled()
        await other.settled()
    assert sorted(first.texts + second.texts) == sorted(str(n) for n in range(20))
    assert len(slack.everything_posted()) == 20
