"""What is in work, in a file and in Redis: the same promises."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import fakeredis
import pytest

from overture.channels.slack.asked import DIRECT, Asked, Place
from overture.channels.slack.ledger import Ledger, LedgerError
from overture.channels.slack.ledger_file import FileLedger
from overture.channels.slack.ledger_redis import RedisLedger
from overture.channels.slack.outgoing import Outgoing

Make = Callable[[], Ledger]
HELD = 0.3


def question(id: str = "m:D1:1.000001", event: str = "Ev1", text: str = "how long?") -> Asked:
    return Asked(id, "slack-T1-W1", Place("D1", "W1"), text, DIRECT, "1.000001", event=event)


ANSWER = (Outgoing("one", ({"type": "divider"},), ("a",)), Outgoing("two", chart={"kind": "bars"}))


@pytest.fixture(params=["file", "redis"])
async def make(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Make]:
    """Makes ledgers of several processes over one store."""
    server = fakeredis.FakeServer()
    made: list[Ledger] = []

    def one() -> Ledger:
        if request.param == "file":
            ledger: Ledger = FileLedger(tmp_path / "sub" / "slack.db", held=HELD)
        else:
            client = fakeredis.FakeAsyncRedis(server=server, decode_responses=True)
            ledger = RedisLedger("", held=HELD, client=client)
        made.append(ledger)
        return ledger

    yield one
    for ledger in made:
        await ledger.close()


async def test_a_question_is_taken_once_by_its_place_and_time(make: Make) -> None:
    one, other = make(), make()
    assert (await one.take(question())) is not None
    assert await one.take(question()) is None
    assert await other.take(question(event="Ev2")) is None


async def test_and_once_by_its_event(make: Make) -> None:
    one, other = make(), make()
    assert await one.take(question()) is not None
    assert await other.take(question(id="m:D1:1.000002")) is None


async def test_what_was_not_taken_leaves_nothing_behind(make: Make) -> None:
    ledger = make()
    await ledger.take(question())
    await ledger.take(question(id="m:D1:1.000002"))  # the event is known
    assert await ledger.take(question(id="m:D1:1.000002", event="Ev3")) is not None


async def test_a_thing_without_an_event_is_known_by_itself(make: Make) -> None:
    ledger = make()
    assert await ledger.take(question(id="c:1", event="")) is not None
    assert await ledger.take(question(id="c:2", event="")) is not None
    assert await ledger.take(question(id="c:1", event="")) is None


async def test_of_many_at_once_one_gets_it(make: Make) -> None:
    ledgers = [make() for _ in range(5)]
    for number in range(20):
        asked = question(f"m:D1:{number}.000001", f"Ev{number}")
        taken = await asyncio.gather(*(ledger.take(asked) for ledger in ledgers))
        assert sum(work is not None for work in taken) == 1


async def test_it_is_known_after_it_is_finished(make: Make) -> None:
    ledger = make()
    work = await ledger.take(question())
    assert work
    await ledger.finish(work)
    assert await ledger.take(question()) is None
    await asyncio.sleep(HELD + 0.1)
    assert await ledger.left() == []


async def test_what_is_held_is_not_left(make: Make) -> None:
    one, other = make(), make()
    work = await one.take(question())
    assert work
    for _ in range(3):
        await asyncio.sleep(HELD / 2)
        await one.hold([work.id])
        assert await other.left() == []


async def test_what_nobody_holds_is_left_to_one(make: Make) -> None:
    one, other = make(), make()
    await one.take(question())
    await asyncio.sleep(HELD + 0.1)
    both = [*await one.left(), *await other.left()]
    assert [(work.asked, work.outgoing, work.sent, work.again) for work in both] == [(question(), None, 0, True)]
    assert await other.left() == []


async def test_the_answer_and_how_much_of_it_was_sent_are_left_with_it(make: Make) -> None:
    one, other = make(), make()
    taken = await one.take(question())
    assert taken
    work = taken.answered(ANSWER)
    await one.keep(work)
    await one.sent(work, 1)
    await asyncio.sleep(HELD + 0.1)
    (left,) = await other.left()
    assert (left.outgoing, left.sent, left.again) == (ANSWER, 1, True)
    assert abs(left.since - time.time()) < 5


async def test_an_odd_text_comes_back_as_it_was(make: Make) -> None:
    ledger = make()
    asked = question(text="half \ud83d 'of' \"it\"; DROP TABLE work; --\u0000\n🎛️")
    await ledger.take(asked)
    await asyncio.sleep(HELD + 0.1)
    assert [work.asked for work in await ledger.left()] == [asked]


async def test_holding_what_is_gone_brings_nothing_back(make: Make) -> None:
    ledger = make()
    work = await ledger.take(question())
    assert work
    await ledger.finish(work)
    await ledger.hold([work.id, "never there"])
    await ledger.hold([])
    await asyncio.sleep(HELD + 0.1)
    assert await ledger.left() == []


async def test_notes_last_as_long_as_they_should(make: Make) -> None:
    one, other = make(), make()
    assert await one.noted("a") is None
    assert await one.note("a", "x", 0.2) is True
    assert await other.noted("a") == "x"
    assert await other.note("a", "y", 10, only_new=True) is False
    await asyncio.sleep(0.25)
    assert await one.noted("a") is None
    assert await other.note("a", "y", 10, only_new=True) is True
    assert await one.note("a", "z", 10) is True and await one.noted("a") == "z"


async def test_what_is_kept_stays_until_it_is_taken_away(make: Make) -> None:
    one, other = make(), make()
    await one.put("cases", "a", "1")
    await one.put("cases", "b", "2")
    await one.put("others", "a", "3")
    await one.put("cases", "a", "4")
    assert await other.get("cases", "a") == "4" and await other.get("cases", "c") is None
    assert await other.group("cases") == {"a": "4", "b": "2"} and await other.group("none") == {}
    await other.put("cases", "a", None)
    await other.put("cases", "c", None)
    assert await one.group("cases") == {"b": "2"} and await one.get("others", "a") == "3"


async def test_work_that_cannot_be_read_is_given_up(make: Make, overture_log: pytest.LogCaptureFixture) -> None:
    ledger = make()
    await ledger.take(question())
    await ledger.take(question("m:D1:2.000001", "Ev2"))
    await _spoil(ledger, "m:D1:1.000001")
    await asyncio.sleep(HELD + 0.1)
    assert [work.id for work in await ledger.left()] == ["m:D1:2.000001"]
    assert "can't be read and is given up" in overture_log.text
    await asyncio.sleep(HELD + 0.1)
    assert [work.id for work in await ledger.left()] == ["m:D1:2.000001"]


async def _spoil(ledger: Any, id: str) -> None:
    if isinstance(ledger, FileLedger):
        ledger._write("UPDATE work SET asked = '{' WHERE id = ?", (id,))
    else:
        await ledger._redis.hset(f"overture:slack:work:{id}", "asked", "{")


class TestTheFile:
    async def test_is_for_the_bots_own_account_only(self, tmp_path: Path) -> None:
        ledger = FileLedger(tmp_path / "slack.db")
        await ledger.take(question())
        for file in tmp_path.glob("slack.db*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        await ledger.close()

    async def test_has_no_words_once_they_are_answered(self, tmp_path: Path) -> None:
        ledger = FileLedger(tmp_path / "slack.db")
        work = await ledger.take(question(text="supercalifragilistic"))
        assert work
        await ledger.keep(work.answered([Outgoing("expialidocious")]))
        await ledger.finish(work)
        await ledger.left()
        for file in tmp_path.glob("slack.db*"):
            assert b"supercali" not in file.read_bytes() and b"expiali" not in file.read_bytes()
        await ledger.close()

    async def test_that_cannot_be_written_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "slack.db").mkdir()
        ledger = FileLedger(tmp_path / "slack.db")
        with pytest.raises(LedgerError):
            await ledger.take(question())
        await ledger.close()

    async def test_forgets_what_came_a_day_ago(self, tmp_path: Path) -> None:
        ledger = FileLedger(tmp_path / "slack.db", held=HELD)
        work = await ledger.take(question())
        assert work
        await ledger.finish(work)
        ledger._write("UPDATE seen SET at = at - ?", (25 * 3600,))
        await ledger.left()
        assert await ledger.take(question()) is not None
        await ledger.close()


class TestRedis:
    async def test_that_is_gone_says_so(self) -> None:
        server = fakeredis.FakeServer()
        ledger = RedisLedger("", client=fakeredis.FakeAsyncRedis(server=server, decode_responses=True))
        work = await ledger.take(question())
        assert work
        server.connected = False
        for call in (
            ledger.take(question("m:D1:9.000001", "Ev9")),
            ledger.keep(replace(work, outgoing=())),
            ledger.sent(work, 1),
            ledger.finish(work),
            ledger.hold([work.id]),
            ledger.left(),
            ledger.note("a", "b", 1),
            ledger.noted("a"),
        ):
            with pytest.raises(LedgerError, match="Redis"):
                await call
        server.connected = True
        await ledger.close()

    async def test_that_cannot_be_reached_says_so_soon(self) -> None:
        ledger = RedisLedger("redis://127.0.0.1:1/0")
        began = time.monotonic()
        with pytest.raises(LedgerError):
            await ledger.take(question())
        assert time.monotonic() - began < 3
        await ledger.close()
