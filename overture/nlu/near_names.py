"""Names of several words that are misspelt so that each word is a word: "Carnegie Melon", "full sale university"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

# A word that stands in so many names tells nothing ("university"), and two of them do ("of music").
_MOST_NAMES = 60
_SHORTEST = 10
_LONG = 15

Entry = tuple[str, int, int]


class NearNames:
    """Finds names of several words of which at least one word is spelt right.

    Args:
        names: folded and stemmed names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[Entry]] = {}
        self._by_pair: dict[tuple[str, str], list[Entry]] = {}
        for name in names:
            words = name.split()
            if len(words) > 1 and len(name) >= _SHORTEST:
                for at, word in enumerate(words):
                    self._by_word.setdefault(word, []).append((name, at, len(words)))
                for at, pair in enumerate(pairwise(words)):
                    self._by_pair.setdefault(pair, []).append((name, at, len(words)))

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Names that the words come near to, each with its first and behind its last word."""
        for at, word in enumerate(words):
            known = self._by_word.get(word, [])
            if len(known) > _MOST_NAMES:
                known = self._by_pair.get((word, words[at + 1]), []) if at + 1 < len(words) else []
            for name, place, length in known if len(known) <= _MOST_NAMES else ():
                start = at - place
                if start >= 0 and start + length <= len(words) and _near(words[start : start + length], name):
                    yield name, start, start + length


def _near(words: Sequence[str], name: str) -> bool:
    typed = " ".join(words)
    most = 1 if len(name) < _LONG else 2
    if abs(len(typed) - len(name)) > most or OSA.distance(typed, name, score_cutoff=most) > most:
        return False
    # A slip is rarely in the first letter; "radio producer" is no slip of "audio producer".
    differing = [(one, other) for one, other in zip(words, name.split()) if one != other]
    return all(one[0] == other[0] and min(len(one), len(other)) > 2 for one, other in differing)
