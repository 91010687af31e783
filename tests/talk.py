"""Holds the conversations of ``tests/conversations`` with the real model and the real actions.

``python -m tests.talk [folder or part of a name ...]`` prints those that fail and how long all took.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from overture.engine import Bot, Reply

FOLDER = Path(__file__).parent / "conversations"
_KEYS = {"user", "press", "has", "lacks", "first", "row", "buttons", "table", "sources"}
# Whatever is asked, nobody is told this.
NEVER = (r"something went wrong", r": None\b|\bnan\b|\{\w*\}|\butter_|\baction_")
# In these folders it may be that a message is not understood; elsewhere that is a fault.
MAY_NOT_UNDERSTAND = {"not_understood", "fallback", "out_of_scope", "disambiguation"}
# A conversation is played by somebody new each time, also when the same process plays it again.
_PLAYS = itertools.count(1)
NOT_UNDERSTOOD = r"I did(n't| not) (get|understand) that|I still don't get it|put it another way|nothing to go back to"


@dataclass(frozen=True)
class Turn:
    """One message and what the rendered answer must and must not hold.

    ``has`` and ``lacks`` are regular expressions over the whole text, ``first`` over its first line, case ignored;
    ``row`` is (turn, number): the answer is about that row of the table of that turn, both counted from 1;
    ``buttons`` labels that must be offered; ``table`` and ``sources`` whether there is one.
    Instead of writing, ``press`` presses a button of the answer before: by its label, or its number from 1.
    """

    user: str = ""
    press: str = ""
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    row: tuple[int, int] | None = None
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


def conversations(*parts: str) -> list[Conversation]:
    """The conversations whose name holds one of the parts, or all, sorted by folder and name."""
    all_of_them = [_read(path) for path in sorted(FOLDER.rglob("*.yaml"))]
    return [c for c in all_of_them if not parts or any(part in c.name for part in parts)]


def _read(path: Path) -> Conversation:
    turns = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Conversation(path, tuple(_turn(turn, path) for turn in turns))


def _turn(raw: dict[str, Any], path: Path) -> Turn:
    unknown = set(raw) - _KEYS
    assert not unknown, f"{path}: unknown keys {unknown}"
    said = raw.get("user") or raw.get("press")
    assert said, f"{path}: a turn says nothing"
    assert set(raw) - {"user", "press"}, f"{path}: nothing is expected of the answer to {said!r}"
    lists = {key: tuple(_listed(raw.get(key))) for key in ("has", "lacks", "first", "buttons")}
    row = tuple(raw["row"]) if "row" in raw else None
    asked = {key: str(raw.get(key) or "") for key in ("user", "press")}
    return Turn(**asked, row=row, table=raw.get("table"), sources=raw.get("sources"), **lists)


def _listed(value: Any) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]


def hold(bot: Bot, conversation: Conversation) -> list[str]:
    """Plays a conversation; returns what was wrong, nothing when all was right."""
    return asyncio.run(_hold(bot, conversation))


async def _hold(bot: Bot, conversation: Conversation) -> list[str]:
    wrong: list[str] = []
    before: list[list[Reply]] = []
    sender = f"talk-{next(_PLAYS)}-{conversation.name}"
    for number, turn in enumerate(conversation.turns, 1):
        asked = turn.user or _message(turn.press, before[-1])
        if not asked:
            return [*wrong, f"turn {number}: no button {turn.press!r} to press"]
        before.append(await bot.hear(asked, sender=sender))
        if faults := _faults(turn, before, conversation.path.parent.name):
            wrong.append(f"turn {number} {asked!r}: {'; '.join(faults)}\n{_text(before[-1])}")
    return wrong


def _message(label: str, replies: list[Reply]) -> str:
    offered = [(button["title"], button["payload"]) for reply in replies for button in reply.buttons]
    if label.isdigit():
        return str(offered[int(label) - 1][1]) if int(label) <= len(offered) else ""
    return str(dict(offered).get(label, ""))


def _text(replies: list[Reply]) -> str:
    return "\n".join(reply.text for reply in replies)


def _found(pattern: str, text: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE | re.DOTALL))


def _faults(turn: Turn, before: list[list[Reply]], folder: str) -> list[str]:
    replies = before[-1]
    text = _text(replies)
    labels = {button["title"] for reply in replies for button in reply.buttons}
    faults = [] if text.strip() else ["silence"]
    faults += [f"says {p!r}" for p in NEVER if re.search(p, text)]
    if turn.has and folder not in MAY_NOT_UNDERSTAND and not _found(NOT_UNDERSTOOD, " ".join(turn.has)):
        faults += ["not understood"] if _found(NOT_UNDERSTOOD, text) else []
    faults += [f"lacks {p!r}" for p in turn.has if not _found(p, text)]
    faults += [f"holds {p!r}" for p in turn.lacks if _found(p, text)]
    faults += [f"first line lacks {p!r}" for p in turn.first if not _found(p, text.split("\n")[0])]
    faults += [f"no button {label!r}" for label in turn.buttons if label not in labels]
    return faults + _faults_of_parts(turn, before)


def _faults_of_parts(turn: Turn, before: list[list[Reply]]) -> list[str]:
    faults = []
    for part in ("table", "sources"):
        wanted = getattr(turn, part)
        if wanted is not None and any(_part(reply, part) for reply in before[-1]) is not wanted:
            faults.append(f"{part} expected: {wanted}")
    if turn.row:
        name = _cell(before, *turn.row)
        if not name or name.casefold() not in _text(before[-1]).casefold():
            faults.append(f"is not about {name!r}, row {turn.row[1]} of the table of turn {turn.row[0]}")
    return faults


def _part(reply: Reply, part: str) -> Any:
    return reply.parts.get(part)


def _cell(before: list[list[Reply]], turn: int, row: int) -> str:
    """The first cell of a row of an earlier answer's table."""
    tables = [table for reply in before[turn - 1] if (table := reply.parts.get("table"))]
    rows = tables[0]["rows"] if tables else []
    return str(rows[row - 1][0]) if len(rows) >= row else ""


