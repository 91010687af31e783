"""What somebody wants to do later: "become a mastering engineer", "write film music", "teach at a college"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.advice.advice_lexicon import lexicons
from overture.answers.base.model import Mentioned
from overture.knowledge import Knowledge

_MOST = 3
# Words that an aim follows where nobody asked for it.
_LEAD = re.compile(
    r"\b(?:want|wants|wanna|would like|i'd like|hope|hopes|hoping|plan|plans|become|becoming|dream|dreams|goal|aim"
    r"|interested in|focus\w* on|to be|career (?:in|as)|work (?:in|as)|job (?:in|as)|love to|into|end up|good for"
    r"|suits?|someone who|somebody who|a person who|people who|for an?|looking to|help me)\b[^.;!?]{0,40}$"
)
# Those one works with are not what one wants to be: "produce rappers".
_WITH_PEOPLE = re.compile(r"\b(?:produc\w+|record\w*|mix\w*|manag\w+|with|for|engineer\w*)(?: \w+)? $")
# What is wanted outweighs what is only told of: "I run sound at church but want to write songs".
_WISHED = re.compile(r"\b(?:want|wants|wanna|would like|i'd like|hope|plan|become|dream|goal|aim)\b[^.;!?]{0,40}$")
_UNWANTED = re.compile(
    r"\b(?:not|no|never|n't|dont|hate|without|rather than|instead of|except|tired of|sick of|quit)(?: \w+){0,4} $"
)


def read_aims(text: str, about: Sequence[Mentioned], knowledge: Knowledge, asked: bool) -> tuple[str, ...]:
    """Ids of the aims that a text names, in its order, at most three.

    Args:
        text: a message or part of it.
        about: what it mentions, with offsets into it.
        knowledge: whose aims are meant.
        asked: whether the aim was asked for; then it may stand alone.
    """
    plain = text.lower().replace("’", "'")
    known = lexicons(knowledge)
    said = known.aims.find(text) or (known.aims_asked.find(text) if asked else [])
    hits = [(hit.start, hit.end, hit.id) for hit in said]
    named = [(m.start, m.end, id) for m in about if (id := _of_thing(m, text, knowledge))]
    found: list[tuple[int, int, str]] = []
    hits = _wished(plain, hits)
    for start, end, id in sorted([*hits, *named], key=lambda spot: (spot[0], -spot[1])):
        if all(end <= other[0] or other[1] <= start for other in found) and _is_aim(plain, start, asked):
            found.append((start, end, id))
    return tuple(dict.fromkeys(id for *_, id in found))[:_MOST]


def _wished(text: str, hits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Only what is wanted, where that is said in so many words."""
    return [hit for hit in hits if _WISHED.search(_clause(text, hit[0]))] or hits


def _clause(text: str, end: int) -> str:
    return re.split(r"[.;!?]|\bbut\b", text[max(0, end - 70) : end])[-1]


def _of_thing(mentioned: Mentioned, text: str, knowledge: Knowledge) -> str:
    """The aim that a job, track or subject named stands for."""
    kinds = {"career": "careers", "concentration": "concentrations", "course": "courses"}
    held = kinds.get(mentioned.subject.kind)
    if held is None or mentioned.start < 0 or _WITH_PEOPLE.search(text[: mentioned.start].lower()):
        return ""
    return next((aim.id for aim in knowledge.aims.values() if mentioned.subject.id in getattr(aim, held)), "")


def _is_aim(text: str, start: int, asked: bool) -> bool:
    left = _clause(text, start)
    if _UNWANTED.search(left):
        return False
    return asked or bool(_LEAD.search(left))
