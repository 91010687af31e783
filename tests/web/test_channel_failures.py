"""The web channel when something fails: the bot, the journal, the server itself."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from overture.channels import turns
from overture.channels.web import answering, keeper
from tests.web.harness import ON_A_SERVER, Bot, echo, new_id, serving

pytestmark = ON_A_SERVER

SECRET = "my number is 555 0199"
SORRY = re.compile(r"Something went wrong on my side .* quote the number (?P<id>[0-9a-f]{8})\.")


async def raises(message: UserMessage) -> None:
    raise ValueError(message.text)


async def ends_the_process(message: UserMessage) -> None:
    raise SystemExit(1)


async def is_silent(message: UserMessage) -> None:
    return None


async def says_nothing_that_can_be_shown(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"custom": {"anything": "else"}})


async def never_ends(message: UserMessage) -> None:
    await asyncio.sleep(60)


async def says_half_and_raises(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": "Half an answer."})
    raise ValueError(message.text)


@pytest.mark.parametrize(
    ("bot", "cause"),
    [
        (raises, "ValueError at "),
        (ends_the_process, "RuntimeError at "),
        (is_silent, "nothing was said"),
        (says_nothing_that_can_be_shown, "nothing was said"),
        (never_ends, "no answer within 0 s"),
    ],
    ids=["raises", "ends the process", "is silent", "says what can't be shown", "never ends"],
)
async def test_a_failing_bot_is_answered_for(
    tmp_path: Path, bot: Bot, cause: str, monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(turns, "ANSWER_SECONDS", 0.3)
    async with serving(tmp_path, bot) as server:
        client = await server.client()
        (said,) = await client.ask(SECRET)
        history = (await (await server.connect()).open(client.session))["history"]
    sorry = SORRY.fullmatch(said["text"])
    assert sorry and history[1] == {"from": "bot", **said}
    assert f"Incident {sorry['id']} in the web channel: {cause}" in overture_log.text
    assert SECRET not in overture_log.text


async def test_what_was_said_before_the_failure_is_kept(tmp_path: Path) -> None:
    async with serving(tmp_path, says_half_and_raises) as server:
        client = await server.client()
        assert [said["text"] for said in await client.ask("hello")] == ["Half an answer."]


async def test_the_message_after_a_failure_is_answered(tmp_path: Path) -> None:
    async def fails_once(message: UserMessage) -> None:
        await (raises(message) if message.text == "fail" else echo(message))

    async with serving(tmp_path, fails_once) as server:
        client = await server.client()
        await asyncio.gather(client.say("fail", "message-1"), client.say("hello", "message-2"))
        await client.until("turn_done", reply_to="message-2")
    assert client.all("bot_uttered")[-1]["text"] == "You: hello"


class TestAJournalThatCannotBeUsed:
    @pytest.fixture(autouse=True)
    def _soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("overture.channels.web.tables.DATABASE_SECONDS", 0.2)
        monkeypatch.setattr(answering, "WRITE_AGAIN_AFTER", (0.1,) * 50)

    @pytest.fixture
    def locked(self, tmp_path: Path) -> Iterator[Any]:
        """Somebody else writes and doesn't end; to be called when it is to begin, and again to end it."""
        connection: list[sqlite3.Connection] = []

        def lock() -> None:
            if connection:
                connection.pop().close()
            else:
                connection.append(sqlite3.connect(tmp_path / "web-journal.db", isolation_level=None))
                connection[0].execute("BEGIN IMMEDIATE")

        yield lock
        if connection:
            connection[0].close()

    async def test_nothing_is_taken_meanwhile(
        self, tmp_path: Path, locked: Any, overture_log: pytest.LogCaptureFixture
    ) -> None:
        heard: list[str] = []

        async def notes(message: UserMessage) -> None:
            heard.append(message.text)
            await echo(message)

        async with serving(tmp_path, notes) as server:
            client = await server.client()
            (said,) = await client.ask("hello")
            locked()
            id = new_id()
            refused = (await client.say(SECRET, id))["error"]
            assert refused["code"] == "unavailable" and refused["retry_after"] >= 1
            for event, data in [
                ("feedback", {"message": said["id"], "verdict": "up"}),
                ("erase", {}),
                ("choose", {"id": new_id(), "choice": said["choices"][0]["id"]}),
            ]:
                assert (await client.call(event, data))["error"]["code"] == "unavailable", event
            assert heard == ["hello"]
            locked()
            await client.ask(SECRET, id)
        assert heard == ["hello", SECRET]
        assert "The journal can't be used: OperationalError" in overture_log.text
        assert SECRET not in overture_log.text

    async def test_an_answer_is_sent_all_the_same_and_written_afterwards(self, tmp_path: Path, locked: Any) -> None:
        heard: list[str] = []

        async def locks(message: UserMessage) -> None:
            heard.append(message.text)
            locked()
            await echo(message)

        async with serving(tmp_path, locks) as server:
            client = await server.client()
            (said,) = await client.ask("hello", "message-1")
            locked()
            for _ in range(100):
                history = (await (await server.connect()).open(client.session))["history"]
                if len(history) == 2:
                    break
                await asyncio.sleep(0.05)
            assert history[1] == {"from": "bot", **said}
        assert heard == ["hello"]

    async def test_one_that_hangs_is_not_waited_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keeper, "JOURNAL_SECONDS", 0.2)
        async with serving(tmp_path) as server:
            client = await server.client()
            assert server.channel.journal is not None
            began = asyncio.Event()
            loop = asyncio.get_running_loop()

            def hangs(*arguments: Any) -> None:
                loop.call_soon_threadsafe(began.set)
                import time

                time.sleep(0.6)

            monkeypatch.setattr(server.channel.journal, "take", hangs)
            assert (await client.say("hello"))["error"]["code"] == "unavailable"
            assert began.is_set()

    async def test_one_that_is_damaged_is_said(self, tmp_path: Path, overture_log: pytest.LogCaptureFixture) -> None:
        (tmp_path / "web-journal.db").write_bytes(b"this is no database, " * 100)
        async with serving(tmp_path) as server:
            client = await server.client()
            assert (await client.say("hello"))["error"]["code"] == "unavailable"
        assert "The journal can't be used" in overture_log.text


