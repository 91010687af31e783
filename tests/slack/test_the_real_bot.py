"""The trained bot in Slack: what people ask in the tests of phrasings, as messages that Slack takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from overture.channels.slack.offers import Offers
from overture.channels.slack.outgoing import Outgoing
from overture.channels.slack.render import Renderer
from overture.engine import Bot, Reply
from tests.slack import harness, payloads, samples
from tests.slack.harness import Channel
from tests.slack.limits_check import faults
from tests.slack.loopback import TEAM, USER, Slack


def rendered(replies: list[Reply]) -> list[Outgoing]:
    said = [{"text": r.text, "buttons": list(r.buttons), "custom": {"answer": dict(r.parts)}} for r in replies]
    return Renderer(Offers(b"key")).render(said)


def test_every_kind_of_answer_is_within_slacks_limits(bot: Bot) -> None:
    kinds: set[str] = set()
    for number, question in enumerate(samples.asked()):
        messages = rendered(bot.ask(question, f"slack-{number}"))
        assert messages, question
        for message in messages:
            assert faults(message.blocks) == [], question
            kinds |= {str(block["type"]) for block in message.blocks}
            kinds |= {str(message.chart["kind"])} if message.chart else set()
    assert {"section", "table", "context", "actions", "context_actions", "range"} <= kinds


@pytest.fixture
async def real(slack: Slack, bot_in_the_world: Bot, tmp_path: Path) -> AsyncIterator[Channel]:
    """The channel with the trained bot over the made-up world."""
    async with harness.over_socket(slack, tmp_path, bot_in_the_world.agent.handle_message) as channel:
        yield channel


def table_of(message: dict[str, Any]) -> list[list[str]]:
    (table,) = [block for block in message["blocks"] if block["type"] == "table"]
    return [[cell["elements"][0]["elements"][0]["text"] for cell in row] for row in table["rows"]]


async def test_a_conversation_in_a_direct_message(real: Channel) -> None:
    slack = await real.after(payloads.message("how much does a lamp singer earn"))
    (answer,) = slack.posted["D222"]
    assert "*$33.33*" in answer["blocks"][0]["text"]["text"]
    sources = [element["text"] for b in answer["blocks"] if b["type"] == "context" for element in b["elements"]]
    assert any(text.startswith("Source") for text in sources)
    await real.after(payloads.message("and what is the job outlook?"))
    assert "lamp singers" in slack.posted["D222"][1]["text"]
    assert slack.refused == []


async def test_a_table_and_a_picture_with_the_same_figures(real: Channel) -> None:
    slack = await real.after(payloads.message("tone warden salary"))
    (answer,) = slack.posted["D222"]
    assert ["Median: half earned less, half more", "$55,555"] in [row[:2] for row in table_of(answer)]
    assert "$55,555" in slack.of("files.getUploadURLExternal")[0].args["alt_txt"]


async def test_a_button_leads_on_in_the_same_conversation(real: Channel) -> None:
    slack = await real.after(payloads.message("tone warden salary"))
    (row,) = [block for block in slack.posted["D222"][0]["blocks"] if block["type"] == "actions"]
    await real.after(payloads.press(row["elements"][0], message=slack.posted["D222"][0]), "interactive")
    assert "tone wardens" in slack.posted["D222"][1]["text"]
    await real.after(payloads.message("and the pay again?"))
    assert "$55,555" in slack.posted["D222"][2]["text"]


async def test_two_threads_in_a_channel_do_not_mix(real: Channel) -> None:
    first, second = payloads.mention("how much does a lamp singer earn"), payloads.mention("tone warden salary")
    await real.after(first)
    await real.after(second)
    slack = await real.after(payloads.mention("and what is the outlook?", thread_ts=first["event"]["ts"]))
    assert "lamp singers" in slack.posted["C111"][2]["text"]


async def test_a_typed_intent_is_no_command(real: Channel) -> None:
    slack = await real.after(payloads.message("/praise"))
    assert "Glad" not in slack.posted["D222"][0]["text"]


async def test_two_questions_in_one_message_have_two_answers(real: Channel) -> None:
    slack = await real.after(payloads.message("what do bell engineers make a year and how much does it cost?"))
    said = "\n".join(message["text"] for message in slack.posted["D222"])
    assert "$55,555" in said and "4,444 shells" in said


async def test_the_conversation_is_slacks_and_nobody_elses(real: Channel, bot_in_the_world: Bot) -> None:
    await real.after(payloads.message("how much does a lamp singer earn"))
    store = bot_in_the_world.agent.tracker_store
    tracker = await store.retrieve(f"slack-{TEAM}-{USER}")
    assert tracker and tracker.get_latest_input_channel() == "slack"
