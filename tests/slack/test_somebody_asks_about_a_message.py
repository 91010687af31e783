"""A person points at a message and chooses "Ask about this"."""

from __future__ import annotations

from tests.slack import payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import TEAM, USER


async def test_its_text_is_answered_to_them_alone(channel: Channel, stub: StubBot) -> None:
    body = payloads.shortcut("<@W999> how long is a master's in A&amp;R?", channel.slack.response_url())
    slack = await channel.after(body, "interactive")
    assert stub.heard == [("how long is a master's in A&R?", f"slack-{TEAM}-{USER}-in-C111")]
    (answer,) = slack.ephemeral
    assert answer["blocks"][0]["elements"][0]["text"] == "You asked: how long is a master's in A&amp;R?"
    assert slack.everything_posted() == []


async def test_a_message_without_text_gets_a_sentence(channel: Channel, stub: StubBot) -> None:
    await channel.after(payloads.shortcut("", channel.slack.response_url()), "interactive")
    await channel.after(payloads.shortcut("", channel.slack.response_url(), files=[payloads.FILE]), "interactive")
    assert [said["text"].split(".")[0] for said in channel.slack.ephemeral] == [
        "There is no text in that message that I could read",
        "I can read text but no files",
    ]
    assert stub.heard == []


async def test_a_shortcut_that_is_none_of_its_own_is_acknowledged(channel: Channel, stub: StubBot) -> None:
    body = {**payloads.shortcut("x", ""), "type": "shortcut", "callback_id": "other"}
    del body["channel"], body["message"], body["response_url"]
    await channel.after(body, "interactive")
    assert stub.heard == []
