"""A conversation over the web channel: what is said, to whom, in which order, and each message answered once."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage

from tests.web.harness import ON_A_SERVER, Client, echo, new_id, serving

pytestmark = ON_A_SERVER

AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Gate:
    """A bot that waits to be let through, and notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        self.open = asyncio.Event()

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message)
        await self.open.wait()
        await echo(message)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.heard]


async def says_a_table(message: UserMessage) -> None:
    """What actions send: text for channels that can't draw, and the parts."""
    parts = {
        "text": "**Yes**, see the table.",
        "table": {"head": ["A", "B"], "rows": [["1", "2"]], "caption": "Numbers"},
        "notes": ["A note."],
        "sources": [{"id": "s", "short": "S", "publisher": "P", "title": "T", "as_of": "2025"}],
        "outcome": "answered",
        "follow_ups": [{"label": "More", "message": "tell me more"}],
    }
    await message.output_channel.send_response(
        message.sender_id, {"text": "Yes, see the table.\nA  B\n1  2", "custom": {"answer": parts}}
    )


async def test_a_session_says_what_there_is_to_know(tmp_path: Path) -> None:
    async with serving(tmp_path, per_minute=7, in_flight=2) as server:
        client = await server.connect()
        opened = await client.open()
    assert opened["restored"] is False and opened["history"] == [] and opened["person"] is None
    assert opened["limits"] == {"characters": 2000, "per_minute": 7, "in_flight": 2}
    assert opened["bot"]["name"] == "Overture" and re.fullmatch(r"\d{4}(-\d\d){0,2}", opened["bot"]["data_as_of"])


