"""How names are compared: the words that are left once spelling habits are gone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Longest first: an abbreviation with dots, a word with inner apostrophes, a sign that is read as a word.
# Accents may stand behind their letters as characters of their own, as macOS writes them.
_WORD = re.compile(
    r"\b(?:[^\W\d_]|[Pp]h)\.(?:[^\W\d_]{1,4}\.)*[^\W\d_]{1,4}\b\.?"
    r"|(?:[^\W_][\u0300-\u036f]*)+(?:['’`´](?:[^\W_][\u0300-\u036f]*)+)*"
    r"|[&+]"
)
_DROPPED = re.compile(r"[.'’`´]")
_SIGNS = {"&": "and", "+": "plus"}


@dataclass(frozen=True)
class Word:
    """A folded word and where it stands in the text, as character offsets."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The folded words of a text with their places, in order."""
    return list(_words(text))


@lru_cache(maxsize=1024)  # those of one message are asked for again and again
def _words(text: str) -> tuple[Word, ...]:
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        folded = _SIGNS.get(raw) or _fold_word(_DROPPED.sub("", raw))
        if folded:
            found.append(Word(folded, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which two spellings of a name are equal.

    Case, accents, apostrophes, dots in abbreviations and other punctuation go;
    ``&`` reads as "and", ``+`` as "plus".

    >>> fold("B.Mus."), fold("A&R"), fold("Master’s degree"), fold("audio-visual")
    ('bmus', 'a and r', 'masters degree', 'audio visual')
    """
    return " ".join(word.text for word in words(text))


def _fold_word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    folded = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    # What a letter or digit falls apart into may hold signs ("½") and even spaces.
    return "".join(c for c in folded if c.isalnum())
