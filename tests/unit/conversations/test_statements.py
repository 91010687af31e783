"""The statements of each message, on the database as SQLAlchemy would send them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from overture.conversations import schema, statements, window
from overture.conversations.statements import TABLE, Fixed

EVENTS: list[dict[str, Any]] = [
    {
        "sender_id": "a",
        "type_name": "user",
        "timestamp": 1.5,
        "intent_name": "greet",
        "action_name": None,
        "data": "{}",
    },
    {"sender_id": "a", "type_name": "bot", "timestamp": 2.0, "intent_name": None, "action_name": None, "data": "[']"},
]


@pytest.fixture
def engine(tmp_path: Path) -> sa.engine.Engine:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'conversations.db'}")
    with engine.begin() as connection:
        schema.prepare(connection)
    return engine


def test_what_is_added_is_what_sqlalchemy_adds(engine: sa.engine.Engine) -> None:
    with engine.begin() as connection:
        statements.add(connection, EVENTS)
        connection.execute(TABLE.insert(), EVENTS)
        rows = [tuple(row)[1:] for row in connection.execute(sa.select(TABLE).order_by(TABLE.c.id))]
    assert rows[:2] == rows[2:] == [tuple(event.values()) for event in EVENTS]


def test_one_event_is_added_too(engine: sa.engine.Engine) -> None:
    with engine.begin() as connection:
        statements.add(connection, EVENTS[:1])
        assert len(window.everything(connection, "a")) == 1


def test_values_go_to_their_names_in_whatever_order(engine: sa.engine.Engine) -> None:
    query = Fixed("SELECT type_name FROM events WHERE type_name = :kind AND sender_id = :sender")
    with engine.begin() as connection:
        statements.add(connection, EVENTS)
        for given in ({"sender": "a", "kind": "bot"}, {"kind": "bot", "sender": "a"}):
            assert query.run(connection, given).fetchall() == [("bot",)]
        assert query.run(connection, {"sender": "b", "kind": "bot"}).fetchall() == []


def test_what_fails_is_told_as_sqlalchemy_tells_it(engine: sa.engine.Engine) -> None:
    with engine.begin() as connection, pytest.raises(OperationalError, match="no such table"):
        Fixed("SELECT 1 FROM nowhere WHERE id = :id").run(connection, {"id": 1})