async def test_a_message_is_acknowledged_then_answered(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await server.client()
        id = new_id()
        taken = await client.say("hello", id)
        await client.until("turn_done", reply_to=id)
    assert taken == {"ok": True, "at": taken["at"]} and AT.fullmatch(taken["at"])
    names = [name for name, _ in client.got]
    assert names == ["typing", "bot_uttered", "typing", "turn_done"]
    on, said, off, _ = (data for _, data in client.got)
    assert (on, off) == ({"on": True, "reply_to": id}, {"on": False, "reply_to": id})
    assert said["text"] == "You: hello" and said["reply_to"] == id and AT.fullmatch(said["at"])
    assert [set(choice) for choice in said["choices"]] == [{"id", "title"}] * 2


async def test_rasa_gets_a_sender_that_no_other_channel_may_name(tmp_path: Path) -> None:
    bot = Gate()
    bot.open.set()
    async with serving(tmp_path, bot) as server:
        client = await server.client()
        await client.ask("hello", "message-1")
    (message,) = bot.heard
    assert re.fullmatch(r"web-[A-Za-z0-9_-]{22}", message.sender_id)
    assert (message.input_channel, message.message_id) == ("web", "message-1")


async def test_the_parts_of_an_answer_come_without_what_only_text_needs(tmp_path: Path) -> None:
    async with serving(tmp_path, says_a_table) as server:
        client = await server.client()
        (said,) = await client.ask("a table please")
    assert said["text"] == "**Yes**, see the table."
    assert set(said["answer"]) == {"table", "notes", "sources", "outcome"}
    assert said["answer"]["table"]["rows"] == [["1", "2"]]


async def test_what_is_typed_never_is_a_command(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await server.client()
        (said,) = await client.ask(' /ask_pay{"a": "b"}\u202e ')
        (again,) = await client.ask("\u200b/restart")
    assert (said["text"], again["text"]) == ('You: ask_pay{"a": "b"}', "You: restart")


async def test_messages_of_a_session_are_answered_in_their_order(tmp_path: Path) -> None:
    heard: list[str] = []

    async def slower_and_slower(message: UserMessage) -> None:
        heard.append(message.text)
        await asyncio.sleep(0.15 if message.text == "one" else 0.0)
        await echo(message)

    async with serving(tmp_path, slower_and_slower) as server:
        client = await server.client()
        ids = [new_id() for _ in range(3)]
        await asyncio.gather(*(client.say(text, id) for text, id in zip(["one", "two", "three"], ids)))
        await client.until("turn_done", reply_to=ids[2])
    assert heard == ["one", "two", "three"]
    assert [said["reply_to"] for said in client.all("bot_uttered")] == ids


async def test_one_session_does_not_wait_for_another(tmp_path: Path) -> None:
    bot = Gate()

    async def only_the_slow_one_waits(message: UserMessage) -> None:
        await (bot(message) if message.text == "slow" else echo(message))

    async with serving(tmp_path, only_the_slow_one_waits) as server:
        slow, quick = await server.client(), await server.client()
        await slow.say("slow")
        assert (await quick.ask("quick"))[0]["text"] == "You: quick"
        assert not slow.all("bot_uttered")
        bot.open.set()
        await slow.until("bot_uttered", text="You: slow")


async def test_all_sockets_of_a_session_see_what_is_said(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        one = await server.client()
        two = await server.client(one.session)
        id = new_id()
        taken = await one.say("hello", id)
        await two.until("turn_done", reply_to=id)
        await one.until("turn_done", reply_to=id)
    assert two.all("user_said") == [{"id": id, "text": "hello", "at": taken["at"]}]
    assert one.all("user_said") == []
    assert one.all("bot_uttered") == two.all("bot_uttered") != []


async def test_nobody_else_sees_anything(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        stranger = await server.client()
        without_session = await server.connect()
        await (await server.client()).ask("my secret")
        await stranger.ask("mine")
    assert {said["text"] for said in stranger.all("bot_uttered")} == {"You: mine"}
    assert without_session.got == [] and stranger.all("user_said") == []


class TestChoices:
    async def offered(self, client: Client) -> dict[str, str]:
        (said,) = await client.ask("hello")
        return {choice["title"]: choice["id"] for choice in said["choices"]}

    async def test_a_choice_stands_for_its_message(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client = await server.client()
            other = await server.client(client.session)
            chosen = await client.call("choose", {"id": "choice-1", "choice": (await self.offered(client))["Pay"]})
            await client.until("turn_done", reply_to="choice-1")
            await other.until("user_said", id="choice-1", text="and the pay?")
        assert chosen["ok"] and chosen["text"] == "and the pay?" and AT.fullmatch(chosen["at"])
        assert client.all("bot_uttered")[-1]["text"] == "You: and the pay?"

    async def test_a_choice_that_is_a_command_is_shown_by_its_title(self, tmp_path: Path) -> None:
        bot = Gate()
        bot.open.set()
        async with serving(tmp_path, bot) as server:
            client = await server.client()
            chosen = await client.call(
                "choose", {"id": "choice-1", "choice": (await self.offered(client))["Start over"]}
            )
            await client.until("turn_done", reply_to="choice-1")
            history = (await (await server.connect()).open(client.session))["history"]
        assert chosen["text"] == "Start over" and bot.texts[-1] == "/restart"
        assert [entry["text"] for entry in history if entry["from"] == "user"] == ["hello", "Start over"]

    async def test_a_choice_can_be_taken_again(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client = await server.client()
            choice = (await self.offered(client))["Pay"]
            for id in ("choice-1", "choice-2"):
                assert (await client.call("choose", {"id": id, "choice": choice}))["ok"]
                await client.until("turn_done", reply_to=id)

    async def test_what_was_not_offered_here_is_refused(self, tmp_path: Path) -> None:
        bot = Gate()
        bot.open.set()
        async with serving(tmp_path, bot) as server:
            client, other = await server.client(), await server.client()
            foreign = (await self.offered(other))["Pay"]
            for choice in ("/restart", "and the pay?", "0" * 32, foreign, "", "\ud800"):
                refused = await client.call("choose", {"id": new_id(), "choice": choice})
                assert refused["error"]["code"] == "unknown_choice", choice
        assert bot.texts == ["hello"]


class TestAResend:
    async def test_while_it_is_in_work_it_is_taken_once(self, tmp_path: Path) -> None:
        bot = Gate()
        async with serving(tmp_path, bot) as server:
            client = await server.client()
            first = await client.say("hello", "message-1")
            assert await client.say("hello", "message-1") == first
            bot.open.set()
            await client.until("turn_done", reply_to="message-1")
            await client.ask("and then?")
        assert bot.texts == ["hello", "and then?"]
        assert len(client.all("bot_uttered")) == 2

    async def test_at_the_same_time_it_is_taken_once(self, tmp_path: Path) -> None:
        bot = Gate()
        bot.open.set()
        async with serving(tmp_path, bot) as server:
            one = await server.client()
            two = await server.client(one.session)
            answers = await asyncio.gather(*(client.say("hello", "message-1") for client in (one, two, one, two)))
            await one.ask("and then?")
        assert len({answer["at"] for answer in answers}) == 1
        assert bot.texts == ["hello", "and then?"]

    async def test_afterwards_the_same_answer_is_sent_to_that_socket(self, tmp_path: Path) -> None:
        bot = Gate()
        bot.open.set()
        async with serving(tmp_path, bot) as server:
            one = await server.client()
            two = await server.client(one.session)
            first = await one.ask("hello", "message-1")
            await two.until("turn_done", reply_to="message-1")
            before = len(two.got)
            one.got.clear()
            assert (await one.say("something else", "message-1"))["ok"]
            await one.until("turn_done", reply_to="message-1")
            assert one.all("bot_uttered") == first
            await one.ask("and then?")
        assert bot.texts == ["hello", "and then?"]
        assert [data["reply_to"] for _, data in two.got[before:] if "reply_to" in data].count("message-1") == 0

    async def test_the_same_id_in_another_session_is_another_message(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            for text in ("one", "two"):
                client = await server.client()
                (said,) = await client.ask(text, "message-1")
                assert said["text"] == f"You: {text}"


class TestFeedback:
    async def judged(self, client: Client, said: dict[str, Any], verdict: Any, **more: Any) -> dict[str, Any]:
        return await client.call("feedback", {"message": said["id"], "verdict": verdict, **more})

    async def test_it_is_kept_and_can_be_changed_and_taken_back(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client = await server.client()
            (said,) = await client.ask("hello")

            async def kept() -> Any:
                return (await (await server.connect()).open(client.session))["history"][1].get("feedback")

            assert await kept() is None
            assert await self.judged(client, said, "up") == {"ok": True}
            assert await kept() == {"verdict": "up"}
            await self.judged(client, said, "down", comment=" too\u0000 long ")
            assert await kept() == {"verdict": "down", "comment": "too long"}
            await self.judged(client, said, None)
            assert await kept() is None

    async def test_only_what_the_bot_said_here_can_be_judged(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client, other = await server.client(), await server.client()
            (foreign,) = await other.ask("hello")
            await client.ask("hello", "message-1")
            for message in (foreign["id"], "message-1", "no-such-message"):
                refused = await self.judged(client, {"id": message}, "up")
                assert refused["error"]["code"] == "unknown_message", message


async def test_what_nobody_asked_for_is_kept_and_sent(tmp_path: Path) -> None:
    heard: list[str] = []

    async def notes_the_sender(message: UserMessage) -> None:
        heard.append(message.sender_id)
        await echo(message)

    async with serving(tmp_path, notes_the_sender) as server:
        client = await server.client()
        await client.ask("hello")
        output = server.channel.get_output_channel()
        assert output is not None
        await output.send_response(heard[0], {"text": "By the way."})
        await output.send_response("somebody of another channel", {"text": "Not here."})
        said = await client.until("bot_uttered", text="By the way.")
        history = (await (await server.connect()).open(client.session))["history"]
    assert "reply_to" not in said and history[-1] == {"from": "bot", **said}


async def test_polling_does_as_well(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await server.connect(transports=["polling"])
        await client.open()
        assert (await client.ask("hello"))[0]["text"] == "You: hello"
