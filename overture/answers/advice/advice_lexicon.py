"""The words by which people mean an aim or the subject of their degree, from the knowledge."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Optional

from rapidfuzz import process
from rapidfuzz.distance import OSA

from overture.knowledge import Knowledge, fold
from overture.knowledge.names import Word, words

# Shorter words have too many neighbours; one slip in most, two only in long words.
_SHORTEST, _LONG = 6, 10
Key = tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A record meant by some words of a text, and where they stand, as character offsets."""

    id: str
    start: int
    end: int


class Lexicon:
    """Finds the records that a text means.

    Args:
        says: the ways to say each record, by its id; of two records with one way the first has it.
    """

    def __init__(self, says: Mapping[str, Iterable[str]]) -> None:
        self._ids: dict[Key, str] = {}
        for id, ways in says.items():
            for way in ways:
                self._ids.setdefault(tuple(fold(way).split()), id)
        self._longest = max(map(len, self._ids), default=0)
        self._words = frozenset(word for key in self._ids for word in key if len(word) >= _SHORTEST)
        self._mended = lru_cache(4096)(self._mend)

    def find(self, text: str) -> list[Hit]:
        """The records meant, in order; the longest way to say one counts."""
        found, at, said = [], 0, words(text)
        while at < len(said):
            hit = self._at(said, at)
            if hit:
                found.append(Hit(hit[0], said[at].start, said[at + hit[1] - 1].end))
            at += hit[1] if hit else 1
        return found

    def _at(self, said: Sequence[Word], at: int) -> Optional[tuple[str, int]]:
        for length in range(min(self._longest, len(said) - at), 0, -1):
            exact = tuple(word.text for word in said[at : at + length])
            for key in (exact, tuple(map(self._mended, exact))):
                if key in self._ids:
                    return self._ids[key], length
        return None

    def _mend(self, word: str) -> str:
        """The word put right where it is a slip of one of the lexicon's."""
        if len(word) < _SHORTEST or word in self._words:
            return word
        cutoff = 1 if len(word) < _LONG else 2
        near = process.extractOne(word, self._words, scorer=OSA.distance, score_cutoff=cutoff)
        return near[0] if near and near[0][0] == word[0] else word


@dataclass(frozen=True)
class Lexicons:
    """Aims and backgrounds of one state of the knowledge by their words."""

    knowledge: Knowledge

    @cached_property
    def aims(self) -> Lexicon:
        """What people want to do later."""
        return Lexicon({aim.id: aim.says for aim in self.knowledge.aims.values()})

    @cached_property
    def aims_asked(self) -> Lexicon:
        """What people want to do later, in answer to the question for it."""
        return Lexicon({aim.id: (*aim.says, *aim.bare) for aim in self.knowledge.aims.values()})

    @cached_property
    def backgrounds(self) -> Lexicon:
        """Subjects of degrees."""
        return Lexicon({known.id: known.says for known in self.knowledge.backgrounds.values()})

    @cached_property
    def named(self) -> Lexicon:
        """Words by which pages list subjects; each stands for itself, as several subjects may share one."""
        return Lexicon({word: (word,) for known in self.knowledge.backgrounds.values() for word in known.named})


_latest: list[tuple[weakref.ref[Knowledge], Lexicons]] = []


def lexicons(knowledge: Knowledge) -> Lexicons:
    """The lexicons of some knowledge; those of the latest one are kept."""
    for known, kept in _latest:
        if known() is knowledge:
            return kept
    made = Lexicons(knowledge)
    _latest[:] = [(weakref.ref(knowledge), made)]
    return made
