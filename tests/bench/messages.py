"""Messages that nobody trained on: the phrasings of tests/questions without those that also stand in data/nlu."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OUT_OF_SCOPE = "oos_"
_ITEM = re.compile(r"^\s*- (.*)$")
_SIGNS = re.compile(r"[^\w\s]")


@dataclass(frozen=True, order=True)
class HeldOut:
    """A message with the intent that its file names; ``custom`` if a custom action answers that intent."""

    intent: str
    text: str
    custom: bool

    @property
    def in_scope(self) -> bool:
        """Whether it asks for something that the bot answers."""
        return not self.intent.startswith(OUT_OF_SCOPE)


def held_out(questions: Path, project: Path) -> list[HeldOut]:
    """All distinct held-out messages, sorted.

    Args:
        questions: folder of the question files.
        project: holds ``data/nlu`` and ``data/rules.yml``.
    """
    trained = {folded(text) for text in _examples(project / "data" / "nlu")}
    custom = _custom(project / "data" / "rules.yml")
    found: dict[str, HeldOut] = {}
    for file in sorted(f for f in questions.glob("*.yaml") if f.stem != "known_failures"):
        for group in _read(file) or ():
            for text in map(str, group["says"]):
                if folded(text) not in trained:
                    found.setdefault(folded(text), HeldOut(group["intent"], text, group["intent"] in custom))
    return sorted(found.values())


def spread(messages: Sequence[HeldOut], count: int) -> list[HeldOut]:
    """About ``count`` messages, evenly over the list: each intent by its share."""
    taken = min(count, len(messages))
    return [messages[int((i + 0.5) * len(messages) / taken)] for i in range(taken)]


def portions(messages: Sequence[HeldOut], count: int, number: int) -> list[list[HeldOut]]:
    """``number`` portions of about ``count`` messages, each evenly over the list, with no message in two of them.

    Where there are too few messages, the portions are smaller.
    """
    taken = spread(messages, count * number)
    return [taken[i::number] for i in range(number)]


def folded(text: str) -> str:
    """A text without case, marks and spacing; what is only marks stays as it is."""
    bare = " ".join(_SIGNS.sub(" ", text.casefold()).split())
    return bare or text.strip()


def _examples(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.yml"):
        for entry in _read(file)["nlu"]:
            for line in entry.get("examples", "").splitlines():
                item = _ITEM.match(line)
                if item:
                    yield item.group(1)


def _custom(file: Path) -> set[str]:
    """Intents whose rule calls a custom action."""
    found: set[str] = set()
    for rule in _read(file)["rules"]:
        steps: dict[str, str] = {key: value for step in rule["steps"] for key, value in step.items()}
        if "intent" in steps and steps.get("action", "").startswith("action_"):
            found.add(steps["intent"])
    return found


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
