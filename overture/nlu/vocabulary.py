"""Common English words, taken from the encoder's own vocabulary."""

from __future__ import annotations

import json
from functools import lru_cache

from overture.nlu import encoder_files


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """About 22,000 words that the encoder knows whole; none of them is taken for a misspelling."""
    pieces = json.loads(encoder_files.ensure().tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in pieces if word.isalpha())
