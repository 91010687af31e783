"""The web channel while the server runs: put together at its start, ended with it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, Optional

import socketio
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from sanic import Sanic

from overture.channels import people
from overture.channels.turns import OnMessage, place
from overture.channels.web import transport
from overture.channels.web.answering import Answering
from overture.channels.web.desk import Desk
from overture.channels.web.events import Events
from overture.channels.web.forget import forget, forget_handover, forget_review, stores
from overture.channels.web.forms import Refused
from overture.channels.web.journal import Journal
from overture.channels.web.keeper import Keeper
from overture.channels.web.rooms import Rooms
from overture.channels.web.settings import Settings, SettingsError
from overture.channels.web.tokens import SENDER, Tokens, secret_of, sender
from overture.channels.web.voice import WebVoice

logger = logging.getLogger(__name__)

JOURNAL_FILE = "web-journal.db"
CLOSE_SECONDS = 5.0
CLEAN_EVERY_SECONDS = 3600.0


class Running:
    """The parts of the channel in one process.

    Args:
        app: the app with Rasa's agent.
        sio: the socket.io server.
        journal: the journal; in a file beside Rasa's conversations by default.
        settings: how the channel is set up.
        on_new_message: Rasa's side.

    Raises:
        SettingsError: the secret can't be kept.
    """

    def __init__(
        self,
        app: Sanic,
        sio: socketio.AsyncServer,
        journal: Optional[Journal],
        settings: Settings,
        on_new_message: OnMessage,
    ) -> None:
        self._sio = sio
        self._settings = settings
        self._store = _tracker_store(app)
        folder = folder_of(self._store)
        self._keep = Keeper(journal or Journal(f"sqlite:///{folder / JOURNAL_FILE}"))
        rooms = Rooms(sio)
        self.answering = Answering(self._keep, on_new_message, rooms, self._forget_all)
        self._voice = WebVoice(self.answering, rooms)
        self.desk = Desk(self._keep, self.answering, settings, self._forget_all)
        tokens = Tokens(settings.secret or _secret(folder), settings.keep_days)
        Events(rooms, tokens, self._keep, self.desk, settings).register(sio)
        self._cleaning: Optional[asyncio.Task[None]] = None

    def start(self) -> None:
        """Begins with what goes on beside: old conversations are deleted, and people reach visitors."""
        people.shared().join(SENDER, self._voice)
        self._cleaning = asyncio.get_running_loop().create_task(self._clean_up())

    async def stop(self) -> None:
        """Brings what is in work to an end, and closes what was opened."""
        if self._cleaning:
            self._cleaning.cancel()
        await self.desk.close(CLOSE_SECONDS)
        people.shared().leave(SENDER)
        await transport.close(self._sio)
        self._keep.close()

    async def _forget(self, conversation: str) -> None:
        await forget(self._store, sender(conversation))

    async def _forget_all(self, conversation: str) -> None:
        await self._forget(conversation)
        await forget_review(sender(conversation))
        await forget_handover(sender(conversation))

    async def _clean_up(self) -> None:
        while True:
            try:
                await self.clean_up()
            except Refused:
                pass  # logged by the journal; the next time then
            except Exception as error:
                logger.error("Old conversations can't be deleted: %s", place(error))
            await asyncio.sleep(CLEAN_EVERY_SECONDS)

    async def clean_up(self) -> int:
        """Deletes what is older than it may get, from the journal and from Rasa; returns how many conversations."""
        deleted = 0
        while idle := await self._keep(self._keep.journal.idle, self._settings.keep_days):
            for conversation in idle:
                await self._forget(conversation)
                await self._keep(self._keep.journal.remove, conversation)
            deleted += len(idle)
        if deleted:
            logger.info("Deleted %d conversations older than %d days", deleted, self._settings.keep_days)
        return deleted


def _tracker_store(app: Sanic) -> Optional[TrackerStore]:
    agent = getattr(app.ctx, "agent", None)
    return agent.tracker_store if agent else None


def folder_of(store: Any) -> Path:
    """Where Rasa keeps its conversations, if that is a file; else where the server was started."""
    for one in stores(store):
        if isinstance(one, SQLTrackerStore) and one.engine.dialect.name == "sqlite" and one.engine.url.database:
            return Path(one.engine.url.database).absolute().parent
    return Path.cwd()


def _secret(folder: Path) -> str:
    try:
        return secret_of(folder)
    except OSError as error:
        raise SettingsError(
            f"Web channel: the secret can't be kept in {folder} ({error.strerror}): set OVERTURE_SECRET."
        ) from None
