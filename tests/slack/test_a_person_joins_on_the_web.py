"""The bridge between the real web channel and the staff's channel in Slack, both in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from unittest import mock

import pytest

from overture import handover
from overture.channels.people import NotSaid
from overture.channels.web.tokens import sender
from overture.handover import Record
from tests.slack import harness, payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import Slack
from tests.web.harness import ON_A_SERVER, Client, Server, serving

pytestmark = ON_A_SERVER

STAFF, ANN = "CSTAFF", "W777"
NAME = f"name of {ANN}"


@pytest.fixture(autouse=True)
def _a_desk_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "handover.yml").write_text("folder: handovers\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_HANDOVER", str(tmp_path / "handover.yml"))
    yield
    handover.shared().stop()


@pytest.fixture
async def staffed(slack: Slack, stub: StubBot, tmp_path: Path) -> AsyncIterator[Channel]:
    async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
        yield channel


@pytest.fixture
async def web(staffed: Channel, tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path) as server:
        yield server


def conversation(web: Server, client: Client) -> str:
    """The name of a client's conversation."""
    assert web.channel.running
    seats = web.channel.running._voice._rooms.seats.values()
    (session,) = [seat.session for seat in seats if seat.session]
    return sender(session.conversation)


async def handed(staffed: Channel, web: Server, client: Client) -> str:
    """The thread of a question that was handed over."""
    desk = handover.shared()
    given = await desk.hand_over(Record(conversation(web, client), "my question", "web"), patience=10)
    assert given.live
    return str(staffed.slack.posted[STAFF][0]["ts"])


def reply(thread: str, text: str) -> dict[str, object]:
    return payloads.message(text, STAFF, "channel", ANN, thread_ts=thread)


async def test_a_conversation_with_a_person(staffed: Channel, web: Server) -> None:
    client = await web.client()
    await client.ask("hello")
    thread = await handed(staffed, web, client)
    assert await client.until("person") == {"state": "waiting"}
    await staffed.after(reply(thread, "Yes, *gladly*."))
    assert await client.until("person", state="here") == {"state": "here", "name": NAME}
    said = await client.until("bot_uttered", text="Yes, **gladly**.")
    assert said["person"] == {"name": NAME} and "answer" not in said

    assert await client.ask("thank you") == []  # the bot is silent
    await staffed.settled()
    assert any(message["text"] == "Visitor: thank you" for message in staffed.slack.posted[STAFF])

    again = await web.connect()
    opened = await again.open(client.session)
    assert opened["person"] == {"name": NAME}
    assert [entry.get("person") for entry in opened["history"] if entry["text"] == "Yes, **gladly**."] == [
        {"name": NAME}
    ]
    assert [entry["from"] for entry in opened["history"]] == ["user", "bot", "bot", "user"]

    press = payloads.press(
        {"action_id": "person:close", "text": {"type": "plain_text", "text": "Close"}, "value": "x"},
        channel=STAFF, user=ANN, message={"type": "message", "ts": thread},
    )  # fmt: skip
    await staffed.after(press, "interactive")
    assert await client.until("person", state="gone") == {"state": "gone", "name": NAME}
    (said,) = await client.ask("and now?")
    assert said["text"] == "You: and now?" and "person" not in said


async def test_what_was_said_while_the_visitor_was_away_is_in_the_history(staffed: Channel, web: Server) -> None:
    client = await web.client()
    await client.ask("hello")
    thread = await handed(staffed, web, client)
    await client.end()
    await staffed.after(reply(thread, "Are you there?"))
    again = await web.connect()
    opened = await again.open(client.session)
    assert opened["history"][-1]["text"] == "Are you there?" and opened["person"] == {"name": NAME}


async def test_a_message_of_the_staff_that_comes_twice_is_there_once(staffed: Channel, web: Server) -> None:
    client = await web.client()
    thread = await handed(staffed, web, client)
    body = reply(thread, "Hello")
    for _ in range(2):
        await staffed.after(body)
    assert web.channel.running
    voice, id = web.channel.running._voice, f"m:{STAFF}:{body['event']['ts']}"  # type: ignore[index]
    await voice.say(conversation(web, client), "Hello", person=NAME, id=id)  # after a crash, say
    again = await web.connect()
    opened = await again.open(client.session)
    assert [entry["text"] for entry in opened["history"]] == ["Hello"]


async def test_a_new_conversation_is_told_to_the_staff_and_is_the_bots(staffed: Channel, web: Server) -> None:
    client = await web.client()
    thread = await handed(staffed, web, client)
    await staffed.after(reply(thread, "Hello"))
    began = await client.call("new_conversation", {})
    assert began["ok"] and began["person"] is None and len(await client.ask("hello")) == 1
    await staffed.settled()
    assert "They have begun a new conversation" in staffed.slack.posted[STAFF][-1]["text"]


async def test_a_journal_that_refuses_has_it_said_again(staffed: Channel, web: Server) -> None:
    client = await web.client()
    sender_id = conversation(web, client)
    assert web.channel.running
    voice, keep = web.channel.running._voice, web.channel.running._keep
    with mock.patch.object(keep.journal, "say", side_effect=OSError("disk full")), pytest.raises(NotSaid):
        await voice.say(sender_id, "Hello", person=NAME, id="m-1")
    await voice.say(sender_id, "Hello", person=NAME, id="m-1")
    again = await web.connect()
    (entry,) = (await again.open(client.session))["history"]
    assert entry["text"] == "Hello" and {said["id"] for said in client.all("bot_uttered")} == {entry["id"]}


async def test_an_erased_conversation_is_gone_for_the_staff_too(staffed: Channel, web: Server) -> None:
    client = await web.client()
    await client.ask("hello")
    thread = await handed(staffed, web, client)
    await client.call("erase", {})
    until = asyncio.get_running_loop().time() + 10
    while not staffed.slack.of("chat.delete"):
        assert asyncio.get_running_loop().time() < until
        await asyncio.sleep(0.05)
    await staffed.after(reply(thread, "Are you there?"))
    assert [said for said in client.all("bot_uttered") if said["text"] == "Are you there?"] == []
