"""One message of a conversation at a time, over all processes: a lock store in Redis.

Rasa's own reads a list of tickets, changes it and writes it back, so that two processes
hold a lock together now and then (RasaHQ/rasa #9213), and it holds up the whole server
while Redis hangs.  This one takes the lock of Redis's own client, which takes and gives it back
atomically, on the event loop.  Within a process messages go in the order in which they came.

The proxy sends a conversation always to the same process.  So while Redis is away
messages are answered with the lock of this process alone, rather than not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any, Optional
from weakref import WeakValueDictionary

import redis.asyncio as redis
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio.lock import Lock
from redis.exceptions import LockError as NotOurs
from redis.exceptions import RedisError

from overture.conversations.breaker import Breaker
from overture.conversations.errors import StoreError

logger = logging.getLogger(__name__)

# A lock of a process that was killed is free after so long; one that lives renews its own three times in that time.
LEASE_SECONDS = 6.0
# How long Redis may take, and for how long it is left alone when it takes longer.
REDIS_SECONDS, PAUSE_SECONDS = 1.0, 5.0
# Longer than an answer may take.
WAIT_SECONDS = 45.0
_LOOK_EVERY_SECONDS = 0.05
_PREFIX = "overture:lock:"


class RedisLocks(LockStore):  # type: ignore[misc]
    """For ``lock_store`` in endpoints.yml: ``type`` is this class's path, ``url`` the address of Redis.

    Args:
        endpoint_config: the entry of endpoints.yml.
        client: a client to be used instead, for tests.

    Raises:
        StoreError: there is no address.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, client: Optional[Any] = None) -> None:
        url = endpoint_config.url if endpoint_config else None
        if not url and client is None:
            raise StoreError("Locks: endpoints.yml names no url of Redis under lock_store.")
        try:
            self._redis: Any = client or redis.from_url(
                url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
            )
        except ValueError as error:
            raise StoreError(f"Locks: the url under lock_store can't be used: {error}.") from None
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._breaker = Breaker(1, PAUSE_SECONDS)

    @contextlib.asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncIterator[TicketLock]:
        """Holds a conversation, waiting for whoever holds it before.

        Args:
            conversation_id: the conversation.
            lock_lifetime: not used: a lock is held for as long as its process lives and needs it.
            wait_time_in_seconds: not used either.

        Raises:
            LockError: it was held by another process for too long.
        """
        here = self._here.setdefault(conversation_id, asyncio.Lock())
        async with here, self._everywhere(conversation_id):
            yield TicketLock(conversation_id)

    @contextlib.asynccontextmanager
    async def _everywhere(self, conversation: str) -> AsyncIterator[None]:
        lock = Lock(self._redis, _PREFIX + conversation, timeout=LEASE_SECONDS, sleep=_LOOK_EVERY_SECONDS)
        if not await self._take(lock):
            yield
            return
        renewing = asyncio.get_running_loop().create_task(self._renew(lock))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.wait([renewing])
            await self._give_back(lock)

    async def _take(self, lock: Any) -> bool:
        """Whether it is held in Redis; not while Redis is away."""
        if self._breaker.is_open:
            return False
        try:
            held = await lock.acquire(blocking_timeout=WAIT_SECONDS)
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._failed(error)
            return False
        if not held:
            raise LockError("A conversation was held by another process for too long.")
        if self._breaker.worked():
            logger.warning("Redis works again: conversations are locked over all processes")
        return True

    async def _renew(self, lock: Any) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            try:
                await lock.extend(LEASE_SECONDS, replace_ttl=True)
            except NotOurs:  # Redis was emptied; told when it is given back
                return
            except (RedisError, OSError, asyncio.TimeoutError) as error:
                self._failed(error)
                return

    async def _give_back(self, lock: Any) -> None:
        try:
            await lock.release()
        except NotOurs:
            logger.warning("A conversation's lock had run out before its message was answered")
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        if not self._breaker.has_failed:
            logger.warning("Redis fails (%s): conversations are locked in this process alone", type(error).__name__)
        self._breaker.failed()

    async def close(self) -> None:
        """Ends the connections."""
        await self._redis.close(close_connection_pool=True)
