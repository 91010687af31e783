"""The parts of the channel, put together while the server runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Optional

from slack_bolt.async_app import AsyncApp

from overture.channels import people
from overture.channels.slack import app as bolt
from overture.channels.slack import check, verdict, web_api
from overture.channels.slack.answering import Answering
from overture.channels.slack.bridging import Bridging
from overture.channels.slack.check import Identity
from overture.channels.slack.courtesies import Courtesies
from overture.channels.slack.delivery import Delivery
from overture.channels.slack.feedback import FeedbackFile
from overture.channels.slack.ledger import Ledger
from overture.channels.slack.ledger_file import FileLedger
from overture.channels.slack.ledger_redis import RedisLedger
from overture.channels.slack.listeners import Listeners
from overture.channels.slack.offers import Offers
from overture.channels.slack.persistence import Persistence
from overture.channels.slack.pictures import Pictures
from overture.channels.slack.private import Private
from overture.channels.slack.render import Renderer
from overture.channels.slack.service import Service
from overture.channels.slack.settings import SOCKET, Settings, SlackSetupError
from overture.channels.slack.socket_mode import Connection
from overture.channels.slack.threads import Threads
from overture.channels.slack.voice import SENDER, SlackVoice
from overture.channels.turns import OnMessage
from overture.handover import ConfigError

logger = logging.getLogger(__name__)

STOP_SECONDS = 10.0


class Running:
    """The channel at work.

    Args:
        settings: tokens and where to keep things.
        on_new_message: Rasa's side.
    """

    def __init__(self, settings: Settings, on_new_message: OnMessage) -> None:
        self._settings, self._on_new_message = settings, on_new_message
        self._api = web_api.opened(settings)
        self._ledger: Ledger = RedisLedger(settings.redis) if settings.redis else FileLedger(settings.store)
        self._starting: Optional[asyncio.Task[None]] = None
        self._connection: Optional[Connection] = None
        self._bridging: Optional[Bridging] = None
        self.service: Optional[Service] = None
        self.app: Optional[AsyncApp] = None

    def start(self) -> None:
        """Begins in the background: a Slack that can't be reached holds up no other channel."""
        if self._settings.staff:
            with contextlib.suppress(ConfigError):  # the log says which; nobody is handed over to then
                self._bridging = Bridging(self._settings)
        self._starting = asyncio.get_running_loop().create_task(self._start())

    async def stop(self) -> None:
        """Takes nothing more in and brings to an end what is in work."""
        if self._starting:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        self.app = None
        if self._connection:
            await self._connection.stop()
        if self.service:
            await self.service.stop(STOP_SECONDS)
            people.shared().leave(SENDER)
        if self._bridging:
            await self._bridging.close()
        await self._ledger.close()
        await self._api.close()

    async def _start(self) -> None:
        me = await self._identity()
        self._put_together(me)
        if self.app and self._settings.mode == SOCKET:
            self._connection = Connection(self.app, self._settings.app_token)
            self._connection.start()

    async def _identity(self) -> Identity:
        attempt = 0
        while True:
            try:
                return Identity.read(await self._api.once.auth_test())
            except Exception as error:
                ruling = verdict.judged(error)
                level = logging.ERROR if ruling.step == verdict.NEVER else logging.WARNING
                logger.log(level, "Slack does not say who the bot is (%s); asking again", ruling.reason)
            await asyncio.sleep(ruling.seconds or verdict.pause(attempt))
            attempt += 1

    def _put_together(self, me: Identity) -> None:
        once, patient = self._api.once, self._api.patient
        offers = Offers(self._settings.seal_key)
        renderer, persistence = Renderer(offers), Persistence()
        private = Private(once, self._api.session, persistence)
        delivery = Delivery(once, persistence)
        voice = SlackVoice(delivery, self._ledger)
        people.shared().join(SENDER, voice)
        courtesies = Courtesies(patient, self._ledger, offers, delivery, me.user)
        answering = Answering(
            self._on_new_message,
            me,
            self._ledger,
            renderer,
            delivery,
            private,
            Pictures(patient, me.scopes),
            courtesies,
            voice,
        )
        self.service = Service(self._ledger, answering)
        bridge = self._bridging.open(me, self._ledger, self.service, delivery, patient) if self._bridging else None
        judgements = FeedbackFile(self._settings.store.with_name(f"{self._settings.store.stem}-feedback.db"))
        listeners = Listeners(
            me, self.service, Threads(self._ledger), courtesies, offers, private, renderer, judgements, bridge
        )
        self.app = bolt.build(self._settings, patient, me, listeners)
        self.service.start()
        logger.info("Slack: @%s in the workspace %s", me.user_name, me.team_name)


def tell(settings: Settings) -> None:
    """Checks tokens and scopes before the server starts; warnings go to the log.

    Raises:
        SlackSetupError: with the first thing because of which it can't work.
    """
    for finding in check.findings(settings):
        if finding.level == check.FAULT:
            raise SlackSetupError(f"Slack: {finding.text}")
        if finding.level != check.OK:
            logger.warning("Slack: %s", finding.text)
