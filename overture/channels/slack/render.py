"""Answers as Slack messages: no part of an answer is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

from overture.answers.base.model import Answer, Table
from overture.answers.base.plain import as_text
from overture.answers.base.words import date
from overture.channels.slack import blocks, limits, mrkdwn, tables, words
from overture.channels.slack.offers import Offers
from overture.channels.slack.outgoing import Outgoing, Piece, pages

FEEDBACK = "feedback"
UP, DOWN = "up", "down"
# Outcomes on which a thumb tells something; after a greeting it would not.
_RATED = frozenset({"answered", "gap", "not_understood"})
_SOURCES_IN_A_BLOCK = 3


class Renderer:
    """Turns what the bot said to one message into messages for Slack.

    Args:
        offers: makes the buttons.
    """

    def __init__(self, offers: Offers) -> None:
        self._offers = offers

    def render(self, said: Sequence[Mapping[str, Any]], *, asked: str = "", by: str = "") -> list[Outgoing]:
        """The messages, in order; charts come last, as pictures of their own.

        Args:
            said: what the bot said, as Rasa hands it to an output channel.
            asked: the question, where nobody sees it typed: behind a button, for one.
            by: id of the user who asked, where others see the answer as well.
        """
        pieces = [_asked(asked, by)] if asked else []
        charts, offered, outcomes = [], list[tuple[str, str]](), set()
        for message in said:
            parts = _parts(message)
            pieces.extend(_pieces(message, parts))
            buttons = [choice for choice in _choices(message) if choice not in offered]
            row = self._offers.piece(buttons, first=len(offered))
            pieces.extend([row] if row else [])
            offered.extend(buttons)
            outcomes.add(parts.get("outcome"))
            if parts.get("chart"):
                charts.append(Outgoing(parts["chart"]["alternative"], chart=parts["chart"]))
        if outcomes & _RATED:  # once, however many answers a message gets
            pieces.append(Piece((blocks.feedback(FEEDBACK, UP, DOWN),)))
        return [*pages(pieces), *charts]

    def sentence(self, text: str) -> list[Outgoing]:
        """Something that the channel itself says."""
        return pages(paragraphs(text))


def _pieces(message: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[Piece]:
    yield from paragraphs(str(parts.get("text") or message.get("text") or ""))
    for card in parts.get("cards") or ():
        yield from _card(card)
    if parts.get("table"):
        yield from tables.pieces(_table(parts["table"]))
    if message.get("image"):
        yield Piece((blocks.section(mrkdwn.link(message["image"])),), str(message["image"]))
    yield from _notes(parts.get("notes") or ())
    yield from _sources(parts.get("sources") or ())


def _choices(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    offered = [*(message.get("buttons") or ()), *(message.get("quick_replies") or ())]
    return [(str(button.get("title") or ""), str(button.get("payload") or "")) for button in offered]


def _parts(message: Mapping[str, Any]) -> Mapping[str, Any]:
    custom = message.get("custom")
    parts = custom.get("answer") if isinstance(custom, dict) else None
    return parts if isinstance(parts, dict) else {}


def _asked(question: str, by: str) -> Piece:
    said = words.ASKED.format(user=f"<@{by}>") if by else words.ASKED_BY_YOU
    shown = limits.cut(question, 300)
    return Piece(tuple(blocks.context([f"{said} {mrkdwn.plain(shown)}"])), "" if by else f"{said} {shown}")


def paragraphs(text: str) -> Iterator[Piece]:
    """A text of an answer, with its bold and links."""
    for piece in limits.split(text.strip(), limits.SECTION_FILLED):
        plain = as_text(Answer(piece))
        yield Piece(tuple(blocks.section(said) for said in mrkdwn.sections(piece)), plain)


def _table(parts: Mapping[str, Any]) -> Table:
    return Table(tuple(parts["head"]), tuple(map(tuple, parts["rows"])), parts.get("caption") or "")


def _card(card: Mapping[str, Any]) -> Iterator[Piece]:
    title, subtitle, url = str(card["title"]), str(card.get("subtitle") or ""), card.get("url")
    facts = [(str(label), str(value)) for label, value in card.get("facts") or ()]
    head = f"*{mrkdwn.link(url, title)}*" if url else mrkdwn.bold(title)
    told = f"{title} ({subtitle.rstrip('.')})" if subtitle else title
    plain = ". ".join(filter(None, (told, "; ".join(f"{a}: {b}" for a, b in facts), url)))
    top = blocks.section("\n".join(filter(None, (head, mrkdwn.plain(limits.cut(subtitle, 300))))))
    side = blocks.fields([f"{mrkdwn.bold(label)}\n{mrkdwn.plain(limits.cut(value, 400))}" for label, value in facts])
    yield Piece((top, *side[:1]), plain)
    yield from (Piece((block,)) for block in side[1:])


def _notes(notes: Sequence[str]) -> Iterator[Piece]:
    text = f"Note: {' '.join(notes)}" if notes else ""
    for piece in limits.split(text, limits.SECTION_FILLED):
        yield Piece(tuple(blocks.context(mrkdwn.sections(piece))), piece)


def _sources(sources: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    if not sources:
        return
    begin = "Sources: " if len(sources) > 1 else "Source: "
    lines = [begin]
    for number, source in enumerate(sources):
        named = f"{'; ' if number else ''}{_named(source)}"
        if len(lines[-1]) + len(named) > limits.SECTION_FILLED:
            lines.append("")
        lines[-1] += named
    attributions = dict.fromkeys(str(s["attribution"]) for s in sources if s.get("attribution"))
    small = [*lines, *(said for text in attributions for said in mrkdwn.sections(text))]
    plain = begin + "; ".join(_dated(source) for source in sources) + "."
    # A few in a block: ten of their length would be more than a message holds.
    rows = [small[at : at + _SOURCES_IN_A_BLOCK] for at in range(0, len(small), _SOURCES_IN_A_BLOCK)]
    for number, row in enumerate(rows):
        yield Piece(tuple(blocks.context(row)), "" if number else "\n".join([plain, *attributions]))


def _named(source: Mapping[str, Any]) -> str:
    dated = _dated(source)
    url: Optional[str] = source.get("url")
    return mrkdwn.link(url, dated) if url else mrkdwn.plain(dated)


def _dated(source: Mapping[str, Any]) -> str:
    """The short name, with its date where the name doesn't tell it."""
    short, as_of = str(source.get("short") or source.get("title") or ""), str(source.get("as_of") or "")
    told = not as_of or any(form in short for form in (as_of, date(as_of), date(as_of[:7])))
    return short if told else f"{short} ({date(as_of)})"
