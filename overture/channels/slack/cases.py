"""Questions that were handed to the staff, and who answers them: kept with the rest of what is in work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Optional

from overture.channels.slack.ledger import Ledger

# Nobody has taken it yet; somebody has; nobody did in time; it was closed.
WAITING, HERE, LATE, CLOSED = "waiting", "here", "late", "closed"
_CASES, _THREADS, _LATEST, _HEARD = "cases", "case threads", "latest cases", "heard cases"


@dataclass(frozen=True)
class Case:
    """One question that was handed over.

    Args:
        record: id of the record by which it was handed over.
        conversation: its name, as Rasa knows it.
        channel: of the staff.
        thread: there, by the time of its first message.
        told: the blocks of that message, without its state and buttons.
        text: the same in plain words.
        live: whether the staff can answer in the conversation itself.
        whole: whether the transcript has been posted too.
        state: one of the four above.
        user: id of who has taken it.
        name: of who has taken it, as the visitor sees it.
        since: when it began to wait, in seconds.
        last: when somebody wrote last.
    """

    record: str
    conversation: str
    channel: str
    thread: str
    told: tuple[dict[str, Any], ...]
    text: str
    live: bool = True
    whole: bool = False
    state: str = WAITING
    user: str = ""
    name: str = ""
    since: float = 0.0
    last: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether what the staff writes reaches the visitor."""
        return self.live and self.state != CLOSED

    @property
    def is_heard(self) -> bool:
        """Whether what the visitor writes reaches the staff; after waiting in vain it does no more."""
        return self.live and self.state in (WAITING, HERE)

    def is_with(self, user: str) -> bool:
        """Whether it is that person who answers."""
        return (self.state, self.user) == (HERE, user)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Case:
        """Reads what was kept."""
        return cls(**{**value, "told": tuple(value["told"])})


class Cases:
    """Finds and keeps cases.

    Args:
        ledger: where.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._changing = asyncio.Lock()

    async def get(self, record: Optional[str]) -> Optional[Case]:
        """The case of a record."""
        found = await self._ledger.get(_CASES, record) if record else None
        return _read(found) if found else None

    async def of(self, conversation: str) -> Optional[Case]:
        """The latest case of a conversation in which the staff can answer."""
        return await self.get(await self._ledger.get(_LATEST, conversation))

    async def at(self, channel: str, thread: str) -> Optional[Case]:
        """The case of a thread."""
        return await self.get(await self._ledger.get(_THREADS, f"{channel}:{thread}"))

    async def all(self) -> list[Case]:
        """All that are kept."""
        return [_read(found) for found in (await self._ledger.group(_CASES)).values()]

    async def heard(self) -> list[Case]:
        """Those in which somebody waits for the other: a few, however many are kept."""
        found = [await self.get(record) for record in await self._ledger.group(_HEARD)]
        return [case for case in found if case]

    async def add(self, case: Case) -> None:
        """Keeps a new case; of its conversation it is now the latest."""
        await self._put(case)
        await self._ledger.put(_THREADS, f"{case.channel}:{case.thread}", case.record)
        if case.live:
            await self._ledger.put(_LATEST, case.conversation, case.record)

    async def change(
        self, record: str, when: Callable[[Case], bool] = lambda case: True, **changes: Any
    ) -> Optional[Case]:
        """Changes a case as it is now, since others may have changed it in the meantime.

        Returns:
            The case as it is then; None if there is none, or it is not so that it may be changed.
        """
        async with self._changing:
            case = await self.get(record)
            if case is None or not when(case):
                return None
            case = replace(case, **changes)
            await self._put(case)
            return case

    async def drop(self, case: Case) -> None:
        """Forgets a case."""
        await self._ledger.put(_CASES, case.record, None)
        await self._ledger.put(_HEARD, case.record, None)
        await self._ledger.put(_THREADS, f"{case.channel}:{case.thread}", None)
        if await self._ledger.get(_LATEST, case.conversation) == case.record:
            await self._ledger.put(_LATEST, case.conversation, None)

    async def _put(self, case: Case) -> None:
        await self._ledger.put(_CASES, case.record, json.dumps(asdict(case)))
        await self._ledger.put(_HEARD, case.record, "1" if case.is_heard else None)


def _read(found: str) -> Case:
    return Case.from_dict(json.loads(found))
