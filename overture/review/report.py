"""What was not answered, for somebody to read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from overture.review.missed import Missed, Reason

_HEADS: Mapping[Reason, str] = {
    Reason.LOW_CONFIDENCE: "Not understood",
    Reason.UNKNOWN_NAME: "A name that is not known",
    Reason.GAP: "Understood, but nothing is known on it",
    Reason.OUT_OF_SCOPE: "Out of scope",
    Reason.ASKED_BACK: "Asked back",
    Reason.FAILED: "Failed",
}
# Reasons whose remedy is a fact.
_LACKS = frozenset({Reason.GAP, Reason.UNKNOWN_NAME})
_LONGEST = 100


@dataclass(frozen=True)
class Lack:
    """Something that the knowledge lacks: how often it was asked for, last when, and in which words."""

    missing: str
    reason: Reason
    times: int
    last: str
    example: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**self.__dict__, "reason": self.reason.value}


def lacks(missed: Sequence[Missed]) -> list[Lack]:
    """What is missing, the most wanted first; the latest first among equals.

    Args:
        missed: newest first.
    """
    by_thing: dict[tuple[str, Reason], list[Missed]] = defaultdict(list)
    for message in missed:
        if message.reason in _LACKS:
            by_thing[message.missing.casefold(), message.reason].append(message)
    found = [Lack(m[0].missing, m[0].reason, len(m), m[0].when, m[0].text) for m in by_thing.values()]
    return sorted(found, key=lambda lack: -lack.times)


def lacks_text(found: Sequence[Lack], most: int) -> str:
    """The lacks as lines: how often, what, last when, in which words."""
    if not found:
        return "Nothing is missing that anybody has asked for."
    lines = [f"{'times':>5}  {'last':10}  missing"]
    for lack in found[:most]:
        name = "unknown " if lack.reason is Reason.UNKNOWN_NAME else ""
        lines.append(f"{lack.times:5}  {lack.last[:10]}  {name}{_cut(lack.missing or 'not told')}")
        lines.append(f"{'':19}  “{_cut(lack.example)}”")
    if len(found) > most:
        lines.append(f"... and {len(found) - most} more; --most {len(found)} shows all")
    return "\n".join(lines)


def missed_text(missed: Sequence[Missed], most: int) -> str:
    """The messages by reason, the commonest reason first, the newest messages of each.

    Args:
        missed: newest first.
        most: how many of each reason are shown.
    """
    if not missed:
        return "Nothing is kept for review: every message was answered, or nothing has been asked."
    blocks = []
    for reason, times in Counter(message.reason for message in missed).most_common():
        lines = [f"{_HEADS[reason]} ({reason.value}): {times}"]
        own = [message for message in missed if message.reason is reason]
        lines.extend(_line(message) for message in own[:most])
        if times > most:
            lines.append(f"  ... and {times - most} more; --most {times} shows all")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _line(message: Missed) -> str:
    understood = f"{message.intent} {message.confidence:.2f}" if message.intent else "nothing"
    detail = ", ".join(filter(None, (understood, _cut(message.missing), message.channel)))
    return f"  {message.when[:16].replace('T', ' ')}  “{_cut(message.text)}”  ({detail})"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
