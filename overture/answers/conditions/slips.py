"""Reads through misspelt words of conditions: "onlin", "withot", "privat".

Conservative: a word is mended only towards words that conditions are made of, with
its first letter kept, and never when it is a word of its own ("remove" is no slip of
"remote").  Names are read through misspelling elsewhere, where they are linked.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words have too many neighbours; one slip in most, two only in long words.
_SHORTEST = 5
_LONG = 10
_WORDS = frozenset(
    "online remote remotely hybrid campus distance evening evenings weekend weekends thesis dissertation audition "
    "auditions portfolio interview interviews without require requires required requirement optional needed "
    "private public profit nonprofit cheapest cheaper affordable tuition shortest fastest biggest largest "
    "alphabetical alphabetically graduates funding funded scholarship scholarships assistantship assistantships "
    "stipend stipends between under thousand dollars budget miles around years months month semester semesters "
    "compare compared difference versus which where something anything somewhere school schools program programs "
    "university universities college colleges degree degrees technology recording acoustics acoustic scoring "
    "songwriting engineering business production composition".split()
)
# Words that are one or two letters away from those above and stand for themselves.
_THEMSELVES = frozenset(
    "addition additions ambition ambitions auditing auditioned auditor auditory edition interviewed remove "
    "removed removes primate pirate privacy private privately privateer privet publicly publish profits founding "
    "finding findings founded fended camps campo campos campuses hybrids budge budgets dollar mile males mills "
    "milos mines mixes myles mouth mouths monte monty moths tears yearns aground thousands weekdays weakened "
    "earnings evenly event events outline within witch whore verses company competed compiled complied composed "
    "computes comparing decree decrees different differences distinct graduate graduated shortage shorten "
    "requited inquire require acquired repaired retirement requirements collects colleague colleagues businesses "
    "compositions competition productions productive prediction projection protection progress recordings "
    "recurring reforming regarding reporting scouting securing sporting storing scholar scholars".split()
)


# Short ones are too near to other words, but these are common and mean one thing only.
_SHORT = {
    "wich": "which", "whic": "which", "wat": "what", "wut": "what", "wht": "what", "wheres": "where is",
    "skool": "school", "skools": "schools", "progs": "programs", "musik": "music", "onli": "only",
    "yrs": "years", "yr": "year",
}  # fmt: skip


@lru_cache(maxsize=16384)
def mend(word: str) -> str:
    """The word, put right where it is a slip of a word of conditions; lower case in and out."""
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < _SHORTEST or word in _WORDS or word in _THEMSELVES or not word.isalpha():
        return word
    cutoff = 1 if len(word) < _LONG else 2
    near = process.extract(word, _WORDS, scorer=OSA.distance, score_cutoff=cutoff, limit=None)
    same_start = [(distance, target) for target, distance, _ in near if target[0] == word[0]]
    return min(same_start)[1] if same_start else word
