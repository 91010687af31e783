"""Sentence vectors as features of a message."""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.nlu import sentence_vectors
from overture.nlu.components.base import Untrained
from overture.nlu.components.masker import ASKING
from overture.nlu.components.reader import CLAUSES, READING
from overture.nlu.sentence_vectors import Vector

ORIGIN = "SentenceEncoder"
# Message property, and key of a clause: the vector of what is asked without names, where it differs.
ASKING_VECTOR = "asking_vector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(Untrained):
    """Adds one dense sentence feature of 384 numbers, unit length."""

    def __init__(self, config: Optional[dict[str, Any]] = None) -> None:
        super().__init__(config)
        self._encoder = sentence_vectors.shared()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features of all examples with a text: of what they ask, as only the classifier learns from them."""
        examples = [m for m in training_data.training_examples if m.get(READING)]
        for message, vector in zip(examples, self._encoder.encode([asking_of(m) for m in examples])):
            _add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Features of each message."""
        for message in messages:
            _add(message, self._encoder.encode_one(message.get(READING) or ""))
            if message.get(ASKING):
                message.set(ASKING_VECTOR, self._encoder.encode_one(message.get(ASKING)))
            for clause in message.get(CLAUSES) or ():
                clause["vector"] = self._encoder.encode_one(clause[READING])
                if ASKING in clause:
                    clause[ASKING_VECTOR] = self._encoder.encode_one(clause[ASKING])
        return messages


def _add(message: Message, vector: Vector) -> None:
    message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))


def asking_of(message: Message) -> str:
    """What a message asks: its reading, with names masked where it has any."""
    return message.get(ASKING) or message.get(READING) or ""


def asking_vector_of(message: Message) -> Vector:
    """The vector of :func:`asking_of`, shape (384,).

    Raises:
        ValueError: the message has not passed the encoder.
    """
    vector: Vector | None = message.get(ASKING_VECTOR)
    return vector_of(message) if vector is None else vector


def vector_of(message: Message) -> Vector:
    """The sentence vector of an encoded message, shape (384,).

    Raises:
        ValueError: the message has not passed the encoder.
    """
    _, sentence = message.get_dense_features(TEXT, [ORIGIN])
    if sentence is None:
        raise ValueError("the message has no sentence vector: SentenceEncoder must come before in config.yml")
    vector: Vector = sentence.features[0]
    return vector
