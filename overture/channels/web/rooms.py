"""Who sits where: the sockets of each conversation, and what is sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from socketio import AsyncServer

from overture.channels.web.kept import Heard, Said
from overture.channels.web.tokens import Session


@dataclass
class Seat:
    """One socket: where it comes from, and its session once it has asked for one."""

    address: str
    session: Optional[Session] = None


class Rooms:
    """The sockets of this process; what is sent reaches those of the others too.

    Args:
        sio: the socket.io server.
    """

    def __init__(self, sio: AsyncServer) -> None:
        self._sio = sio
        self.seats: dict[str, Seat] = {}

    async def enter(self, sid: str, session: Session) -> None:
        """Puts a socket into the room of a conversation and out of the one before."""
        seat = self.seats.get(sid)
        if seat is None:  # it has gone meanwhile
            return
        if seat.session and seat.session.conversation != session.conversation:
            await self._sio.leave_room(sid, seat.session.conversation)
        seat.session = session
        await self._sio.enter_room(sid, session.conversation)

    async def end(self, sid: str, reason: str) -> None:
        """Tells one socket that its session has ended."""
        seat = self.seats.get(sid)
        if seat and seat.session:
            await self._sio.leave_room(sid, seat.session.conversation)
            seat.session = None
        await self._sio.emit("session_ended", {"reason": reason}, to=sid)

    async def end_all(self, conversation: str, but: str) -> None:
        """Tells all sockets of a conversation but one that it was erased."""
        await self._sio.leave_room(but, conversation)
        await self._sio.emit("session_ended", {"reason": "erased"}, room=conversation)
        await self._sio.close_room(conversation)
        for seat in self.seats.values():
            if seat.session and seat.session.conversation == conversation:
                seat.session = None

    async def heard(self, conversation: str, heard: Heard, but: str) -> None:
        """Shows a message of the user to the other sockets."""
        await self._sio.emit("user_said", heard.as_dict(), room=conversation, skip_sid=but)

    async def typing(self, conversation: str, on: bool, reply_to: str) -> None:
        """Says that an answer is being worked on, or no more."""
        await self._sio.emit("typing", {"on": on, "reply_to": reply_to}, room=conversation)

    async def said(self, to: str, said: Sequence[Said]) -> None:
        """Sends messages of the bot, to a conversation or one socket."""
        for message in said:
            await self._sio.emit("bot_uttered", message.as_dict(), room=to)

    async def person(self, conversation: str, state: str, name: Optional[str]) -> None:
        """Says that a person was asked, is here, or has left."""
        await self._sio.emit("person", {"state": state, **({"name": name} if name else {})}, room=conversation)

    async def done(self, to: str, reply_to: str) -> None:
        """Says that all is said to a message, to a conversation or one socket."""
        await self._sio.emit("turn_done", {"reply_to": reply_to}, room=to)
