"""How much a cluster on this machine carries: `python -m tests.cluster.load --processes 1 2 --senders 1 8 64`.

Held-out messages are asked over REST through nginx, in conversations of ten turns, by so many
senders at a time, each of whom waits for the answer before asking again.  Processor time is
given for each part, the load generator's own among them: on few cores it takes from the bots.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle
from pathlib import Path

import aiohttp
import psutil  # type: ignore[import-untyped]
import psycopg2

from deploy.local import cluster as local
from deploy.local.cluster import Cluster
from tests.bench import machine, messages
from tests.bench.workspace import ROOT

TURNS = 10
# Before figures are taken, so that what is loaded at first use is there.
WARM_UP = 40
# All senders have one address here.
CREDENTIALS = "overture.channels.rest.GuardedRestInput: {per_minute: 1000000, per_minute_address: 1000000}\n"
# These lead into a form, where a message is no question of its own.
_INTO_FORMS = frozenset({"ask_advice", "ask_person"})


@dataclass(frozen=True)
class Measured:
    """One run.  Times are in seconds, processor times in seconds over the whole run, memory in bytes."""

    processes: int
    senders: int
    count: int
    seconds: float
    times: Sequence[float]
    used: dict[str, float]
    memory: Sequence[int]
    others: float
    commits: int
    rows: int
    stored: int

    def __str__(self) -> str:
        quantiles = statistics.quantiles(self.times, n=100)
        p50, p95, p99 = (quantiles[n - 1] * 1000 for n in (50, 95, 99))
        each = ", ".join(f"{name} {seconds / self.count * 1000:.1f}" for name, seconds in self.used.items())
        sizes = ", ".join(f"{size / 1e6:.0f}" for size in self.memory)
        return (
            f"{self.processes} processes, {self.senders} senders: {self.count} messages, "
            f"{self.count / self.seconds:.1f} a second; p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms\n"
            f"  processor ms a message: {each}; used by others: {self.others:.0%} of the processors\n"
            f"  memory of the processes, MB: {sizes}; a message: {self.commits / self.count:.2f} commits, "
            f"{self.rows / self.count:.1f} rows, {self.stored / self.count / 1000:.1f} kB in the database"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.cluster.load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], metavar="N", help="bots (1 2)")
    parser.add_argument("--senders", type=int, nargs="+", default=[1, 8, 64], metavar="N", help="at a time (1 8 64)")
    parser.add_argument("--messages", type=int, default=400, metavar="N", help="of each run (400)")
    options = parser.parse_args(arguments)
    for processes in options.processes:
        with tempfile.TemporaryDirectory() as scratch, _cluster(Path(scratch), processes) as made:
            asyncio.run(_ask(made, _conversations("warm", WARM_UP), 8))
            for senders in options.senders:
                print(_measure(made, senders, options.messages), flush=True)
    return 0


def _cluster(folder: Path, processes: int) -> AbstractContextManager[Cluster]:
    credentials = folder / "credentials.yml"
    credentials.write_text(CREDENTIALS, encoding="utf-8")
    more = {"OVERTURE_REVIEW": "off", "OVERTURE_CREDENTIALS": str(credentials)}
    return local.running(folder, processes=processes, more=more)


def _conversations(name: str, count: int) -> list[tuple[str, list[str]]]:
    """Conversations of ten turns with ``count`` messages in all."""
    texts = cycle(message.text for message in messages.spread(_questions(), count))
    return [(f"{name}-{number}", [next(texts) for _ in range(TURNS)]) for number in range(max(1, count // TURNS))]


@lru_cache(maxsize=1)
def _questions() -> list[messages.HeldOut]:
    found = messages.held_out(ROOT / "tests" / "questions", ROOT)
    return [message for message in found if message.intent not in _INTO_FORMS]


def _measure(made: Cluster, senders: int, count: int) -> Measured:
    conversations = _conversations(f"{senders}-{time.monotonic_ns()}", max(count, senders * TURNS))
    watch, before, kept, began = machine.Watch(), _used(made), _kept(made), time.monotonic()
    times = asyncio.run(_ask(made, conversations, senders))
    seconds = time.monotonic() - began
    used = {name: value - before[name] for name, value in _used(made).items()}
    time.sleep(1.0)  # PostgreSQL counts a little later
    commits, rows, stored = (now - then for now, then in zip(_kept(made), kept))
    memory = [psutil.Process(bot.pid).memory_info().rss for bot in made.bots.values()]
    others = watch.others(sum(used.values()))
    return Measured(
        len(made.bots), senders, len(times), seconds, times, used, memory, others, commits, rows, stored
    )  # fmt: skip


async def _ask(made: Cluster, conversations: Sequence[tuple[str, list[str]]], senders: int) -> list[float]:
    times: list[float] = []
    waiting = iter(conversations)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(_talk(made, session, waiting, times) for _ in range(senders)))
    return times


async def _talk(
    made: Cluster, session: aiohttp.ClientSession, waiting: Iterator[tuple[str, list[str]]], times: list[float]
) -> None:
    for sender, texts in waiting:
        headers = {"X-Conversation": sender, "Authorization": f"Bearer {made.token}"}
        for text in texts:
            began = time.monotonic()
            body = {"sender": sender, "message": text}
            async with session.post(f"{made.url}/webhooks/rest/webhook", json=body, headers=headers) as response:
                answer = json.loads(await response.read())
            times.append(time.monotonic() - began)
            if response.status != 200 or not answer:
                raise SystemExit(f"status {response.status} to {text!r}: {answer}")


def _used(made: Cluster) -> dict[str, float]:
    """Processor seconds of each part so far."""
    assert made.postgres.program is not None and made.redis.program is not None
    nginx = [p for p in psutil.Process(os.getpid()).children() if p.name() == "nginx"]
    return {
        "bots": sum(_seconds(psutil.Process(bot.pid)) for bot in made.bots.values()),
        "PostgreSQL": _seconds(psutil.Process(made.postgres.program.pid)),
        "Redis": _seconds(psutil.Process(made.redis.program.pid)),
        "nginx": sum(map(_seconds, nginx)),
        "load generator": time.process_time(),
    }


def _seconds(process: psutil.Process) -> float:
    times = [one.cpu_times() for one in [process, *process.children(recursive=True)]]
    return float(sum(one.user + one.system for one in times))


def _kept(made: Cluster) -> tuple[int, int, int]:
    """Commits, rows of events, and bytes so far."""
    connection = psycopg2.connect(made.postgres.url("overture"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),"
                " (SELECT count(*) FROM events), pg_total_relation_size('events')"
            )
            found = cursor.fetchone()
            return int(found[0]), int(found[1]), int(found[2])
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
