"""How pieces of a message lie to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

_LIST = re.compile(r"\s*(?:,|/|&|\bvs\.?|,?\s*\b(?:and|or|versus|to|with))\s*(?:the\s+)?", re.IGNORECASE)


class Span(Protocol):
    """A piece of a text, by character offsets."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Behind its last character."""


def touches(place: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    """Whether a place shares characters with one that is taken."""
    return any(place[0] < end and start < place[1] for start, end in taken)


def covers(wide: Span, narrow: Span) -> bool:
    """Whether one piece holds another one and more."""
    inside = wide.start <= narrow.start and narrow.end <= wide.end
    return inside and (wide.start, wide.end) != (narrow.start, narrow.end)


def swallows(wide: Span, others: Sequence[Span]) -> bool:
    """Whether a piece wholly holds all those that it touches, and touches one."""
    touching = [other for other in others if other.start < wide.end and wide.start < other.end]
    return bool(touching) and all(covers(wide, other) for other in touching)


def in_one_list(one: Span, other: Span, text: str) -> bool:
    """Whether only words of a list stand between two pieces: "columbia and NYU"."""
    first, last = (one, other) if one.start < other.start else (other, one)
    return bool(_LIST.fullmatch(text[first.end : last.start]))
