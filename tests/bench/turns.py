"""What a message costs in a long conversation: ``python -m tests.bench.turns``.

The newest model answers in this process, with its conversations in SQLite as shipped.  At each
length the same messages are asked by turns in the long conversation and in a new one, whose
tenth turn is the middle, so that what else the machine does hits both alike.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench import messages
from tests.bench.workspace import ROOT

if TYPE_CHECKING:
    from overture.engine import Bot

TURNS = (100, 300, 1000)
# The goal: how much more a message may cost there than at the tenth turn.
COSTLIER = 1.3
_MEASURED = 20
_QUESTIONS = 200
# These lead into a form, where a message is no question of its own.
_INTO_FORMS = frozenset({"ask_advice", "ask_person"})


@dataclass(frozen=True)
class Cost:
    """Medians at one length, for the long conversation and for one around its tenth turn: milliseconds."""

    turns: int
    cpu_ms: float
    short_cpu_ms: float
    wall_ms: float
    short_wall_ms: float

    @property
    def ratio(self) -> float:
        """Processor time, long to short."""
        return self.cpu_ms / self.short_cpu_ms


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 under --gate if the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.turns", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, nargs="+", default=TURNS, metavar="N", help="lengths (100 300 1000)")
    parser.add_argument("--gate", action="store_true", help="exit 1 unless the goal is met")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="overture-turns-") as scratch:
        found = asyncio.run(_measure(_bot(Path(scratch)), sorted(options.turns)))
    print(as_text(found))
    return 1 if options.gate and any(cost.ratio > COSTLIER for cost in found) else 0


def as_text(found: Sequence[Cost]) -> str:
    """A line for each length."""
    lines = [" turn   cpu ms (turn 10)   p50 ms (turn 10)     ratio"]
    lines += [
        f"{c.turns:5} {c.cpu_ms:8.1f} {c.short_cpu_ms:9.1f} {c.wall_ms:8.1f} {c.short_wall_ms:9.1f} {c.ratio:9.2f}"
        for c in found
    ]
    return "\n".join(lines)


def _bot(folder: Path) -> Bot:
    from rasa.utils.log_utils import configure_structlog

    from overture import engine, lean

    configure_structlog(40)
    lean.install(ROOT / "config.yml")
    from overture.conversations.store import ConversationStore

    bot = engine.Bot.load()
    store = ConversationStore(bot.agent.domain, db=str(folder / "conversations.db"))
    bot.agent.tracker_store = store
    if bot.agent.processor:
        bot.agent.processor.tracker_store = store
    return bot


async def _measure(bot: Bot, lengths: Sequence[int]) -> list[Cost]:
    held_out = messages.held_out(ROOT / "tests" / "questions", ROOT)
    asked = [m for m in held_out if m.in_scope and m.custom and m.intent not in _INTO_FORMS]
    texts = cycle([m.text for m in messages.spread(asked, _QUESTIONS)])
    found: list[Cost] = []
    said = 0
    for length in lengths:
        for _ in range(said, length - _MEASURED):
            await bot.hear(next(texts), "long")
        said = length
        short = f"short {length}"
        found.append(await _compared(bot, [next(texts) for _ in range(_MEASURED)], length, short))
        print(f"Turn {length} reached.", file=sys.stderr)
    return found


async def _compared(bot: Bot, texts: Sequence[str], length: int, short: str) -> Cost:
    times: dict[str, list[tuple[float, float]]] = {"long": [], short: []}
    for number, text in enumerate(texts):
        # Whoever comes second finds the sentence's vector remembered: they take turns in that too.
        for sender in ("long", short) if number % 2 else (short, "long"):
            times[sender].append(await _timed(bot, text, sender))
    (cpu, wall), (short_cpu, short_wall) = (map(median, zip(*times[sender])) for sender in ("long", short))
    return Cost(length, cpu, short_cpu, wall, short_wall)


async def _timed(bot: Bot, text: str, sender: str) -> tuple[float, float]:
    began, used = time.perf_counter(), time.process_time()
    await bot.hear(text, sender)
    return 1000 * (time.process_time() - used), 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
