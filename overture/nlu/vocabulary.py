"""Common English words, taken from the encoder's own vocabulary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from overture.nlu import encoder_files


@lru_cache(maxsize=1)
def ordinary() -> Mapping[str, int]:
    """About 22,000 words that the encoder knows whole, with their rank: the commonest is 1."""
    pieces = json.loads(encoder_files.ensure().tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    # The vocabulary lists letters first, and then words by how often they were seen when it was made.
    by_number = sorted((number, word) for word, number in pieces.items() if word.isalpha() and len(word) > 1)
    letters = ((0, letter) for letter in "ai")
    return {word: rank for rank, (_, word) in enumerate([*letters, *by_number], 1)}
