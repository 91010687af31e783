"""How long an answer takes after so many turns of one conversation, by every server in the same run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from statistics import median
from typing import Optional

from tests.bench.messages import HeldOut
from tests.bench.servers import OWN
from tests.bench.serving import Running, Say, in_turn

LENGTHS = (2, 100, 300, 1000)
# Messages timed around each length; as many in a new conversation beside it, whose middle is its tenth turn.
MEASURED = 20
# So many of them at a stretch: a server that waits while all others answer finds its memory cold.
_BLOCK = 10
# These lead into a form, where a message is no question of its own.
_INTO_FORMS = frozenset({"ask_advice", "ask_person"})


@dataclass(frozen=True)
class Length:
    """Medians of one server around one turn: milliseconds, and those around a tenth turn at the same time."""

    server: str
    turn: int
    p50_ms: float
    p50_at_ten_ms: Optional[float] = None


def asked(messages: Sequence[HeldOut]) -> list[HeldOut]:
    """The messages that a custom action answers, and that lead nowhere."""
    return [
        message for message in messages if message.in_scope and message.custom and message.intent not in _INTO_FORMS
    ]


def lengths(
    up: Sequence[Running], messages: Sequence[HeldOut], turns: Sequence[int], patience: float, say: Say
) -> list[Length]:
    """Has the same conversation with each server, and times it around some of its turns.

    Args:
        up: the servers; Overture run by plain `rasa run` is left out, its conversations are kept in the same way.
        messages: what is asked, over and over.
        turns: around which turns it is timed, ascending.
        patience: seconds; a server that would take longer for the turns up to the next length, at its pace around the
            last one, is left out from there on.
        say: tells how far it is.
    """
    compared = [each for each in up if each.server.key != OWN]
    texts = cycle(messages)
    long, said = uuid.uuid4().hex, 0
    found: list[Length] = []
    for turn in turns:
        if turn <= MEASURED:
            found += _early(compared, texts, turn)
            continue
        before = [next(texts) for _ in range(turn - MEASURED // 2 - said)]
        paces = {length.server: length.p50_ms / 1000 for length in found}
        compared = [each for each in compared if paces.get(each.server.key, 0.0) * len(before) <= patience]
        if not compared:
            break
        _talk(compared, before, long)
        said = turn + MEASURED // 2
        found += _around(compared, [next(texts) for _ in range(MEASURED)], turn, long)
        shown = [f"{length.server} {length.p50_ms:.1f} ms" for length in found[-len(compared) :]]
        say(f"Turn {turn}: {', '.join(shown)}")
    return found


def _talk(up: Sequence[Running], messages: Sequence[HeldOut], sender: str) -> None:
    for each in up:
        each.client.renew()
        for message in messages:
            each.client.ask(message, sender)


def _early(up: Sequence[Running], texts: Iterator[HeldOut], turn: int) -> list[Length]:
    """The answer to one turn of many new conversations."""
    times: dict[str, list[float]] = {each.server.key: [] for each in up}
    for block in range(MEASURED // _BLOCK):
        talks = [[next(texts) for _ in range(turn)] for _ in range(_BLOCK)]
        for each in in_turn(up, block):
            each.client.renew()
            for messages in talks:
                sender = uuid.uuid4().hex
                answers = [each.client.ask(message, sender) for message in messages]
                times[each.server.key].append(answers[-1].milliseconds)
    return [Length(key, turn, median(found)) for key, found in times.items()]


def _around(up: Sequence[Running], messages: Sequence[HeldOut], turn: int, long: str) -> list[Length]:
    short = uuid.uuid4().hex
    times: dict[tuple[str, str], list[float]] = {(each.server.key, who): [] for each in up for who in (long, short)}
    for block in range(MEASURED // _BLOCK):
        for each in in_turn(up, block):
            each.client.renew()
            for number, message in enumerate(messages[block * _BLOCK : (block + 1) * _BLOCK]):
                # Whoever comes second may find the sentence remembered: they take turns in that, too.
                for sender in (long, short) if number % 2 else (short, long):
                    times[each.server.key, sender].append(each.client.ask(message, sender).milliseconds)
    keys = [each.server.key for each in up]
    return [Length(key, turn, median(times[key, long]), median(times[key, short])) for key in keys]
