"""Slack's written limits; what is longer is refused by Slack, so it is split or cut before it is sent.

https://docs.slack.dev/reference/block-kit/blocks has them block by block.
"""

from __future__ import annotations

BLOCKS = 50
SECTION = 3_000
FIELD = 2_000
FIELDS = 10
CONTEXT_ELEMENTS = 10
ACTIONS = 25
HEADER = 150
LABEL = 75
VALUE = 2_000
OPTION_VALUE = 150
OPTIONS = 100
TABLE_ROWS = 100
TABLE_COLUMNS = 20
# Of all cells of a message together.
TABLE_CHARACTERS = 10_000
TABLES = 1
ALT_TEXT = 1_000
# Beyond about 13,200 characters over all blocks Slack answers msg_blocks_too_long (slackapi/bolt-js #2509).
MESSAGE = 12_000
# Slack asks for texts of up to 4,000 characters; it cuts at 40,000.
TEXT = 4_000
PROMPTS = 4

# What we fill, a little below: Slack counts some characters double.
SECTION_FILLED = 2_800
TEXT_FILLED = 3_800
MESSAGE_FILLED = 10_000
BLOCKS_FILLED = 45


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than ``most`` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def split(text: str, most: int) -> list[str]:
    """Pieces of at most ``most`` characters, parted at the end of a line, a sentence or a word where there is one."""
    pieces = []
    while len(text) > most:
        at = _end(text, most)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text] if text else pieces


def _end(text: str, most: int) -> int:
    for mark in ("\n", ". ", " "):
        at = text.rfind(mark, most // 2, most)
        if at > 0:
            return at + len(mark)
    return most
