"""A long load with a fault every minute: `python -m tests.faults.soak --minutes 30 --rate 20`.

Every conversation belongs to a state: its first message asks for pay there, and the later
ones ask on without naming it.  So an answer tells by itself whether it is of this conversation,
and whether what was said before is still known.  A message whose connection breaks, or that is
refused for the moment, is sent again, as whoever calls over REST has to.  At the end every
message must have had one answer, the right one, and stand in the store as often as it was taken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil  # type: ignore[import-untyped]

from overture.engine import ROOT, newest_model
from overture.knowledge import shared
from tests.faults.served import Served
from tests.faults.unlucky import RAISE, SLOW

JOB = "27-4014"  # sound engineering technicians
TURNS = 10
TRIES = 60
AGAIN_SECONDS = 0.5
LONGEST_SECONDS = 60.0
LOCKED_SECONDS = 4.0
# Ask on about the same job in the same place.
GO_ON = (
    "and what do they earn there again?",
    "what is the pay there",
    "how much do they make there",
    "and the pay there?",
)


@dataclass
class Tally:
    """What came of the messages; ``wrong`` holds what was answered instead, with the state it was of."""

    sent: int = 0
    answered: int = 0
    told: int = 0
    again: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class State:
    """A state, and its median pay as it stands in answers."""

    name: str
    pay: str


def states() -> list[State]:
    """Those that no other shares its median with, so that an answer belongs to one."""
    tables = shared().current().tables
    wages = [row for row in tables.area_wages.values() if row.soc == JOB and len(row.area) == 2]
    pay = {row.area: row.median for row in wages if row.median}
    alone = {code for code, median in pay.items() if list(pay.values()).count(median) == 1}
    return [State(tables.places.state_name(code), f"${pay[code]:,}") for code in sorted(alone)]


class Soak:
    """The load and its faults against one server.

    Args:
        served: the server.
        rate: messages a second.
        seed: of what is asked when.
    """

    def __init__(self, served: Served, rate: float, seed: int = 1) -> None:
        self._served, self._rate, self._chance = served, rate, random.Random(seed)
        self._states = states()
        self.tally = Tally()
        self.faults: Counter[str] = Counter()

    async def run(self, seconds: float, every: float) -> None:
        """Asks for so long, with a fault every so many seconds."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            until = time.monotonic() + seconds
            breaking = asyncio.create_task(self._break(until, every))
            talks: set[asyncio.Task[None]] = set()
            number, due = 0, time.monotonic()
            while time.monotonic() < until:
                talks.add(asyncio.create_task(self._talk(session, number)))
                talks = {task for task in talks if not task.done()}
                number, due = number + 1, due + TURNS / self._rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            await asyncio.gather(*talks, breaking)

    async def _talk(self, session: aiohttp.ClientSession, number: int) -> None:
        state = self._states[number % len(self._states)]
        sender = f"soak-{number}"
        for turn in range(TURNS):
            text = f"what do sound engineers earn in {state.name}" if not turn else self._chance.choice(GO_ON)
            await self._ask(session, sender, text, state)
            await asyncio.sleep(self._chance.random() * 2)

    async def _ask(self, session: aiohttp.ClientSession, sender: str, text: str, state: State) -> None:
        self.tally.sent += 1
        for _ in range(TRIES):
            began = time.monotonic()
            said = await self._post(session, {"sender": sender, "message": text})
            if said is not None and len(said) == 1 and "try again" not in said[0]["text"].lower():
                self.tally.times.append(time.monotonic() - began)
                self._judge(said[0]["text"], state)
                return
            if said is not None and len(said) != 1:
                self.tally.wrong.append((state.name, f"{len(said)} answers"))
                return
            if said is not None:
                self.tally.told += 1
            await asyncio.sleep(AGAIN_SECONDS)
        self.tally.lost.append(f"{sender}: {text}")

    async def _post(self, session: aiohttp.ClientSession, body: dict[str, Any]) -> list[dict[str, Any]] | None:
        address = f"http://127.0.0.1:{self._served.port}/webhooks/rest/webhook"
        try:
            async with session.post(address, json=body, timeout=aiohttp.ClientTimeout(LONGEST_SECONDS)) as response:
                if response.status == 200:
                    said: list[dict[str, Any]] = await response.json()
                    return said
                self.tally.again[str(response.status)] += 1
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            self.tally.again[type(error).__name__] += 1
        return None

    def _judge(self, text: str, state: State) -> None:
        self.tally.answered += 1
        if state.pay not in text:
            self.tally.wrong.append((state.name, text[:200]))

    async def _break(self, until: float, every: float) -> None:
        kinds: Sequence[Callable[[], Any]] = (
            self._kill, self._lock_store, self._break_knowledge, self._raise, self._flood, self._restart, self._slow
        )  # fmt: skip
        number = 0
        while time.monotonic() + every < until:
            await asyncio.sleep(every)
            process = self._served.process
            assert process is not None
            self.tally.memory.append(psutil.Process(process.pid).memory_info().rss)
            fault = kinds[number % len(kinds)]
            number += 1
            self.faults[fault.__name__.strip("_")] += 1
            await fault()
            print(self, flush=True)

    async def _kill(self) -> None:
        await asyncio.to_thread(self._served.end, signal.SIGKILL)
        await asyncio.to_thread(self._served.start)

    async def _restart(self) -> None:
        await asyncio.to_thread(self._served.end, signal.SIGTERM)
        await asyncio.to_thread(self._served.start)

    async def _lock_store(self) -> None:
        with sqlite3.connect(self._served.folder / "conversations.db", isolation_level=None, timeout=30) as other:
            other.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(LOCKED_SECONDS)
            other.execute("COMMIT")
        other.close()

    async def _break_knowledge(self) -> None:
        file = self._served.knowledge / "levels.yaml"
        sound = file.read_bytes()
        file.write_bytes(b"- [\n")
        await asyncio.sleep(5)
        file.write_bytes(sound)

    async def _raise(self) -> None:
        await self._beside(f"{RAISE} what is a thesis")

    async def _slow(self) -> None:
        await asyncio.gather(*(self._beside(f"{SLOW} what is a thesis") for _ in range(3)))

    async def _flood(self) -> None:
        await asyncio.gather(*(self._beside("how long does it take") for _ in range(300)))

    async def _beside(self, text: str) -> None:
        """A message that no conversation counts."""
        async with aiohttp.ClientSession() as session:
            sender = f"beside-{self._chance.getrandbits(64):x}"
            tally, self.tally.again = self.tally.again, Counter()
            await self._post(session, {"sender": sender, "message": text})
            self.tally.again = tally

    def stored(self) -> tuple[int, int]:
        """Messages of the conversations in the store, and how many of the turns there have no answer behind them."""
        with sqlite3.connect(self._served.folder / "conversations.db") as database:
            rows = database.execute(
                "SELECT sender_id, type_name FROM events WHERE sender_id LIKE 'soak-%' "
                "AND type_name IN ('user', 'bot') ORDER BY sender_id, id"
            ).fetchall()
        database.close()
        heard = sum(kind == "user" for _, kind in rows)
        silent = sum(
            kind == "user" and (at + 1 == len(rows) or rows[at + 1] == (sender, "user") or rows[at + 1][0] != sender)
            for at, (sender, kind) in enumerate(rows)
        )
        return heard, silent

    def __str__(self) -> str:
        tally, times = self.tally, sorted(self.tally.times) or [0.0]
        middle, late = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.95))
        return (
            f"{tally.sent} messages, {tally.answered} answered, {len(tally.lost)} lost, {len(tally.wrong)} wrong; "
            f"p50 {middle:.0f} ms, p95 {late:.0f} ms; told to try again {tally.told}, sent again {dict(tally.again)}; "
            f"faults {dict(self.faults)}; memory {[round(size / 1e6) for size in tally.memory[-3:]]} MB"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs it and prints; returns 1 where a message was lost, doubled or answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0, metavar="N", help="how long (30)")
    parser.add_argument("--rate", type=float, default=20.0, metavar="N", help="messages a second (20)")
    parser.add_argument("--every", type=float, default=60.0, metavar="N", help="seconds between faults (60)")
    parser.add_argument("--result", type=Path, metavar="FILE", help="writes the result there as JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="overture-soak-") as name:
        served = _served(Path(name))
        soak = Soak(served, options.rate)
        try:
            served.start()
            asyncio.run(soak.run(options.minutes * 60, options.every))
            served.end(signal.SIGTERM)
        finally:
            if served.process and served.process.poll() is None:
                served.end()
        heard, silent = soak.stored()
    print(soak)
    for state, text in soak.tally.wrong[:20]:
        print(f"  wrong, of {state}: {text}")
    print(f"in the store: {heard} messages, {silent} of them without an answer")
    if options.result:
        options.result.write_text(json.dumps(_result(soak, heard, silent), indent=1), encoding="utf-8")
    return 1 if soak.tally.lost or soak.tally.wrong or soak.tally.answered != soak.tally.sent else 0


def _served(folder: Path) -> Served:
    knowledge = folder / "knowledge"
    shutil.copytree(ROOT / "data" / "knowledge", knowledge)
    credentials = "overture.channels.rest.GuardedRestInput: {per_minute: 1000000, per_minute_address: 1000000}\n"
    (folder / "credentials.yml").write_text(credentials, encoding="utf-8")
    return Served(folder, newest_model(), knowledge, {"OVERTURE_CREDENTIALS": str(folder / "credentials.yml")})


def _result(soak: Soak, heard: int, silent: int) -> dict[str, Any]:
    tally = soak.tally
    counted = {name: getattr(tally, name) for name in ("sent", "answered", "told", "again", "lost", "wrong", "memory")}
    return {**counted, "faults": dict(soak.faults), "heard": heard, "silent": silent}


if __name__ == "__main__":
    sys.exit(main())
