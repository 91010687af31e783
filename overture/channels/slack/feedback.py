"""Thumbs under answers, and a word on what was wrong; kept in a file for whoever looks after the answers."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from overture.channels.slack import blocks, words

CALLBACK = "feedback_word"
LONGEST_COMMENT = 1_000
KEPT_SECONDS = 180 * 86400.0
_INPUT, _FIELD = "comment", "text"

_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL, user TEXT NOT NULL,
    verdict TEXT NOT NULL, comment TEXT, at REAL NOT NULL, PRIMARY KEY (channel, message, user)
)
"""


@dataclass(frozen=True)
class Judgement:
    """What one user thinks of one answer: ``verdict`` is up or down; ``message`` Slack's time of the answer."""

    conversation: str
    channel: str
    message: str
    user: str
    verdict: str
    comment: Optional[str] = None


class FeedbackFile:
    """Keeps the last judgement of each user on each answer.

    Args:
        path: a SQLite file that only the bot's own account may read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    async def keep(self, judgement: Judgement) -> None:
        """Writes a judgement down; a later one of the same user replaces it."""
        await asyncio.to_thread(self._write, judgement)

    def all(self) -> list[Judgement]:
        """All that are kept, the oldest first."""
        with closing(self._open()) as database:
            rows = database.execute(
                "SELECT conversation, channel, message, user, verdict, comment FROM feedback ORDER BY at"
            ).fetchall()
        return [Judgement(*row) for row in rows]

    def _write(self, judgement: Judgement) -> None:
        now = time.time()
        row = (
            judgement.conversation, judgement.channel, judgement.message, judgement.user,
            judgement.verdict, judgement.comment, now,
        )  # fmt: skip
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM feedback WHERE at < ?", (now - KEPT_SECONDS,))
            database.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(self._path, timeout=5.0)
        database.execute(_TABLE)
        return database


def modal(judgement: Judgement) -> dict[str, Any]:
    """Asks what was wrong; the judgement comes back with the answer."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": blocks.plain_text(words.WHAT_WAS_WRONG, 24),
        "submit": blocks.plain_text(words.SEND, 24),
        "close": blocks.plain_text(words.CANCEL, 24),
        "private_metadata": json.dumps(
            [judgement.conversation, judgement.channel, judgement.message, judgement.user, judgement.verdict]
        ),
        "blocks": [
            {
                "type": "input",
                "block_id": _INPUT,
                "optional": True,
                "label": blocks.plain_text(words.COMMENT, 100),
                "element": {
                    "type": "plain_text_input",
                    "action_id": _FIELD,
                    "multiline": True,
                    "max_length": LONGEST_COMMENT,
                },
            }
        ],
    }


def commented(view: Mapping[str, Any]) -> Optional[Judgement]:
    """The judgement with its word from a modal that was sent; None if it is none of ours or without a word."""
    if view.get("callback_id") != CALLBACK:
        return None
    try:
        judgement = Judgement(*json.loads(view["private_metadata"]))
        word = view["state"]["values"][_INPUT][_FIELD]["value"]
    except (KeyError, TypeError, ValueError):
        return None
    if not isinstance(word, str) or not word.strip():
        return None
    return Judgement(**{**vars(judgement), "comment": word.strip()[:LONGEST_COMMENT]})
