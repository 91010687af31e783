"""Reaches visitors on the web at any time: what a person says to them, and who that is."""

from __future__ import annotations

import hashlib
import uuid
from typing import Optional

from overture.channels.people import NotSaid
from overture.channels.web.answering import Answering
from overture.channels.web.kept import Said
from overture.channels.web.rooms import Rooms
from overture.channels.web.tokens import SENDER


class WebVoice:
    """See :class:`overture.channels.people.Voice`; who is away finds it in the history.

    Args:
        answering: keeps and sends messages.
        rooms: the visitors' sockets.
    """

    def __init__(self, answering: Answering, rooms: Rooms) -> None:
        self._answering, self._rooms = answering, rooms

    async def say(self, sender: str, text: str, *, person: Optional[str] = None, id: str = "") -> None:
        """Says something that no message asked for.

        Raises:
            NotSaid: it can't be kept now.
        """
        key = hashlib.sha256(f"{sender} {id}".encode()).hexdigest()[:32] if id else uuid.uuid4().hex
        if not await self._answering.say(sender.removeprefix(SENDER), Said(key, text, person=person)):
            raise NotSaid

    async def tell(self, sender: str, state: str, name: Optional[str] = None) -> None:
        """Says that a person was asked, is here, or has left."""
        await self._rooms.person(sender.removeprefix(SENDER), state, name)
