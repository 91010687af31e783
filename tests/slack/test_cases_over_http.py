"""Requests over HTTP, each with its status and what follows: those on which Rasa's own channel fails, and more."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from overture.channels.slack.channel import SlackInput
from tests.slack import harness, payloads, samples
from tests.slack.harness import HttpChannel, StubBot
from tests.slack.loopback import ME, Slack

Make = Callable[[Slack], tuple[Any, ...]]
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
HELLO = "how long is it?"


@dataclass(frozen=True)
class Case:
    """A request: what is sent how often, the status, how many messages follow, and how many questions the bot hears."""

    make: Make
    status: int = 200
    messages: int = 0
    heard: int = 0
    times: int = 1


def now(shift: int = 0) -> int:
    return int(time.time()) + shift


def event(body: dict[str, Any], kind: str = JSON) -> Make:
    return lambda slack: (json.dumps(body), kind)


def interactive(body: dict[str, Any]) -> Make:
    return lambda slack: payloads.as_payload(body)


def raw(body: str | bytes, kind: str = JSON, **signing: Any) -> Make:
    text = body if isinstance(body, str) else body.decode("latin-1")
    return lambda slack: (body, kind, payloads.signed(text, **signing))


def aged(seconds: int) -> Make:
    """Signed so many seconds ago, counted when it is sent."""
    body = json.dumps(payloads.message(HELLO))
    return lambda slack: (body, JSON, payloads.signed(body, at=now(-seconds)))


def unsigned(headers: dict[str, str]) -> Make:
    return lambda slack: (json.dumps(payloads.message(HELLO)), JSON, headers)


def command(text: str = HELLO, **more: Any) -> Make:
    return lambda slack: payloads.as_form(payloads.command(text, slack.response_url(), **more))


def changed(body: dict[str, Any], **inner: Any) -> dict[str, Any]:
    body["event"] = {key: value for key, value in {**body["event"], **inner}.items() if value != "gone"}
    return body


def signed_by(stamp: str, signature: str) -> dict[str, str]:
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


DM = payloads.message(HELLO)
MENTION = payloads.mention(HELLO)
RETRIED = payloads.mention(HELLO)
LONG = payloads.message("a " * 30_000)
PRESS = payloads.action({"type": "button", "action_id": "x", "value": "y"})
KINDS = ("radio_buttons", "checkboxes", "multi_static_select", "users_select", "timepicker", "plain_text_input")

CASES: dict[str, Case] = {
    # A direct message, and its signature
    "a direct message": Case(event(payloads.message(HELLO)), 200, 1, 1),
    "a wrong signature": Case(unsigned(signed_by(str(now()), "v0=" + "0" * 64)), 401),
    "an empty signature": Case(unsigned(signed_by(str(now()), "")), 401),
    "no signature": Case(unsigned({"X-Slack-Request-Timestamp": str(now())}), 401),
    "no headers at all": Case(unsigned({}), 401),
    "a signature with another secret": Case(raw(json.dumps(payloads.message(HELLO)), secret="other"), 401),
    "a signature of another body": Case(lambda s: ('{"a": 1}', JSON, payloads.signed("{}")), 401),
    "a signature that is no ASCII": Case(unsigned(signed_by(str(now()), "v0=\u00e4")), 401),
    "a signature of the next version": Case(unsigned(signed_by(str(now()), "v1=" + "0" * 64)), 401),
    "ten minutes old": Case(aged(600), 401),
    "ten minutes in the future": Case(aged(-600), 401),
    "four minutes old": Case(aged(240), 200, 1, 1),
    "a time that is no number": Case(raw("{}", at="yesterday"), 400),
    "a time with a fraction": Case(raw("{}", at=f"{now()}.5"), 400),
    "a time of other figures": Case(raw("{}", at="\u0661\u0662"), 400),
    "a time of a thousand figures": Case(raw("{}", at="1" * 1000), 400),
    "a negative time": Case(raw("{}", at="-5"), 400),
    # Twice
    "the same request again": Case(lambda s: payloads.as_json(DM), 200, 1, 1, times=2),
    "the same request five times": Case(lambda s: payloads.as_json(MENTION), 200, 1, 1, times=5),
    "a retry after http_error": Case(
        lambda s: (json.dumps(RETRIED), JSON, {**payloads.signed(json.dumps(RETRIED)), "X-Slack-Retry-Num": "1",
                                               "X-Slack-Retry-Reason": "http_error"}), 200, 1, 1, times=3,
    ),
    "a retry that comes first": Case(
        lambda s: (json.dumps(LATE), JSON, {**payloads.signed(json.dumps(LATE)), "X-Slack-Retry-Num": "2",
                                            "X-Slack-Retry-Reason": "connection_failed"}), 200, 1, 1,
    ),
    # Commands and the like
    "a command": Case(command(), 200, 1, 1),
    "a command without text": Case(command(""), 200, 1, 0),
    "a command of another name": Case(command(command="/somewhat"), 200, 1, 1),
    "a look at the certificate": Case(raw("ssl_check=1&token=verification_token", FORM), 200),
    "a look at the certificate, unsigned": Case(lambda s: ("token=x&ssl_check=1", FORM, {}), 200),
    "the address is verified": Case(event({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}), 200),
    "the shortcut": Case(lambda s: payloads.as_payload(payloads.shortcut(HELLO, s.response_url())), 200, 1, 1),
    "a shortcut of another": Case(interactive({**payloads.shortcut("x", ""), "type": "shortcut"}), 200),
    # Interactions
    "a button of another": Case(interactive(PRESS), 200),
    "a modal that is sent": Case(interactive(payloads.sent_modal({"callback_id": "x", "type": "modal"}, "x")), 200),
    "a modal that is closed": Case(
        interactive({**payloads.sent_modal({"callback_id": "x"}, "x"), "type": "view_closed"}), 200
    ),
    **{
        f"an action of {kind}": Case(interactive(payloads.action({"type": kind, "action_id": "x"})), 200)
        for kind in KINDS
    },
    "a menu asks for its options": Case(
        interactive({"type": "block_suggestion", "action_id": "x", "value": "y", "user": {"id": "W1"},
                     "team": {"id": "T111"}}), 200,
    ),
    "an old kind of button": Case(
        interactive({"type": "interactive_message", "callback_id": "x", "actions": [{"name": "a"}],
                     "user": {"id": "W1"}, "team": {"id": "T111"}}), 200,
    ),
    "an old kind of dialog": Case(
        interactive({"type": "dialog_submission", "callback_id": "x", "submission": {}, "user": {"id": "W1"},
                     "team": {"id": "T111"}}), 200,
    ),
    "a step of a workflow": Case(
        event(payloads.event({"type": "function_executed", "function": {"callback_id": "x"},
                              "function_execution_id": "Fx1", "inputs": {}})), 200,
    ),
    # Events that are not for it
    "somebody joins the channel": Case(
        event(payloads.message(f"<@{ME}> joined", "C111", "channel", subtype="channel_join")), 200
    ),
    "an edit": Case(event(changed(payloads.message(HELLO), subtype="message_changed", hidden=True)), 200),
    "a deletion": Case(event(changed(payloads.message(HELLO), subtype="message_deleted", user="gone")), 200),
    "its own message": Case(event(changed(payloads.message(HELLO), user=ME, bot_id="B111")), 200),
    "another bot's message": Case(event(changed(payloads.message(HELLO), bot_id="B999")), 200),
    "a reaction": Case(event(payloads.event({"type": "reaction_added", "user": "W1", "reaction": "x"})), 200),
    "an event of tomorrow": Case(event(payloads.event({"type": "not_thought_of_yet", "user": "W1"})), 200),
    "the app is removed": Case(event(payloads.event({"type": "app_uninstalled"})), 200),
    "Slack sends less": Case(event({"type": "app_rate_limited", "team_id": "T111", "minute_rate_limited": 1}), 200),
    # Mentions
    "a mention": Case(event(payloads.mention(HELLO)), 200, 1, 1),
    "a mention, as message and as mention": Case(lambda s: payloads.as_json(next(TWINS)), 200, 1, 1, times=2),
    # Layout
    "a content type with a charset": Case(event(payloads.message(HELLO), "application/json; charset=utf-8"), 200, 1, 1),
    "JSON as plain text": Case(event(payloads.message(HELLO), "text/plain"), 200, 1, 1),
    "a body with blanks and other letters": Case(
        lambda s: (json.dumps(payloads.message("wie lange? \U0001f600"), indent=2, ensure_ascii=False), JSON), 200, 1, 1
    ),
    # What can't be answered
    "a file without text": Case(event(payloads.message("", subtype="file_share", files=[payloads.FILE])), 200, 1, 0),
    "60,000 characters": Case(lambda s: payloads.as_json(LONG), 200, 1, 0),
    "a message without text": Case(event(changed(payloads.message(""), text="gone")), 200, 1, 0),
    # Malformed, though well signed
    "an empty body": Case(raw("", JSON), 400),
    "no JSON": Case(raw("hello", JSON), 400),
    "half of some JSON": Case(raw('{"type": "event_call', JSON), 400),
    "an array": Case(raw("[]", JSON), 400),
    "a number": Case(raw("7", JSON), 400),
    "brackets without end": Case(raw("[" * 100_000, JSON), 400),
    "objects without end": Case(raw('{"a":' * 100_000, JSON), 400),
    "invalid UTF-8": Case(raw(b"\xff\xfe", JSON), 400),
    "an event that is null": Case(event({**payloads.message(HELLO), "event": None}), 400),
    "an event that is a text": Case(event({**payloads.message(HELLO), "event": "message"}), 400),
    "an event that is a list": Case(event({**payloads.message(HELLO), "event": [1]}), 400),
    "a message with a number for text": Case(event(changed(payloads.message(HELLO), text=7)), 400),
    "a message with a list for text": Case(event(changed(payloads.message(HELLO), text=["x"])), 400),
    "a message without a channel": Case(event(changed(payloads.message(HELLO), channel="gone")), 400),
    "a message with an object for a channel": Case(event(changed(payloads.message(HELLO), channel={"id": "C1"})), 400),
    "a message with a channel of blanks": Case(event(changed(payloads.message(HELLO), channel="C 1\n")), 400),
    "a message with a number for its time": Case(event(changed(payloads.message(HELLO), ts=1.5)), 400),
    "a message with words for its time": Case(event(changed(payloads.message(HELLO), ts="now")), 400),
    "a message with words for its thread": Case(event(changed(payloads.message(HELLO), thread_ts="x")), 400),
    "a message of a user that is a list": Case(event(changed(payloads.message(HELLO), user=[1])), 400),
    "a pane without its thread": Case(event(payloads.event({"type": "assistant_thread_started"})), 400),
    "a payload that is no JSON": Case(raw("payload=hello", FORM), 400),
    "a payload that is a list": Case(raw("payload=%5B%5D", FORM), 400),
    "actions that are none": Case(interactive({**PRESS, "actions": []}), 400),
    "actions that are null": Case(interactive({**PRESS, "actions": None}), 400),
    "an action that is a text": Case(interactive({**PRESS, "actions": ["x"]}), 400),
    "a command without a user": Case(raw(urlencode({"command": "/overture", "text": "x"}), FORM), 400),
    "a view that is null": Case(interactive({"type": "view_submission", "view": None, "user": {"id": "W1"}}), 400),
    "more than a million bytes": Case(raw("{" + " " * 1_000_001 + "}", JSON), 413),
}  # fmt: skip
LATE = payloads.message(HELLO)


def _twins() -> Any:
    mention = payloads.mention(HELLO)
    yield mention
    yield payloads.message(mention["event"]["text"], "C111", "channel", ts=mention["event"]["ts"])


TWINS = _twins()


def test_there_are_at_least_as_many_as_were_tried_before() -> None:
    assert len(CASES) >= 56


@pytest.mark.parametrize("name", CASES)
async def test_a_case(http: HttpChannel, stub: StubBot, name: str) -> None:
    case = CASES[name]
    for _ in range(case.times):
        got = await http.post(*case.make(http.slack))
        assert got.status == case.status, got
    await http.settled()
    sent = [*http.slack.everything_posted(), *http.slack.ephemeral]
    assert (len(sent), len(stub.heard)) == (case.messages, case.heard)


async def test_the_challenge_is_given_back(http: HttpChannel) -> None:
    got = await http.post(*payloads.as_json({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}))
    assert (got.status, json.loads(got.text)) == (200, {"challenge": "3eZbrw1aB"})


@pytest.mark.parametrize("fault", ["429", "500", "502", "503", "drop", "internal_error", "proxy"])
async def test_an_answer_is_not_lost_to_a_fault_of_the_web_api(http: HttpChannel, fault: str) -> None:
    http.slack.fail("chat.postMessage", fault, 2)
    await http.post(*payloads.as_json(payloads.message(HELLO)))
    await http.settled()
    assert len(http.slack.posted["D222"]) == 1


async def test_blocks_that_are_refused_are_sent_as_text(http: HttpChannel, stub: StubBot) -> None:
    stub.answers[HELLO] = [samples.said(samples.FULL)]
    http.slack.fail("chat.postMessage", "invalid_blocks", 2)
    await http.post(*payloads.as_json(payloads.message(HELLO)))
    await http.settled()
    said = "\n".join(message["text"] for message in http.slack.posted["D222"])
    assert "Lowest tenth  $37,570" in said and "Sources:" in said and "Will there be more jobs?" in said
    assert all("blocks" not in message for message in http.slack.posted["D222"])


async def test_tables_are_slacks_own(http: HttpChannel, stub: StubBot) -> None:
    stub.answers[HELLO] = [samples.said(samples.KINDS["a table"])]
    await http.post(*payloads.as_json(payloads.message(HELLO)))
    await http.settled()
    (message,) = http.slack.posted["D222"]
    assert "table" in [block["type"] for block in message["blocks"]]


async def test_an_action_that_crashes_is_answered_for(http: HttpChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crashes(self: StubBot, message: Any) -> None:
        raise ValueError(message.text)

    monkeypatch.setattr(StubBot, "__call__", crashes)
    await http.post(*payloads.as_json(payloads.message(HELLO)))
    await http.settled()
    assert "Something went wrong on my side" in http.slack.posted["D222"][0]["text"]


async def test_a_disk_that_refuses_makes_slack_send_it_again(http: HttpChannel, stub: StubBot) -> None:
    from overture.channels.slack.ledger import LedgerError

    async def refuses(asked: object) -> None:
        raise LedgerError("disk full")

    ledger = http.running._ledger
    body = payloads.as_json(payloads.message(HELLO))
    whole, ledger.take = ledger.take, refuses  # type: ignore[assignment, method-assign]
    assert (await http.post(*body)).status == 503
    ledger.take = whole  # type: ignore[method-assign]
    assert (await http.post(*body)).status == 200
    await http.settled()
    assert len(stub.heard) == 1


async def test_nothing_is_taken_before_the_bot_knows_itself(http: HttpChannel, stub: StubBot) -> None:
    app, http.running.app = http.running.app, None
    assert (await http.post(*payloads.as_json(payloads.message(HELLO)))).status == 503
    http.running.app = app
    assert stub.heard == []


async def test_the_channel_says_how_it_is(http: HttpChannel, slack: Slack) -> None:
    assert json.loads((await http.get("/webhooks/slack/")).text) == {"status": "ok"}
    assert (await http.get("/webhooks/slack/events")).status == 405


async def test_in_socket_mode_there_is_no_such_address(slack: Slack, stub: StubBot, tmp_path: Any) -> None:
    channel = SlackInput(harness.settings(slack, tmp_path))
    assert [route.path for route in _routes(channel, stub)] == ["webhooks/slack"]


def _routes(channel: SlackInput, stub: StubBot) -> list[Any]:
    from sanic import Sanic

    app = Sanic(f"routes_{id(channel)}", configure_logging=False)
    app.blueprint(channel.blueprint(stub), url_prefix="/webhooks/slack")
    return list(app.router.routes_all.values())


async def test_the_log_has_nothing_of_what_people_write_nor_of_the_tokens(
    http: HttpChannel, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "supercalifragilistic"
    with caplog.at_level("DEBUG"):
        http.slack.fail("chat.postMessage", "500")
        for make in (payloads.message(secret), payloads.mention(secret), changed(payloads.message(secret), channel=[])):
            await http.post(*payloads.as_json(make))
        await http.post(json.dumps(payloads.message(secret)), JSON, payloads.signed("other"))
        await http.post(*payloads.as_payload({"type": "unknown", "text": secret}))
        await http.settled()
    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("overture", "slack_bolt", "slack_sdk"))
    )
    assert secret not in logged and "xoxb" not in logged and "xapp" not in logged
