"""Looks after the cases: ends what nobody took in time or what has gone to sleep, catches up, forgets what is old."""

from __future__ import annotations

import asyncio
import logging
import time

from overture.channels import people
from overture.channels.slack import cases, staff_words, words
from overture.channels.slack.background import Background
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.cases import Case, Cases
from overture.channels.slack.catching_up import CatchingUp
from overture.channels.slack.staff import Staff
from overture.channels.turns import place

logger = logging.getLogger(__name__)

# A person who has written nothing for so long has gone.
IDLE_SECONDS = 1_800.0
LOOKED_AT_SECONDS = 5.0
# How often the threads are read, beside the events, and old cases forgotten; the first time at the start.
CAUGHT_UP_SECONDS = 300.0


class Watch(Background):
    """Looks at all cases every few seconds.

    Args:
        wait: seconds after which a visitor is told that nobody could join.
        keep: seconds after which a case is forgotten in which nobody has written.
        found: the cases.
        bridge: ends them.
        staff: their channel.
        catching_up: finds what no event has told of.
    """

    def __init__(
        self, wait: float, keep: float, found: Cases, bridge: StaffBridge, staff: Staff, catching_up: CatchingUp
    ) -> None:
        self._wait, self._keep = wait, keep
        self._cases, self._bridge, self._staff = found, bridge, staff
        self._catching_up, self._caught_up = catching_up, -CAUGHT_UP_SECONDS

    async def _run(self) -> None:
        while True:
            try:
                if time.monotonic() - self._caught_up > CAUGHT_UP_SECONDS:
                    self._caught_up = time.monotonic()
                    await self._forget()
                    await self._catching_up.look()
                for case in await self._cases.heard():
                    await self._look(case)
            except Exception as error:
                logger.error("The questions for a person can't be looked after: %s", place(error))
            await asyncio.sleep(LOOKED_AT_SECONDS)

    async def _look(self, case: Case) -> None:
        now = time.time()
        if case.state == cases.WAITING and now - case.since > self._wait:
            await self._late(case)
        elif case.state == cases.HERE and now - case.last > IDLE_SECONDS:
            await self._bridge.end(case, staff_words.ASLEEP)

    async def _forget(self) -> None:
        for case in await self._cases.all():
            if time.time() - max(case.since, case.last) > self._keep:
                await self._cases.drop(case)

    async def _late(self, case: Case) -> None:
        # Said first: whoever ends in between says it again, and by its id it is said once.
        voice = people.shared().voice(case.conversation)
        if voice:
            await voice.say(case.conversation, words.NOBODY_CAME, id=f"late:{case.record}")
        if await self._cases.change(case.record, lambda case: case.state == cases.WAITING, state=cases.LATE):
            await self._staff.redraw(case.record)
            await self._bridge.tell(case, people.GONE)
