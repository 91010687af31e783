"""A person mentions the bot where others read along."""

from __future__ import annotations

import pytest

from tests.slack import payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import ME, OTHER, TEAM, USER


async def test_it_is_answered_in_a_thread(channel: Channel, stub: StubBot) -> None:
    body = payloads.mention("how long is it?")
    slack = await channel.after(body)
    (answer,) = slack.posted["C111"]
    assert answer["thread_ts"] == body["event"]["ts"]
    assert stub.heard == [("how long is it?", f"slack-{TEAM}-C111-{body['event']['ts']}")]


async def test_the_message_and_the_mention_that_slack_makes_of_it_have_one_answer(
    channel: Channel, stub: StubBot
) -> None:
    mention = payloads.mention("how long is it?")
    same = payloads.message(mention["event"]["text"], "C111", "channel", ts=mention["event"]["ts"])
    await channel.send(mention)
    await channel.send(same)
    await channel.settled()
    assert len(channel.slack.posted["C111"]) == 1 and len(stub.heard) == 1


async def test_the_other_way_round_as_well(channel: Channel, stub: StubBot) -> None:
    mention = payloads.mention("how long is it?")
    await channel.send(payloads.message(mention["event"]["text"], "C111", "channel", ts=mention["event"]["ts"]))
    await channel.send(mention)
    await channel.settled()
    assert len(channel.slack.posted["C111"]) == 1 and len(stub.heard) == 1


async def test_each_thread_is_a_conversation_of_its_own(channel: Channel, stub: StubBot) -> None:
    await channel.after(payloads.mention("a"))
    await channel.after(payloads.mention("b"))
    assert len(set(stub.senders)) == 2


async def test_a_mention_inside_a_thread_is_answered_there(channel: Channel, stub: StubBot) -> None:
    slack = await channel.after(payloads.mention("and this?", thread_ts="1726133698.626339"))
    assert slack.posted["C111"][0]["thread_ts"] == "1726133698.626339"
    assert stub.senders == [f"slack-{TEAM}-C111-1726133698.626339"]


async def test_two_channels_never_share(channel: Channel, stub: StubBot) -> None:
    await channel.after(payloads.mention("a", "C111", thread_ts="1726133698.626339"))
    await channel.after(payloads.mention("b", "C999", thread_ts="1726133698.626339"))
    assert len(set(stub.senders)) == 2


async def test_what_does_not_mention_it_is_passed_over(channel: Channel, stub: StubBot) -> None:
    for body in (
        payloads.message("how long is it?", "C111", "channel"),
        payloads.message(f"<@{OTHER}> how long is it?", "C111", "channel"),
        payloads.message("a reply", "C111", "channel", thread_ts="1726133698.626339"),
        payloads.message(f"the word {ME} alone is no mention", "C111", "channel"),
    ):
        slack = await channel.after(body)
    assert stub.heard == [] and slack.everything_posted() == []


async def test_a_join_of_its_channel_is_passed_over(channel: Channel, stub: StubBot) -> None:
    text = f"<@{ME}> has joined the channel"
    slack = await channel.after(payloads.message(text, "C111", "channel", subtype="channel_join"))
    assert slack.everything_posted() == []


async def test_another_bot_that_mentions_it_gets_no_answer(channel: Channel, stub: StubBot) -> None:
    slack = await channel.after(payloads.mention("how long is it?", bot_id="B999"))
    assert slack.everything_posted() == [] and stub.heard == []


@pytest.mark.parametrize("kind", ["group", "mpim"])
async def test_private_channels_and_group_messages_work_alike(channel: Channel, stub: StubBot, kind: str) -> None:
    body = payloads.message(f"<@{ME}> how long?", "G111", kind)
    slack = await channel.after(body)
    assert slack.posted["G111"][0]["thread_ts"] == body["event"]["ts"] and stub.texts == ["how long?"]


class TestWhoGoesOnInTheThread:
    async def begin(self, channel: Channel, user: str = USER) -> str:
        body = payloads.mention("how long is it?", user=user)
        await channel.after(body)
        return str(body["event"]["ts"])

    def reply(self, text: str, thread: str, user: str = USER) -> dict[str, object]:
        return payloads.message(text, "C111", "channel", user, thread_ts=thread)

    async def test_need_not_mention_it_again(self, channel: Channel, stub: StubBot) -> None:
        thread = await self.begin(channel)
        slack = await channel.after(self.reply("and the cost?", thread))
        assert stub.texts == ["how long is it?", "and the cost?"] and len(set(stub.senders)) == 1
        assert slack.posted["C111"][1]["thread_ts"] == thread

    async def test_has_to_when_others_have_joined_in(self, channel: Channel, stub: StubBot) -> None:
        thread = await self.begin(channel)
        await channel.after(self.reply("I can tell you that", thread, OTHER))
        await channel.after(self.reply("oh, thanks!", thread))
        assert stub.texts == ["how long is it?"]
        await channel.after(payloads.mention("and the cost?", thread_ts=thread))
        assert stub.texts == ["how long is it?", "and the cost?"]

    async def test_may_turn_to_somebody_else(self, channel: Channel, stub: StubBot) -> None:
        thread = await self.begin(channel)
        await channel.after(self.reply(f"<@{OTHER}> do you know that too?", thread))
        assert stub.texts == ["how long is it?"]

    async def test_is_followed_in_that_thread_only(self, channel: Channel, stub: StubBot) -> None:
        await self.begin(channel)
        await channel.after(self.reply("something else", "1726133698.626339"))
        await channel.after(payloads.message("not in a thread", "C111", "channel"))
        assert stub.texts == ["how long is it?"]

    async def test_nothing_that_was_said_is_kept_of_it(self, channel: Channel, stub: StubBot) -> None:
        thread = await self.begin(channel)
        await channel.after(self.reply("my secret plan", thread, OTHER))
        store = channel.running._settings.store
        await channel.running._ledger.left()  # as every few seconds
        for file in store.parent.glob("slack.db*"):
            assert b"secret plan" not in file.read_bytes() and b"how long is it" not in file.read_bytes()
