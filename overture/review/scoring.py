"""Asks every question of a file and judges the answers by what they must hold.

A line is a question (``id``, ``text``, ``topic``, ``expect``, ``answer_must``) or a
dialogue (``id``, ``turns`` with ``user``, ``expect``, ``must``, ``must_not``).  A
pattern shows that a fact is there, not that the answer is good; what no pattern can
judge is counted as "to be read".
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overture.engine import Bot, Reply

PASS, FAIL, READ = "pass", "fail", "read"
_FLAGS = re.IGNORECASE | re.DOTALL
# From this year on a source is newer than the facts that a scoring file quotes.
_NEWER_FROM = "2020"


@dataclass(frozen=True)
class Turn:
    """One message with what its answer must and must not hold."""

    id: str
    text: str
    topic: str
    expect: str
    must: tuple[Mapping[str, Any], ...] = ()
    must_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What came back: intent as understood, text, outcome and source dates of the answer."""

    intent: str
    text: str
    outcome: str
    dates: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A turn with its verdict (pass, fail or read) and why."""

    turn: Turn
    heard: Heard
    verdict: str
    why: str


@dataclass
class Report:
    """All verdicts."""

    judged: list[Judged] = field(default_factory=list)

    def count(self, verdict: str, topic: str | None = None) -> int:
        """How many turns have a verdict, of one topic or of all."""
        return sum(j.verdict == verdict and topic in (None, j.turn.topic) for j in self.judged)

    @property
    def share(self) -> float:
        """Passed of those that a pattern can judge, 0..1; 1 when there are none."""
        passed, failed = self.count(PASS), self.count(FAIL)
        return passed / (passed + failed) if passed + failed else 1.0

    def as_text(self, show: str | None = None) -> str:
        """A line a topic, the total, and the answers asked for with ``show``."""
        lines = [_block(j) for j in self.judged if show == "all" or (show and j.verdict == show)]
        lines.append(f"{'topic':26} {'pass':>5} {'fail':>5} {'read':>5}")
        for topic in sorted({j.turn.topic for j in self.judged}):
            lines.append(
                f"{topic:26} {self.count(PASS, topic):5} {self.count(FAIL, topic):5} {self.count(READ, topic):5}"
            )
        lines.append(f"{'all':26} {self.count(PASS):5} {self.count(FAIL):5} {self.count(READ):5}")
        if show is None:
            lines.extend(
                f"fail {j.turn.id}: {j.turn.text!r} ({j.heard.intent}): {j.why}"
                for j in self.judged
                if j.verdict == FAIL
            )
        lines.append(f"right: {self.share:.1%} of {self.count(PASS) + self.count(FAIL)} that can be judged")
        return "\n".join(lines)


def read(path: Path) -> list[list[Turn]]:
    """The conversations of a file; a question is a conversation of one turn.

    Raises:
        OSError: the file can't be read.
        ValueError: a line is not JSON, lacks a key, or holds a bad pattern; the message names the line.
    """
    talks = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                talks.append(_turns(json.loads(line)))
            except (KeyError, TypeError, ValueError, re.error) as error:
                raise ValueError(f"line {number}: {error!r}") from error
    return talks


def _turns(item: Mapping[str, Any]) -> list[Turn]:
    if "turns" not in item:
        return [_turn(item["id"], item, item["text"], item.get("answer_must") or ())]
    return [
        _turn(f"{item['id']}#{n}", turn, turn["user"], turn.get("must") or ())
        for n, turn in enumerate(item["turns"], 1)
    ]


def _turn(id: str, item: Mapping[str, Any], text: str, must: Sequence[Mapping[str, Any]]) -> Turn:
    must_not = item.get("must_not") or ()
    for patterns in [*(fact["any_of"] for fact in must), must_not]:
        if isinstance(patterns, str):
            raise TypeError(f"expected a list of patterns, found {patterns!r}")
        for pattern in patterns:
            re.compile(pattern, _FLAGS)
    return Turn(id, text, item.get("topic", ""), item["expect"], tuple(must), tuple(must_not))


def score(talks: Sequence[Sequence[Turn]], bot: Bot) -> Report:
    """Holds every conversation with the bot, each from a clean start."""
    report = Report()
    for talk in talks:
        sender = f"score-{uuid.uuid4().hex}"
        for turn in talk:
            replies = bot.ask(turn.text, sender)
            report.judged.append(judge(turn, _heard(bot.intent(sender), replies)))
    return report


def _heard(intent: str, replies: Sequence[Reply]) -> Heard:
    outcomes = [r.parts.get("outcome", "") for r in replies if r.parts]
    dates = tuple(s.get("as_of", "") for r in replies for s in r.parts.get("sources", ()))
    return Heard(intent, "\n".join(r.text for r in replies), outcomes[-1] if outcomes else "", dates)


def judge(turn: Turn, heard: Heard) -> Judged:
    """The verdict on one answer."""
    if not heard.text.strip():
        return Judged(turn, heard, FAIL, "silence")
    for pattern in turn.must_not:
        if re.search(pattern, heard.text, _FLAGS):
            return Judged(turn, heard, FAIL, f"must not hold {pattern}")
    missing = [fact for fact in turn.must if not _holds(fact, heard)]
    if missing:
        return Judged(turn, heard, FAIL, "; ".join(str(fact.get("says") or fact["any_of"]) for fact in missing))
    return Judged(turn, heard, *_by_expectation(turn, heard))


def _holds(fact: Mapping[str, Any], heard: Heard) -> bool:
    if any(re.search(pattern, heard.text, _FLAGS) for pattern in fact["any_of"]):
        return True
    newer = any(date[:4] >= _NEWER_FROM for date in heard.dates if date[:4].isdigit())
    return bool(fact.get("newer_ok")) and heard.outcome == "answered" and newer and bool(re.search(r"\d", heard.text))


_TALK = {
    "smalltalk": None,
    "handoff": {"ask_person"},
    "stay_polite": {"insult", "complain"},
    "crisis_support": {"crisis"},
}


def _by_expectation(turn: Turn, heard: Heard) -> tuple[str, str]:
    declined = heard.intent.startswith("oos_")
    unread = heard.intent == "nlu_fallback" and heard.outcome != "answered"
    if turn.expect == "decline_redirect":
        return (PASS, "declined") if declined or unread else (FAIL, f"answered as {heard.intent}")
    if turn.expect in _TALK:
        wanted = _TALK[turn.expect]
        talked = heard.outcome == "" and not declined if wanted is None else heard.intent in wanted
        return (PASS, "talked") if talked else (FAIL, f"taken as {heard.intent}")
    if declined or unread:
        return FAIL, f"refused as {heard.intent}"
    return (PASS, "holds its facts") if turn.must else (READ, "no fact to look for")


def _block(judged: Judged) -> str:
    head = f"--- {judged.turn.id} {judged.verdict} ({judged.heard.intent}; {judged.why})"
    return f"{head}\n> {judged.turn.text}\n{judged.heard.text}\n"
