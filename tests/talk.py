"""Holds the conversations of ``tests/conversations`` with the real model and the real actions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from overture.engine import Bot, Reply

FOLDER = Path(__file__).parent / "conversations"
_KEYS = {"user", "has", "lacks", "buttons", "table", "sources"}


@dataclass(frozen=True)
class Turn:
    """One message and what the rendered answer must and must not hold.

    ``has`` and ``lacks`` are regular expressions over the whole text, case ignored;
    ``buttons`` labels that must be offered; ``table`` and ``sources`` whether there is one.
    """

    user: str
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    table: bool | None = None
    sources: bool | None = None


@dataclass(frozen=True)
class Conversation:
    """A file: its name says in a sentence what happens."""

    path: Path
    turns: tuple[Turn, ...]

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"


def conversations() -> list[Conversation]:
    """All conversations, sorted by folder and name."""
    return [_read(path) for path in sorted(FOLDER.rglob("*.yaml"))]


def _read(path: Path) -> Conversation:
    turns = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Conversation(path, tuple(_turn(turn, path) for turn in turns))


def _turn(raw: dict[str, Any], path: Path) -> Turn:
    unknown = set(raw) - _KEYS
    assert not unknown, f"{path}: unknown keys {unknown}"
    assert set(raw) > {"user"}, f"{path}: nothing is expected of the answer to {raw['user']!r}"
    lists = {key: tuple(_listed(raw.get(key))) for key in ("has", "lacks", "buttons")}
    return Turn(user=raw["user"], table=raw.get("table"), sources=raw.get("sources"), **lists)


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def hold(bot: Bot, conversation: Conversation) -> list[str]:
    """Plays a conversation; returns what was wrong, nothing when all was right."""
    replies = bot.ask_all([turn.user for turn in conversation.turns], sender=f"talk-{conversation.name}")
    wrong = []
    for number, (turn, said) in enumerate(zip(conversation.turns, replies), 1):
        wrong += [f"turn {number} {turn.user!r}: {fault}\n{_text(said)}" for fault in _faults(turn, said)]
    return wrong


def _text(replies: list[Reply]) -> str:
    return "\n".join(reply.text for reply in replies)


def _faults(turn: Turn, replies: list[Reply]) -> list[str]:
    text = _text(replies)
    labels = {button["title"] for reply in replies for button in reply.buttons}
    faults = [] if text.strip() else ["silence"]
    faults += [f"lacks {p!r}" for p in turn.has if not re.search(p, text, re.IGNORECASE | re.DOTALL)]
    faults += [f"holds {p!r}" for p in turn.lacks if re.search(p, text, re.IGNORECASE | re.DOTALL)]
    faults += [f"no button {label!r}" for label in turn.buttons if label not in labels]
    for part in ("table", "sources"):
        wanted = getattr(turn, part)
        if wanted is not None and any(reply.parts.get(part) for reply in replies) is not wanted:
            faults.append(f"{part} expected: {wanted}")
    return faults
