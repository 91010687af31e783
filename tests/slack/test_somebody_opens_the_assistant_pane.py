"""A person opens the pane beside their work and asks there."""

from __future__ import annotations

from tests.slack import payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import TEAM, USER

THREAD = "1726133698.626339"


async def test_it_greets_and_suggests(channel: Channel) -> None:
    slack = await channel.after(payloads.pane_started(thread=THREAD))
    (greeting,) = slack.posted["D222"]
    assert greeting["thread_ts"] == THREAD and greeting["text"].startswith("Hello! I answer questions")
    (call,) = slack.of("assistant.threads.setSuggestedPrompts")
    assert call.args["thread_ts"] == THREAD and len(call.args["prompts"]) == 4
    assert all(prompt["title"] and prompt["message"] for prompt in call.args["prompts"])


async def test_it_greets_once_however_often_slack_says_so(channel: Channel) -> None:
    body = payloads.pane_started(thread=THREAD)
    for _ in range(3):
        await channel.send(body)
    await channel.settled()
    assert len(channel.slack.posted["D222"]) == 1


async def test_a_status_shows_before_the_answer_and_a_title_comes_of_the_first_question(
    channel: Channel, stub: StubBot
) -> None:
    await channel.after(payloads.message("how long is a master's in A&amp;R?", thread_ts=THREAD))
    slack = await channel.after(payloads.message("and the cost?", thread_ts=THREAD))
    methods = [call.method for call in slack.calls]
    assert methods.index("assistant.threads.setStatus") < methods.index("chat.postMessage")
    (title,) = slack.of("assistant.threads.setTitle")
    assert title.args["title"] == "how long is a master's in A&R?"
    assert len(slack.of("assistant.threads.setStatus")) == 2
    assert stub.senders == [f"slack-{TEAM}-{USER}-{THREAD}"] * 2


async def test_a_status_that_hangs_does_not_hold_up_the_answer(channel: Channel) -> None:
    channel.slack.fail("assistant.threads.setStatus", "hang")
    slack = await channel.after(payloads.message("how long?", thread_ts=THREAD))
    (answer,) = slack.of("chat.postMessage")
    assert answer.at - slack.calls[0].at < 4


async def test_a_pane_that_the_app_has_not_got_changes_nothing(channel: Channel) -> None:
    for method in ("setStatus", "setTitle", "setSuggestedPrompts"):
        channel.slack.fail(f"assistant.threads.{method}", "missing_scope", 10)
    await channel.after(payloads.pane_started(thread=THREAD))
    slack = await channel.after(payloads.message("how long?", thread_ts=THREAD))
    assert [message["text"] for message in slack.posted["D222"]][1:] == ["You said how long?."]


async def test_a_change_of_what_is_beside_it_is_passed_over(channel: Channel) -> None:
    body = payloads.pane_started(thread=THREAD)
    body["event"]["type"] = "assistant_thread_context_changed"
    slack = await channel.after(body)
    assert [call.method for call in slack.calls if call.method.startswith(("chat", "assistant"))] == []


async def test_the_agent_view_gets_suggestions_without_a_thread(channel: Channel) -> None:
    slack = await channel.after(payloads.home_opened("messages"))
    (call,) = slack.of("assistant.threads.setSuggestedPrompts")
    assert "thread_ts" not in call.args and call.args["channel_id"] == "D222"


async def test_an_app_without_it_does_not_mind(channel: Channel) -> None:
    channel.slack.fail("assistant.threads.setSuggestedPrompts", "no_assistant_thread")
    slack = await channel.after(payloads.home_opened("messages"))
    assert slack.everything_posted() == []
