"""Small repairs of a message before it is read: what people type without meaning anything by it."""

from __future__ import annotations

import re
import unicodedata

# Control and direction marks, and halves of a character pair, which no encoder and no database takes.
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# Chat digits with one meaning only: "2 old", "4 me".
_TOO = re.compile(r"\b2 (?=(?:old|late|young|much|many|hard|expensive|far|bad|long)\b)", re.IGNORECASE)
_FOR = re.compile(r"\b4 (?=(?:me|my|the|a|an|it|this|that)\b)", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def clean(text: str) -> str:
    """Drops control and direction marks, unifies quotes and white space; keeps the words."""
    text = unicodedata.normalize("NFC", text)
    return " ".join(_INVISIBLE.sub(" ", text).translate(_QUOTES).split())


def for_reading(text: str) -> str:
    """The form that encoder and counts see: clean, lower-case, "sooooo" as "soo", "2 old" as "too old"."""
    text = _STRETCHED.sub(r"\1\1", clean(text).lower())
    return _FOR.sub("for ", _TOO.sub("too ", text))
