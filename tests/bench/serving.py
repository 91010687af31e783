"""What serving costs: the start, the memory, and the time and processor time of an answer."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import machine, servers
from tests.bench.messages import HeldOut
from tests.bench.processes import Program
from tests.bench.servers import Answer, Client, Server

WARM_UP = 50

Say = Callable[[str], None]


@dataclass(frozen=True)
class Start:
    """One start, and the memory after 50 messages."""

    ready_seconds: float
    first_answer_seconds: float
    resident_mb: float


@dataclass(frozen=True)
class Round:
    """All messages asked once of one server."""

    answers: Sequence[Answer]
    custom: Sequence[bool]
    # Of the server and the action server together.
    cpu_seconds: float

    def percentile(self, share: int, custom: bool | None = None) -> float:
        """Milliseconds within which ``share`` percent are answered; of one kind of message if so asked."""
        times = [a.milliseconds for a, kind in zip(self.answers, self.custom) if custom is None or kind == custom]
        return statistics.quantiles(times, n=100, method="inclusive")[share - 1]

    @property
    def cpu_ms(self) -> float:
        """Processor time of one message."""
        return 1000 * self.cpu_seconds / len(self.answers)


def start_once(server: Server, folder: Path, messages: Sequence[HeldOut]) -> Start:
    """Starts a server, asks it 50 messages, and ends it."""
    with servers.serving(server, folder) as (program, port, ready):
        client = Client(port)
        client.ask(messages[0])
        first = time.monotonic() - program.began
        for i in range(1, WARM_UP):
            client.ask(messages[i % len(messages)])
        return Start(ready, first, program.resident_mb())


def starts(
    compared: Sequence[Server], folder: Path, messages: Sequence[HeldOut], times: int, say: Say
) -> dict[str, list[Start]]:
    """Starts each server several times, taking turns."""
    found: dict[str, list[Start]] = {server.key: [] for server in compared}
    for i in range(times):
        for server in compared:
            start = start_once(server, folder / f"start-{i}-{server.key}", messages)
            say(f"Start {i + 1} of {server.name}: ready in {start.ready_seconds:.1f} s, {start.resident_mb:.0f} MB.")
            found[server.key].append(start)
    return found


@dataclass(frozen=True)
class Running:
    """A server that is up, with its client."""

    server: Server
    program: Program
    client: Client
    port: int


@contextlib.contextmanager
def running(compared: Sequence[Server], folder: Path, messages: Sequence[HeldOut]) -> Iterator[list[Running]]:
    """Starts all servers and warms them up with the same messages."""
    with contextlib.ExitStack() as stack:
        yield [_up(stack, server, folder, messages) for server in compared]


def _up(stack: contextlib.ExitStack, server: Server, folder: Path, messages: Sequence[HeldOut]) -> Running:
    program, port, _ = stack.enter_context(servers.serving(server, folder / f"rounds-{server.key}"))
    client = Client(port)
    for i in range(WARM_UP):
        client.ask(messages[i % len(messages)])
    return Running(server, program, client, port)


def rounds(
    up: Sequence[Running], actions: Program, portions: Sequence[Sequence[HeldOut]], say: Say
) -> dict[str, list[Round]]:
    """Asks all messages of each server in turn.

    Args:
        up: the servers.
        actions: the action server.
        portions: messages of each round: nobody is asked the same message twice, which a server that remembers what it
            has read would answer sooner.
        say: tells how far it is.
    """
    found: dict[str, list[Round]] = {running.server.key: [] for running in up}
    for i, messages in enumerate(portions):
        # Another one goes first each time, so that what one leaves behind hits each of them.
        for each in in_turn(up, i):
            found[each.server.key].append(_round(each, actions, messages))
        last = [f"{each.server.name} p50 {found[each.server.key][-1].percentile(50):.1f} ms" for each in up]
        say(f"Round {i + 1}: {', '.join(last)}")
    return found


def in_turn(up: Sequence[Running], first: int) -> list[Running]:
    """The servers, beginning with another one each time."""
    start = first % len(up)
    return [*up[start:], *up[:start]]


def used(up: Sequence[Running], actions: Program) -> float:
    """Processor seconds so far of the benchmark itself and of all that it runs."""
    return machine.own_seconds() + actions.cpu_seconds() + sum(each.program.cpu_seconds() for each in up)


def _round(running: Running, actions: Program, messages: Sequence[HeldOut]) -> Round:
    running.client.renew()
    before = running.program.cpu_seconds() + actions.cpu_seconds()
    answers = [running.client.ask(message) for message in messages]
    spent = running.program.cpu_seconds() + actions.cpu_seconds() - before
    return Round(answers, [message.custom for message in messages], spent)
