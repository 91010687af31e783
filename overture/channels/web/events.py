"""The events of the protocol: each is acknowledged, whatever comes."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from socketio import AsyncServer

from overture.channels import guards, people
from overture.channels.turns import place
from overture.channels.web import forms
from overture.channels.web.about import about
from overture.channels.web.desk import Desk
from overture.channels.web.forms import Refused
from overture.channels.web.keeper import Keeper
from overture.channels.web.kept import Erased, Heard, Judgement
from overture.channels.web.rooms import Rooms, Seat
from overture.channels.web.settings import Settings
from overture.channels.web.tokens import Tokens, new_conversation, sender
from overture.serving import metrics
from overture.serving.limits import Rate, network

logger = logging.getLogger(__name__)

Data = tuple[Any, ...]
Answer = dict[str, Any]
# Events of any kind that one socket may send a minute, for each message that it may.
EVENTS_A_MESSAGE = 6


class Events:
    """What happens on each event.

    Args:
        rooms: who is connected.
        tokens: gives and reads sessions.
        keep: the journal.
        desk: takes messages.
        settings: the limits.
    """

    def __init__(self, rooms: Rooms, tokens: Tokens, keep: Keeper, desk: Desk, settings: Settings) -> None:
        self._rooms = rooms
        self._tokens = tokens
        self._keep = keep
        self._desk = desk
        self._settings = settings
        self._messages = Rate(settings.per_minute)
        self._messages_by_address = Rate(settings.per_minute_address)
        self._sessions_by_address = Rate(settings.per_minute_address)
        self._events = Rate(settings.per_minute * EVENTS_A_MESSAGE)

    def register(self, sio: AsyncServer) -> None:
        """Listens on a socket.io server."""
        sio.on("connect", self._connect)
        sio.on("disconnect", self._disconnect)
        known: dict[str, Callable[[str, Data], Awaitable[Answer]]] = {
            "session_request": self._session_request,
            "user_uttered": self._user_uttered,
            "choose": self._choose,
            "feedback": self._feedback,
            "new_conversation": self._new_conversation,
            "erase": self._erase,
        }
        for name, handle in known.items():
            sio.on(name, self._acknowledged(handle))
        unknown = self._acknowledged(self._unknown)

        async def any_other(event: Any, sid: str, *data: Any) -> Answer:
            return await unknown(sid, *data)

        sio.on("*", any_other)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        request = environ["sanic.request"]
        # The first is the address that a trusted proxy names (Sanic's PROXIES_COUNT), if one is configured.
        self._rooms.seats[sid] = Seat(network(request.remote_addr or request.ip))

    async def _disconnect(self, sid: str, reason: Any = None) -> None:
        self._rooms.seats.pop(sid, None)

    async def _unknown(self, sid: str, data: Data) -> Answer:
        raise Refused("bad_request", "That is no event of this protocol.")

    def _seat(self, sid: str) -> Seat:
        seat = self._rooms.seats.get(sid)
        if seat is None:  # it has gone meanwhile
            raise Refused("no_session")
        return seat

    def _acknowledged(self, handle: Callable[[str, Data], Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
        async def acknowledged(sid: str, *data: Any) -> Answer:
            try:
                _wait(self._events, sid)
                return {"ok": True, **await handle(sid, data)}
            except Refused as refused:
                metrics.refused(refused.code)
                return refused.as_dict()
            except Erased:
                await self._rooms.end(sid, "erased")
                return Refused("no_session").as_dict()
            except Exception as error:
                if sid in self._rooms.seats:
                    incident = uuid.uuid4().hex[:8]
                    logger.error(
                        "Incident %s in the web channel: %s", incident, place(error), extra={"incident": incident}
                    )
                return Refused("unavailable").as_dict()

        return acknowledged

    async def _conversation(self, sid: str) -> str:
        seat = self._seat(sid)
        if seat.session is None:
            raise Refused("no_session")
        if seat.session.ends <= time.time():
            await self._rooms.end(sid, "expired")
            raise Refused("no_session")
        return seat.session.conversation

    async def _session_request(self, sid: str, data: Data) -> Answer:
        form = forms.read(forms.SessionRequest, data)
        if form.protocol != forms.PROTOCOL:
            raise Refused("protocol")
        _wait(self._sessions_by_address, self._seat(sid).address)
        session = self._tokens.read(form.session)
        if session is not None:
            try:
                return await self._go_on(sid, session.conversation)
            except Erased:
                pass
        return await self._begin(sid)

    async def _go_on(self, sid: str, conversation: str) -> Answer:
        token, session = self._tokens.give(conversation)
        # Into the room first: what is said from here on is sent, what was said before is in the history.
        await self._rooms.enter(sid, session)
        history = await self._keep(self._keep.journal.history, conversation)
        self._desk.start(self._desk.resume(conversation))
        return {"session": token, "restored": True, "history": history, **await self._about(conversation)}

    async def _begin(self, sid: str) -> Answer:
        conversation = new_conversation()
        token, session = self._tokens.give(conversation)
        await self._rooms.enter(sid, session)
        return {"session": token, "restored": False, "history": [], **await self._about(conversation)}

    async def _about(self, conversation: str) -> Answer:
        person = await people.shared().person(sender(conversation))
        return {"limits": self._limits(), "bot": about(), "person": {"name": person} if person else None}

    def _limits(self) -> Answer:
        return {
            "characters": guards.LONGEST_MESSAGE,
            "per_minute": self._settings.per_minute,
            "in_flight": self._settings.in_flight,
        }

    async def _user_uttered(self, sid: str, data: Data) -> Answer:
        conversation = await self._conversation(sid)
        form = forms.read(forms.Uttered, data)
        text = forms.checked_text(form.text)
        heard = await self._take(sid, conversation, Heard(form.id, text, text))
        return {"at": heard.at}

    async def _choose(self, sid: str, data: Data) -> Answer:
        conversation = await self._conversation(sid)
        form = forms.read(forms.Chosen, data)
        offer = await self._keep(self._keep.journal.offer, conversation, form.choice)
        if offer is None:
            raise Refused("unknown_choice")
        heard = await self._take(sid, conversation, Heard(form.id, offer.shown, offer.message))
        return {"at": heard.at, "text": heard.text}

    async def _take(self, sid: str, conversation: str, heard: Heard) -> Heard:
        _wait(self._messages, conversation)
        _wait(self._messages_by_address, self._seat(sid).address)
        kept, is_new = await self._desk.take(conversation, heard)
        if is_new:
            await self._rooms.heard(conversation, kept, but=sid)
        elif kept.answered:
            self._desk.start(self._answer_again(sid, conversation, kept.id))
        else:
            self._desk.start(self._desk.resume(conversation))
        return kept

    async def _answer_again(self, sid: str, conversation: str, id: str) -> None:
        try:
            said = await self._keep(self._keep.journal.answers, conversation, id)
        except Refused:
            return  # the client asks once more
        await self._rooms.said(sid, said)
        await self._rooms.done(sid, id)

    async def _feedback(self, sid: str, data: Data) -> Answer:
        conversation = await self._conversation(sid)
        form = forms.read(forms.Feedback, data)
        judgement = Judgement(form.message, form.verdict, forms.checked_comment(form.comment))
        if not await self._keep(self._keep.journal.judge, conversation, judgement):
            raise Refused("unknown_message")
        return {}

    async def _new_conversation(self, sid: str, data: Data) -> Answer:
        conversation = await self._conversation(sid)
        forms.read(forms.Nothing, data)
        _wait(self._sessions_by_address, self._seat(sid).address)
        await people.shared().left(sender(conversation))
        return await self._begin(sid)

    async def _erase(self, sid: str, data: Data) -> Answer:
        conversation = await self._conversation(sid)
        forms.read(forms.Nothing, data)
        _wait(self._sessions_by_address, self._seat(sid).address)
        await self._desk.erase(conversation)
        await self._rooms.end_all(conversation, but=sid)
        return await self._begin(sid)


def _wait(rate: Rate, key: str) -> None:
    seconds = rate.wait(key)
    if seconds:
        raise Refused("rate", retry_after=seconds)
