"""What somebody does not want to hear about: "not a DJ", "besides teaching"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.base.model import Facet, Mentioned
from overture.knowledge import Subject

_NOT = re.compile(
    r"\b(?:not|no|never|except(?: for)?|besides|apart from|other than|anything but|instead of|rather than"
    r"|without|excluding|(?:don'?t|doesn'?t|do not|does not|won'?t|never) (?:want|wanna|like|plan|need|intend|have)"
    r"(?: to)?(?: be(?:come)?)?"
    r"|hate|sick of|tired of)"
    r"(?: (?:an?|the|as|to|be|being|become|becoming|work(?:ing)? as|another|more|any))*\s*$",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(r"(?:^|[,.;!] *|\bno,? )(?:i mean |i meant |sorry,? )?not (?:the|about the)\s+$", re.IGNORECASE)
_NO_TEACHING = re.compile(
    r"(?<!why )\b(?:not|no|never|n'?t|dont|doesnt|wont|without|except|besides|apart from|other than|instead of"
    r"|rather than|hate)\b(?: \w+){0,3} (?:to )?teach(?:ing|er)?\b",
    re.IGNORECASE,
)


def excluded(text: str, named: Sequence[Mentioned]) -> tuple[Subject, ...]:
    """The jobs that a message names only to leave them out.

    Args:
        text: the message or a clause of it.
        named: what it names, with offsets into ``text``.
    """
    jobs = [m for m in named if m.subject.kind == "career" and m.start >= 0]
    left_out = [m.subject for m in jobs if _NOT.search(text[: m.start])]
    # "No, not the application fee, the tuition"; "no GRE" is a condition.
    asks = [m for m in named if m.subject.kind == "requirement" and m.start >= 0]
    left_out += [m.subject for m in asks if _NOT_THIS.search(text[: m.start])]
    return tuple(dict.fromkeys(left_out))


def refuses_teaching(text: str, facet: Facet) -> bool:
    """Whether teaching is named only to be left out."""
    return facet in (Facet.TEACHING, Facet.CAREERS) and bool(_NO_TEACHING.search(text))
