"""Whatever people say, in whatever order: there is an answer, and nobody else's conversation shows in it.

Drawn are the phrasings of all intents (``tests/questions``, ``tests/held_out.yaml``), presses of offered buttons, and
junk.  The same draws each time; failing ones are not made smaller, since that would take minutes.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import string
from collections.abc import Sequence
from pathlib import Path
from typing import Union

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from overture.engine import Bot, Reply
from tests import held_out

FOLDER = Path(__file__).parent / "questions"
WRONG = "something went wrong"
TURNS = 20
# Half a minute on two cores, with the machine busy.
CONVERSATIONS = 18
PAIRS = 5
QUICK = settings(phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck), deadline=None)

# A button is pressed by its number; where there are fewer, the number itself is typed, as people do.
Said = Union[str, int]
SENDERS = itertools.count()


def _phrasings() -> dict[str, list[str]]:
    """What people say, by intent."""
    found: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem != "known_failures":
            for group in yaml.safe_load(path.read_text(encoding="utf-8")):
                found.setdefault(group["intent"], []).extend(map(str, group["says"]))
    for message in held_out.messages():
        found.setdefault(message.intent, []).append(message.text)
    return found


PHRASINGS = _phrasings()
JUNK = [
    "?",
    "...",
    "🎛️🎚️🎧",
    "a" * 600,
    "<b>hi</b>",
    "'; DROP TABLE schools; --",
    "{degree}",
    "%s %d",
    "NaN",
    "null",
    "0",
]


def _messages() -> st.SearchStrategy[Said]:
    asked = st.sampled_from(sorted(PHRASINGS)).flatmap(lambda intent: st.sampled_from(PHRASINGS[intent]))
    typed = st.text(string.printable, min_size=1, max_size=40).map(str.strip).filter(lambda t: t and t[0] != "/")
    # Asked half of the time, a button now and then, junk seldom.
    return st.one_of(asked, asked, asked, st.integers(1, 3), st.one_of(st.sampled_from(JUNK), typed))


def _conversation(turns: int) -> st.SearchStrategy[list[Said]]:
    return st.lists(_messages(), min_size=turns, max_size=turns)


def _text(said: Said, before: Sequence[Reply]) -> str:
    """What is sent: the message, or that of the button pressed."""
    if isinstance(said, str):
        return said
    buttons = [button for reply in before for button in reply.buttons]
    return str(buttons[said - 1]["payload"]) if said <= len(buttons) else str(said)


async def _play(bot: Bot, *conversations: Sequence[Said]) -> list[list[tuple[str, list[Reply]]]]:
    """Several conversations, a turn of each in turn: what was sent, and the replies."""
    senders = [f"any-order-{next(SENDERS)}" for _ in conversations]
    told: list[list[tuple[str, list[Reply]]]] = [[] for _ in conversations]
    for said in itertools.zip_longest(*conversations):
        for number, message in enumerate(said):
            if message is not None:
                text = _text(message, told[number][-1][1] if told[number] else [])
                told[number].append((text, await bot.hear(text, senders[number])))
    return told


def _told(before: Sequence[tuple[str, list[Reply]]]) -> str:
    return "\n".join(f"> {text}\n{' / '.join(reply.text[:200] for reply in replies)}" for text, replies in before)


def _fault(replies: Sequence[Reply]) -> str:
    if not replies:
        return "silence"
    if not all(reply.text.strip() for reply in replies):
        return "an empty answer"
    if any(WRONG in reply.text.casefold() for reply in replies):
        return WRONG
    empty = [b for reply in replies for b in reply.buttons if not (b["title"].strip() and b["payload"].strip())]
    return "a button that says nothing" if empty else ""


def test_all_intents_are_drawn_from() -> None:
    domain = yaml.safe_load((FOLDER.parents[1] / "domain.yml").read_text(encoding="utf-8"))
    intents = {name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]}
    assert intents - set(PHRASINGS) <= {"nlu_fallback"}


@settings(QUICK, max_examples=CONVERSATIONS)
@given(said=_conversation(TURNS))
def test_every_turn_is_answered(bot: Bot, said: list[Said]) -> None:
    with _errors() as errors:
        [told] = asyncio.run(_play(bot, said))
    for number, (_, replies) in enumerate(told, 1):
        assert not _fault(replies), f"{_fault(replies)} at turn {number}:\n{_told(told[:number])}"
    assert not errors, f"logged: {errors}\n{_told(told)}"


@settings(QUICK, max_examples=PAIRS)
@given(one=_conversation(8), other=_conversation(8))
def test_two_conversations_do_not_know_of_each_other(bot: Bot, one: list[Said], other: list[Said]) -> None:
    """Each is told the same, word for word, whether the other is talking or not."""
    [alone], [other_alone] = asyncio.run(_play(bot, one)), asyncio.run(_play(bot, other))
    together = asyncio.run(_play(bot, one, other))
    assert _told(together[0]) == _told(alone)
    assert _told(together[1]) == _told(other_alone)


# What each asks of its own subject, which no answer to the other may name; then what only points back to it.
OPENINGS = {
    "McGill": "tell me about mcgill",
    "Dartmouth": "dartmouth sonic practice, what is that",
    "lighting": "what does a lighting technician do",
    "disc jockey": "how is life as a wedding dj",
}
POINTING = [
    "how long does that take",
    "and the pay?",
    "say that again",
    "shorter please",
    "and the outlook",
    "tell me more",
]


@settings(QUICK, max_examples=PAIRS)
@given(names=st.permutations(sorted(OPENINGS)), pointing=st.lists(st.sampled_from(POINTING), min_size=4, max_size=4))
def test_nobody_hears_of_the_others_school_or_job(bot: Bot, names: list[str], pointing: list[str]) -> None:
    one, other = names[:2]
    told = asyncio.run(_play(bot, [OPENINGS[one], *pointing], [OPENINGS[other], *reversed(pointing)]))
    # The answers to what only points back, without lists of many subjects, in which all may stand.
    for name, conversation in ((other, told[0]), (one, told[1])):
        first_lines = [reply.text.split("\n")[0] for _, replies in conversation for reply in replies]
        assert not [line for line in first_lines if name.casefold() in line.casefold()], _told(conversation)


class _errors(logging.Handler):
    """Collects what is logged as an error while it is open."""

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        logging.getLogger().addHandler(self)
        return self.found

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.found.append(record.getMessage())
