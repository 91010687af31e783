"""Finds what the staff wrote while the bot was away: Slack repeats an event for some minutes only."""

from __future__ import annotations

import logging
import time

from overture.channels.slack import reading
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.cases import Case, Cases
from overture.channels.slack.check import Identity
from overture.channels.slack.reading import Malformed, Reply
from overture.channels.slack.staff import Staff
from overture.channels.turns import place

logger = logging.getLogger(__name__)

# How far it looks back: less than it is remembered that something came, or it would be said again.
LOOKED_BACK_SECONDS = 12 * 3_600.0
# Older ones are many, and nobody answers them any more.
RECENT_SECONDS = 3 * 86_400.0


class CatchingUp:
    """Reads the threads of open cases; what came as an event already is known and passed over.

    Args:
        me: who the bot is in Slack.
        found: the cases.
        bridge: carries what is found.
        staff: their channel.
    """

    def __init__(self, me: Identity, found: Cases, bridge: StaffBridge, staff: Staff) -> None:
        self._me, self._cases, self._bridge, self._staff = me, found, bridge, staff

    async def look(self) -> None:
        """Reads all of them; one that can't be read now is read the next time."""
        for case in await self._cases.all():
            if case.is_open and time.time() - case.last < RECENT_SECONDS:
                try:
                    await self._read(case)
                except Exception as error:
                    logger.warning("A thread of the staff can't be read: %s", place(error))

    async def _read(self, case: Case) -> None:
        since = max(case.since, time.time() - LOOKED_BACK_SECONDS)
        async for message in self._staff.read(case, since):
            event = {**message, "channel": case.channel, "channel_type": "channel"}
            try:
                heard = reading.message({"event": event}, self._me)
            except Malformed:
                continue
            if isinstance(heard, Reply):
                await self._bridge.pass_on(case, heard.asked)
