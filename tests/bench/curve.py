"""What each fallback threshold would do to messages that nobody trained on."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.bench import processes
from tests.bench.messages import OUT_OF_SCOPE, HeldOut

THRESHOLDS = tuple(round(0.30 + 0.05 * i, 2) for i in range(11))
LIMIT_SECONDS = 1800.0


@dataclass(frozen=True)
class Guess:
    """A held-out message with the likeliest intent, its confidence, and its lead over the next."""

    message: HeldOut
    intent: str
    confidence: float
    lead: float

    @property
    def right(self) -> bool:
        """Whether the intent is the file's; of the out-of-scope ones any will do."""
        same_side = not self.message.in_scope and self.intent.startswith(OUT_OF_SCOPE)
        return same_side or self.intent == self.message.intent


@dataclass(frozen=True)
class Point:
    """Counts at one threshold: in-scope messages in the first four, out-of-scope ones in the others."""

    threshold: float
    right: int
    wrong: int
    # Of the wrong ones: turned away as out of scope.
    turned_away: int
    refused: int
    # Named as out of scope, refused as not understood, or answered as if in scope.
    named: int
    doubted: int
    answered: int

    @property
    def caught(self) -> int:
        """Out-of-scope messages that got no answer about something else."""
        return self.named + self.doubted


def guesses(
    model: Path,
    messages: Sequence[HeldOut],
    folder: Path,
    environment: Mapping[str, str],
    name: str,
    python: str = sys.executable,
) -> list[Guess]:
    """Has a trained model parse the messages."""
    folder.mkdir(parents=True)
    texts, found = folder / "texts.json", folder / "found.json"
    texts.write_text(json.dumps([message.text for message in messages]), encoding="utf-8")
    script = Path(__file__).with_name("predictions.py")
    command = [python, str(script), str(model), str(texts), str(found)]
    processes.run(f"parsing ({name})", command, folder, environment, LIMIT_SECONDS)
    return [_guess(message, ranked) for message, ranked in zip(messages, json.loads(found.read_text(encoding="utf-8")))]


def _guess(message: HeldOut, ranked: Sequence[tuple[str, float]]) -> Guess:
    if not ranked:
        return Guess(message, "", 0.0, 0.0)
    (intent, confidence), rest = ranked[0], ranked[1:]
    return Guess(message, intent, confidence, confidence - rest[0][1] if rest else 1.0)


def point(found: Sequence[Guess], threshold: float, ambiguity: float = 0.0) -> Point:
    """Counts what happens at a threshold; ``ambiguity`` is the least lead over the next intent."""
    kept = [g for g in found if g.confidence >= threshold and g.lead >= ambiguity]
    inside, outside = [g for g in kept if g.message.in_scope], [g for g in kept if not g.message.in_scope]
    all_inside = sum(g.message.in_scope for g in found)
    right, named = sum(g.right for g in inside), sum(g.right for g in outside)
    return Point(
        threshold=threshold,
        right=right,
        wrong=len(inside) - right,
        turned_away=sum(g.intent.startswith(OUT_OF_SCOPE) for g in inside),
        refused=all_inside - len(inside),
        named=named,
        doubted=len(found) - all_inside - len(outside),
        answered=len(outside) - named,
    )


def configured(config: Path) -> tuple[float, float]:
    """Threshold and ambiguity threshold of a config.yml; zeros without a FallbackClassifier."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    part = next((part for part in pipeline if part["name"] == "FallbackClassifier"), None)
    if part is None:
        return 0.0, 0.0
    # Rasa's own values where the file names none.
    return float(part.get("threshold", 0.3)), float(part.get("ambiguity_threshold", 0.1))
