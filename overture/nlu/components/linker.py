"""Entities of a message: the known things that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from overture.knowledge import shared
from overture.knowledge.names import words
from overture.nlu import frames, vocabulary
from overture.nlu.components.base import Untrained
from overture.nlu.components.reader import CLAUSES, STRANGE_PLACE
from overture.nlu.linker import Linker, Mention
from overture.nlu.masking import Named, inside
from overture.nlu.spans import touches

# Message property: the message names things and asks nothing new ("what about composers?").
ONLY_SUBJECTS = "only_subjects"
# Message property, for whoever reads the message: the name of a place that nothing is known of; mostly not set.
UNKNOWN_PLACE = "unknown_place"
# Message property, and key of a clause: the intent that it has by its form ("define ..."), whatever it names; None for
# most.
FORM = "form"
# Words that add no question to a bare name.
FILLER = frozenset(
    "a about actually again also am an and as at be but by for from hey hm hmm how i in instead is just like "
    "me mean meant my no nope not now of oh ok okay on only oops or please pls rather right same so sorry that the "
    "then there these this those to today too tho though uh um wait want wanted was well were what with yeah yes "
    "you".split()
)
# A year, or today, of which the same is asked as before; blanks in its place keep the offsets.
_YEAR = re.compile(r"\b(?:20[0-3]\d|today|nowadays|currently)\b", re.IGNORECASE)
_IS_THERE = re.compile(r"\b(?:is|are) there\b", re.IGNORECASE)
# Kinds that are a question by themselves: "thesis?" asks something, "composer?" only names it.
_FACETS = frozenset({"topic", "requirement", "term", "course"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SubjectLinker(Untrained, EntityExtractorMixin):  # type: ignore[misc]
    """Writes one entity a mention: its kind as entity type, its id as value.

    The knowledge is read at run time, so what an editor adds is found without training.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds entities to each message."""
        linker = current_linker()
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = linker.find(text)
            message.set(ENTITIES, [_entity(m, text) for m in mentions], add_to_output=True)
            message.set(ONLY_SUBJECTS, _names_only(text, mentions, linker))
            named = [Named(m.subject.kind, m.start, m.end) for m in mentions]
            message.set(FORM, frames.asked(text, named))
            for clause in message.get(CLAUSES) or ():
                clause[FORM] = frames.asked(clause["text"], inside(named, clause["start"], clause["end"]))
            strange = message.get(STRANGE_PLACE)
            if strange and not touches(strange, [(m.start, m.end) for m in mentions]):
                message.set(UNKNOWN_PLACE, text[slice(*strange)], add_to_output=True)
        return messages


def _names_only(text: str, mentions: Sequence[Mention], linker: Linker) -> bool:
    """Whether a message names things, or a year, and asks nothing new."""
    # "Is there an entrance exam at Louisville" names a requirement too, and so asks something.
    if any(m.subject.kind in _FACETS for m in mentions) or _IS_THERE.search(text):
        return False
    without_year = _YEAR.sub(lambda year: " " * len(year.group()), text)
    if not mentions:
        return without_year != text and all(word.text in FILLER for word in words(without_year))
    return linker.covers(without_year, mentions, FILLER)


def current_linker() -> Linker:
    """The linker for the knowledge of this process as it is now; all components share it."""
    global _latest
    knowledge = shared().current()
    known, linker = _latest or (None, None)
    if known is not knowledge or linker is None:
        linker = Linker(knowledge, vocabulary.ordinary())
        _latest = (knowledge, linker)
    return linker


# One assignment, so that a thread never sees the linker of another state of the knowledge.
_latest: tuple[object, Linker] | None = None


def _entity(mention: Mention, text: str) -> dict[str, Any]:
    return {
        "entity": mention.subject.kind,
        "value": mention.subject.id,
        "start": mention.start,
        "end": mention.end,
        "name": mention.name,
        "surface": text[mention.start : mention.end],
        "exact": mention.exact,
        "others": [[other.kind, other.id] for other in mention.others],
        "extractor": SubjectLinker.__name__,
    }