async def test_what_is_in_work_is_brought_to_an_end_when_the_server_stops(tmp_path: Path) -> None:
    async def takes_a_while(message: UserMessage) -> None:
        await asyncio.sleep(0.3)
        await echo(message)

    async with serving(tmp_path, takes_a_while) as server:
        client = await server.client()
        await client.say("hello", "message-1")
    async with serving(tmp_path) as server:
        history = (await (await server.connect()).open(client.session))["history"]
    assert [entry["text"] for entry in history] == ["hello", "You: hello"]


async def test_what_cannot_be_ended_in_time_is_answered_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overture.channels.web.running.CLOSE_SECONDS", 0.1)
    async with serving(tmp_path, never_ends) as server:
        client = await server.client()
        await client.say("hello", "message-1")
        await client.say("and this", "message-2")
    async with serving(tmp_path) as server:
        again = await server.client(client.session)
        await again.until("turn_done", reply_to="message-2")
    assert [said["text"] for said in again.all("bot_uttered")] == ["You: hello", "You: and this"]


async def test_a_client_that_goes_away_is_no_incident(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="overture")

    async def takes_a_while(message: UserMessage) -> None:
        await asyncio.sleep(0.1)
        await echo(message)

    async with serving(tmp_path, takes_a_while) as server:
        client = await server.client()
        await client.sio.emit("user_uttered", {"id": "message-1", "text": "hello"})
        await client.sio.emit("erase", {"x": 1})
        await client.sio.emit("user_uttered", {"id": "message-2", "text": "hello"})
        await client.end()
        await asyncio.sleep(0.4)
    assert "Incident" not in caplog.text
