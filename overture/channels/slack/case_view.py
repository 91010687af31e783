"""How a question for a person looks to the staff."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional

from overture.channels.slack import blocks, cases, limits, mrkdwn, staff_words, words
from overture.channels.slack.cases import Case
from overture.channels.slack.outgoing import Block, Outgoing, Piece, pages
from overture.channels.slack.render import paragraphs
from overture.handover import Record

PRESSED = "person:"
TAKE, ANSWER, CLOSE = f"{PRESSED}take", f"{PRESSED}answer", f"{PRESSED}close"
CALLBACK = "person_answer"
LONGEST_ANSWER = 3_000
_INPUT, _FIELD = "answer", "text"
_WHO = {"visitor": staff_words.VISITOR, "bot": staff_words.BOT, "person": staff_words.PERSON}
_STATES = {
    cases.WAITING: staff_words.WAITING,
    cases.HERE: staff_words.TAKEN,
    cases.LATE: staff_words.LATE,
    cases.CLOSED: staff_words.CLOSED,
}


# Each character may become five by its escapes: this much of each fits into one message whatever it is.
_QUESTION, _FACT = 1_200, 150


def told(record: Record, *, live: bool) -> tuple[tuple[Block, ...], str]:
    """What the first message of a thread says, as blocks and in plain words."""
    facts = [
        (staff_words.NAME, record.name or staff_words.NO_NAME),
        (staff_words.CONTACT, record.contact.value if record.contact else staff_words.NO_CONTACT),
        (staff_words.FROM, record.channel or "?"),
    ]
    question = limits.cut(record.question, _QUESTION)
    shown: list[Block] = [
        blocks.header(staff_words.TITLE),
        *(block for piece in _typed(staff_words.QUESTION, question) for block in piece.blocks),
        *blocks.fields([f"{mrkdwn.bold(label)}\n{mrkdwn.plain(limits.cut(value, _FACT))}" for label, value in facts]),
        *_tried(record),
        *blocks.context([staff_words.HOW if live else staff_words.NOT_LIVE]),
    ]
    plain = "; ".join(f"{label}: {value}" for label, value in facts)
    return tuple(shown), f"{staff_words.TITLE}: {question}\n{plain}"


def _tried(record: Record) -> list[Block]:
    lines = [f"• {limits.cut(item.question, 150)} ({item.outcome.replace('_', ' ')})" for item in record.tried]
    if not lines:
        return []
    return blocks.context(mrkdwn.sections("\n".join([staff_words.TRIED, *lines]), mrkdwn.plain)[:1])


def first(case: Case) -> Outgoing:
    """The first message of a thread, with what has become of it."""
    if not case.live:
        return Outgoing(case.text, case.told)
    buttons = [blocks.button(staff_words.ANSWER, ANSWER, case.record)]
    if case.state != cases.HERE:
        buttons.insert(0, blocks.button(staff_words.TAKE, TAKE, case.record))
    if case.state != cases.CLOSED:
        buttons.append(blocks.button(staff_words.CLOSE, CLOSE, case.record))
    state = _STATES[case.state].format(name=mrkdwn.plain(case.name))
    return Outgoing(case.text, (*case.told, *blocks.context([state]), blocks.actions(buttons)))


def transcript(record: Record) -> list[Outgoing]:
    """What was said before, in as few messages as it takes; first the question, where it was cut above."""
    whole = [("visitor", record.question)] if len(record.question) > _QUESTION else []
    lines = [*whole, *((line.who, line.text) for line in record.transcript)]
    return pages(piece for who, text in lines for piece in _said(who, text))


def visitor(text: str) -> Outgoing:
    """A message of the visitor."""
    return pages(_typed(staff_words.VISITOR, text))[0]


def note(text: str) -> Outgoing:
    """Small print in the thread."""
    return Outgoing(text, tuple(blocks.context(mrkdwn.sections(text, mrkdwn.plain))))


def modal(case: Case) -> dict[str, Any]:
    """Takes an answer where somebody would rather not write into the thread."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": blocks.plain_text(staff_words.ANSWER, 24),
        "submit": blocks.plain_text(words.SEND, 24),
        "close": blocks.plain_text(words.CANCEL, 24),
        "private_metadata": json.dumps([case.channel, case.thread]),
        "blocks": [
            {
                "type": "input",
                "block_id": _INPUT,
                "label": blocks.plain_text(staff_words.YOUR_ANSWER, 100),
                "element": {
                    "type": "plain_text_input",
                    "action_id": _FIELD,
                    "multiline": True,
                    "max_length": LONGEST_ANSWER,
                },
            }
        ],
    }


def answered(view: Mapping[str, Any]) -> Optional[tuple[str, str, str]]:
    """Channel, thread and text of a modal that was sent; None if it is none of these."""
    if view.get("callback_id") != CALLBACK:
        return None
    try:
        channel, thread = json.loads(view["private_metadata"])
        text = view["state"]["values"][_INPUT][_FIELD]["value"]
    except (KeyError, TypeError, ValueError):
        return None
    whole = all(isinstance(value, str) and value.strip() for value in (channel, thread, text))
    return (channel, thread, text.strip()) if whole else None


def _said(who: str, text: str) -> Iterator[Piece]:
    label = _WHO.get(who, who)
    # What the bot says has bold and links; in what somebody typed nothing is a mark, or they could write the bot's.
    yield from _typed(label, text) if who == "visitor" else paragraphs(f"**{label}:** {text}")


def _typed(label: str, text: str) -> Iterator[Piece]:
    shown, plain = f"{mrkdwn.bold(f'{label}:')} ", f"{label}: "
    for piece in limits.split(text.strip(), limits.SECTION_FILLED) or ["…"]:
        first, *others = mrkdwn.sections(piece, mrkdwn.plain)
        yield Piece(tuple(map(blocks.section, [f"{shown}{first}", *others])), f"{plain}{piece}")
        shown = plain = ""
