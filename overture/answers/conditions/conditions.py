"""From the words of a message to the conditions that it puts on schools and programs.

Read: places, levels, titles and fields, delivery, part-time, length, cost, what is asked of
applicants, thesis, control, funding, software, order and number, and the shape of the
answer.  What is not surely a condition is none: a list that is too long can be narrowed,
one that was narrowed by a word nobody meant can't be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from overture.answers.base.model import Filters, Mentioned, Shape
from overture.answers.conditions.atlas import atlas
from overture.answers.conditions.describing import describe
from overture.answers.conditions.numbers import costs, lengths
from overture.answers.conditions.phrase import PLACE, phrase, spots_of
from overture.answers.conditions.place_finder import find_places
from overture.answers.conditions.refining import is_follow_up, refine
from overture.answers.conditions.shapes import shape_of
from overture.answers.conditions.studies import studies
from overture.answers.conditions.traits import traits
from overture.answers.conditions.whereabouts import whereabouts
from overture.answers.conditions.wishes import wishes
from overture.knowledge import Knowledge

__all__ = ["conditions", "describe", "is_follow_up", "refine"]

# What stands behind "anywhere" when nothing narrows it.
_ENDS = r"(?=\s*(?:$|[?.!,;]|is\b|are\b|works?\b|will do|ok\b|okay|fine|please|pls|too\b|would|now\b|instead))"
# What gives a condition up again, by what it is.
_LIFTS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "places",
            rf"\b(?:any|all|every|whatever|whichever) (?:\d+ )?(?:us |u\.s\. )?(?:states?|countr(?:y|ies)|place"
            rf"|location|region){_ENDS}"
            rf"|\b(?:anywhere|any where|wherever|everywhere|nation-?wide|all over){_ENDS}|\b(?:location|place"
            rf"|state) (?:does not|do not|don't) matter",
        ),
        (
            "cost",
            r"\b(?:any|whatever|every) (?:price|cost|tuition|budget)\b|\b(?:price|cost|money|tuition"
            r"|budget) (?:does not|is not) (?:matter|an issue|a problem)|\b(?:price|cost|money|tuition"
            r"|budget) (?:~|is no object)",
        ),
        (
            "delivery",
            r"\b(?:any|either|whatever) (?:format|mode|delivery)\b|\bonline (?:or|/) ?(?:on[- ]campus|in[- ]person"
            r"|campus|~)|\b(?:on[- ]campus|in[- ]person|campus) (?:or|/) ?online",
        ),
        ("length", r"\b(?:any|whatever) (?:length|duration)\b|\b(?:length|duration) (?:does not matter|~)"),
        ("levels", rf"\b(?:any|all|every|whatever) (?:levels?|degree levels?){_ENDS}"),
        ("control", r"\b(?:public|state) (?:or|and|/) ?private|\bprivate (?:or|and|/) ?(?:public|state)"),
        ("thesis", r"\bwith or without (?:a )?[\ue100-\ue1ff]|[\ue100-\ue1ff] or (?:no|~)"),
        (
            "all",
            r"\b(?:forget|drop|clear|remove|reset|ignore|lose)(?: all)?(?: of)?(?: the| those| these| my"
            r"| that)? (?:filters?|conditions?|criteria)\b|\b(?:no|without) (?:any )?(?:filters?|conditions"
            r"|criteria)\b",
        ),
    )
)

# "Forget Ohio": the place is given up, not wanted.
_DROPPED = re.compile(rf"\b(?:forget|drop|ignore|scrap|lose|skip|leave out)(?: about)?(?: the)? {PLACE}")


def conditions(text: str, about: Sequence[Mentioned], knowledge: Knowledge) -> tuple[Filters, Shape]:
    """The conditions of a message and the shape of answer that it asks for.

    Args:
        text: the message or a clause of it, as typed.
        about: what is mentioned in it; offsets are into ``text``.
        knowledge: whose places, levels and titles are meant.
    """
    words = phrase(text, [*find_places(text, about, atlas(knowledge)), *spots_of(text, about)])
    shape, order = shape_of(words, text, about)
    lifted = tuple(name for name, pattern in _LIFTS if pattern.search(words.text))
    dropped = _DROPPED.search(words.text)
    found: dict[str, Any] = {
        **order,
        **({} if dropped else whereabouts(words, knowledge)),
        **studies(words, knowledge),
        **traits(words.text),
        **lengths(words.text),
        **costs(words.text),
        **wishes(words, shape),
        "lifted": (*lifted, "places") if dropped and "places" not in lifted else lifted,
    }
    return Filters(**found), shape
