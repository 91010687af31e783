"""The app's home tab, and what the assistant pane shows before the first question."""

from __future__ import annotations

from typing import Any

from overture.answers.base.words import date
from overture.channels.page.facts import newest
from overture.channels.slack import blocks, limits, words
from overture.channels.slack.offers import Offers
from overture.channels.slack.outgoing import Block
from overture.knowledge import Knowledge


def view(knowledge: Knowledge, offers: Offers) -> dict[str, Any]:
    """The home tab: what the bot can do, examples, how old its data are, and what becomes of one's words."""
    shown: list[Block] = [
        blocks.header(words.HOME_TITLE),
        blocks.section(words.HOME_WHAT),
        blocks.section(words.HOME_TRY),
        *_examples(offers),
        blocks.divider(),
        blocks.section(words.HOME_HOW),
        blocks.divider(),
        blocks.section(words.HOME_PRIVACY),
    ]
    as_of = newest(knowledge)
    if as_of:
        shown.extend(blocks.context([words.HOME_DATA.format(newest=date(as_of))]))
    return {"type": "home", "blocks": [_without_expand(block) for block in shown]}


def prompts() -> list[dict[str, str]]:
    """What the assistant pane suggests."""
    return [{"title": title, "message": message} for title, message in words.PROMPTS[: limits.PROMPTS]]


def _examples(offers: Offers) -> tuple[Block, ...]:
    piece = offers.piece(words.PROMPTS)
    return piece.blocks if piece else ()


def _without_expand(block: Block) -> Block:
    # Only messages know it.
    return {name: value for name, value in block.items() if name != "expand"}