def _play(bot: Bot, chosen: Sequence[Conversation], shown: int) -> None:
    failed, started = 0, time.monotonic()
    for conversation in chosen:
        if wrong := hold(bot, conversation):
            failed += 1
            print(f"\n=== {conversation.name}", *(fault[:shown] for fault in wrong), sep="\n")
    turns = sum(len(conversation.turns) for conversation in chosen)
    seconds = time.monotonic() - started
    print(f"\n{len(chosen) - failed} of {len(chosen)} conversations as they should be, {turns} turns, {seconds:.0f} s")


def main() -> None:
    """Plays the conversations named, or all, with the newest model."""
    import logging

    from rasa.utils.log_utils import configure_structlog

    from overture import engine, lean

    parser = argparse.ArgumentParser(description="Plays the conversations of tests/conversations.")
    parser.add_argument("parts", nargs="*", help="folders or parts of names")
    parser.add_argument("--shown", type=int, default=600, help="characters shown of an answer that is wrong")
    options = parser.parse_args()
    chosen = conversations(*options.parts)
    configure_structlog(logging.ERROR)
    logging.disable(logging.WARNING)
    lean.install(engine.ROOT / "config.yml")
    with tempfile.TemporaryDirectory() as folder:
        # What is asked here is nobody's question: nothing of it is kept for review or passed on to a person.
        settings = Path(folder, "handover.yml")
        settings.write_text("folder: .\n", encoding="utf-8")
        os.environ.update(OVERTURE_REVIEW="off", OVERTURE_HANDOVER=str(settings))
        _play(Bot.load(), chosen, options.shown)


if __name__ == "__main__":
    main()
