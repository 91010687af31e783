"""Decides what the words of a message leave open, by the names in it and the statements near to it."""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from overture.knowledge import heap
from overture.nlu.components.base import Untrained
from overture.nlu.components.passages import PASSAGES
from overture.nlu.evidence import OUT_OF_SCOPE, supported
from overture.nlu.intent_model import Guess

RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EvidenceWeigher(Untrained):
    """Lifts an intent over the threshold where there is other evidence for it than the words.

    A message that is refused although it names a school is a loss; one that is taken
    for a question because it sounds like one is worse.  So only an unsure guess gives
    way, and only to one that was likely anyway.
    """

    def __init__(self, config: Optional[dict[str, Any]] = None) -> None:
        super().__init__(config)
        self._settled = False

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings of config.yml and their defaults.

        ``threshold``: confidence below which a guess is unsure, that of the fallback.  ``named``, ``stated``: least
        confidence of an intent that a name or a statement speaks for.  ``near``: cosine from which a statement does.
        ``surely_out``: confidence from which a message is out of scope whatever it names.
        """
        return {"threshold": 0.5, "named": 0.35, "stated": 0.3, "near": 0.82, "surely_out": 0.6}

    def process(self, messages: list[Message]) -> list[Message]:
        """Puts the intent first that the evidence speaks for."""
        for message in messages:
            ranking = [Guess(g["name"], g["confidence"]) for g in message.get(RANKING) or ()]
            chosen = self._choose(message, ranking)
            if chosen and (chosen != ranking[0] or chosen.confidence < self._config["threshold"]):
                # As sure as any other, or the fallback would find the two ambiguous.
                surest = max(self._config["threshold"], *(guess.confidence for guess in ranking))
                lifted = Guess(chosen.intent, surest)
                ranked = [_as_dict(g) for g in (lifted, *(g for g in ranking if g.intent != chosen.intent))]
                message.set(INTENT, ranked[0], add_to_output=True)
                message.set(RANKING, ranked, add_to_output=True)
        if not self._settled:  # the linker and others make what they keep for the first message
            heap.settle()
            self._settled = True
        return messages

    def _choose(self, message: Message, ranking: list[Guess]) -> Guess | None:
        if not ranking:
            return None
        unsure = ranking[0].confidence < self._config["threshold"] or ranking[0].intent.startswith(OUT_OF_SCOPE)
        kinds = {entity["entity"] for entity in message.get(ENTITIES) or () if entity.get("exact", True)}
        near = max((float(found["score"]) for found in message.get(PASSAGES) or ()), default=0.0)
        return supported(ranking, kinds, near, self._config) if unsure else None


def _as_dict(guess: Guess) -> dict[str, Any]:
    return {"name": guess.intent, "confidence": guess.confidence}
