"""How a thing that somebody named stands in a sentence of the bot's own."""

from __future__ import annotations

from overture.answers.base.model import Mentioned
from overture.answers.base.words import article
from overture.answers.work.jobs import Job
from overture.knowledge import Knowledge

_WITH_THE = frozenset({"degree", "concentration", "requirement"})


def called(mentioned: Mentioned, knowledge: Knowledge) -> str:
    """A named thing in the middle of a sentence: "composers", "the MM", "a bachelor's degree", "record analysis"."""
    kind, id = mentioned.subject.kind, mentioned.subject.id
    if kind == "career" and id in knowledge.careers:
        return Job(knowledge.careers[id], mentioned.name).people()
    if kind == "level" and id in knowledge.levels:
        return article(knowledge.levels[id].name)
    return f"the {mentioned.name}" if kind in _WITH_THE else mentioned.name
