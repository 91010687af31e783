"""Puts right what was misspelt, towards words that the bot has seen and that fit where they stand.

Measured on 497 messages that nobody trained on, with a tenth of the letters damaged: of the intents that have an answer
.865 right, and .911 on the undamaged messages.  Words taken alone, without those beside them, gave .844 and .914.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from overture.nlu.word_order import START, WordOrder

# With digits, for "b4" and so that the "k" of "50k" is no word; "b.mus", "u.s" and "r&b" are one piece each.  What
# stands behind an apostrophe is no word of its own.
_PIECE = re.compile(r"\b[^\W\d_](?:[.&/][^\W\d_]+)+|\by'all\b|(?<!\w)(?<!\w['’])[^\W_]+")
# Shorter words have too many neighbours.
_SHORTEST = 4
# From these lengths on a word may be one letter off, two, three.
_LENGTHS = (2, 6, 9)
_TWICE = re.compile(r"(.)\1")
# As often as this a word of the examples is no slip of somebody's finger.
_USUAL = 3
# What readings cost beside what their words cost where they stand, in nats: each slip, a wrong first letter, letters
# typed twice; and less for what was typed where it is English, or a known word with an ending.
_SLIP = 5.5
_FIRST_LETTER = 1.5
_DOUBLED = 2.5
_ORDINARY = -2.0
_WITH_ENDING = -8.0
_ENDINGS = ("ing", "ers", "ed", "er", "es", "ly", "s")
# Chat spellings too short or too far off for edit distance. Only those with one meaning.
CHAT = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "n": "and", "b": "be", "k": "okay",
    "wat": "what", "wut": "what", "wht": "what", "whats": "what's", "wats": "what's",
    "teh": "the", "da": "the", "dis": "this", "dat": "that", "wen": "when", "wer": "where",
    "hw": "how", "hav": "have", "iz": "is", "pls": "please", "plz": "please",
    "thx": "thanks", "ty": "thanks", "cuz": "because", "bc": "because", "coz": "because",
    "ppl": "people", "yr": "year", "yrs": "years", "yo": "years old", "uni": "university",
    "skool": "school", "skools": "schools", "musik": "music", "abt": "about", "b4": "before",
    "str8": "straight", "gud": "good", "wanna": "want to", "gonna": "going to", "prolly": "probably",
    "dunno": "don't know", "idk": "i don't know", "tho": "though", "thru": "through", "ther": "there",
    "lern": "learn", "frm": "from", "wit": "with", "jus": "just", "lik": "like", "prog": "program",
    "progs": "programs", "reqs": "requirements", "prereqs": "prerequisites", "sem": "semester",
}  # fmt: skip


class Spelling:
    """Corrects words by what training examples and names contain, the likeliest row of words over a whole text.

    Args:
        seen: the words of the training examples.
        ordinary: words of common English with their rank, the commonest is 1.
        names: words of names in the knowledge, never corrected and not corrected to.
    """

    def __init__(self, seen: WordOrder, ordinary: Mapping[str, int], names: Iterable[str] = ()) -> None:
        self._seen, self._ordinary, self._names = seen, ordinary, frozenset(names)
        # The examples hold misspellings too: a word that is rare there and not plain English may be one.
        self._targets = sorted(
            word for word, times in seen.words.items() if len(word) > 1 and (times >= _USUAL or word in ordinary)
        )
        self._candidates = lru_cache(maxsize=65536)(self._find_candidates)
        self._about_as_long = lru_cache(maxsize=256)(self._find_about_as_long)

    def correct(self, text: str) -> str:
        """The text with its misspelt words put right; other characters stay as they are."""
        return applied(self.corrections(text), text)

    def corrections(self, text: str) -> dict[str, str]:
        """The misspelt words of a text with what they are put right to."""
        typed = _PIECE.findall(text)
        read = zip(typed, self._likeliest([self._candidates(word) for word in typed]))
        return {word: right for word, right in read if right != word}

    def _likeliest(self, row: Sequence[Mapping[str, float]]) -> list[str]:
        """Of each word's candidates the one on the cheapest path through all of them (Viterbi)."""
        paths: dict[str, tuple[float, list[str]]] = {START: (0.0, [])}
        for candidates in row:
            paths = {
                word: min(
                    (spent + cost + self._cost(_last(before), _first(word)), [*path, word])
                    for before, (spent, path) in paths.items()
                )
                for word, cost in candidates.items()
            }
        return min(paths.values())[1]

    def _cost(self, before: str, word: str) -> float:
        return self._seen.cost(before, word, self._ordinary.get(word))

    def _find_candidates(self, word: str) -> dict[str, float]:
        """What a typed word may stand for, with what each reading costs beside what the words cost."""
        if word in CHAT:
            return {CHAT[word]: 0.0}
        fixed = word in self._names or self._seen.words.get(word, 0) >= _USUAL
        if fixed or not word.isalpha() or len(word) == 1:
            return {word: 0.0}
        return {**self._near(word), word: self._cost_of_leaving(word)}

    def _near(self, word: str) -> dict[str, float]:
        once = _TWICE.sub(r"\1", word)
        costs = self._slips(once, _DOUBLED * (len(word) - len(once))) if once != word else {}
        for right, cost in self._slips(word).items():
            costs[right] = min(cost, costs.get(right, cost))
        return costs

    def _slips(self, word: str, cost: float = 0.0) -> dict[str, float]:
        """Words a few letters off, with what that costs."""
        most = sum(len(word) >= length for length in _LENGTHS)
        near = self._about_as_long(len(word), most)
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=12)
        # People rarely get the first letter wrong.
        return {right: cost + _SLIP * slips + _FIRST_LETTER * (right[0] != word[0]) for right, slips, _ in found}

    def _find_about_as_long(self, length: int, most: int) -> list[str]:
        """The words that so many letters more or less can lead to: to try the others takes most of the time."""
        return [word for word in self._targets if abs(len(word) - length) <= most]

    def _cost_of_leaving(self, word: str) -> float:
        if word in self._ordinary:
            return _ORDINARY
        return _WITH_ENDING if self._has_known_stem(word) else 0.0

    def _has_known_stem(self, word: str) -> bool:
        stems = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
        stems = [stem for stem in stems if len(stem) >= _SHORTEST]
        stems += [word[:-3] + "e"] if word.endswith("ing") else [word[:-1]] if word.endswith("ed") else []
        return any(stem in self._ordinary or stem in self._names or stem in self._seen.words for stem in stems)


def _first(words: str) -> str:
    return words.split(" ", 1)[0]


def _last(words: str) -> str:
    return words.rsplit(" ", 1)[-1]


def applied(corrections: Mapping[str, str], text: str) -> str:
    """A text with corrections made wherever their words stand in it."""
    return _PIECE.sub(lambda match: corrections.get(match.group(), match.group()), text) if corrections else text
