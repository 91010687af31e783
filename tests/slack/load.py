"""Many events with duplicates and faults: `python -m tests.slack.load 10000` prints what became of them.

With `--real` the trained bot thinks about a real question each time, at a tenth of the pace.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.utils.log_utils import configure_structlog

from overture.channels.rest import RestOutput
from overture.engine import Bot
from tests.slack import harness, loopback, payloads, samples
from tests.slack.harness import Channel, OnMessage, StubBot
from tests.slack.loopback import Delivered, Fault, Slack

DUPLICATES, FAULTS = 0.10, 0.05
USERS, CHANNELS = 400, 40
MOST_UNANSWERED = 200
A_SECOND, A_SECOND_OF_THE_REAL_ONE = 50.0, 5.0
SECONDS = 1_800.0
KINDS = (
    Fault("429", retry_after="1"), Fault("500"), Fault("500", done=True), Fault("502"), Fault("503"), Fault("drop"),
    Fault("drop", done=True), Fault("internal_error"), Fault("internal_error", done=True), Fault("invalid_blocks"),
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What became of the events; ``lost`` and ``doubled`` are questions."""

    events: int
    deliveries: int
    faults: int
    lost: list[str]
    doubled: list[str]
    unacknowledged: int
    p50: float
    p95: float
    p99: float
    seconds: float
    cpu: float
    megabytes: float

    def __str__(self) -> str:
        return (
            f"{self.events:,} events in {self.deliveries:,} deliveries, {self.faults:,} faults: "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {self.unacknowledged} not acknowledged; "
            f"acknowledged in {self.p50 * 1000:.0f} ms (p50), {self.p95 * 1000:.0f} ms (p95), {self.p99 * 1000:.0f} ms "
            f"(p99); {self.seconds:.0f} s, {self.cpu / self.deliveries * 1000:.1f} ms of CPU a delivery with the "
            f"loopback, {self.megabytes:.0f} MB"
        )


class Thinking(StubBot):
    """Has the trained bot answer a question before it says back what it heard."""

    def __init__(self, bot: Bot) -> None:
        super().__init__()
        self._bot, self._questions = bot, itertools.cycle(samples.asked())

    async def __call__(self, message: UserMessage) -> None:
        question = UserMessage(next(self._questions), RestOutput(), message.sender_id, input_channel="slack")
        await self._bot.agent.handle_message(question)
        await super().__call__(message)


class Load:
    """Sends events and counts the answers.

    Args:
        slack: the loopback.
        channel: the bot at it.
        pace: events a second.
        seed: the same events and faults every time.
    """

    def __init__(self, slack: Slack, channel: Channel, pace: float = A_SECOND, seed: int = 7) -> None:
        self._slack, self._channel, self._pace = slack, channel, pace
        self._random = random.Random(seed)
        self._asked = 0
        self._began = time.process_time()
        self.faults = 0
        self.deliveries: list[Delivered] = []
        slack.fault_for = self._fault

    def _fault(self, method: str, args: Mapping[str, Any]) -> Fault | None:
        if method not in ("chat.postMessage", "response_url", "conversations.history", "conversations.replies"):
            return None
        if self._random.random() >= FAULTS:
            return None
        self.faults += 1
        if method == "response_url":  # what only one person sees can't be looked up: that it had arrived is not found
            return self._random.choice([kind for kind in KINDS if not kind.done])
        return self._random.choice(KINDS) if method == "chat.postMessage" else Fault("500")

    async def run(self, events: int) -> Report:
        """Sends so many events, and waits for their answers."""
        began = time.monotonic()
        for number in range(events):
            await asyncio.sleep(max(0.0, began + number / self._pace - time.monotonic()))
            while self._asked - self._answered() > MOST_UNANSWERED:
                assert time.monotonic() - began < SECONDS, "answers stay away"
                await asyncio.sleep(0.01)
            await self._ask(number)
            if number % 2_000 == 1_000:
                await self._slack.drop(politely=number % 4_000 == 1_000)
        while self._answered() < events and time.monotonic() - began < SECONDS:
            await asyncio.sleep(0.05)
        took = time.monotonic() - began
        await asyncio.wait([delivered.acknowledged for delivered in self.deliveries], timeout=20)
        await self._channel.settled()
        await asyncio.sleep(1.0)  # what comes twice comes late
        return self._report(events, took)

    async def _ask(self, number: int) -> None:
        body, kind = self._body(number)
        self._asked += 1
        self.deliveries.append(await self._slack.push(body, kind))
        if self._random.random() < DUPLICATES:
            self.deliveries.append(await self._slack.push(body, kind))

    def _body(self, number: int) -> tuple[dict[str, Any], str]:
        user, channel, dice = self._random.randrange(USERS), self._random.randrange(CHANNELS), self._random.random()
        text = f"question {number}"
        if dice < 0.55:
            return payloads.message(text, f"D{user}", user=f"W{user}"), "events_api"
        if dice < 0.65:
            return payloads.message(text, f"D{user}", user=f"W{user}", thread_ts=f"17261336{user}.000001"), "events_api"
        if dice < 0.90:
            return payloads.mention(text, f"C{channel}", user=f"W{user}"), "events_api"
        return payloads.command(text, self._slack.response_url(), f"C{channel}", f"W{user}"), "slash_commands"

    def _answered(self) -> int:
        return len(self._slack.everything_posted()) + len(self._slack.ephemeral)

    def _report(self, events: int, took: float) -> Report:
        said = [*self._slack.everything_posted(), *self._slack.ephemeral]
        times = Counter(_question(message["text"]) for message in said)
        wanted = {f"question {number}" for number in range(events)}
        waited = sorted(delivered.took for delivered in self.deliveries if delivered.took >= 0)
        return Report(
            events=events,
            deliveries=len(self.deliveries),
            faults=self.faults,
            lost=sorted(wanted - times.keys()),
            doubled=[question for question, number in times.items() if number > 1 or question not in wanted],
            unacknowledged=sum(delivered.took < 0 for delivered in self.deliveries),
            p50=waited[len(waited) // 2],
            p95=waited[int(len(waited) * 0.95)],
            p99=waited[int(len(waited) * 0.99)],
            seconds=took,
            cpu=time.process_time() - self._began,
            megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )


def _question(text: str) -> str:
    return text.rpartition("You said ")[2].removesuffix(".")


async def run(events: int, folder: Path, bot: OnMessage, pace: float = A_SECOND) -> Report:
    """The whole: loopback, channel with a bot, events."""
    async with loopback.running() as slack, harness.over_socket(slack, folder, bot) as channel:
        return await Load(slack, channel, pace).run(events)


def main() -> int:
    """Runs as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=10_000)
    parser.add_argument("--real", action="store_true", help="with the trained bot, more slowly")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    configure_structlog(logging.ERROR)  # what Rasa says of each turn takes longer than the turn
    bot, pace = (Thinking(Bot.load()), A_SECOND_OF_THE_REAL_ONE) if options.real else (StubBot(), A_SECOND)
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(run(options.events, Path(folder), bot, pace))
    print(report)
    return 1 if report.lost or report.doubled or report.unacknowledged or report.p95 >= 0.1 else 0


if __name__ == "__main__":
    sys.exit(main())
