"""Tokens of a message, and the form of it that the later components read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.knowledge import shared
from overture.knowledge.names import fold, words
from overture.nlu import patches, unknown_places, vocabulary
from overture.nlu.components.base import Trained
from overture.nlu.spelling import Spelling, applied
from overture.nlu.splitter import clauses
from overture.nlu.text import clean, for_reading
from overture.nlu.word_order import WordOrder

# This module is loaded with every model, by plain `rasa run` too.
patches.apply()

# Message property: the text as encoder and classifier see it.
READING = "reading"
# Message property: the clauses of a longer message, as dicts with text, start, end and reading; the encoder
# adds the vector of each.
CLAUSES = "clauses"
# Message property: the misspelt words of a message with what they were put right to.
CORRECTIONS = "corrections"
# Message property: where something stands that must be a place and may not be known, as two offsets; mostly not set.
STRANGE_PLACE = "strange_place"
_FILE = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class MessageReader(Trained, Tokenizer):  # type: ignore[misc]
    """Splits a message into folded words and puts its spelling right.

    Training remembers the words of the examples: towards them misspelt words are
    corrected.  Words of names in the knowledge are left as they are.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings of its own; the first two are Rasa's for intents with several parts."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, seen: Optional[WordOrder] = None
    ) -> None:
        super().__init__(config, storage, resource)
        Tokenizer.__init__(self, config)
        self._use(seen or WordOrder())

    def _use(self, seen: WordOrder) -> None:
        self._seen = seen
        self._names: object = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        """A reader with the words seen in training."""
        with model_storage.read_from(resource) as folder:
            kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, WordOrder(**kept))

    def train(self, training_data: TrainingData) -> Resource:
        """Remembers the words of the training examples."""
        texts = [for_reading(m.get(TEXT)) for m in training_data.training_examples if m.get(INTENT) and m.get(TEXT)]
        self._use(WordOrder.of(texts))
        with self._storage.write_to(self._resource) as folder:
            kept = {"words": self._seen.words, "pairs": self._seen.pairs}
            (folder / _FILE).write_text(json.dumps(kept, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tokens and reading of each training example; its own words count as right."""
        result: TrainingData = super().process_training_data(training_data)
        for message in result.training_examples:
            if message.get(TEXT):
                message.set(READING, for_reading(message.get(TEXT)))
        return result

    def process(self, messages: list[Message]) -> list[Message]:
        """Tokens and reading of each message."""
        result: list[Message] = super().process(messages)
        for message in result:
            text = message.get(TEXT) or ""
            reading = for_reading(text)
            corrections = self._spelling().corrections(reading)
            message.set(READING, applied(corrections, reading))
            message.set(CORRECTIONS, corrections)
            if place := unknown_places.find(text, self._seen, vocabulary.ordinary()):
                message.set(STRANGE_PLACE, place)
            found = clauses(text)
            if len(found) > 1:
                read = [{**asdict(c), READING: applied(corrections, for_reading(c.text))} for c in found]
                message.set(CLAUSES, read)
        return result

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Folded words as tokens, with their place in the text."""
        text = message.get(attribute) or ""
        found = words(text)
        if not found:  # an emoji, say: Rasa wants at least one token
            return [Token(clean(text) or text, 0)] if text else []
        return [Token(word.text, word.start, word.end) for word in found]

    def _spelling(self) -> Spelling:
        knowledge = shared().current()
        if self._names is not knowledge:
            self._names = knowledge
            named = [*knowledge.by_name, *(fold(s) for i in knowledge.institutions.values() for s in i.surfaces())]
            names = {word for name in named for word in name.split()}
            self._spelled = Spelling(self._seen, vocabulary.ordinary(), names)
        return self._spelled
