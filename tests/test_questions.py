"""Twins of ``data/nlu``: how people ask, what is understood, and what they are told.

A group of a file in ``tests/questions`` names phrasings that want the same thing, with
the intent.  Groups with ``entities`` or ``answer`` are asked in the made-up world of
``tests/fixtures/knowledge``; ``answer`` holds regular expressions of the rendered text.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from overture.engine import Bot

FOLDER = Path(__file__).parent / "questions"
# Share of all phrasings that must be understood; .95 when written, with a little room for retraining.
RIGHT = 0.94
EDGE = 6


@dataclass(frozen=True)
class Group:
    """Phrasings that want the same thing."""

    file: str
    says: tuple[str, ...]
    intent: str
    entities: tuple[tuple[str, str], ...] | None
    answer: tuple[str, ...]

    @property
    def in_the_world(self) -> bool:
        return self.entities is not None or bool(self.answer)


def _groups() -> list[Group]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem != "known_failures":
            found += [_group(path.stem, raw) for raw in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return found


def _group(file: str, raw: dict[str, Any]) -> Group:
    assert set(raw) <= {"says", "intent", "entities", "answer"}, f"{file}: unknown keys in {raw}"
    entities = raw.get("entities")
    pairs = None if entities is None else tuple((e["kind"], e["id"]) for e in entities)
    return Group(file, tuple(raw["says"]), raw["intent"], pairs, tuple(raw.get("answer") or ()))


GROUPS = _groups()
WORLDLY = [group for group in GROUPS if group.in_the_world]


def _known_failures() -> set[str]:
    path = FOLDER / "known_failures.yaml"
    return set(yaml.safe_load(path.read_text(encoding="utf-8")) or ())


def _same(said: str, meant: str) -> bool:
    # All that is out of scope is declined; which kind it is only chooses the words.
    return said == meant or (said.startswith("oos_") and meant.startswith("oos_"))


def _parse(bot: Bot, text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = asyncio.run(bot.agent.parse_message(text))
    return parsed


def test_phrasings_are_understood(bot: Bot) -> None:
    asked = [(text, group.intent) for group in GROUPS if not group.in_the_world for text in group.says]
    wrong = {text for text, intent in asked if not _same(_parse(bot, text)["intent"]["name"], intent)}
    share = 1 - len(wrong) / len(asked)
    assert share >= RIGHT, f"{share:.3f} of {len(asked)} understood; not: {sorted(wrong)}"
    known = _known_failures()
    # What fails must be listed, what is listed must fail; but for those at the edge, which another processor's
    # rounding of the int8 encoder may tip over.
    assert len(wrong - known) <= EDGE, f"new failures: {sorted(wrong - known)}"
    assert len(known - wrong) <= EDGE, f"no longer failing, take them out of the list: {sorted(known - wrong)}"


@pytest.mark.parametrize("group", WORLDLY, ids=lambda g: f"{g.file}: {g.says[0]}")
def test_answers_in_the_made_up_world(bot_in_the_world: Bot, group: Group) -> None:
    for number, text in enumerate(group.says):
        parsed = _parse(bot_in_the_world, text)
        assert _same(parsed["intent"]["name"], group.intent), f"{text!r} read as {parsed['intent']}"
        found = tuple((e["entity"], e["value"]) for e in parsed["entities"])
        assert group.entities is None or found == group.entities, f"{text!r} names {found}"
        replies = bot_in_the_world.ask(text, sender=f"world-{group.file}-{number}-{hash(text)}")
        said = "\n".join(reply.text for reply in replies)
        for pattern in group.answer:
            assert re.search(pattern, said, re.IGNORECASE | re.DOTALL), f"{text!r}: no {pattern!r} in\n{said}"


def test_no_phrasing_stands_twice() -> None:
    says = [text.lower() for group in GROUPS for text in group.says]
    assert len(says) == len(set(says)), sorted({text for text in says if says.count(text) > 1})


def test_every_intent_with_training_examples_has_a_twin() -> None:
    trained = {path.stem for path in (FOLDER.parents[1] / "data" / "nlu").glob("*.yml")}
    assert trained <= {group.file for group in GROUPS}
