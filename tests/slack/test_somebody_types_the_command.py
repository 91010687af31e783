"""A person types /overture and a question; only they see the answer."""

from __future__ import annotations

from tests.slack import payloads, samples
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import OTHER, TEAM, USER


async def test_only_they_see_the_answer_and_what_they_asked(channel: Channel, stub: StubBot) -> None:
    slack = await channel.after(payloads.command("how long is it?", channel.slack.response_url()), "slash_commands")
    (answer,) = slack.ephemeral
    assert answer["response_type"] == "ephemeral" and answer["replace_original"] is False
    assert answer["blocks"][0]["elements"][0]["text"] == "You asked: how long is it?"
    assert slack.everything_posted() == []
    assert stub.heard == [("how long is it?", f"slack-{TEAM}-{USER}-in-C111")]


async def test_nothing_is_shared_with_others_in_the_channel(channel: Channel, stub: StubBot) -> None:
    await channel.after(payloads.command("a", channel.slack.response_url()), "slash_commands")
    await channel.after(payloads.command("b", channel.slack.response_url(), user=OTHER), "slash_commands")
    await channel.after(payloads.mention("c"))
    assert len(set(stub.senders)) == 3


async def test_an_answer_of_many_parts_comes_without_its_picture(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    slack = await channel.after(payloads.command("pay", channel.slack.response_url()), "slash_commands")
    assert "table" in [block["type"] for block in slack.ephemeral[0]["blocks"]]
    assert slack.shared == [] and slack.refused == []


async def test_buttons_under_it_are_answered_to_them_alone(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    slack = await channel.after(payloads.command("pay", channel.slack.response_url()), "slash_commands")
    (row,) = [block for block in slack.ephemeral[0]["blocks"] if block["type"] == "actions"]
    body = payloads.press(row["elements"][0], channel="C111", response_url=channel.slack.response_url(), ephemeral=True)
    await channel.after(body, "interactive")
    assert stub.senders[0] == stub.senders[1] and len(slack.ephemeral) == 2 and slack.everything_posted() == []


async def test_without_a_question_it_says_how_to_ask_one(channel: Channel, stub: StubBot) -> None:
    for text in ("", "  ", "help", "HELP"):
        await channel.after(payloads.command(text, channel.slack.response_url()), "slash_commands")
    assert len(channel.slack.ephemeral) == 4 and stub.heard == []
    assert all("Type a question after the command" in said["text"] for said in channel.slack.ephemeral)


async def test_the_same_command_delivered_twice_is_answered_once(channel: Channel, stub: StubBot) -> None:
    body = payloads.command("how long?", channel.slack.response_url())
    await channel.after(body, "slash_commands")
    await channel.after(body, "slash_commands")
    assert len(channel.slack.ephemeral) == 1 and len(stub.heard) == 1


async def test_an_address_that_has_expired_is_replaced_by_an_ephemeral_message(channel: Channel) -> None:
    url = channel.slack.response_url()
    channel.slack.uses[url.removeprefix(channel.slack.url)] = 5
    slack = await channel.after(payloads.command("how long?", url), "slash_commands")
    (answer,) = slack.of("chat.postEphemeral")
    assert (answer.args["channel"], answer.args["user"]) == ("C111", USER)


async def test_where_the_bot_is_no_member_it_becomes_a_direct_message(channel: Channel) -> None:
    url = channel.slack.response_url()
    channel.slack.uses[url.removeprefix(channel.slack.url)] = 5
    channel.slack.fail("chat.postEphemeral", "not_in_channel")
    slack = await channel.after(payloads.command("how long?", url), "slash_commands")
    assert slack.posted["D222"][0]["channel"] == USER


async def test_an_answer_longer_than_the_address_takes_arrives_in_full(channel: Channel, stub: StubBot) -> None:
    stub.answers["long"] = [samples.said(samples.KINDS["a long text"]), samples.said(samples.KINDS["a long table"])]
    slack = await channel.after(payloads.command("long", channel.slack.response_url()), "slash_commands")
    rows = [row for said in slack.ephemeral for b in said["blocks"] if b["type"] == "table" for row in b["rows"][1:]]
    assert len(rows) == 350 and len(slack.ephemeral) > 5


async def test_faults_of_the_address_are_waited_out(channel: Channel) -> None:
    channel.slack.fail("response_url", "429", retry_after="0")
    channel.slack.fail("response_url", "500", 2)
    slack = await channel.after(payloads.command("how long?", channel.slack.response_url()), "slash_commands")
    assert len(slack.ephemeral) == 1


async def test_blocks_that_are_refused_there_come_in_a_simpler_form(channel: Channel, stub: StubBot) -> None:
    stub.answers["pay"] = [samples.said(samples.FULL)]
    channel.slack.fail("response_url", "invalid_blocks")
    slack = await channel.after(payloads.command("pay", channel.slack.response_url()), "slash_commands")
    assert "table" not in [block["type"] for said in slack.ephemeral for block in said["blocks"]]
    channel.slack.fail("response_url", "invalid_blocks", 2)
    slack = await channel.after(payloads.command("pay", channel.slack.response_url()), "slash_commands")
    assert "blocks" not in slack.ephemeral[-1]
