"""Tables of answers as Slack's own, split where they are too large for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from overture.answers.base.model import Table
from overture.answers.base.plain import table_text
from overture.channels.slack import blocks, limits, mrkdwn
from overture.channels.slack.outgoing import Block, Piece

_FIGURE = re.compile(r"[-+−~<>]?\s?[$€£]?[-+−]?\d[\d,.]*\s?%?|not known|-|–|")
# Room for the caption and for what else may stand in the message.
_CHARACTERS = limits.MESSAGE_FILLED - 1_500


def pieces(table: Table) -> list[Piece]:
    """The table, in as many pieces as it takes; each message may hold one."""
    return [_piece(part) for wide in _by_columns(table) for part in _by_rows(wide)]


def _piece(table: Table) -> Piece:
    above = [blocks.section(mrkdwn.bold(limits.cut(table.caption, limits.HEADER)))] if table.caption else []
    return Piece((*above, block(table)), table_text(table))


def block(table: Table) -> Block:
    """One table of a size that Slack takes.  Its cells are rich text: what stands in them has no marks."""
    rows = [[_cell(text, bold=True) for text in table.head]]
    rows.extend([_cell(text) for text in row] for row in table.rows)
    settings = [_setting([row[n] for row in table.rows]) for n in range(len(table.head))]
    return {"type": "table", "rows": rows, "column_settings": settings}


def monospaced(block: Block) -> list[str]:
    """The rows of a table block as code, for a section; for a Slack that doesn't know tables."""
    rows = [tuple(_text_of(cell) for cell in row) for row in block["rows"]]
    drawn = table_text(Table(rows[0], tuple(rows[1:])))
    return [f"```{mrkdwn.escaped(part)}```" for part in limits.split(drawn, limits.SECTION // 6)]


def _cell(text: str, *, bold: bool = False) -> dict[str, Any]:
    # An empty text would have the whole message refused.
    said: dict[str, Any] = {"type": "text", "text": text or " "}
    if bold and text:
        said["style"] = {"bold": True}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [said]}]}


def _text_of(cell: dict[str, Any]) -> str:
    return str(cell["elements"][0]["elements"][0]["text"]).strip()


def _setting(cells: Sequence[str]) -> dict[str, Any]:
    figures = all(_FIGURE.fullmatch(cell.strip()) for cell in cells)
    return {"align": "right" if figures and any(cells) else "left", "is_wrapped": True}


def _by_columns(table: Table) -> Iterator[Table]:
    """Parts of at most 20 columns; each begins with the first column, which names the rows."""
    if len(table.head) <= limits.TABLE_COLUMNS:
        yield table
        return
    step = limits.TABLE_COLUMNS - 1
    for at in range(1, len(table.head), step):
        rows = tuple((row[0], *row[at : at + step]) for row in table.rows)
        yield replace(table, head=(table.head[0], *table.head[at : at + step]), rows=rows)


def _by_rows(table: Table) -> Iterator[Table]:
    """Parts of at most 100 rows with the head, and of what fits into a message."""
    head = sum(map(len, table.head))
    taken: list[tuple[str, ...]] = []
    size = head
    for row in (tuple(limits.cut(cell, _CHARACTERS // (2 * len(table.head))) for cell in row) for row in table.rows):
        length = sum(map(len, row))
        if taken and (len(taken) + 1 >= limits.TABLE_ROWS or size + length > _CHARACTERS):
            yield replace(table, rows=tuple(taken))
            taken, size = [], head
        taken.append(row)
        size += length
    yield replace(table, rows=tuple(taken))
