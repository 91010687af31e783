"""Sessions of the web channel: nobody chooses one, they outlive the server, and they can be erased."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import AwaitableTrackerStore, FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from overture.channels.web import forget, running
from overture.channels.web.tokens import Tokens, new_conversation, secret_of
from overture.review import keeper
from overture.review.missed import Missed, Reason
from overture.review.store import ReviewStore
from tests.web.harness import ON_A_SERVER, SECONDS, Client, echo, new_id, serving

pytestmark = ON_A_SERVER


def conversation(token: str) -> str:
    """What a token says, as anybody can read."""
    return str(jwt.decode(token, options={"verify_signature": False})["sub"])


def words_in(folder: Path, words: str) -> bool:
    """Whether some words stand in any file of a folder."""
    return any(words.encode() in path.read_bytes() for path in folder.iterdir() if path.is_file())


class TestAToken:
    async def test_goes_on_with_the_conversation_on_another_socket(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            first = await server.client()
            (said,) = await first.ask("hello", "message-1")
            opened = await (await server.connect()).open(first.session)
        assert opened["restored"] is True
        asked, answered = opened["history"]
        assert (asked["from"], asked["id"], asked["text"]) == ("user", "message-1", "hello")
        assert answered == {"from": "bot", **said}
        assert conversation(opened["session"]) == conversation(first.session)

    @pytest.mark.parametrize(
        "kind", ["chosen", "sender", "id", "unsigned", "other key", "expired", "other use", "half"]
    )
    async def test_that_is_not_ours_is_replaced(self, tmp_path: Path, kind: str) -> None:
        async with serving(tmp_path) as server:
            victim = await server.client()
            await victim.ask("my secret")
            id, now = conversation(victim.session), int(time.time())
            claims = {"sub": id, "aud": "overture-web", "iat": now, "exp": now + 1000}
            secret = secret_of(tmp_path)
            forged = {
                "chosen": "my-own-session",
                "sender": f"web-{id}",
                "id": id,
                "unsigned": jwt.encode(claims, None, "none"),
                "other key": jwt.encode(claims, "k" * 40, "HS256"),
                "expired": jwt.encode({**claims, "exp": now - 1}, secret, "HS256"),
                "other use": jwt.encode({**claims, "aud": "something-else"}, secret, "HS256"),
                "half": victim.session[:-4],
            }[kind]
            thief = await server.connect()
            opened = await thief.open(forged)
            assert opened["restored"] is False and opened["history"] == []
            assert conversation(opened["session"]) != id
            await victim.ask("more secrets")
        assert thief.got == []

    async def test_of_another_deployment_is_replaced(self, tmp_path: Path) -> None:
        folders = [tmp_path / "one", tmp_path / "two"]
        opened = None
        for folder in folders:
            folder.mkdir()
            async with serving(folder) as server:
                opened = await (await server.connect()).open(opened and opened["session"])
                assert opened["restored"] is False

    async def test_lasts_as_long_as_conversations_are_kept_and_is_renewed(self) -> None:
        tokens = Tokens("k" * 40, days=2)
        token, session = tokens.give("abc")
        assert tokens.read(token) == session and session.conversation == "abc"
        assert 2 * 86_400 - 5 < session.ends - time.time() <= 2 * 86_400

    def test_names_a_conversation_that_nobody_guesses(self) -> None:
        made = {new_conversation() for _ in range(1000)}
        assert len(made) == 1000 and {len(id) for id in made} == {22}

    async def test_that_ends_while_the_socket_is_open_is_told(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client = await server.client()
            token = await client.ask("hello")
            assert token
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(time, "time", lambda now=time.time: now() + 31 * 86_400)
                refused = await client.say("still there?")
            assert refused["error"]["code"] == "no_session"
            assert await client.until("session_ended") == {"reason": "expired"}


class TestTheSecret:
    def test_is_made_once_and_for_its_owner_alone(self, tmp_path: Path) -> None:
        first = secret_of(tmp_path)
        (path,) = tmp_path.iterdir()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(first) >= 32
        assert secret_of(tmp_path) == first

    async def test_can_come_from_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_SECRET", "s" * 32)
        async with serving(tmp_path) as server:
            client = await server.client()
        assert Tokens("s" * 32, 1).read(client.session)
        assert not (tmp_path / "overture.secret").exists()


async def test_nothing_is_lost_over_a_restart(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        before = await server.client()
        (first,) = await before.ask("one", "message-1")
    async with serving(tmp_path) as server:
        after = await server.connect()
        opened = await after.open(before.session)
        assert [entry["text"] for entry in opened["history"]] == ["one", "You: one"]
        # A resend of what was answered before is not asked again.
        await after.say("one", "message-1")
        await after.until("turn_done", reply_to="message-1")
        choice = first["choices"][0]["id"]
        assert (await after.call("choose", {"id": "choice-1", "choice": choice}))["text"] == "and the pay?"
        await after.until("turn_done", reply_to="choice-1")
    assert [said["text"] for said in after.all("bot_uttered")] == ["You: one", "You: and the pay?"]
    assert after.all("bot_uttered")[0] == first


async def test_the_history_holds_the_latest_messages(tmp_path: Path) -> None:
    async with serving(tmp_path, per_minute=500) as server:
        client = await server.client()
        for number in range(105):
            await client.ask(f"number {number}")
        history = (await (await server.connect()).open(client.session))["history"]
    assert len(history) == 200
    assert history[0]["text"] == "number 5" and history[-1]["text"] == "You: number 104"


async def test_a_new_conversation_leaves_the_old_one_as_it_is(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await server.client()
        other = await server.client(client.session)
        old = client.session
        await client.ask("old")
        began = await client.call("new_conversation", {})
        assert began["ok"] and not began["restored"] and began["history"] == [] and began["session"] != old
        await client.ask("new")
        assert [said["text"] for said in other.all("bot_uttered")] == ["You: old"]
        assert len((await (await server.connect()).open(old))["history"]) == 2
        assert len((await (await server.connect()).open(began["session"]))["history"]) == 2


def sql_store(folder: Path) -> SQLTrackerStore:
    return SQLTrackerStore(Domain.empty(), db=str(folder / "conversations.db"))


STORES = {
    "SQL": sql_store,
    "in memory": lambda folder: InMemoryTrackerStore(Domain.empty()),
    "SQL as the agent wraps it": lambda folder: FailSafeTrackerStore(AwaitableTrackerStore(sql_store(folder))),
}


class TestErasing:
    @pytest.mark.parametrize("kind", STORES)
    async def test_deletes_all_that_was_kept_here_and_by_rasa(self, tmp_path: Path, kind: str) -> None:
        store = STORES[kind](tmp_path)

        async def keeps_a_tracker(message: UserMessage) -> None:
            tracker = await store.get_or_create_tracker(message.sender_id)
            tracker.update(UserUttered(message.text))
            await store.save(tracker)
            await echo(message)

        async with serving(tmp_path, keeps_a_tracker, store=store) as server:
            client, other = await server.client(), await server.client()
            (said,) = await client.ask("forget this quickly")
            await other.ask("but keep that")
            await client.call("feedback", {"message": said["id"], "verdict": "down", "comment": "embarrassing"})
            assert len(list(await store.keys())) == 2
            old = client.session
            erased = await client.call("erase", {})
            assert erased["ok"] and not erased["restored"] and erased["history"] == []
            (left,) = await store.keys()
            assert left == f"web-{conversation(other.session)}"
            assert (await (await server.connect()).open(old))["restored"] is False
            assert len((await (await server.connect()).open(other.session))["history"]) == 2
            assert (await client.ask("a new start"))[0]["text"] == "You: a new start"
            assert not words_in(tmp_path, "forget this") and not words_in(tmp_path, "embarrassing")
            assert words_in(tmp_path, "but keep that") or kind == "in memory"

    async def test_deletes_what_was_kept_for_review(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_REVIEW", str(tmp_path / "review.db"))

        async def does_not_know(message: UserMessage) -> None:
            keeper.keep(Missed(Reason.LOW_CONFIDENCE, message.text, message.sender_id))
            await echo(message)

        async with serving(tmp_path, does_not_know) as server:
            client, other = await server.client(), await server.client()
            await client.ask("forget this quickly")
            await other.ask("but keep that")
            assert (await client.call("erase", {}))["ok"]
        assert [missed.text for missed in ReviewStore(tmp_path / "review.db").read()] == ["but keep that"]

    async def test_tells_the_other_sockets(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client = await server.client()
            other = await server.client(client.session)
            await client.call("erase", {})
            assert await other.until("session_ended") == {"reason": "erased"}
            assert (await other.say("hello?"))["error"]["code"] == "no_session"
            await client.ask("a new start")
            assert other.all("bot_uttered") == []
            assert client.all("session_ended") == []

    async def test_stops_what_is_in_work(self, tmp_path: Path) -> None:
        heard: list[str] = []

        async def takes_long(message: UserMessage) -> None:
            heard.append(message.text)
            if message.text == "slow":
                await asyncio.sleep(60)
            await echo(message)

        async with serving(tmp_path, takes_long) as server:
            client = await server.client()
            await client.say("slow")
            await client.say("behind it")
            assert (await client.call("erase", {}))["ok"]
            assert (await client.ask("a new start"))[0]["text"] == "You: a new start"
        assert heard == ["slow", "a new start"]

    async def test_nothing_comes_in_afterwards(self, tmp_path: Path) -> None:
        """As from a socket that another process has."""
        async with serving(tmp_path) as server:
            client = await server.client()
            await client.ask("hello")
            journal = sqlite3.connect(tmp_path / "web-journal.db")
            with journal:
                journal.execute("UPDATE web_conversations SET erased = 1")
                journal.execute("DELETE FROM web_entries")
            assert (await client.say("once more"))["error"]["code"] == "no_session"
            assert await client.until("session_ended") == {"reason": "erased"}
            assert journal.execute("SELECT count(*) FROM web_entries").fetchone() == (0,)

    async def test_what_cannot_be_deleted_is_said(self, tmp_path: Path) -> None:
        async with serving(tmp_path, store=SimpleNamespace(_tracker_store=None)) as server:
            client = await server.client()
            await client.ask("hello")
            refused = await client.call("erase", {})
            assert refused["error"]["code"] == "unavailable" and refused["error"]["retry_after"] >= 1
            assert len((await (await server.connect()).open(client.session))["history"]) == 2

    async def test_a_store_of_another_kind_is_asked_to_delete(self) -> None:
        asked: list[str] = []

        class Own(InMemoryTrackerStore):  # type: ignore[misc]
            async def delete(self, sender: str) -> None:
                asked.append(sender)

        await forget.forget(AwaitableTrackerStore(Own(Domain.empty())), "web-x")
        assert asked == ["web-x"]


class TestKeeping:
    async def test_old_conversations_are_deleted_here_and_by_rasa(self, tmp_path: Path) -> None:
        store = sql_store(tmp_path)
        async with serving(tmp_path, store=store, keep_days=30) as server:
            old, new = await server.client(), await server.client()
            for client in (old, new):
                await client.ask("hello")
                tracker = await store.get_or_create_tracker(f"web-{conversation(client.session)}")
                tracker.update(UserUttered("hello"))
                await store.save(tracker)
            await old.call("feedback", {"message": old.all("bot_uttered")[0]["id"], "verdict": "up"})
            journal = sqlite3.connect(tmp_path / "web-journal.db")
            with journal:
                journal.execute(
                    "UPDATE web_conversations SET used_at = '2020-01-01T00:00:00.000Z' WHERE id = ?",
                    [conversation(old.session)],
                )
            assert server.channel.running is not None
            assert await server.channel.running.clean_up() == 1
            assert await server.channel.running.clean_up() == 0
            assert list(await store.keys()) == [f"web-{conversation(new.session)}"]
            for table in ("conversations", "entries", "choices", "feedback"):
                column = "id" if table == "conversations" else "conversation"
                kept = journal.execute(f"SELECT DISTINCT {column} FROM web_{table}").fetchall()
                assert kept in ([], [(conversation(new.session),)]), table
            assert len((await (await server.connect()).open(new.session))["history"]) == 2

    async def test_it_is_done_at_the_start(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            await (await server.client()).ask("hello")
        journal = sqlite3.connect(tmp_path / "web-journal.db")
        with journal:
            journal.execute("UPDATE web_conversations SET used_at = '2020-01-01T00:00:00.000Z'")
        async with serving(tmp_path):
            for _ in range(100):
                if journal.execute("SELECT count(*) FROM web_entries").fetchone() == (0,):
                    return
                await asyncio.sleep(0.02)
        raise AssertionError("still there")

    async def test_the_journal_lies_beside_rasas_conversations(self, tmp_path: Path) -> None:
        (tmp_path / "kept").mkdir()
        store = AwaitableTrackerStore(sql_store(tmp_path / "kept"))
        async with serving(tmp_path, store=store, journal=None) as server:
            await (await server.client()).ask("hello")
        assert {path.name for path in (tmp_path / "kept").iterdir()} >= {"overture.secret", running.JOURNAL_FILE}
        assert stat.S_IMODE((tmp_path / "kept" / running.JOURNAL_FILE).stat().st_mode) == 0o600


async def left_unanswered(folder: Path) -> tuple[Client, str]:
    """A client whose message was taken by a server that ended before it was answered."""
    async with serving(folder) as server:
        client, id = await server.client(), new_id()
        await client.ask("hello")
        await client.ask("are you there?", id)
    with sqlite3.connect(folder / "web-journal.db") as journal:
        journal.execute("UPDATE web_entries SET answered = 0 WHERE id = ?", [id])
        journal.execute("DELETE FROM web_entries WHERE reply_to = ?", [id])
    return client, id


class TestWhatWasLeftUnanswered:
    async def test_is_answered_when_the_client_comes_again(self, tmp_path: Path) -> None:
        before, id = await left_unanswered(tmp_path)
        async with serving(tmp_path) as server:
            client = await server.connect()
            opened = await client.open(before.session)
            assert [entry["text"] for entry in opened["history"]] == ["hello", "You: hello", "are you there?"]
            await client.until("turn_done", reply_to=id)
            assert [said["text"] for said in client.all("bot_uttered")] == ["You: are you there?"]

    async def test_is_answered_once_whoever_comes_and_resends(self, tmp_path: Path) -> None:
        before, id = await left_unanswered(tmp_path)
        heard: list[str] = []

        async def notes(message: UserMessage) -> None:
            heard.append(message.text)
            await asyncio.sleep(0.05)
            await echo(message)

        async with serving(tmp_path, notes) as server:
            clients = [await server.connect() for _ in range(3)]
            await asyncio.gather(*(client.open(before.session) for client in clients))
            await asyncio.gather(*(client.say("are you there?", id) for client in clients))
            for client in clients:
                await client.until("turn_done", reply_to=id)
                await client.open(before.session)
            await clients[0].ask("and now?")
        assert heard == ["are you there?", "and now?"]

    async def test_with_several_processes_is_left_to_that_which_has_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, id = await left_unanswered(tmp_path)
        monkeypatch.setattr("overture.channels.turns.ANSWER_SECONDS", 0.5)
        monkeypatch.setattr("overture.channels.web.desk.MARGIN_SECONDS", 0.1)
        with sqlite3.connect(tmp_path / "web-journal.db") as journal:
            journal.execute("UPDATE web_entries SET taken_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
        monkeypatch.setattr("socketio.AsyncRedisManager", _no_redis)
        async with serving(tmp_path, redis_url="redis://localhost:1/0") as server:
            client = await server.connect()
            await client.open(before.session)
            await asyncio.sleep(0.2)
            assert client.all("bot_uttered") == []  # the other process may be at it
            await client.until("turn_done", reply_to=id)
            assert len(client.all("bot_uttered")) == 1


class TestTwoProcesses:
    """Two servers with one journal and one secret; what Redis would carry between them doesn't come."""

    @pytest.fixture(autouse=True)
    def _without_redis(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("socketio.AsyncRedisManager", _no_redis)

    async def test_a_message_sent_to_both_is_answered_by_one(self, tmp_path: Path) -> None:
        heard: list[str] = []

        async def notes(message: UserMessage) -> None:
            heard.append(message.text)
            await asyncio.sleep(0.05)
            await echo(message)

        several = {"bot": notes, "redis_url": "redis://localhost:1/0"}
        async with serving(tmp_path, **several) as one, serving(tmp_path, **several) as two:
            here = await one.client()
            there = await two.client(here.session)
            for number in range(10):
                id = new_id()
                answers = await asyncio.gather(*(client.say(f"number {number}", id) for client in (here, there)))
                assert answers[0]["at"] == answers[1]["at"]
                for _ in range(200):
                    history = (await here.open(here.session))["history"]
                    if len(history) == 2 * number + 2:
                        break
                    await asyncio.sleep(0.02)
        assert heard == [f"number {number}" for number in range(10)]
        assert [entry["text"] for entry in history[1::2]] == [f"You: number {number}" for number in range(10)]

    async def test_what_is_erased_in_one_ends_in_the_other(self, tmp_path: Path) -> None:
        store = InMemoryTrackerStore(Domain.empty())
        begun, late, saved = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def keeps_a_tracker_late(message: UserMessage) -> None:
            begun.set()
            await late.wait()
            tracker = await store.get_or_create_tracker(message.sender_id)
            tracker.update(UserUttered(message.text))
            await store.save(tracker)
            saved.set()
            await echo(message)

        several = {"bot": keeps_a_tracker_late, "store": store, "redis_url": "redis://localhost:1/0"}
        async with serving(tmp_path, **several) as one, serving(tmp_path, **several) as two:
            here = await one.client()
            there = await two.client(here.session)
            await here.say("forget this quickly", "message-1")
            await asyncio.wait_for(begun.wait(), SECONDS)
            assert (await there.call("erase", {}))["ok"]
            late.set()
            await asyncio.wait_for(saved.wait(), SECONDS)
            for _ in range(200):
                if not store.store:
                    break
                await asyncio.sleep(0.02)
            assert (await here.say("and this"))["error"]["code"] == "no_session"
            assert here.all("bot_uttered") == [] and store.store == {}
        assert not words_in(tmp_path, "forget this")


def _no_redis(url: str, **options: Any) -> Any:
    import socketio

    return socketio.AsyncManager()
