"""Finds the names of known things in a message, longest first, through misspelling.

The rules come from the knowledge at run time: a school added to the YAML is found
without training.  Matching is spaCy's phrase matcher over folded words; what it does
not find is tried again with unknown words put right towards words of names, and names
of several words with a slip that makes another word.  Where a name is also a word, what
stands around it decides (:mod:`overture.nlu.sense`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import spacy
from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans
from spacy.vocab import Vocab

from overture.knowledge import Knowledge, Subject
from overture.knowledge.names import Word, fold, words
from overture.knowledge.programs import Program
from overture.nlu.near_names import NearNames
from overture.nlu.school_sense import comes_first, is_something_else, means_school
from overture.nlu.sense import Use, means_it
from overture.nlu.spans import covers, in_one_list, swallows, touches
from overture.nlu.spellings import at_school, is_plural, stemmed

# A misspelt word must have this many letters; "MS" is never read as a slip of "MM".
_SHORTEST_SLIP = 5
_LONG = 8
# Words beside which the bare names of concentrations count ("the acoustical or the technical track").
_HEADS = frozenset(("track", "concentration", "focu", "specialization", "specialisation", "emphasis", "stream"))


# Two capitals take their plural without an apostrophe: "radio DJs".
_CODE = re.compile(r"\b[A-Z]{2}$")


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


# Words of which it is kept what they are put right to.
_WORDS = 16_384


@dataclass
class Target:
    """What a folded name stands for: its first spelling, and the things that bear it.

    ``bare`` is True for the name of a school that may be something else.
    """

    name: str
    subjects: list[Subject]
    bare: bool = False


@lru_cache(maxsize=1)
def _vocabulary() -> Vocab:
    # Kept, as making it takes longer than filling the matcher when an editor changes a name.
    return spacy.blank("en").vocab


class Linker:
    """Finds mentions by the names of one state of the knowledge.

    Args:
        knowledge: whose names and aliases are found.
        ordinary: common English words; they are never taken for a misspelt name.
    """

    def __init__(self, knowledge: Knowledge, ordinary: Iterable[str] = ()) -> None:
        self._knowledge = knowledge
        self._ordinary = frozenset(ordinary)
        self._vocab = _vocabulary()
        self._repaired = lru_cache(maxsize=_WORDS)(self._repair)
        self._matcher = PhraseMatcher(self._vocab)
        self._targets: dict[str, Target] = {}
        self._bare: dict[str, Target] = {}
        for subject, surface in self._names():
            self._add(subject, surface, self._targets)
        for called in knowledge.schools_called.values():
            for school in called.schools:
                self._add(Subject("school", school.id), called.name, self._targets, called.bare)
        for track in knowledge.concentrations.values():
            for word in track.bare:
                self._add(Subject("concentration", track.id), word, self._bare)

    def _names(self) -> Iterator[tuple[Subject, str]]:
        """All names but those of schools, which come last, so that a city comes before a school called after it."""
        for subject, thing in self._knowledge.things():
            for surface in thing.surfaces():
                yield subject, surface
                if _CODE.search(surface) and subject.kind == "career":
                    yield subject, f"{surface}s"
            if isinstance(thing, Program):
                yield from ((subject, surface) for surface in at_school(thing, thing.school_surfaces()))
        for called in self._knowledge.schools_called.values():
            if len(called.schools) == 1:  # "Calgary's MMus in Sonic Arts", though Calgary alone is a city
                for program in called.schools[0].programs:
                    yield from ((Subject("program", program.id), name) for name in at_school(program, (called.name,)))

    def _add(self, subject: Subject, surface: str, targets: dict[str, Target], bare: bool = False) -> None:
        stems = [stemmed(word) for word in fold(surface).split()]
        key = " ".join(stems)
        if not key:
            return
        if key not in targets:
            targets[key] = Target(surface, [subject], bare)
            self._matcher.add(key, [Doc(self._vocab, words=stems)])
        elif subject not in targets[key].subjects:
            targets[key].subjects.append(subject)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """All folded words that stand in names."""
        known = (word for _, surface in self._names() for word in fold(surface).split())
        return frozenset(known) | frozenset(word for name in self._knowledge.schools_called for word in name.split())

    @cached_property
    def _near_names(self) -> NearNames:
        # Names of programs are long and much alike; the school in them is found by itself.
        return NearNames(key for key, target in self._targets.items() if target.subjects[0].kind != "program")

    @cached_property
    def _slip_targets(self) -> list[str]:
        named = (key for key, target in self._targets.items() if not target.bare)
        return sorted({w for key in named for w in key.split() if len(w) >= _SHORTEST_SLIP - 1})

    def find(self, text: str) -> list[Mention]:
        """All mentions in a message, in the order of the text, none overlapping."""
        message = words(text)
        stems = [stemmed(word.text, text[word.start : word.end]) for word in message]
        exact = self._match(text, message, stems, exact=True)
        repaired = [self._repaired(stem, word.text) for stem, word in zip(stems, message)]
        slips = self._near(text, message, stems)
        taken = [(m.start, m.end) for m in slips]
        words_put_right = self._match(text, message, repaired, exact=False) if repaired != stems else []
        slips += [m for m in words_put_right if not touches((m.start, m.end), taken)]
        if not slips:
            return exact
        taken = [(m.start, m.end) for m in exact]
        more = [m for m in slips if not touches((m.start, m.end), taken)]
        longer = [m for m in slips if swallows(m, exact)]
        kept = [m for m in exact if not any(covers(wide, m) for wide in longer)]
        return sorted({*kept, *more, *longer}, key=lambda m: m.start)

    def covers(self, text: str, mentions: Sequence[Mention], filler: frozenset[str]) -> bool:
        """Whether a message holds nothing but these mentions and filler words."""
        spans = [(m.start, m.end) for m in mentions]
        rest = [w for w in words(text) if not any(s <= w.start and w.end <= e for s, e in spans)]
        return bool(mentions) and all(w.text in filler for w in rest)

    def _match(self, text: str, message: Sequence[Word], stems: Sequence[str], *, exact: bool) -> list[Mention]:
        if not stems:
            return []
        doc = Doc(self._vocab, words=list(stems))
        # Beside "track", a bare word means the track even where it is a name of something else ("technology").
        targets = {**self._targets, **self._bare} if _HEADS & set(stems) else self._targets
        found: dict[tuple[int, int], Mention] = {}
        doubtful: dict[tuple[int, int], Mention] = {}
        for _, start, end in self._matcher(doc):
            target = targets.get(" ".join(stems[start:end]))
            place = message[start].start, message[end - 1].end
            if target and start and target.subjects[0].kind in ("school", "place") and self._begins(stems[start - 1]):
                continue  # "CSU Fullerton" and "UT Dallas" are schools of their own, known or not
            # A word put right is no bare name: "melon" is no slip of Elon.
            if target and (exact or not target.bare or end - start > 1):
                kept = found if self._meant(target, text, *place) else doubtful if target.bare else {}
                kept[start, end] = _mention(target, text, *place, exact)
        schools = [m for m in found.values() if m.subject.kind in ("school", "program")]
        found |= {at: m for at, m in doubtful.items() if any(in_one_list(m, school, text) for school in schools)}
        spans = filter_spans([doc[start:end] for start, end in found])
        return _with_schools([found[span.start, span.end] for span in sorted(spans, key=lambda s: s.start)], text)

    def _near(self, text: str, message: Sequence[Word], stems: Sequence[str]) -> list[Mention]:
        """Names of several words with a slip in them, the longest first."""
        mentions: list[Mention] = []
        for key, start, end in sorted(self._near_names.find(stems), key=lambda found: found[1] - found[2]):
            target, place = self._targets[key], (message[start].start, message[end - 1].end)
            if stems[start:end] == key.split() or touches(place, [(m.start, m.end) for m in mentions]):
                continue
            typed = [word.text for word in message[start:end]]
            if self._is_slip(typed, target) and self._meant(target, text, *place):
                mentions.append(_mention(target, text, *place, False))
        return mentions

    def _is_slip(self, typed: Sequence[str], target: Target) -> bool:
        """Whether words are a slip of a name: "sound recording" is none of "sound recordist", both are words."""
        if target.subjects[0].kind == "school":
            return True
        known = set(fold(target.name).split())
        return any(word not in self._ordinary for word in typed if word not in known)

    def _begins(self, stem: str) -> bool:
        """Whether a word is no name but the beginning of several schools' names: "CSU", "UC"."""
        target = self._targets.get(stem)
        return target is not None and target.bare and target.name.isupper() and len(target.subjects) > 1

    def _meant(self, target: Target, text: str, start: int, end: int) -> bool:
        use = Use(target.subjects[0].kind, target.name, text, start, end)
        if use.kind == "school" and (is_plural(use.typed, target.name) or is_something_else(use, self._ordinary)):
            return False
        if target.bare and not means_school(use, self._ordinary, len(target.subjects) > 1):
            return False
        return means_it(use)

    def _repair(self, stem: str, word: str) -> str:
        known = word in self._ordinary or stem in self._ordinary or word in self.name_words
        if known or len(word) < _SHORTEST_SLIP or not word.isalpha():
            return stem
        cutoff = 1 if len(stem) < _LONG else 2
        best = process.extractOne(stem, self._slip_targets, scorer=OSA.distance, score_cutoff=cutoff)
        return best[0] if best else stem


def _with_schools(mentions: list[Mention], text: str) -> list[Mention]:
    """The same, with the school first where a place that a school is called after stands in a list of schools."""
    schools = [m for m in mentions if m.subject.kind == "school"]
    return [
        _school_first(m) if m.subject.kind == "place" and any(in_one_list(m, s, text) for s in schools) else m
        for m in mentions
    ]


def _school_first(mention: Mention) -> Mention:
    first, *others = sorted((mention.subject, *mention.others), key=lambda subject: subject.kind != "school")
    return replace(mention, subject=first, others=tuple(others))


def _mention(target: Target, text: str, start: int, end: int, exact: bool) -> Mention:
    """A mention with the likeliest thing first: a place before the school called after it, but not in "get into"."""
    subjects = target.subjects
    if subjects[0].kind == "place" and comes_first(Use("place", target.name, text, start, end)):
        subjects = sorted(subjects, key=lambda subject: subject.kind != "school")
    return Mention(subjects[0], target.name, start, end, exact, tuple(subjects[1:]))
