"""Cuts a message into the clauses that may each ask something."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What begins a question of its own after "and", "also" or a comma.
_ASKING = (
    r"(?:what|whats|what's|how|hows|how's|which|where|who|when|why"
    r"|do|does|did|is|are|can|could|will|would|should|may|must)"
)
# Words after which a verb only goes on with a condition: "programs that need no GRE and are online".
_CONDITION = (
    r"(?:(?:is|are) (?:also |only |not |fully |all )*(?:online|public|private|in\b|near|under|below|over|cheap\w*"
    r"|affordable|accredited|part[- ]time|on campus|open|short\w*|one\b|two\b|less|within|around|located|taught|offered"
    r"|in[- ]person|hybrid|remote|free)|(?:do|does) ?(?:n't|n’t|nt|not)\b(?! (?:i|you|we|they|it)\b))"
)
# What is asked by its bare name: "deadline at McGill and tuition at York".
_ASKED = (
    r"(?:the |its |their )?(?:tuition|deadlines?|costs?|prices?|pay|salary|salaries|length|duration|portfolio|funding"
    r"|requirements|courses|classes|gre|toefl|ielts|fees?|scholarships?|outlook|growth|acceptance rate|housing)"
)
# A full stop behind these ends no sentence: "St. George", "vs. an MS".
_NO_END = "".join(rf"(?<!\b{short}\.)" for short in ("st", "ft", "mt", "dr", "vs", "e\\.g", "i\\.e", "prof", "approx"))
_CUT = re.compile(
    rf"(?<=[.?!;]){_NO_END}\s+"
    r"|(?:^|\s+)(?:\(?\d{1,2}[.)]|\(?[a-d]\))\s+"
    r"|\s*\n+\s*"
    rf"|,?\s+(?:and|also|plus|&|n)\s+(?:also\s+)?(?!{_CONDITION})(?={_ASKING}\b)"
    rf"|,\s+(?!{_CONDITION})(?={_ASKING}\b)"
    rf"|,?\s+and\s+(?={_ASKED} (?:at|of|in|for)\b)",
    re.IGNORECASE,
)
_SHORTEST = 4


@dataclass(frozen=True)
class Clause:
    """A piece of a message with its place, as character offsets."""

    text: str
    start: int
    end: int


def clauses(text: str) -> list[Clause]:
    """The clauses of a message in order; the whole message when there is nothing to cut."""
    found = []
    start = 0
    for cut in [*((m.start(), m.end()) for m in _CUT.finditer(text)), (len(text), len(text))]:
        piece = text[start : cut[0]]
        if len(piece.strip(" .,?!;")) >= _SHORTEST:
            found.append(Clause(piece.strip(), start, cut[0]))
        start = cut[1]
    return found or [Clause(text.strip(), 0, len(text))]
