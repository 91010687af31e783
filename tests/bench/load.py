"""Many people at once: how many messages a second are answered, by one process and by two."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.bench import servers
from tests.bench.messages import HeldOut
from tests.bench.processes import BenchError
from tests.bench.servers import IN_PROCESS, OWN, Client
from tests.bench.serving import Running, Say, in_turn

SENDERS = (8, 64)
# After so many messages a sender is somebody new: what is measured is many people, not long conversations.
_TURNS = 10
_PROCESSES = (1, 2)


@dataclass
class Load:
    """What so many senders at once got out of a server, or out of several."""

    server: str
    senders: int
    processes: int
    seconds: float = 0.0
    # Milliseconds of each answer, and how many messages got none.
    answered: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answered) / self.seconds if self.seconds else 0.0


def loads(up: Sequence[Running], messages: Sequence[HeldOut], seconds: float, times: int, say: Say) -> list[Load]:
    """Puts load on each server in turn, several times over.

    Args:
        up: the servers.
        messages: what is asked, over and over.
        seconds: how long each time.
        times: how often.
        say: tells how far it is.
    """
    texts = _Texts(messages)
    found = []
    compared = [each for each in up if each.server.key != OWN]
    for i in range(times):
        for senders in SENDERS:
            for each in in_turn(compared, i):
                load = Load(each.server.key, senders, 1)
                _put(load, [each.port], texts, seconds)
                say(f"{senders} senders at once, {each.server.name}: {load.rate:.1f} messages a second.")
                found.append(load)
    return found


def two_processes(
    up: Sequence[Running], folder: Path, messages: Sequence[HeldOut], seconds: float, times: int, say: Say
) -> list[Load]:
    """Compares one process of Overture with two, each sender always with the same one, as a proxy sees to it."""
    one = next(each for each in up if each.server.key == IN_PROCESS)
    texts = _Texts(messages)
    found = []
    with servers.serving(one.server, folder / "second") as (_, port, _):
        for message in messages[:_TURNS]:
            Client(port).ask(message)
        for i in range(times):
            for processes in _PROCESSES if i % 2 else reversed(_PROCESSES):
                load = Load(IN_PROCESS, SENDERS[0], processes)
                _put(load, [one.port, port][:processes], texts, seconds)
                say(f"{processes} of Overture's processes: {load.rate:.1f} messages a second.")
                found.append(load)
    return found


class _Texts:
    """Messages one after the other, for whoever asks next."""

    def __init__(self, messages: Sequence[HeldOut]) -> None:
        self._messages: Iterator[HeldOut] = cycle(messages)
        self._lock = threading.Lock()

    def next(self) -> HeldOut:
        with self._lock:
            return next(self._messages)


def _put(load: Load, ports: Sequence[int], texts: _Texts, seconds: float) -> None:
    began = time.monotonic()
    until = began + seconds
    threads = [
        threading.Thread(target=_send, args=(load, ports[i % len(ports)], texts, until), daemon=True)
        for i in range(load.senders)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever asked before the end is waited for: answers and seconds are of the same messages.
    load.seconds = time.monotonic() - began


def _send(load: Load, port: int, texts: _Texts, until: float) -> None:
    client = Client(port)
    with contextlib.closing(client):
        while time.monotonic() < until:
            sender = uuid.uuid4().hex
            for _ in range(_TURNS):
                if time.monotonic() >= until:
                    return
                try:
                    load.answered.append(client.ask(texts.next(), sender).milliseconds)
                except BenchError:
                    load.refused += 1
                    client.close()
