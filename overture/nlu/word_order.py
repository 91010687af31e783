"""Which words the training examples have, and which of them follow on which."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Optional

# The word before the first one of a text.
START = ""
_WORD = re.compile(r"[^\W\d_]+")
# How much the word before says, how common a word is in the examples, and how common in English.
_BY_PAIR, _ALONE, _IN_ENGLISH = 0.5, 0.35, 0.15
# The likelihood of something that is no word at all.
_NO_WORD = 1e-9
# Words of English are about as common as one in ten times their rank (Zipf's law).
_ZIPF = 10


@dataclass(frozen=True)
class WordOrder:
    """Counts of the words of many texts.

    Attributes:
        words: how often each stands in them.
        pairs: how often a word follows on another: ``{before: {word: times}}``.
    """

    words: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordOrder:
        """The counts of some texts; letters only."""
        rows = [_WORD.findall(text) for text in texts]
        pairs: dict[str, Counter[str]] = {}
        for row in rows:
            for before, word in zip([START, *row], row):
                pairs.setdefault(before, Counter())[word] += 1
        return cls(Counter(word for row in rows for word in row), pairs)

    def cost(self, before: str, word: str, rank: Optional[int] = None) -> float:
        """The negative logarithm of the likelihood of a word after another, in nats.

        Args:
            before: the word before, or START.
            word: the word.
            rank: its place among the words of English, the commonest is 1; None for what is none.
        """
        times = self.pairs.get(before, {}).get(word, 0)
        follows = times / self._after[before] if times else 0.0
        alone = self.words.get(word, 0) / self._all
        english = 1 / (_ZIPF * rank) if rank else 0.0
        return -math.log(_BY_PAIR * follows + _ALONE * alone + _IN_ENGLISH * english + _NO_WORD)

    @cached_property
    def _all(self) -> int:
        return sum(self.words.values()) + 1

    @cached_property
    def _after(self) -> Mapping[str, int]:
        return {before: sum(after.values()) for before, after in self.pairs.items()}
