"""Finds the names of known things in a message, longest first, through misspelling.

The rules come from the knowledge at run time: a school added to the YAML is found
without training.  Matching is spaCy's phrase matcher over folded words; what it does
not find is tried again with unknown words put right towards words of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import spacy
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from overture.knowledge import Knowledge, Subject
from overture.knowledge.names import Word, fold, words

# A misspelt word must have this many letters; "MS" is never read as a slip of "MM".
_SHORTEST_SLIP = 5
_LONG = 8
# Words beside which the bare names of concentrations count ("the acoustical or the technical track").
_HEADS = frozenset(("track", "concentration", "focu", "specialization", "specialisation", "emphasis", "stream"))


@dataclass(frozen=True)
class Mention:
    """A known thing named in a message.

    ``name`` is the name or alias as the knowledge writes it; ``start`` and ``end`` are
    character offsets; ``exact`` is False where a misspelling was read through;
    ``others`` are further things of the same name.
    """

    subject: Subject
    name: str
    start: int
    end: int
    exact: bool = True
    others: tuple[Subject, ...] = ()


@dataclass
class Target:
    """What a folded name stands for: its first spelling, and the things that bear it."""

    name: str
    subjects: list[Subject]


class Linker:
    """Finds mentions by the names of one state of the knowledge.

    Args:
        knowledge: whose names and aliases are found.
        ordinary: common English words; they are never taken for a misspelt name.
    """

    def __init__(self, knowledge: Knowledge, ordinary: Iterable[str] = ()) -> None:
        self._knowledge = knowledge
        self._ordinary = frozenset(ordinary)
        self._vocab = spacy.blank("en").vocab
        self._matcher = PhraseMatcher(self._vocab)
        self._targets: dict[str, Target] = {}
        self._bare: dict[str, Target] = {}
        for subject, surface in self._names():
            self._add(subject, surface, self._targets)
        for track in knowledge.concentrations.values():
            for word in track.bare:
                self._add(Subject("concentration", track.id), word, self._bare)

    def _names(self) -> Iterator[tuple[Subject, str]]:
        """All names; those of schools last, so that a city comes before a school called after it."""
        for subject, thing in self._knowledge.things():
            for surface in thing.surfaces():
                yield subject, surface
        for school in self._knowledge.institutions.values():
            for surface in school.surfaces():
                yield Subject("school", school.id), surface

    def _add(self, subject: Subject, surface: str, targets: dict[str, Target]) -> None:
        stems = [_stem(word) for word in fold(surface).split()]
        key = " ".join(stems)
        if not key:
            return
        if key not in targets:
            targets[key] = Target(surface, [subject])
            self._matcher.add(key, [Doc(self._vocab, words=stems)])
        elif subject not in targets[key].subjects:
            targets[key].subjects.append(subject)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """All folded words that stand in names."""
        return frozenset(word for _, surface in self._names() for word in fold(surface).split())

    @cached_property
    def _slip_targets(self) -> list[str]:
        return sorted({w for key in self._targets for w in key.split() if len(w) >= _SHORTEST_SLIP - 1})

    def find(self, text: str) -> list[Mention]:
        """All mentions in a message, in the order of the text, none overlapping."""
        message = words(text)
        stems = [_stem(word.text) for word in message]
        exact = self._match(message, stems, exact=True)
        repaired = [self._repair(stem, word.text) for stem, word in zip(stems, message)]
        if repaired == stems:
            return exact
        taken = [(m.start, m.end) for m in exact]
        more = [m for m in self._match(message, repaired, exact=False) if not _touches(m, taken)]
        longer = [m for m in self._match(message, repaired, exact=False) if _swallows(m, exact)]
        kept = [m for m in exact if not any(_covers(wide, m) for wide in longer)]
        return sorted({*kept, *more, *longer}, key=lambda m: m.start)

    def covers(self, text: str, mentions: Sequence[Mention], filler: frozenset[str]) -> bool:
        """Whether a message holds nothing but these mentions and filler words."""
        spans = [(m.start, m.end) for m in mentions]
        rest = [w for w in words(text) if not any(s <= w.start and w.end <= e for s, e in spans)]
        return bool(mentions) and all(w.text in filler for w in rest)

    def _match(self, message: Sequence[Word], stems: Sequence[str], *, exact: bool) -> list[Mention]:
        if not stems:
            return []
        doc = Doc(self._vocab, words=list(stems))
        # Beside "track", a bare word means the track even where it is a name of something else ("technology").
        targets = {**self._targets, **self._bare} if _HEADS & set(stems) else self._targets
        spans = [doc[start:end] for _, start, end in self._matcher(doc)]
        spans = filter_spans([span for span in spans if " ".join(stems[span.start : span.end]) in targets])
        mentions = []
        for span in sorted(spans, key=lambda s: s.start):
            target = targets[" ".join(stems[span.start : span.end])]
            place = message[span.start].start, message[span.end - 1].end
            mentions.append(Mention(target.subjects[0], target.name, *place, exact, tuple(target.subjects[1:])))
        return mentions

    def _repair(self, stem: str, word: str) -> str:
        known = word in self._ordinary or stem in self._ordinary or word in self.name_words
        if known or len(word) < _SHORTEST_SLIP or not word.isalpha():
            return stem
        cutoff = 1 if len(stem) < _LONG else 2
        best = process.extractOne(stem, self._slip_targets, scorer=DamerauLevenshtein.distance, score_cutoff=cutoff)
        return best[0] if best else stem


def _stem(word: str) -> str:
    # Plural and possessive s only; applied to names and messages alike, so it need not be right English.
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _touches(mention: Mention, taken: Iterable[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in taken)


def _covers(wide: Mention, narrow: Mention) -> bool:
    inside = wide.start <= narrow.start and narrow.end <= wide.end
    return inside and (wide.start, wide.end) != (narrow.start, narrow.end)


def _swallows(mention: Mention, exact: Sequence[Mention]) -> bool:
    """A repaired name that wholly contains a shorter exact one and more: the longer name wins."""
    touching = [m for m in exact if m.start < mention.end and mention.start < m.end]
    return bool(touching) and all(_covers(mention, m) for m in touching)
