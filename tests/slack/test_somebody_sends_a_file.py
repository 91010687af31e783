"""A person sends a file: it is not read, and that is said."""

from __future__ import annotations

from tests.slack import payloads
from tests.slack.harness import Channel, StubBot


async def test_a_file_without_text_gets_a_sentence(channel: Channel, stub: StubBot) -> None:
    slack = await channel.after(payloads.message("", subtype="file_share", files=[payloads.FILE]))
    assert slack.posted["D222"][0]["text"].startswith("I can read text but no files.") and stub.heard == []


async def test_a_file_with_a_question_has_the_question_answered(channel: Channel, stub: StubBot) -> None:
    await channel.after(payloads.message("is this long enough?", subtype="file_share", files=[payloads.FILE]))
    assert stub.texts == ["is this long enough?"]


async def test_a_file_in_a_channel_is_nobodys_business_but_theirs(channel: Channel, stub: StubBot) -> None:
    body = payloads.message("", "C111", "channel", subtype="file_share", files=[payloads.FILE])
    slack = await channel.after(body)
    assert slack.everything_posted() == [] and stub.heard == []
