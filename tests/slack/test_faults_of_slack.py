"""Slack is slow, full, or gone: everything is answered, and nothing twice."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from overture.channels.slack import persistence
from overture.channels.slack import running as running_module
from tests.slack import harness, payloads, samples
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import Slack

FAULTS = ["429", "500", "502", "503", "drop", "proxy", "internal_error", "fatal_error", "service_unavailable"]


@pytest.mark.parametrize("done", [False, True], ids=["nothing was posted", "it was posted all the same"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_message_is_there_once(channel: Channel, fault: str, done: bool) -> None:
    if fault == "429" and done:
        pytest.skip("Slack takes nothing with this status")
    channel.slack.fail("chat.postMessage", fault, 3 if not done else 1, done=done)
    slack = await channel.after(payloads.message("how long?"))
    assert [message["text"] for message in slack.posted["D222"]] == ["You said how long?."]


@pytest.mark.parametrize("thread", [None, "1726133698.626339"])
async def test_whether_it_is_there_is_looked_up_where_it_was_sent(channel: Channel, thread: str | None) -> None:
    channel.slack.fail("chat.postMessage", "500", done=True)
    slack = await channel.after(payloads.message("how long?", thread_ts=thread))
    method = "conversations.replies" if thread else "conversations.history"
    (call,) = slack.of(method)
    assert call.args["channel"] == "D222" and call.args.get("ts") == thread
    assert len(slack.posted["D222"]) == 1


async def test_the_look_up_may_fail_as_well(channel: Channel) -> None:
    channel.slack.fail("chat.postMessage", "500", done=True)
    channel.slack.fail("conversations.history", "500")
    channel.slack.fail("conversations.history", "429", retry_after="0")
    slack = await channel.after(payloads.message("how long?"))
    assert len(slack.posted["D222"]) == 1


async def test_where_it_may_not_look_it_rather_sends_twice_than_not_at_all(channel: Channel) -> None:
    channel.slack.fail("chat.postMessage", "500")
    channel.slack.fail("conversations.history", "missing_scope")
    slack = await channel.after(payloads.message("how long?"))
    assert len(slack.posted["D222"]) == 1


async def test_retry_after_is_kept_for_the_whole_channel_and_for_no_other(channel: Channel, stub: StubBot) -> None:
    channel.slack.fail("chat.postMessage", "429", retry_after="1")
    began = time.monotonic()
    await channel.send(payloads.message("one"))
    await asyncio.sleep(0.2)
    await channel.send(payloads.message("two"))
    await channel.send(payloads.message("three", channel="D333", user="W333"))
    await channel.settled()
    at = {call.args["text"]: call.at - began for call in channel.slack.of("chat.postMessage")}
    assert at["You said one."] >= 1.0 and at["You said two."] >= 1.0 and at["You said three."] < 1.0


@pytest.mark.parametrize("header", ["", "soon", "-5", "0.2"])
async def test_a_retry_after_that_is_no_number_is_no_obstacle(
    channel: Channel, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overture.channels.slack import verdict

    monkeypatch.setattr(verdict, "_WITHOUT_A_WORD", 0.05)
    channel.slack.fail("chat.postMessage", "429", retry_after=header)
    slack = await channel.after(payloads.message("how long?"))
    assert len(slack.posted["D222"]) == 1


@pytest.mark.parametrize(
    "error", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action", "account_inactive", "no_text"]
)
async def test_what_can_never_be_sent_is_given_up_and_logged(
    channel: Channel, stub: StubBot, error: str, overture_log: pytest.LogCaptureFixture
) -> None:
    channel.slack.fail("chat.postMessage", error)
    slack = await channel.after(payloads.message("how long?"))
    assert slack.everything_posted() == [] and len(slack.calls) < 10
    assert f"an answer was given up: {error}" in overture_log.text and "how long" not in overture_log.text
    await channel.after(payloads.message("and now?"))
    assert len(slack.everything_posted()) == 1


@pytest.mark.parametrize(
    "error", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"]
)
async def test_blocks_that_are_refused_become_simpler_ones(channel: Channel, stub: StubBot, error: str) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    channel.slack.fail("chat.postMessage", error)
    slack = await channel.after(payloads.message("pay"))
    kinds = [block["type"] for message in slack.posted["D222"] for block in message["blocks"]]
    assert "table" not in kinds and "context_actions" not in kinds and "actions" in kinds
    assert any("```" in str(block) and "$37,570" in str(block) for m in slack.posted["D222"] for block in m["blocks"])
    assert slack.shared  # the picture comes all the same


async def test_an_outage_longer_than_the_patience_is_outlasted(
    slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persistence.Persistence.__init__, "__defaults__", (0.3,))
    monkeypatch.setattr(running_module.Service.__init__, "__defaults__", (0.4,))
    monkeypatch.setattr(running_module.FileLedger.__init__, "__defaults__", (0.4,))
    async with harness.over_socket(slack, tmp_path, stub) as channel:
        slack.fail("chat.postMessage", "503", 12)
        await channel.send(payloads.message("how long?"))
        until = time.monotonic() + harness.SECONDS
        while not slack.posted["D222"]:
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.6)
    assert len(slack.posted["D222"]) == 1 and stub.texts == ["how long?"]


async def test_a_picture_that_cannot_be_sent_is_left_out(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    for method in ("files.getUploadURLExternal", "files.completeUploadExternal"):
        channel.slack.fail(method, "internal_error")
        slack = await channel.after(payloads.message("pay"))
    assert len(slack.posted["D222"]) == 2 and slack.shared == []
    await channel.after(payloads.message("pay"))
    assert len(slack.shared) == 1


async def test_without_the_scope_no_picture_is_tried_again(
    channel: Channel, stub: StubBot, overture_log: pytest.LogCaptureFixture
) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    channel.slack.fail("files.getUploadURLExternal", "missing_scope")
    await channel.after(payloads.message("pay"))
    slack = await channel.after(payloads.message("pay"))
    assert len([call for call in slack.calls if call.method.startswith("files")]) == 1
    assert "lacks the scope files:write" in overture_log.text


async def test_a_token_without_that_scope_draws_nothing(
    slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
) -> None:
    slack.scopes = "chat:write,im:history,app_mentions:read"
    stub.answers["pay"] = [samples.said(samples.FULL)]
    async with harness.over_socket(slack, tmp_path, stub) as channel:
        await channel.after(payloads.message("pay"))
    assert [call for call in slack.calls if call.method.startswith("files")] == []
    assert len(slack.posted["D222"]) == 1


async def test_a_chart_that_cannot_be_drawn_is_left_out(channel: Channel, stub: StubBot) -> None:
    answer = samples.said(samples.FULL)
    answer["custom"]["answer"]["chart"] = {"kind": "pie", "title": "x", "series": [], "alternative": "x"}
    stub.answers["pay"] = [answer]
    slack = await channel.after(payloads.message("pay"))
    assert len(slack.posted["D222"]) == 1 and slack.shared == []


class TestTheConnection:
    @pytest.mark.parametrize("politely", [True, False], ids=["asked to reconnect", "cut off"])
    async def test_is_made_again(self, channel: Channel, stub: StubBot, politely: bool) -> None:
        await channel.after(payloads.message("before"))
        await channel.slack.drop(politely=politely)
        await channel.after(payloads.message("after"))
        assert stub.texts == ["before", "after"] and channel.slack.connections >= 2

    async def test_is_made_again_ten_times(self, channel: Channel, stub: StubBot) -> None:
        for number in range(10):
            await channel.slack.drop(politely=number % 2 == 0)
            await channel.after(payloads.message(f"{number}"))
        assert stub.texts == [str(number) for number in range(10)]

    async def test_an_event_whose_acknowledgement_was_lost_is_answered_once(
        self, channel: Channel, stub: StubBot
    ) -> None:
        stub.seconds = 0.3
        body = payloads.message("how long?")
        channel.slack.resend_seconds = 0.5
        await channel.slack.push(body)
        await channel.slack.drop()
        await asyncio.sleep(1.5)
        await channel.settled()
        assert stub.texts == ["how long?"] and len(channel.slack.posted["D222"]) == 1

    async def test_an_address_that_does_not_work_is_not_held_on_to(
        self, slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
    ) -> None:
        whole, slack._tickets = slack._tickets, _Forgetful()
        running = running_module.Running(harness.settings(slack, tmp_path), stub)
        running.start()
        try:
            await asyncio.sleep(1.0)
            assert slack.connections == 0
            slack._tickets = whole
            await asyncio.wait_for(slack.connected.wait(), 15)
        finally:
            await running.stop()

    async def test_slack_may_be_away_when_the_bot_starts(
        self, slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
    ) -> None:
        for method in ("auth.test", "apps.connections.open"):
            slack.fail(method, "503", 3)
        async with harness.over_socket(slack, tmp_path, stub) as channel:
            await channel.after(payloads.message("how long?"))
        assert len(slack.posted["D222"]) == 1

    async def test_a_rate_limit_on_connecting_is_waited_out(
        self, slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
    ) -> None:
        slack.fail("apps.connections.open", "429", 2, retry_after="0")
        async with harness.over_socket(slack, tmp_path, stub) as channel:
            await channel.after(payloads.message("how long?"))
        assert len(slack.posted["D222"]) == 1


class _Forgetful(set[str]):
    """Tickets that are not remembered."""

    def add(self, ticket: str) -> None:
        return None


class TestTooMuch:
    async def test_a_flood_in_one_conversation_is_turned_away_with_one_sentence(
        self, channel: Channel, stub: StubBot
    ) -> None:
        stub.seconds = 0.05
        for number in range(60):
            await channel.send(payloads.message(f"{number}"))
        await channel.settled()
        said = [message["text"] for message in channel.slack.posted["D222"]]
        turned_away = [text for text in said if text.startswith("You have several questions waiting")]
        assert len(turned_away) == 1 and len(stub.heard) < 60 and len(said) == len(stub.heard) + 1

    async def test_others_are_answered_meanwhile(self, channel: Channel, stub: StubBot) -> None:
        stub.seconds = 0.1
        for number in range(30):
            await channel.send(payloads.message(f"{number}"))
        await channel.send(payloads.message("hello", channel="D333", user="W333"))
        await asyncio.sleep(0.6)
        assert len(channel.slack.posted["D333"]) == 1
        await channel.settled()

    async def test_when_all_places_are_taken_that_is_said(
        self, channel: Channel, stub: StubBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert channel.running.service
        monkeypatch.setattr(channel.running.service._lanes, "_most", 5)
        stub.seconds = 0.2
        for number in range(30):
            await channel.send(payloads.message(f"{number}", channel=f"D{number}", user=f"W{number}"))
        await channel.settled()
        said = [message["text"] for message in channel.slack.everything_posted()]
        busy = [text for text in said if text.startswith("I have more questions than I can answer")]
        assert busy and len(busy) + len(stub.heard) == 30 == len(said)


async def test_a_slow_turn_is_ended_with_a_sentence(
    channel: Channel, stub: StubBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overture.channels import turns

    monkeypatch.setattr(turns, "ANSWER_SECONDS", 0.2)
    stub.seconds = 5
    slack = await channel.after(payloads.message("how long?"))
    assert "Something went wrong on my side" in slack.posted["D222"][0]["text"]


async def test_no_call_carries_a_token_but_the_one_it_needs(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    slack = await channel.after(payloads.message("pay"))
    tokens: dict[str, set[Any]] = {}
    for call in slack.calls:
        tokens.setdefault(call.token, set()).add(call.method)
        assert "token" not in call.args and "xoxb" not in str(call.args) and "xapp" not in str(call.args)
    assert tokens["xapp-loopback"] == {"apps.connections.open"} and set(tokens) == {"xapp-loopback", "xoxb-loopback"}
