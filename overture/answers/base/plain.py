"""An answer as text, for a terminal and for channels that know nothing better."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.base.model import Answer, Card, Citation, Table
from overture.answers.base.words import date

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)")
_WIDEST = 44


def as_text(answer: Answer) -> str:
    """All parts of an answer as lines of text; nothing is left out but the picture of a chart.

    A chart's figures stand in the table.  Blank lines are avoided: some channels split
    messages at them.
    """
    parts = [_LINK.sub(r"\1 (\2)", _BOLD.sub(r"\1", answer.text))]
    if answer.table:
        parts.append(table_text(answer.table))
    parts.extend(_card_text(card) for card in answer.cards)
    if answer.notes:
        parts.append("Note: " + " ".join(answer.notes))
    if answer.sources:
        parts.append(sources_text(answer.sources))
    return "\n".join(parts)


def table_text(table: Table) -> str:
    """A table in columns, or row by row when a cell is too long for a column."""
    rows = [table.head, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.head))]
    lines = [table.caption] if table.caption else []
    if max(widths) > _WIDEST:
        lines.extend(_long_row(row, table.head) for row in table.rows)
    else:
        lines.extend("  ".join(c.ljust(w) for c, w in zip(row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _long_row(row: Sequence[str], head: Sequence[str]) -> str:
    first, *rest = row
    named = [f"{name}: {cell}" if len(rest) > 1 else cell for name, cell in zip(head[1:], rest) if cell]
    return f"- {first}: {'; '.join(named)}"


def _card_text(card: Card) -> str:
    facts = "; ".join(f"{label}: {value}" for label, value in card.facts)
    title = f"{card.title} ({card.subtitle.rstrip('.')})" if card.subtitle else card.title
    return ". ".join(filter(None, (title, facts, card.url)))


def sources_text(sources: Sequence[Citation]) -> str:
    """The sources in one line, with what their licences ask to be shown."""
    named = "; ".join(s.short if _is_dated(s) else f"{s.short} ({date(s.as_of)})" for s in sources)
    attributions = dict.fromkeys(s.attribution for s in sources if s.attribution)
    return "\n".join([f"Source{'s' if len(sources) > 1 else ''}: {named}.", *attributions])


def _is_dated(source: Citation) -> bool:
    """Whether the short name already tells the date, to the month at least."""
    return any(told in source.short for told in (date(source.as_of), source.as_of, date(source.as_of[:7])))
