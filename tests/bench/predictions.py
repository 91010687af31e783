"""Parses messages with a trained model: ``predictions.py MODEL TEXTS.json FOUND.json``.

Run as a program of its own, so that the benchmark itself loads neither Rasa nor a model,
and so that each model meets only what it may import.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rasa.core.agent import load_agent

FALLBACK = "nlu_fallback"


async def parse(model: str, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    """The two likeliest intents of each text with their confidence, before FallbackClassifier."""
    agent = await load_agent(model_path=model)
    found = []
    for text in texts:
        ranking = (await agent.parse_message(text))["intent_ranking"]
        ranked = [(guess["name"], guess["confidence"]) for guess in ranking if guess["name"] != FALLBACK]
        found.append(ranked[:2])
    return found


def main(model: str, texts: str, found: str) -> None:
    """Reads the texts, parses them, writes what was found."""
    read = json.loads(Path(texts).read_text(encoding="utf-8"))
    Path(found).write_text(json.dumps(asyncio.run(parse(model, read))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
