"""The bridge to the staff, put together while the server runs; off until their channel is set."""

from __future__ import annotations

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from overture import handover
from overture.channels import people
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.carrying import Carrying
from overture.channels.slack.cases import Cases
from overture.channels.slack.catching_up import CatchingUp
from overture.channels.slack.check import Identity
from overture.channels.slack.delivery import Delivery
from overture.channels.slack.handing import NAME, Handing, StaffTarget
from overture.channels.slack.ledger import Ledger
from overture.channels.slack.service import Service
from overture.channels.slack.settings import Settings
from overture.channels.slack.staff import Staff
from overture.channels.slack.watch import Watch

_DAY = 86_400.0


class Bridging:
    """The staff as a target of the desk: at once, so that nothing is refused while Slack can't be reached yet.

    Args:
        settings: the staff's channel, and how long somebody waits.

    Raises:
        ConfigError: handover.yml has faults.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._desk = handover.shared()
        self._target = StaffTarget(asyncio.get_running_loop())
        self._desk.add(self._target)

    def open(
        self, me: Identity, ledger: Ledger, service: Service, delivery: Delivery, client: AsyncWebClient
    ) -> StaffBridge:
        """Opens it, once it is known who the bot is.

        Args:
            me: that.
            ledger: where the cases are kept.
            service: what is in work.
            delivery: posts, each message once.
            client: for all else in Slack.
        """
        found = Cases(ledger)
        staff = Staff(self._settings.staff, found, delivery, client)
        bridge = StaffBridge(found, service, staff)
        service.carrying = Carrying(ledger, bridge)
        keep, catching_up = self._desk.config.keep_days * _DAY, CatchingUp(me, found, bridge, staff)
        self._watch = Watch(self._settings.wait, keep, found, bridge, staff, catching_up)
        self._watch.start()
        self._target.handing = Handing(found, bridge, staff)
        people.shared().connect(bridge)
        return bridge

    async def close(self) -> None:
        """Takes nothing more; what is asked from now on waits for the next start."""
        self._desk.remove(NAME)
        if self._target.handing:
            self._target.handing = None
            people.shared().connect(None)
            await self._watch.stop()
