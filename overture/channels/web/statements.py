"""Pieces of the journal's transactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from overture.channels.web.kept import Erased, Heard, Offer, Said
from overture.channels.web.tables import choices, conversations, entries, feedback

MOST_HISTORY = 200


def messages_of(conversation: str, speaker: str) -> Any:
    """The messages of one side, in their order."""
    mine = (entries.c.conversation == conversation) & (entries.c.speaker == speaker)
    return sa.select(entries).where(mine).order_by(entries.c.number)


def unanswered(conversation: str, id: str) -> Any:
    """A change of a message that waits for its answer; of none where it doesn't."""
    return entries.update().where(
        entries.c.conversation == conversation,
        entries.c.speaker == "user",
        entries.c.id == id,
        entries.c.answered.is_(False),
    )


def latest(conversation: str) -> Any:
    """The latest messages with their feedback, the newest first."""
    judged = (feedback.c.conversation == entries.c.conversation) & (feedback.c.message == entries.c.id)
    joined = entries.outerjoin(feedback, judged & (entries.c.speaker == "bot"))
    return (
        sa.select(entries, feedback.c.verdict, feedback.c.comment)
        .select_from(joined)
        .where(entries.c.conversation == conversation)
        .order_by(entries.c.number.desc())
        .limit(MOST_HISTORY)
    )


def is_erased(connection: Connection, conversation: str) -> bool:
    """Whether the conversation was erased."""
    row = connection.execute(sa.select(conversations.c.erased).where(conversations.c.id == conversation)).first()
    return bool(row and row.erased)


def use(connection: Connection, conversation: str, at: str) -> None:
    """Notes that something is said in a conversation, which begins by that.

    Raises:
        Erased: the conversation takes nothing any more.
    """
    mine = conversations.update().where(conversations.c.id == conversation, conversations.c.erased.is_(False))
    if connection.execute(mine.values(used_at=at)).rowcount:
        return
    if is_erased(connection, conversation):
        raise Erased
    connection.execute(conversations.insert().values(id=conversation, began_at=at, used_at=at, erased=False))


def find_heard(connection: Connection, conversation: str, id: Optional[str]) -> Optional[Heard]:
    """A message of the user; None where there is no such one."""
    row = connection.execute(messages_of(conversation, "user").where(entries.c.id == id)).first() if id else None
    return as_heard(row) if row else None


def add_heard(connection: Connection, conversation: str, heard: Heard) -> None:
    """Adds a message of the user, to be answered."""
    connection.execute(
        entries.insert().values(
            conversation=conversation,
            speaker="user",
            id=heard.id,
            at=heard.at,
            text=heard.text,
            heard=heard.heard if heard.heard != heard.text else None,
            answered=False,
            taken_at=heard.at,
        )
    )


def add_said(connection: Connection, conversation: str, said: Sequence[Said]) -> None:
    """Adds messages of the bot with what they offer."""
    for message in said:
        connection.execute(
            entries.insert().values(
                conversation=conversation,
                speaker="bot",
                id=message.id,
                reply_to=message.reply_to,
                at=message.at,
                text=message.text,
                answer=message.answer,
                choices=[[offer.id, offer.title] for offer in message.choices] or None,
                person=message.person,
            )
        )
        if message.choices:
            offered = [{"id": o.id, "title": o.title, "message": o.message} for o in message.choices]
            connection.execute(choices.insert(), [{"conversation": conversation, **offer} for offer in offered])


def delete(connection: Connection, conversation: str) -> None:
    """Deletes all that was said."""
    for table in (entries, choices, feedback):
        connection.execute(table.delete().where(table.c.conversation == conversation))


def as_heard(row: Row) -> Heard:
    """A message of the user from its row."""
    return Heard(row.id, row.text, row.heard or row.text, row.at, bool(row.answered))


def as_said(row: Row) -> Said:
    """A message of the bot from its row; what its choices stand for is not in it."""
    offers = tuple(Offer(id, title, "") for id, title in row.choices or ())
    return Said(row.id, row.text, row.at, row.reply_to, row.answer, offers, row.person)
