"""A person presses what the bot has offered, or chooses from a menu."""

from __future__ import annotations

from typing import Any

import pytest

from tests.slack import payloads, samples
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import ME, OTHER, TEAM, USER


def elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    found: list[dict[str, Any]] = row["elements"]
    return found


async def offered(channel: Channel, stub: StubBot, body: dict[str, Any]) -> dict[str, Any]:
    """The answer with buttons that a message gets."""
    stub.answers["pay"] = [samples.said(samples.FULL)]
    slack = await channel.after(body)
    return slack.everything_posted()[-1]


async def test_it_is_heard_as_the_message_it_stands_for(channel: Channel, stub: StubBot) -> None:
    message = await offered(channel, stub, payloads.message("pay"))
    slack = await channel.after(payloads.press(elements(message)[1], message=message), "interactive")
    assert stub.heard[-1] == ("What does A&R earn?", f"slack-{TEAM}-{USER}")
    answer = slack.posted["D222"][-1]
    assert answer["blocks"][0]["elements"][0]["text"] == "You asked: What does A&amp;R earn?"
    assert "thread_ts" not in answer


async def test_in_a_channel_the_answer_comes_into_the_thread_and_says_who_asked(
    channel: Channel, stub: StubBot
) -> None:
    mention = payloads.mention("pay")
    message = await offered(channel, stub, mention)
    body = payloads.press(elements(message)[0], channel="C111", user=OTHER, message=message)
    slack = await channel.after(body, "interactive")
    answer = slack.posted["C111"][-1]
    assert answer["thread_ts"] == mention["event"]["ts"]
    assert answer["blocks"][0]["elements"][0]["text"] == f"<@{OTHER}> asked: Will there be more jobs?"
    assert stub.senders[0] == stub.senders[1]


async def test_in_the_assistant_pane_it_stays_in_its_thread(channel: Channel, stub: StubBot) -> None:
    message = await offered(channel, stub, payloads.message("pay", thread_ts="1726133698.626339"))
    slack = await channel.after(payloads.press(elements(message)[0], message=message), "interactive")
    assert slack.posted["D222"][-1]["thread_ts"] == "1726133698.626339" and stub.senders[0] == stub.senders[1]


async def test_a_double_click_is_one_question(channel: Channel, stub: StubBot) -> None:
    message = await offered(channel, stub, payloads.message("pay"))
    stub.seconds = 0.3
    for _ in range(2):
        await channel.send(payloads.press(elements(message)[0], message=message), "interactive")
    await channel.settled()
    assert len(stub.heard) == 2
    await channel.after(payloads.press(elements(message)[0], message=message), "interactive")
    assert len(stub.heard) == 3  # later it is asked again


async def test_the_same_press_delivered_twice_is_one_question(channel: Channel, stub: StubBot) -> None:
    message = await offered(channel, stub, payloads.message("pay"))
    body = payloads.press(elements(message)[0], message=message)
    await channel.after(body, "interactive")
    await channel.after(body, "interactive")
    assert len(stub.heard) == 2


async def test_a_menu_is_heard_as_what_was_chosen(channel: Channel, stub: StubBot) -> None:
    stub.answers["many"] = [
        {"text": "Which?", "buttons": [{"title": f"Label {n}", "payload": f"Question {n}"} for n in range(12)]}
    ]
    slack = await channel.after(payloads.message("many"))
    (select,) = elements(slack.posted["D222"][-1])
    assert select["type"] == "static_select"
    await channel.after(payloads.choose(select, 7), "interactive")
    assert stub.texts[-1] == "Question 7"


async def test_a_button_that_was_never_offered_is_not_heard(channel: Channel, stub: StubBot) -> None:
    message = await offered(channel, stub, payloads.message("pay"))
    forged = {**elements(message)[0], "value": "/restart"}
    body = payloads.press(forged, message=message, response_url=channel.slack.response_url())
    await channel.after(body, "interactive")
    assert stub.texts == ["pay"]
    assert channel.slack.ephemeral[-1]["text"].startswith("That suggestion is from before")


@pytest.mark.parametrize(
    "action",
    [
        {"type": "button", "action_id": "somebody_elses", "value": "x"},
        {"type": "button", "action_id": "link", "url": "https://x.example"},
        {"type": "radio_buttons", "action_id": "r", "selected_option": {"value": "1", "text": {"text": "x"}}},
        {"type": "checkboxes", "action_id": "c", "selected_options": []},
        {"type": "multi_static_select", "action_id": "m", "selected_options": [{"value": "1"}]},
        {"type": "datepicker", "action_id": "d", "selected_date": "2026-01-01"},
        {"type": "overflow", "action_id": "o", "selected_option": {"value": "1"}},
        {"type": "feedback_buttons", "action_id": "feedback", "value": "sideways"},
    ],
    ids=lambda action: str(action["type"]),
)
async def test_what_the_bot_knows_nothing_of_is_acknowledged_and_passed_over(
    channel: Channel, stub: StubBot, action: dict[str, Any]
) -> None:
    slack = await channel.after(payloads.action(action), "interactive")
    assert stub.heard == [] and slack.everything_posted() == [] and slack.ephemeral == []


async def test_the_bot_is_not_asked_by_itself(channel: Channel, stub: StubBot) -> None:
    message = await offered(channel, stub, payloads.message("pay"))
    assert message["user"] == ME
    await channel.after(payloads.event({**message, "type": "message", "channel": "D222", "channel_type": "im"}))
    assert len(stub.heard) == 1
