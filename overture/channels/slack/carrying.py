"""Carries what is in work between visitors and staff, as often as it takes."""

from __future__ import annotations

import logging
import time
import uuid

from overture.channels.people import NotSaid
from overture.channels.slack.answering import GIVEN_UP_SECONDS
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.ledger import Ledger, Work
from overture.channels.slack.persistence import Undelivered
from overture.channels.turns import place

logger = logging.getLogger(__name__)


class Carrying:
    """Brings messages over the bridge.

    Args:
        ledger: where it is written down that they have arrived.
        bridge: carries them.
    """

    def __init__(self, ledger: Ledger, bridge: StaffBridge) -> None:
        self._ledger, self._bridge = ledger, bridge

    async def answer(self, work: Work) -> None:
        """Brings some work to its end; what can't be done now is left to be taken up again."""
        if time.time() - work.since > GIVEN_UP_SECONDS:
            await self._give_up(work, "it is too old")
            return
        try:
            await self._bridge.carry(work)
        except Undelivered as failed:
            if failed.lasting:
                await self._give_up(work, str(failed))
            else:
                logger.warning("A message could not be passed on yet (%s); it is tried again", failed)
            return
        except NotSaid:
            logger.warning("A message could not be passed on yet; it is tried again")
            return
        await self._ledger.finish(work)

    async def _give_up(self, work: Work, why: str) -> None:
        logger.error("Incident %s in the slack channel: a message was not passed on: %s", uuid.uuid4().hex[:8], why)
        try:
            await self._bridge.lost(work)
        except Exception as error:
            logger.error("Nor could that be said: %s", place(error))
        await self._ledger.finish(work)
