"""Hands questions to the staff: a thread for each, and the desk's target that begins it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, Optional, TypeVar

from overture import handover
from overture.channels import people
from overture.channels.slack import case_view, staff_words
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.cases import HERE, Case, Cases
from overture.channels.slack.delivery import Attempt
from overture.channels.slack.persistence import Undelivered
from overture.channels.slack.staff import Staff
from overture.handover import Receipt, Record

Result = TypeVar("Result")

# Not "slack": somebody may call a webhook of theirs so.
NAME = "slack staff"
_HANDED_SECONDS = 25.0
# A record that is younger is handed over for the first time, or again by this process.
_FRESH_SECONDS = 3.0


class Handing:
    """Begins threads, and deletes them.

    Args:
        found: the cases.
        bridge: carries what is said in them.
        staff: their channel.
    """

    def __init__(self, found: Cases, bridge: StaffBridge, staff: Staff) -> None:
        self._cases, self._bridge, self._staff = found, bridge, staff
        self._tried: set[str] = set()

    async def open(self, record: Record) -> bool:
        """Begins a thread for a record, once; True if the staff can answer in the conversation itself.

        Raises:
            Undelivered: Slack can't be reached, or refuses it.
        """
        began = _seconds(record.at)
        # Looked for first where an attempt before this one, perhaps of another process, may have come through.
        again = record.id in self._tried or time.time() - began > _FRESH_SECONDS
        self._tried.add(record.id)
        case = await self._cases.get(record.id) or await self._begin(record, Attempt(f"h:{record.id}", began, again))
        if not case.whole:
            for number, page in enumerate(case_view.transcript(record)):
                await self._staff.post(page, Attempt(f"h:{record.id}/{number}", began, again), case.thread)
            await self._cases.change(record.id, whole=True)
        self._tried.discard(record.id)
        return case.live

    async def _begin(self, record: Record, attempt: Attempt) -> Case:
        live = people.shared().voice(record.conversation) is not None
        before = await self._cases.of(record.conversation)
        shown, text = case_view.told(record, live=live)
        now = time.time()
        case = Case(
            record.id, record.conversation, self._staff.channel, "", shown, text, live=live, since=now, last=now
        )
        sent = await self._staff.post(case_view.first(case), attempt)
        case = Case(**{**vars(case), "channel": sent.channel, "thread": sent.ts})
        await self._cases.add(case)
        if before:
            await self._bridge.end(before, staff_words.ASKED_AGAIN)
        if live:
            await self._bridge.tell(case, people.WAITING)
        return case

    async def forget(self, conversation: str) -> None:
        """Deletes what the bot has written of a conversation.

        Raises:
            SlackApiError: Slack refuses it.
        """
        for case in await self._cases.all():
            if case.conversation == conversation:
                await self._staff.delete(case)
                await self._cases.drop(case)
                if case.state == HERE:
                    await self._staff.whisper(case.thread, case.user, staff_words.ERASED)


class StaffTarget:
    """The staff as a target of the desk, which calls it from a thread of its own.

    Args:
        loop: in which Slack is talked to.
    """

    live = True
    name = NAME

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.handing: Optional[Handing] = None

    def hand_over(self, record: Record) -> Receipt:
        """See :class:`overture.handover.Target`."""
        return Receipt(NAME, live=self._wait(self._ready().open(record)))

    def forget(self, conversation: str) -> None:
        """See :class:`overture.handover.Target`."""
        self._wait(self._ready().forget(conversation))

    def _ready(self) -> Handing:
        if self.handing is None or not self._loop.is_running():
            raise handover.Undelivered("the connection to Slack is not there")
        return self.handing

    def _wait(self, doing: Coroutine[Any, Any, Result]) -> Result:
        waiting = asyncio.run_coroutine_threadsafe(doing, self._loop)
        try:
            return waiting.result(_HANDED_SECONDS)
        except Undelivered as error:
            raise handover.Undelivered(f"Slack says {error}") from error
        except Exception as error:
            waiting.cancel()
            raise handover.Undelivered(type(error).__name__) from error


def _seconds(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return time.time()
