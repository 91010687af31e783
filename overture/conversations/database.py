"""The database of conversations: off the event loop, never waited for without end, left alone while it is away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Optional, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from overture.conversations import schema
from overture.conversations.breaker import Breaker
from overture.conversations.errors import StoreError, Unreachable

logger = logging.getLogger(__name__)

# How long the database may take over a statement, and a call over all of its statements.
STATEMENT_SECONDS = 3
CALL_SECONDS = 5.0
# After so many failures in a row it is left alone for so long.
FAILURES, PAUSE_SECONDS = 3, 5.0
# Between two tries at the start.
RETRY_SECONDS = 1.0
_THREADS = 4
_SCHEMA = "POSTGRESQL_SCHEMA"  # Rasa's own setting

Result = TypeVar("Result")


class Database:
    """A database in SQLite or PostgreSQL, as Rasa's store describes it.

    Args:
        address: where it is.

    Raises:
        StoreError: the address can't be used.
    """

    def __init__(self, address: URL) -> None:
        self.engine = _opened(address)
        # Where it has one, each statement of a reading is a transaction of its own: two calls fewer.
        self._reading = self.engine
        if self.is_postgresql:
            self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        # One for a database in memory, which is that of its connection.
        threads = 1 if self.engine.url.database in (None, "", ":memory:") else _THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="conversations")
        # A full disk can still be read.
        self._read_breaker, self._write_breaker = (Breaker(FAILURES, PAUSE_SECONDS) for _ in range(2))
        self.is_prepared = False

    @property
    def is_postgresql(self) -> bool:
        """Whether it is PostgreSQL, with other processes beside this one."""
        return bool(self.engine.dialect.name == "postgresql")

    @property
    def is_file(self) -> bool:
        """Whether it is a file of SQLite's."""
        return bool(self.engine.dialect.name == "sqlite" and self.engine.url.database not in (None, "", ":memory:"))

    def wait(self, seconds: float) -> None:
        """Makes the table once the database can be reached; blocks until then.

        Raises:
            StoreError: it can't be reached, or not be written, within so many seconds.
        """
        until = time.monotonic() + seconds
        told = ""
        while True:
            try:
                self.transaction(lambda connection: None)
                return
            except SQLAlchemyError as error:
                why = reason(error)
            if self.is_file or time.monotonic() >= until:
                raise StoreError(f"Conversations can't be kept in {self.name()}: {why}.")
            if why != told:
                logger.warning("Waiting for %s, where conversations are kept: %s", self.name(), why)
                told = why
            time.sleep(RETRY_SECONDS)

    def name(self) -> str:
        """What to call it in a message: without its password."""
        url = self.engine.url
        return str(url.database) if url.drivername.startswith("sqlite") else repr(url)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Reads in a thread.

        Raises:
            Unreachable: it can't be read just now.
        """
        return await self._call(self._read_breaker, self._reading.connect, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Changes something in a thread, all or nothing of it.

        Raises:
            Unreachable: it can't be written just now; after a time-out it may have been all the same.
        """
        return await self._call(self._write_breaker, self.engine.begin, work)

    async def _call(self, breaker: Breaker, begin: Callable[[], Any], work: Callable[[Connection], Result]) -> Result:
        if breaker.is_open:
            raise Unreachable("it has failed several times in a row and is left alone for some seconds")
        call = _Call(self, begin)
        doing = asyncio.get_running_loop().run_in_executor(self._threads, call.run, work)
        try:
            done = await asyncio.wait_for(doing, CALL_SECONDS)
        except (SQLAlchemyError, OSError, asyncio.TimeoutError) as error:
            call.end()
            breaker.failed()
            self.is_prepared = self.is_prepared and self.is_file  # another database may be there when it comes back
            raise self._failed(error) from None
        if breaker.worked():
            logger.warning("%s works again", self.name())
        return done

    def _failed(self, error: Exception) -> Unreachable:
        why = f"no answer within {CALL_SECONDS:.0f} s" if isinstance(error, asyncio.TimeoutError) else reason(error)
        logger.error("Incident %s: %s fails: %s", uuid.uuid4().hex[:8], self.name(), why)
        return Unreachable(why)

    def transaction(self, work: Callable[[Connection], Result]) -> Result:
        """Changes something from a thread of one's own; blocks.

        Raises:
            SQLAlchemyError: it can't be done.
        """
        return _Call(self, self.engine.begin).run(work)

    def close(self) -> None:
        """Ends threads and connections."""
        self._threads.shutdown(wait=False)
        self.engine.dispose()


