"""An answer cut to what answers."""

from __future__ import annotations

import re
from dataclasses import replace

from overture.answers.base.model import Answer

# The end of a sentence: not after an abbreviation's dot, not inside a number.
_END = re.compile(
    r"(?:(?<=[A-Za-z]{2}[.!?])|(?<=[0-9)*%][.!?]))(?<!\bvs\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)\s+(?=[A-Z*])"
)


def shorter(answer: Answer) -> Answer:
    """The first sentence with the sources; table, chart, cards and notes are left out."""
    first = _END.split(answer.text.split("\n", 1)[0], maxsplit=1)[0]
    return replace(answer, text=first, table=None, chart=None, cards=(), notes=())
