"""Puts "this school" or "this program" where a message names one, so that what is asked doesn't hang on the name.

The encoder reads the words of a name too: "the MMus in Sound Recording at McGill: tuition?"
looks like a question on recording.  With names masked, in the examples and in messages,
a question is read alike of every school, those added after training included.  Measured
over 4,920 questions on 82 programs that nobody trained on: the right intent for .664
without and .933 with it; unchanged on other messages that nobody trained on.  Masking
names of jobs and places as well made those worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

STAND_INS = {"school": "this school", "program": "this program"}
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True)
class Named:
    """A name in a text: what kind of thing it names, and its place as character offsets."""

    kind: str
    start: int
    end: int


def masked(text: str, names: Iterable[Named]) -> str:
    """The text with the names of schools and programs replaced, articles before them included.

    Args:
        text: a message or clause.
        names: those in it, in the order of the text, none overlapping.
    """
    pieces, done = [], 0
    for name in names:
        stand_in = STAND_INS.get(name.kind)
        if stand_in:
            before = text[done : name.start]
            article = next((a for a in _ARTICLES if f" {before}".lower().endswith(f" {a}")), "")
            pieces += [before[: len(before) - len(article)], stand_in]
            done = name.end
    return "".join([*pieces, text[done:]])


def inside(names: Iterable[Named], start: int, end: int) -> list[Named]:
    """The names between two offsets, with offsets that count from the first one."""
    return [Named(n.kind, n.start - start, n.end - start) for n in names if start <= n.start and n.end <= end]
