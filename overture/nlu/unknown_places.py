"""A place that a message names and the knowledge doesn't: "schools near Poughkeepsie".

Which words are places can't be told without a list of all towns there are.  What stands
behind "near" or at the end behind "in", and is neither a word that the examples use nor
common English, hardly is anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from overture.knowledge.names import fold
from overture.nlu.word_order import WordOrder

_NAME = r"[^\W\d_][^\W\d_'’.-]{2,}"
_THERE = re.compile(
    rf"\b(?:in|near|around|outside(?: of)?|close to|by)\s+(?P<name>{_NAME}(?:[ -]{_NAME}){{0,2}}?)"
    r"(?=\s*(?:[?!,;]|\.(?:\s|$)|$|\b(?:area|please|pls|thanks|too|for|with|that)\b))",
    re.IGNORECASE,
)
# Words of English that are commoner than this are no towns that only few know.
_COMMON = 5000
_OFTEN = 2


def find(text: str, seen: WordOrder, ordinary: Mapping[str, int]) -> tuple[int, int] | None:
    """Where the first such name stands; None where there is none.

    Args:
        text: the message as typed.
        seen: the words of the training examples.
        ordinary: words of common English with their rank, the commonest is 1.
    """
    for there in _THERE.finditer(text):
        words = fold(there["name"]).split()
        if words and all(_is_strange(word, seen, ordinary) for word in words):
            return there.span("name")
    return None


def _is_strange(word: str, seen: WordOrder, ordinary: Mapping[str, int]) -> bool:
    return seen.words.get(word, 0) < _OFTEN and ordinary.get(word, _COMMON + 1) > _COMMON
