"""One message as it goes to Slack, and how messages are filled within Slack's limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from overture.channels.slack import limits, words

Block = dict[str, Any]


@dataclass(frozen=True)
class Outgoing:
    """A message to be sent.

    ``text`` says in plain words all that the blocks show: for notifications and screen
    readers, and for the message itself where the blocks are refused.  ``offers`` are the
    messages behind its buttons.  With ``chart``, a picture is sent and nothing else.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    offers: tuple[str, ...] = ()
    chart: Optional[Mapping[str, Any]] = None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, to be kept until it is sent."""
        return {"text": self.text, "blocks": self.blocks, "offers": self.offers, "chart": self.chart}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Outgoing:
        """Reads what :meth:`as_dict` wrote."""
        return cls(value["text"], tuple(value["blocks"]), tuple(value["offers"]), value.get("chart"))


@dataclass(frozen=True)
class Piece:
    """Blocks that stay together, with what they say in plain words."""

    blocks: tuple[Block, ...]
    text: str = ""
    offers: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How many characters it shows."""
        return sum(_characters(block) for block in self.blocks)

    @property
    def tables(self) -> int:
        """How many tables it has."""
        return sum(block["type"] == "table" for block in self.blocks)


def pages(pieces: Iterable[Piece]) -> list[Outgoing]:
    """Puts pieces into as few messages as Slack's limits allow, in their order."""
    filled: list[list[Piece]] = []
    for piece in pieces:
        if not filled or not _fits([*filled[-1], piece]):
            filled.append([])
        filled[-1].append(piece)
    return [_page(page) for page in filled]


def _fits(page: Sequence[Piece]) -> bool:
    return (
        sum(len(piece.blocks) for piece in page) <= limits.BLOCKS_FILLED
        and sum(piece.weight for piece in page) <= limits.MESSAGE_FILLED
        and sum(piece.tables for piece in page) <= limits.TABLES
    )


def _page(pieces: Sequence[Piece]) -> Outgoing:
    text = "\n".join(piece.text for piece in pieces if piece.text)
    blocks = tuple(block for piece in pieces for block in piece.blocks)
    return Outgoing(text or words.ASK_NEXT, blocks, tuple(offer for piece in pieces for offer in piece.offers))


def _characters(value: Any) -> int:
    """The characters of all texts in a block, without the names of its parts."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(_characters(inner) for key, inner in value.items() if key not in ("type", "action_id"))
    if isinstance(value, (list, tuple)):
        return sum(_characters(inner) for inner in value)
    return 0
