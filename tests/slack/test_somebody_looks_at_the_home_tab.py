"""A person looks at the app's own page in Slack."""

from __future__ import annotations

import json

import pytest

from tests.slack import payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import TEAM, USER


@pytest.fixture
async def home(channel: Channel) -> dict[str, object]:
    slack = await channel.after(payloads.home_opened())
    return slack.homes[USER]


async def test_it_says_what_the_bot_can_do_how_old_its_data_are_and_what_becomes_of_ones_words(
    home: dict[str, object],
) -> None:
    text = json.dumps(home, ensure_ascii=False)
    assert home["type"] == "home"
    for part in ("degrees in music production", "The newest figures are of May 2025.", "is kept with the conversation"):
        assert part in text


async def test_its_examples_are_answered_as_direct_messages(
    channel: Channel, stub: StubBot, home: dict[str, object]
) -> None:
    blocks = home["blocks"]
    assert isinstance(blocks, list)
    (row,) = [block for block in blocks if block["type"] == "actions"]
    slack = await channel.after(payloads.press(row["elements"][1], channel=None), "interactive")
    assert stub.heard == [("What do sound engineers earn?", f"slack-{TEAM}-{USER}")]
    (answer,) = slack.posted["D222"]
    assert answer["channel"] == USER and answer["blocks"][0]["elements"][0]["text"].startswith(
        "You asked: What do sound"
    )


async def test_a_home_tab_that_slack_refuses_ends_nothing(channel: Channel, stub: StubBot) -> None:
    channel.slack.fail("views.publish", "internal_error", 9)
    await channel.after(payloads.home_opened())
    await channel.after(payloads.message("how long?"))
    assert stub.texts == ["how long?"]
