"""The intent of a message, with a confidence that means something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.nlu import threads
from overture.nlu.components.base import Trained
from overture.nlu.components.encoder import ASKING_VECTOR, SentenceEncoder, asking_of, asking_vector_of, vector_of
from overture.nlu.components.linker import FORM, ONLY_SUBJECTS
from overture.nlu.components.masker import ASKING
from overture.nlu.components.reader import CLAUSES, READING
from overture.nlu.evidence import OUT_OF_SCOPE
from overture.nlu.intent_model import Guess, IntentModel
from overture.nlu.sentence_vectors import Vector

# Intent of a message that only names a subject; it takes the question from before.
REFER = "refer"
# Said in passing ("what can I do?"), these would take over a story about something else.
_ABOUT_THE_BOT = frozenset({"ask_capabilities", "ask_language", "ask_person"})
_RANKED = 10
# Confidence from which the second reading beats "another subject" where no subject is named.
_NO_SUBJECT = 0.35
# How much surer a clause must be than the whole message to speak for it.
_BY_FAR = 0.12
# Key of the parse result: the clauses that ask different things, in the order of the message.
PARTS = "parts"


@dataclass(frozen=True)
class Part:
    """A clause that asks something: its intent, text and place, and its vector (384,)."""

    guess: Guess
    text: str
    start: int
    end: int
    vector: Vector

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the parse result; the vector is for the components after this one."""
        intent = {"name": self.guess.intent, "confidence": self.guess.confidence}
        return {"intent": intent, "text": self.text, "start": self.start, "end": self.end, "vector": self.vector}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearestExampleClassifier(Trained, GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Classifies by sentence vector, character counts and the nearest training examples."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        super().__init__(config, storage, resource)
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs the encoder's vectors."""
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings of config.yml and their defaults.

        ``C``: inverse strength of regularisation.  ``sure``: confidence from which a clause asks something.
        ``at_least``: own lower bounds of confidence for intents that must not be guessed lightly.
        ``random_seed`` makes training repeatable.
        """
        return {"C": 20.0, "random_seed": 42, "sure": 0.62, "at_least": {}}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NearestExampleClassifier:
        """A trained classifier."""
        threads.one_a_product()
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fits to the examples that have an intent."""
        examples = [m for m in training_data.intent_examples if m.get(READING)]
        self._model = IntentModel.fit(
            [asking_of(m) for m in examples],
            [m.get(INTENT) for m in examples],
            np.stack([vector_of(m) for m in examples]),
            self._config["C"],
            self._config["random_seed"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets ``intent`` and ``intent_ranking`` of each message."""
        for message in messages:
            ranking, parts = self._rank(message), self._parts(message)
            asking = [part.guess for part in parts if part.guess.intent.startswith("ask_")]
            out = any(part.guess.intent.startswith(OUT_OF_SCOPE) for part in parts)
            if asking and (asking[-1].confidence > ranking[0].confidence + _BY_FAR or (out and len(parts) > 1)):
                # A story around a question: the clause says more clearly what is wanted.
                surest = max(asking[-1].confidence, ranking[0].confidence)
                ranking = [Guess(asking[-1].intent, surest), *(g for g in ranking if g.intent != asking[-1].intent)]
            if asking and len({part.guess.intent for part in parts}) > 1:
                message.set(PARTS, [part.as_dict() for part in parts], add_to_output=True)
            ranked = [_as_dict(g) for g in ranking[:_RANKED]]
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set("intent_ranking", ranked, add_to_output=True)
        return messages

    def _parts(self, message: Message) -> list[Part]:
        """The clauses that surely ask something, ask the same of another thing, or are surely out of scope."""
        if self._model is None or message.get(ONLY_SUBJECTS):
            return []
        named = [(entity["start"], entity["end"]) for entity in message.get(ENTITIES) or ()]
        parts: list[Part] = []
        for clause in message.get(CLAUSES) or ():
            reading, vector = clause.get(ASKING, clause[READING]), clause.get(ASKING_VECTOR, clause["vector"])
            by_form = clause.get(FORM)
            guess = Guess(by_form, 1.0) if by_form else self._model.rank(reading, vector)[0]
            names = any(clause["start"] <= start and end <= clause["end"] for start, end in named)
            if guess.confidence >= self._config["sure"] and _is_part(guess.intent, names, bool(parts)):
                parts.append(Part(guess, clause["text"], clause["start"], clause["end"], clause["vector"]))
        return parts

    def _rank(self, message: Message) -> list[Guess]:
        if self._model is None:
            raise ValueError("the classifier has not been trained")
        guesses = self._careful(self._model.rank(asking_of(message), asking_vector_of(message)))
        if message.get(ONLY_SUBJECTS):
            rest = [g for g in guesses if g.intent != REFER]
            return [Guess(REFER, 1.0), *rest]
        if by_form := message.get(FORM):
            return [Guess(by_form, 1.0), *(g for g in guesses if g.intent != by_form)]
        named = bool(message.get(ENTITIES))
        if guesses[0].intent == REFER and not named and guesses[1].confidence >= _NO_SUBJECT:
            # "And the outlook for them": no new subject is named, so a new side of the old one is asked for.
            swapped = [Guess(guesses[1].intent, guesses[0].confidence), Guess(REFER, guesses[1].confidence)]
            return [*swapped, *guesses[2:]]
        return guesses

    def _careful(self, guesses: list[Guess]) -> list[Guess]:
        """An intent that must not be guessed lightly gives way to the next one below its own bound."""
        first = guesses[0]
        if first.confidence < self._config["at_least"].get(first.intent, 0.0):
            return [*guesses[1:], Guess(first.intent, 0.0)]
        return guesses


def _is_part(intent: str, names: bool, follows: bool) -> bool:
    if intent.startswith(OUT_OF_SCOPE):
        return not names
    if intent == REFER:
        return names and follows
    return intent.startswith("ask_") and intent not in _ABOUT_THE_BOT


def _as_dict(guess: Guess) -> dict[str, Any]:
    return {"name": guess.intent, "confidence": guess.confidence}
