"""The statements nearest to a message, for questions narrower than any intent."""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.knowledge import shared
from overture.nlu import sentence_vectors
from overture.nlu.components.base import Trained
from overture.nlu.components.classifier import PARTS
from overture.nlu.components.encoder import vector_of
from overture.nlu.passages import Found, PassageFinder, VectorCache

# Key of the parse result: [{"key": ..., "score": ...}], nearest first.
PASSAGES = "passages"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PassageRanker(Trained, GraphComponent):  # type: ignore[misc]
    """Ranks the statements of the knowledge by meaning.

    Training only keeps their vectors, so that the start is quick; a statement changed
    since then is encoded when it is first seen.
    """

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, cache: Optional[VectorCache] = None
    ) -> None:
        super().__init__(config, storage, resource)
        self._cache = cache or VectorCache()
        self._knowledge: object = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PassageRanker:
        """A ranker with the vectors of the statements seen in training."""
        with model_storage.read_from(resource) as folder:
            ranker = cls(config, model_storage, resource, VectorCache.load(folder))
        ranker._current()
        return ranker

    def train(self, training_data: TrainingData) -> Resource:
        """Encodes all statements of today's knowledge."""
        self._current()
        with self._storage.write_to(self._resource) as folder:
            self._cache.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to examples."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the nearest passages to each message's parse result."""
        finder = self._current()
        for message in messages:
            message.set(PASSAGES, _as_dicts(finder.find(vector_of(message))), add_to_output=True)
            for part in message.get(PARTS) or ():
                part[PASSAGES] = _as_dicts(finder.find(part.pop("vector")))
        return messages

    def _current(self) -> PassageFinder:
        knowledge = shared().current()
        if self._knowledge is not knowledge:
            self._finder = PassageFinder(knowledge, sentence_vectors.shared(), self._cache)
            self._knowledge = knowledge
        return self._finder


def _as_dicts(found: list[Found]) -> list[dict[str, Any]]:
    return [{"key": f.key, "score": round(f.score, 4)} for f in found]
