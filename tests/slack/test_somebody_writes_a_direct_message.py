"""A person writes to the bot alone."""

from __future__ import annotations

import pytest

from tests.slack import payloads, samples
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import BOT_ID, ME, OTHER, TEAM, USER


async def test_it_is_answered_in_the_same_place(channel: Channel) -> None:
    slack = await channel.after(payloads.message("how long is it?"))
    (answer,) = slack.posted["D222"]
    assert answer["blocks"][0]["text"]["text"] == "You said how long is it?." == answer["text"]
    assert "thread_ts" not in answer and answer["unfurl_links"] is False


async def test_the_acknowledgement_does_not_wait_for_the_answer(channel: Channel, stub: StubBot) -> None:
    stub.seconds = 3.5
    delivered = await channel.send(payloads.message("how long is it?"))
    assert delivered.took < 0.5 and delivered.times == 1
    assert channel.slack.everything_posted() == []
    await channel.settled()
    assert len(channel.slack.everything_posted()) == 1


async def test_each_person_has_one_conversation(channel: Channel, stub: StubBot) -> None:
    await channel.after(payloads.message("a"))
    await channel.after(payloads.message("b"))
    await channel.after(payloads.message("c", channel="D333", user=OTHER))
    assert stub.senders == [f"slack-{TEAM}-{USER}", f"slack-{TEAM}-{USER}", f"slack-{TEAM}-{OTHER}"]


async def test_a_thread_in_it_is_a_conversation_of_its_own(channel: Channel, stub: StubBot) -> None:
    slack = await channel.after(payloads.message("a", thread_ts="1726133698.626339"))
    assert stub.senders == [f"slack-{TEAM}-{USER}-1726133698.626339"]
    assert slack.posted["D222"][0]["thread_ts"] == "1726133698.626339"


async def test_messages_are_answered_in_the_order_in_which_they_were_written(channel: Channel, stub: StubBot) -> None:
    stub.seconds = 0.2
    written = [payloads.message(text) for text in ("one", "two", "three", "four")]
    await channel.send(written[0])
    for body in (written[3], written[1], written[2]):  # Slack delivers them the other way round
        await channel.send(body)
    await channel.settled()
    assert stub.texts == ["one", "two", "three", "four"]


async def test_people_do_not_wait_for_each_other(channel: Channel, stub: StubBot) -> None:
    stub.seconds = 0.5
    for number in range(6):
        await channel.send(payloads.message("hello", channel=f"D{number}", user=f"W{number}"))
    began = channel.slack.calls[-1].at
    await channel.settled()
    assert max(call.at for call in channel.slack.of("chat.postMessage")) - began < 1.5


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("what is A&amp;R pay?", "what is A&R pay?"),
        ("is 3 &lt; 4 &gt; 2 &amp;amp; so", "is 3 < 4 > 2 &amp; so"),
        (f"<@{ME}> how long?", "how long?"),
        (f"<@{ME}|overture>: how long?", "how long?"),
        ("what does <https://nyu.edu|NYU> cost", "what does NYU cost"),
        ("what of <https://nyu.edu/a_b>", "what of https://nyu.edu/a_b"),
        ("write <mailto:a@b.example|a@b.example>", "write a@b.example"),
        ("ask <@W999|ann> in <#C999|general> or <#C998|>", "ask @ann in #general or"),
        ("<!here> <!subteam^S1|@advisors> how long", "@advisors how long"),
        ("due <!date^1392734382^{date}|Feb 18, 2014> ok", "due Feb 18, 2014 ok"),
        ("*how* _long_ ~is~ `it` ```now```", "how long is it now"),
        ("&gt; somebody said this\nis it true?", "somebody said this is it true?"),
        ("thanks :+1: :wave::skin-tone-2: at 10:30:45", "thanks at 10:30:45"),
        ("snake_case_word 2*3*4 a~b", "snake_case_word 2*3*4 a~b"),
        ("how\u200b long\u202e is it", "how long is it"),
        ("/restart", "restart"),
        ('/ask_salary{"career": "x"}', 'ask_salary{"career": "x"}'),
        ("これはいくらですか", "これはいくらですか"),
        ("🎛️", "🎛️"),
        ("half a character \ud83d", "half a character"),
    ],
)
async def test_slacks_marks_are_taken_off(channel: Channel, stub: StubBot, typed: str, heard: str) -> None:
    await channel.after(payloads.message(typed))
    assert stub.texts == [heard]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no text in that message that I could read."),
        ("   ", "There is no text in that message"),
        (f"<@{ME}>", "There is no text in that message"),
        (":wave:", "There is no text in that message"),
        ("\u200b\u202e", "The message is empty."),
        ("a" * 60_000, "That message has 60,000 characters; up to 2,000 can be read. Please send a shorter one."),
        ("<@W1> " * 3_000, "That message has 18,000 characters; up to 2,000 can be read."),
        ("b" * 2_001, "That message has 2,001 characters; up to 2,000 can be read."),
    ],
)
async def test_what_cannot_be_read_gets_a_sentence(channel: Channel, stub: StubBot, text: str, said: str) -> None:
    slack = await channel.after(payloads.message(text))
    (answer,) = slack.posted["D222"]
    assert answer["text"].startswith(said) and stub.heard == []


