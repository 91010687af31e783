"""What was said in the web channel, kept so that nothing is lost and nothing answered twice.

Rasa's tracker knows what the dialogue needs; this knows what the person saw.  All
methods block: call them through :class:`overture.channels.web.keeper.Keeper`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.exc import DBAPIError, IntegrityError

from overture.channels.web import statements, tables
from overture.channels.web.kept import Erased, Heard, Judgement, Offer, Said, stamp
from overture.channels.web.tables import choices, conversations, entries, feedback

_DAY = 86_400


class Journal:
    """The journal in one database.

    Args:
        address: the database, as SQLAlchemy names it.

    Raises:
        SettingsError: the address can't be used.
    """

    def __init__(self, address: str) -> None:
        self._engine: Engine = tables.opened(address)
        self._prepared = False

    @property
    def is_file(self) -> bool:
        """Whether it is a file, which takes one writer at a time."""
        return bool(self._engine.dialect.name == "sqlite")

    def open(self) -> None:
        """Makes sure that the database can be used."""
        with self._begin():
            pass

    def close(self) -> None:
        """Ends all connections."""
        self._engine.dispose()

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        if not self._prepared:
            tables.prepare(self._engine)
            self._prepared = True
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except DBAPIError:
            self._prepared = False  # it may be another database when it comes back
            raise

    def take(self, conversation: str, heard: Heard) -> Optional[Heard]:
        """Keeps a message of the user.

        Returns:
            None, or the message as it was kept when this id came first.

        Raises:
            Erased: the conversation takes nothing any more.
        """
        try:
            return self._take(conversation, heard)
        except IntegrityError:  # another process was quicker in between
            return self._take(conversation, heard)

    def _take(self, conversation: str, heard: Heard) -> Optional[Heard]:
        with self._begin() as connection:
            known = statements.find_heard(connection, conversation, heard.id)
            if known is None:
                statements.use(connection, conversation, heard.at)
                statements.add_heard(connection, conversation, heard)
            return known

    def waiting(self, conversation: str) -> list[Heard]:
        """The messages that were taken and not answered, in their order."""
        query = statements.messages_of(conversation, "user").where(entries.c.answered.is_(False))
        with self._begin() as connection:
            return [statements.as_heard(row) for row in connection.execute(query)]

    def claim(self, conversation: str, id: str, seconds: float) -> bool:
        """Takes a waiting message in hand, unless another process has within so many seconds."""
        free = statements.unanswered(conversation, id).where(entries.c.taken_at <= stamp(seconds))
        with self._begin() as connection:
            return bool(connection.execute(free.values(taken_at=stamp())).rowcount)

    def finish(self, conversation: str, id: str, said: Sequence[Said]) -> bool:
        """Keeps what was said to a message, all or nothing; False if it was answered meanwhile.

        Raises:
            Erased: the conversation was erased meanwhile.
        """
        with self._begin() as connection:
            statements.use(connection, conversation, stamp())
            if not connection.execute(statements.unanswered(conversation, id).values(answered=True)).rowcount:
                return False
            statements.add_said(connection, conversation, said)
            return True

    def say(self, conversation: str, said: Said) -> None:
        """Keeps a message of the bot that answers none; once, when it comes again.

        Raises:
            Erased: the conversation takes nothing any more.
        """
        same = statements.messages_of(conversation, "bot").where(entries.c.id == said.id)
        with self._begin() as connection:
            if connection.execute(same).first():
                return
            statements.use(connection, conversation, said.at)
            statements.add_said(connection, conversation, [said])

    def answers(self, conversation: str, id: str) -> list[Said]:
        """What was said to a message."""
        query = statements.messages_of(conversation, "bot").where(entries.c.reply_to == id)
        with self._begin() as connection:
            return [statements.as_said(row) for row in connection.execute(query)]

    def offer(self, conversation: str, choice: str) -> Optional[Offer]:
        """A choice, if it was offered in this conversation."""
        query = sa.select(choices).where(choices.c.id == choice, choices.c.conversation == conversation)
        with self._begin() as connection:
            row = connection.execute(query).first()
            return Offer(row.id, row.title, row.message) if row else None

    def history(self, conversation: str) -> list[dict[str, Any]]:
        """The latest messages in their order, as the protocol shows them.

        Raises:
            Erased: the conversation was erased.
        """
        with self._begin() as connection:
            if statements.is_erased(connection, conversation):
                raise Erased
            rows = connection.execute(statements.latest(conversation)).all()
        return [_shown(row) for row in reversed(rows)]

    def judge(self, conversation: str, judgement: Judgement) -> bool:
        """Keeps what the user thinks of an answer, instead of what was kept before; False if it wasn't said here."""
        same = (feedback.c.conversation == conversation) & (feedback.c.message == judgement.message)
        query = statements.messages_of(conversation, "bot").where(entries.c.id == judgement.message)
        with self._begin() as connection:
            answer = connection.execute(query).first()
            if answer is None:
                return False
            connection.execute(feedback.delete().where(same))
            if judgement.verdict:
                asked = statements.find_heard(connection, conversation, answer.reply_to)
                row = _judged(conversation, judgement, asked, answer)
                connection.execute(feedback.insert().values(row))
            return True

    def erase(self, conversation: str) -> None:
        """Deletes what was said; the id stays, so that no message comes in after it."""
        mine = conversations.update().where(conversations.c.id == conversation)
        erased = {"used_at": stamp(), "erased": True}
        with self._begin() as connection:
            # First, so that another process which adds to it is waited for.
            if not connection.execute(mine.values(erased)).rowcount:
                connection.execute(conversations.insert().values(id=conversation, began_at=stamp(), **erased))
            statements.delete(connection, conversation)
        tables.purge(self._engine)

    def idle(self, days: float, most: int = 500) -> list[str]:
        """Conversations that nothing was said in for so many days, the oldest first; no more than ``most``."""
        old = conversations.c.used_at < stamp(days * _DAY)
        query = sa.select(conversations.c.id).where(old).order_by(conversations.c.used_at).limit(most)
        with self._begin() as connection:
            return [row.id for row in connection.execute(query)]

    def remove(self, conversation: str) -> None:
        """Deletes a conversation, its id included."""
        with self._begin() as connection:
            statements.delete(connection, conversation)
            connection.execute(conversations.delete().where(conversations.c.id == conversation))


def _shown(row: Row) -> dict[str, Any]:
    if row.speaker == "user":
        return {"from": "user", **statements.as_heard(row).as_dict()}
    shown = {"from": "bot", **statements.as_said(row).as_dict()}
    if row.verdict:
        shown["feedback"] = {"verdict": row.verdict, **({"comment": row.comment} if row.comment else {})}
    return shown


def _judged(conversation: str, judgement: Judgement, asked: Optional[Heard], answer: Row) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "message": judgement.message,
        "verdict": judgement.verdict,
        "comment": judgement.comment,
        "question": asked.text if asked else None,
        "outcome": (answer.answer or {}).get("outcome"),
        "at": stamp(),
    }
