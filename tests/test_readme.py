"""The conversation in the README is what the bot says."""

from __future__ import annotations

import re
from pathlib import Path

from overture.engine import Bot

README = Path(__file__).resolve().parents[1] / "README.md"
LEFT_OUT = "[...]"


def _unbroken(text: str) -> str:
    return " ".join(text.split())


def _example() -> list[tuple[str, list[str]]]:
    """Each message of the user with the pieces of the answer that are shown."""
    block = re.search(r"^```text\n(> .*?)^```", README.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    assert block, "the README shows no conversation"
    found = []
    for turn in re.split(r"^> ", block[1], flags=re.MULTILINE)[1:]:
        message, _, answer = turn.partition("\n")
        pieces = [_unbroken(piece) for piece in answer.split(LEFT_OUT)]
        found.append((message, [piece for piece in pieces if piece]))
    return found


def test_the_conversation_in_the_readme_is_real(bot: Bot) -> None:
    turns = _example()
    heard = bot.ask_all([message for message, _ in turns], sender="reader-of-the-readme")
    said = [_unbroken("\n".join(reply.text for reply in replies)) for replies in heard]
    assert [piece for (_, pieces), text in zip(turns, said) for piece in pieces if piece not in text] == []
