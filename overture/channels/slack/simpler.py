"""The same message in simpler blocks, and without any: for a Slack that refuses what it should know."""

from __future__ import annotations

from overture.channels.slack import blocks, limits, mrkdwn, tables, words
from overture.channels.slack.outgoing import Block, Outgoing


def simplified(message: Outgoing) -> list[list[Block]]:
    """Blocks that Slack has had for years, in as many messages as they need: tables as code, no thumbs."""
    filled: list[list[Block]] = [[]]
    for block in (simple for original in message.blocks for simple in _simple(original)):
        if len(filled[-1]) >= limits.BLOCKS_FILLED or _size([*filled[-1], block]) > limits.MESSAGE_FILLED:
            filled.append([])
        filled[-1].append(block)
    return [page for page in filled if page]


def texts(message: Outgoing) -> list[str]:
    """The message in words alone, in pieces; its buttons become questions that can be typed."""
    said = message.text
    if message.offers:
        said += f"\n{words.ASK_NEXT} " + " / ".join(message.offers)
    return [mrkdwn.plain(piece) for piece in limits.split(said, limits.TEXT_FILLED // 2)]


def _simple(block: Block) -> list[Block]:
    if block["type"] == "table":
        return [blocks.section(part) for part in tables.monospaced(block)]
    if block["type"] == "context_actions":
        return []
    return [{name: value for name, value in block.items() if name != "expand"}]


def _size(page: list[Block]) -> int:
    return sum(len(str(block.get("text", ""))) + len(str(block.get("elements", ""))) for block in page)
