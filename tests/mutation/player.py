"""Plays all conversations in a process of its own: ``python -m tests.mutation.player``.

Reads lines of JSON: ``facts`` is a folder, ``hint`` words on what may be wrong, ``known`` names turns that fail anyhow
(the first other one is then enough).  Answers each with a line of JSON: the turns that fail.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from overture.engine import Bot
    from tests.talk import Conversation


def _start() -> Bot:
    from rasa.utils.log_utils import configure_structlog

    from overture import engine, lean

    configure_structlog(logging.CRITICAL)
    logging.disable(logging.CRITICAL)
    lean.install(engine.ROOT / "config.yml")
    return engine.Bot.load()


def near(hint: str, conversations: Iterable[Conversation]) -> list[Conversation]:
    """The conversations in the order in which they may notice a fault: those with most of its words first."""
    wanted = _words(hint)
    return sorted(conversations, key=lambda c: -len(wanted & _words(f"{c.name} {c.path.read_text(encoding='utf-8')}")))


def _words(text: str) -> set[str]:
    # "\$73,130" in a conversation is "73130" in the facts.
    bare = re.sub(r"(?<=\d),(?=\d)", "", text.lower().replace("\\", "")).replace("_", " ")
    return set(re.findall(r"[a-z]{4,}|\d[\d.]*\d", bare))


def failing(bot: Bot, hint: str, known: Optional[list[str]]) -> list[str]:
    """Turns that are not as they should be, as "folder/name, turn 2"; all, or the first that is not known."""
    from tests import talk

    found: list[str] = []
    for conversation in near(hint, talk.conversations()):
        for wrong in talk.hold(bot, conversation):
            turn = re.match(r"turn \d+", wrong)
            found.append(f"{conversation.name}, {turn[0] if turn else wrong}")
        new = [name for name in found if name not in (known or ())]
        if known is not None and new:
            return new
    return found if known is None else []


def refused(folder: str) -> str:
    """Why facts can't be loaded; nothing when they can, and are then those of this process."""
    from overture.knowledge import KnowledgeError, shared

    os.environ["OVERTURE_KNOWLEDGE"] = folder
    try:
        shared()
    except KnowledgeError as error:
        return f"the facts are refused: {str(error).splitlines()[0]}"
    return ""


def main() -> None:
    """Answers until the input ends."""
    told = sys.stdout
    sys.stdout = sys.stderr  # what libraries print must not come between
    bot = _start()
    for line in sys.stdin:
        asked = json.loads(line)
        why = refused(asked["facts"])
        print(json.dumps([why] if why else failing(bot, asked["hint"], asked["known"])), file=told, flush=True)


if __name__ == "__main__":
    main()
