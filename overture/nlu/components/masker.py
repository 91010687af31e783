"""What a message asks, without the names of schools and programs."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.nlu.components.base import Untrained
from overture.nlu.components.linker import current_linker
from overture.nlu.components.reader import CLAUSES, CORRECTIONS
from overture.nlu.masking import STAND_INS, Named, inside, masked
from overture.nlu.spelling import applied
from overture.nlu.text import for_reading

# Message property, and key of a clause: the reading with names masked; only where there are any.
ASKING = "asking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NameMasker(Untrained):
    """Masks names in examples and messages; the classifier reads the result, all else the message as it is."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Masks the names in the examples; those known today, though which they are hardly matters."""
        linker = current_linker()
        for message in training_data.training_examples:
            text = message.get(TEXT) or ""
            _mask(message, [Named(m.subject.kind, m.start, m.end) for m in linker.find(text)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Masks the names that the linker found in each message, and in its clauses."""
        for message in messages:
            names = [Named(e["entity"], e["start"], e["end"]) for e in message.get(ENTITIES) or ()]
            _mask(message, names)
            for clause in message.get(CLAUSES) or ():
                start = message.get(TEXT).index(clause["text"], clause["start"])
                own = inside(names, start, start + len(clause["text"]))
                if _has_any(own):
                    clause[ASKING] = _reading(clause["text"], own, message)
        return messages


def _mask(message: Message, names: list[Named]) -> None:
    if _has_any(names):
        message.set(ASKING, _reading(message.get(TEXT), names, message))


def _has_any(names: Iterable[Named]) -> bool:
    return any(name.kind in STAND_INS for name in names)


def _reading(text: str, names: Iterable[Named], message: Message) -> str:
    """As MessageReader reads it: with the corrections that it made to the message."""
    return applied(message.get(CORRECTIONS) or {}, for_reading(masked(text, names)))