class _Call:
    """One use of the database in a thread, which can be ended from outside.

    A server that hangs answers nothing: no time-out of its own, and none of the network.  So the connection is cut.
    """

    def __init__(self, database: Database, begin: Callable[[], Any]) -> None:
        self._database = database
        self._begin = begin
        self._lock = threading.Lock()
        self._connection: Any = None
        self._is_over = False

    def run(self, work: Callable[[Connection], Result]) -> Result:
        """Makes the table first, where that wasn't done; tries again where only the connection was an old one."""
        try:
            return self._run(work)
        except DBAPIError as error:
            if not error.connection_invalidated or self._is_over:
                raise
        return self._run(work)

    def _run(self, work: Callable[[Connection], Result]) -> Result:
        if not self._database.is_prepared:
            with self._database.engine.begin() as connection, self._known(connection):
                schema.prepare(connection)
            self._database.is_prepared = True
        with self._begin() as connection, self._known(connection):
            done = work(connection)
            self._is_over = True  # what fails from here on may have been committed
            return done

    @contextlib.contextmanager
    def _known(self, connection: Connection) -> Iterator[None]:
        if self._database.is_postgresql:
            self._connection = connection.connection.dbapi_connection
        try:
            yield
        finally:
            with self._lock:
                self._connection = None

    def end(self) -> None:
        """Cuts the connection, if it is still waited for."""
        self._is_over = True
        with self._lock:
            if self._connection is not None and not self._connection.closed:
                with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._connection.fileno())) as wire:
                    wire.shutdown(socket.SHUT_RDWR)


def reason(error: BaseException) -> str:
    """What failed, without anything that a user wrote: the text of other errors may hold values."""
    cause = getattr(error, "orig", None) or error
    told = type(cause).__name__ in ("OperationalError", "InterfaceError") or isinstance(cause, OSError)
    text = str(cause).strip().splitlines()[0] if told and str(cause).strip() else ""
    return f"{type(cause).__name__}: {text}" if text else type(cause).__name__


def address(
    dialect: str,
    host: Optional[str],
    port: Optional[int],
    db: str,
    username: Optional[str],
    password: Optional[str],
    query: Optional[dict[str, str]],
) -> URL:
    """The address that Rasa's settings mean; ``host`` may be a whole one.

    Raises:
        StoreError: it can't be read.
    """
    try:
        if host and "://" in host:
            return make_url(host.replace("postgres://", "postgresql://", 1))
        name, _, number = (host or "").partition(":")
        return URL.create(
            dialect, username, password, name or None, int(number or port or 0) or None, db, query=query or {}
        )
    except (ArgumentError, ValueError, TypeError) as error:
        raise StoreError(f"The address of conversations can't be used ({type(error).__name__}).") from None


def _opened(url: URL) -> Engine:
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"Conversations can be kept in SQLite or PostgreSQL, not in {url.get_backend_name()}.")
    try:
        # Parameters are what people said: they stay out of the text of errors.
        engine = sa.create_engine(url, hide_parameters=True, **_options(url))
    except (ArgumentError, ImportError, NoSuchModuleError) as error:
        raise StoreError(f"The address of conversations can't be used ({type(error).__name__}).") from None
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        _prepare_file(Path(str(url.database)), engine)
    return engine


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        memory = url.database in (None, "", ":memory:")
        arguments: dict[str, Any] = {"check_same_thread": False, "timeout": STATEMENT_SECONDS}
        return {"connect_args": arguments, "poolclass": StaticPool if memory else QueuePool}
    milliseconds = STATEMENT_SECONDS * 1000
    options = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
    if os.environ.get(_SCHEMA):
        options += f" -c search_path={os.environ[_SCHEMA]}"
    arguments = {"connect_timeout": STATEMENT_SECONDS, "tcp_user_timeout": milliseconds, "options": options}
    pool = {"pool_size": _THREADS, "max_overflow": 1, "pool_timeout": STATEMENT_SECONDS}
    return {"connect_args": arguments, **pool}


def _prepare_file(path: Path, engine: Engine) -> None:
    with contextlib.suppress(OSError):  # what is wrong is told when it is opened
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)  # what people said is for nobody else on this machine
    sa.event.listen(engine, "connect", _tune)


def _tune(connection: Any, record: Any) -> None:
    with contextlib.suppress(Exception):  # a file that can only be read is told by the first write
        connection.execute("PRAGMA journal_mode=WAL")  # readers don't wait for writers
    connection.execute("PRAGMA synchronous=NORMAL")  # safe against the end of the process
    connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten
