"""The tables of the journal, and how its database is opened."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from overture.channels.web.settings import SettingsError

# How long the database may take to answer; less than the channel waits for the journal.
DATABASE_SECONDS = 3

_ID = sa.String(64)
# ISO 8601 in UTC, always of the same length, so that their order is that of time in every database.
_AT = sa.String(24)

metadata = sa.MetaData()

conversations = sa.Table(
    "web_conversations",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("began_at", _AT, nullable=False),
    sa.Column("used_at", _AT, nullable=False, index=True),
    # An erased one is kept by its id alone, until no token for it can be good any more.
    sa.Column("erased", sa.Boolean, nullable=False, default=False),
)

entries = sa.Table(
    "web_entries",
    metadata,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("conversation", _ID, nullable=False),
    sa.Column("speaker", sa.String(4), nullable=False),  # user, bot
    sa.Column("id", _ID, nullable=False),
    sa.Column("reply_to", _ID),
    sa.Column("at", _AT, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    # Of a user's message: what the bot hears where it isn't the text, whether it was answered, and since when in work.
    sa.Column("heard", sa.Text),
    sa.Column("answered", sa.Boolean),
    sa.Column("taken_at", _AT),
    # Of the bot's: the parts of the answer, and the choices as [id, title].
    sa.Column("answer", sa.JSON(none_as_null=True)),
    sa.Column("choices", sa.JSON(none_as_null=True)),
    # Who said it in place of the bot.
    sa.Column("person", sa.Text),
    sa.UniqueConstraint("conversation", "speaker", "id"),
    sa.Index("web_entries_order", "conversation", "number"),
)

choices = sa.Table(
    "web_choices",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("conversation", _ID, nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
)

feedback = sa.Table(
    "web_feedback",
    metadata,
    sa.Column("conversation", _ID, primary_key=True),
    sa.Column("message", _ID, primary_key=True),
    sa.Column("verdict", sa.String(4), nullable=False),  # up, down
    sa.Column("comment", sa.Text),
    sa.Column("question", sa.Text),
    sa.Column("outcome", sa.String(20)),
    sa.Column("at", _AT, nullable=False, index=True),
)


def opened(address: str) -> Engine:
    """An engine for a database; nothing is connected yet.

    Raises:
        SettingsError: the address can't be read, or there is no driver for it.
    """
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
        # Parameters are what people said: they stay out of the text of errors.
        return sa.create_engine(
            url, future=True, hide_parameters=True, poolclass=QueuePool, pool_pre_ping=True, **_options(url)
        )
    except (ArgumentError, ImportError, sa.exc.NoSuchModuleError) as error:
        raise SettingsError(f"Web channel: the journal's address can't be used ({type(error).__name__}).") from None


def _options(url: URL) -> dict[str, Any]:
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise SettingsError("Web channel: the journal needs a file, not a database in memory.")
        return {"connect_args": {"timeout": DATABASE_SECONDS, "check_same_thread": False}, "pool_timeout": 5}
    arguments: dict[str, Any] = {}
    if backend == "postgresql":
        milliseconds = DATABASE_SECONDS * 1000
        arguments = {
            "connect_timeout": DATABASE_SECONDS,
            "tcp_user_timeout": milliseconds,
            "options": f"-c statement_timeout={milliseconds}",
        }
    return {"connect_args": arguments, "pool_size": 4, "max_overflow": 0, "pool_timeout": DATABASE_SECONDS}


def prepare(engine: Engine) -> None:
    """Makes the tables that are missing, and what journals of earlier versions have not."""
    if engine.dialect.name == "sqlite":
        _prepare_file(engine)
    for table in metadata.sorted_tables:
        try:
            table.create(engine, checkfirst=True)
        except sa.exc.DBAPIError:
            if not sa.inspect(engine).has_table(table.name):  # else another process has just made it
                raise
    _add(engine, entries.c.person)


def _add(engine: Engine, column: sa.Column[Any]) -> None:
    if _has(engine, column):
        return
    kind = column.type.compile(engine.dialect)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(f"ALTER TABLE {column.table.name} ADD COLUMN {column.name} {kind}"))
    except sa.exc.DBAPIError:
        if not _has(engine, column):  # else another process has just added it
            raise


def _has(engine: Engine, column: sa.Column[Any]) -> bool:
    return any(found["name"] == column.name for found in sa.inspect(engine).get_columns(column.table.name))


def _prepare_file(engine: Engine) -> None:
    path = Path(str(engine.url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)  # what people said is for nobody else on this machine
    if not sa.event.contains(engine, "connect", _tune):
        sa.event.listen(engine, "connect", _tune)


def _tune(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")  # readers don't wait for writers
    connection.execute("PRAGMA synchronous=NORMAL")  # safe against the end of the process
    connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten


def purge(engine: Engine) -> None:
    """Takes what was erased out of SQLite's write-ahead log too."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
