"""Entities of a message: the known things that it names."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.knowledge import shared
from overture.nlu import vocabulary
from overture.nlu.linker import Linker, Mention

# Message property: the message names things and asks nothing new ("what about composers?").
ONLY_SUBJECTS = "only_subjects"
# Words that add no question to a bare name.
FILLER = frozenset(
    "a about also an and as at for how hmm in is now of ok okay on or please same so sorry that the then there to "
    "what with i mean meant".split()
)
# Kinds that are a question by themselves: "thesis?" asks something, "composer?" only names it.
_FACETS = frozenset({"topic", "requirement", "term", "course"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SubjectLinker(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Writes one entity a mention: its kind as entity type, its id as value.

    The knowledge is read at run time, so what an editor adds is found without training.
    """

    def __init__(self) -> None:
        self._knowledge: object = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SubjectLinker:
        """A linker for the knowledge of this process."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to do: intents don't depend on names."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds entities to each message."""
        linker = self._current()
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = linker.find(text)
            message.set(ENTITIES, [_entity(m, text) for m in mentions], add_to_output=True)
            # "Is there an entrance exam at Louisville" names a requirement too, and so asks something.
            bare = bool(mentions) and all(m.subject.kind not in _FACETS for m in mentions)
            message.set(ONLY_SUBJECTS, bare and linker.covers(text, mentions, FILLER))
        return messages

    def _current(self) -> Linker:
        knowledge = shared().current()
        if self._knowledge is not knowledge:
            self._knowledge = knowledge
            self._linker = Linker(knowledge, vocabulary.ordinary())
        return self._linker


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