async def test_all_parts_of_an_answer_arrive_and_the_chart_is_a_picture(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    slack = await channel.after(payloads.message("pay"))
    (answer,) = slack.posted["D222"]
    assert [block["type"] for block in answer["blocks"]].count("table") == 1 and slack.refused == []
    (shared,) = slack.shared
    assert shared["channel_id"] == "D222" and "thread_ts" not in shared
    (upload,) = slack.of("files.getUploadURLExternal")
    assert upload.args["alt_txt"] == samples.CHART.alternative
    (picture,) = slack.files.values()
    assert b"\x89PNG" in picture[:400]


async def test_an_answer_in_a_thread_has_its_picture_there(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    slack = await channel.after(payloads.message("pay", thread_ts="1726133698.626339"))
    assert slack.shared[0]["thread_ts"] == "1726133698.626339"


async def test_a_bot_that_says_nothing_or_fails_is_answered_for(channel: Channel, stub: StubBot) -> None:
    stub.answers["silence"] = []
    slack = await channel.after(payloads.message("silence"))
    assert "Something went wrong on my side" in slack.posted["D222"][0]["text"]


async def test_an_answer_in_a_form_that_is_not_known_gets_a_sentence_with_a_number(
    channel: Channel, stub: StubBot
) -> None:
    stub.answers["odd"] = [{"text": "x", "custom": {"answer": {"text": "x", "table": {"rows": "?"}}}}]
    slack = await channel.after(payloads.message("odd"))
    assert "quote the number" in slack.posted["D222"][0]["text"]


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B999", "user": "W999"},
        {"bot_id": BOT_ID, "user": ME},
        {"user": ME},
        {"user": "USLACKBOT"},
        {"user": None, "bot_id": "B999", "subtype": "bot_message"},
        {"subtype": "message_changed", "hidden": True, "user": None},
        {"subtype": "message_deleted", "hidden": True, "user": None},
        {"subtype": "message_replied", "user": None},
        {"subtype": "channel_join"},
        {"subtype": "group_join"},
        {"subtype": "channel_topic"},
        {"subtype": "assistant_app_thread"},
        {"subtype": "reminder_add"},
        {"hidden": True},
    ],
    ids=str,
)
async def test_what_no_person_wrote_is_passed_over(channel: Channel, stub: StubBot, change: dict[str, object]) -> None:
    body = payloads.message("hello")
    body["event"] = {key: value for key, value in {**body["event"], **change}.items() if value is not None}
    slack = await channel.after(body)
    assert stub.heard == [] and slack.everything_posted() == []


@pytest.mark.parametrize("subtype", ["me_message", "thread_broadcast", "file_share"])
async def test_other_ways_of_writing_are_read(channel: Channel, stub: StubBot, subtype: str) -> None:
    await channel.after(payloads.message("how long is it", subtype=subtype))
    assert stub.texts == ["how long is it"]
