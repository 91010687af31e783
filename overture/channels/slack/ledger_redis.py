"""The ledger in Redis: for several processes, wherever they run."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any, Optional

import redis.asyncio as redis
from redis.exceptions import RedisError, WatchError

from overture.channels.slack.asked import Asked
from overture.channels.slack.ledger import (
    HELD_SECONDS,
    REMEMBERED_SECONDS,
    LedgerError,
    Work,
    packed,
    unpacked,
)

_PREFIX = "overture:slack:"
# A sorted set of what is in work, by the time of its last sign of life.
_OPEN = f"{_PREFIX}open"
_SECONDS = int(REMEMBERED_SECONDS)


class RedisLedger:
    """Keeps it in Redis, without scripts: each step that has to be whole is one transaction.

    Args:
        url: address of the server.
        held: after how many seconds without a sign of life something counts as left.
        client: a client to be used instead, for tests.
    """

    def __init__(self, url: str, held: float = HELD_SECONDS, client: Optional[Any] = None) -> None:
        self._held = held
        # Short waits: a server that hangs must not use up the three seconds that Slack gives.
        self._redis: Any = client or redis.from_url(
            url, decode_responses=True, socket_timeout=1.0, socket_connect_timeout=1.0
        )

    async def take(self, asked: Asked) -> Optional[Work]:
        """See :class:`Ledger`."""
        now = time.time()
        keys = [f"{_PREFIX}seen:{asked.id}", *([f"{_PREFIX}seen:e:{asked.event}"] if asked.event else [])]
        async with self._working(), self._redis.pipeline(transaction=True) as pipe:
            try:
                await pipe.watch(*keys)
                if await pipe.exists(*keys):
                    return None
                pipe.multi()
                for key in keys:
                    pipe.set(key, "1", ex=_SECONDS)
                pipe.hset(_entry(asked.id), mapping={"asked": json.dumps(asked.as_dict()), "since": now, "sent": 0})
                pipe.zadd(_OPEN, {asked.id: now})
                await pipe.execute()
            except WatchError:  # another process was quicker
                return None
        return Work(asked, since=now)

    async def keep(self, work: Work) -> None:
        """See :class:`Ledger`."""
        async with self._working():
            await self._redis.hset(_entry(work.id), mapping={"answer": packed(work), "sent": work.sent})

    async def sent(self, work: Work, number: int) -> None:
        """See :class:`Ledger`."""
        async with self._working():
            await self._redis.hset(_entry(work.id), "sent", number)

    async def finish(self, work: Work) -> None:
        """See :class:`Ledger`."""
        async with self._working(), self._redis.pipeline(transaction=True) as pipe:
            pipe.delete(_entry(work.id))
            pipe.zrem(_OPEN, work.id)
            await pipe.execute()

    async def hold(self, ids: Collection[str]) -> None:
        """See :class:`Ledger`."""
        if ids:
            async with self._working():
                await self._redis.zadd(_OPEN, dict.fromkeys(ids, time.time()), xx=True)

    async def left(self) -> list[Work]:
        """See :class:`Ledger`."""
        async with self._working():
            ids = await self._redis.zrangebyscore(_OPEN, "-inf", time.time() - self._held)
            taken = [one for one in ids if await self._take_over(one)]
            return [work for one in taken if (work := await self._read(one))]

    async def note(self, key: str, value: str, seconds: float, *, only_new: bool = False) -> bool:
        """See :class:`Ledger`."""
        async with self._working():
            done = await self._redis.set(f"{_PREFIX}note:{key}", value, px=int(seconds * 1000), nx=only_new)
            return bool(done)

    async def noted(self, key: str) -> Optional[str]:
        """See :class:`Ledger`."""
        async with self._working():
            found: Optional[str] = await self._redis.get(f"{_PREFIX}note:{key}")
            return found

    async def get(self, group: str, key: str) -> Optional[str]:
        """See :class:`Ledger`."""
        async with self._working():
            found: Optional[str] = await self._redis.hget(_group(group), key)
            return found

    async def group(self, group: str) -> dict[str, str]:
        """See :class:`Ledger`."""
        async with self._working():
            return dict(await self._redis.hgetall(_group(group)))

    async def put(self, group: str, key: str, value: Optional[str]) -> None:
        """See :class:`Ledger`."""
        async with self._working():
            if value is None:
                await self._redis.hdel(_group(group), key)
            else:
                await self._redis.hset(_group(group), key, value)

    async def close(self) -> None:
        """See :class:`Ledger`."""
        await self._redis.close()

    async def _take_over(self, one: str) -> bool:
        """Whether it is ours now; of several who try, one gets it."""
        won = await self._redis.set(f"{_PREFIX}taking:{one}", "1", px=max(1, int(self._held * 1000)), nx=True)
        if won:
            await self._redis.zadd(_OPEN, {one: time.time()}, xx=True)
        return bool(won)

    async def _read(self, one: str) -> Optional[Work]:
        entry = await self._redis.hgetall(_entry(one))
        work = unpacked(
            entry.get("asked", ""), entry.get("answer"), int(entry.get("sent", 0)), float(entry.get("since", 0))
        )
        if work is None:
            await self._redis.zrem(_OPEN, one)
            await self._redis.delete(_entry(one))
        return work

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[None]:
        try:
            yield
        except (RedisError, OSError) as error:
            raise LedgerError(f"Redis: {type(error).__name__}") from error


def _entry(one: str) -> str:
    return f"{_PREFIX}work:{one}"


def _group(group: str) -> str:
    return f"{_PREFIX}kept:{group}"
