"""A person in Slack takes over: a thread in the staff's channel is the other end of a visitor's conversation."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage

from overture.channels import people
from overture.channels.slack import asked, case_view, cases, limits, mrkdwn, staff_words, words
from overture.channels.slack.asked import Asked, Place
from overture.channels.slack.cases import Case, Cases
from overture.channels.slack.delivery import Attempt
from overture.channels.slack.heard import readable
from overture.channels.slack.ledger import Work
from overture.channels.slack.outgoing import Outgoing
from overture.channels.slack.persistence import Undelivered
from overture.channels.slack.service import Service
from overture.channels.slack.staff import Staff

# What staff writes with this before it stays among them.
ASIDE = "//"
_MODAL = "x:"


class StaffBridge:
    """Carries messages between visitors and the staff.

    Each message is in work from when it came until it has arrived on the other side, as
    questions are until they are answered.

    Args:
        found: the cases.
        service: keeps what is in work.
        staff: their channel.
    """

    def __init__(self, found: Cases, service: Service, staff: Staff) -> None:
        self._cases, self._service, self._staff = found, service, staff

    # The visitor's side

    async def heard(self, message: UserMessage) -> bool:
        """See :class:`overture.channels.people.Bridge`."""
        case = await self._cases.of(message.sender_id)
        if case is None or not case.is_heard:
            return False
        if case.state == cases.HERE and str(message.text).strip().lower() == words.BACK_TO_BOT:
            await self.end(case, staff_words.VISITOR_LEFT)
            return True
        await self._into(case, f"v:{message.sender_id}:{message.message_id}", str(message.text), asked.VISITOR)
        return case.state == cases.HERE

    async def person(self, sender: str) -> Optional[str]:
        """See :class:`overture.channels.people.Bridge`."""
        case = await self._cases.of(sender)
        return case.name if case and case.state == cases.HERE else None

    async def left(self, sender: str) -> None:
        """See :class:`overture.channels.people.Bridge`."""
        case = await self._cases.of(sender)
        if case and case.is_open:
            await self.end(case, staff_words.BEGAN_ANEW)

    # The staff's side

    async def owns(self, channel: str, thread: Optional[str]) -> bool:
        """Whether a thread is the other end of a conversation."""
        return thread is not None and await self._cases.at(channel, thread) is not None

    async def replied(self, reply: Asked) -> None:
        """Takes what a staff member wrote in a thread; what begins with ``//`` stays there."""
        place = reply.place
        case = await self._cases.at(place.channel, place.thread or "")
        if case is None or reply.text.lstrip().startswith(ASIDE):
            return
        refused = staff_words.NO_FILES if reply.files else ""
        if reply.text.strip():
            refused = await self._closed(case) or refused
        if refused:
            self._service.beside(self._staff.whisper(case.thread, place.user, refused))
        await self.pass_on(case, reply)

    async def pass_on(self, case: Case, reply: Asked) -> None:
        """Has a staff member's message carried to the visitor, once however often it comes."""
        is_aside = reply.text.lstrip().startswith(ASIDE)
        if case.is_open and reply.text.strip() and not is_aside:
            await self._service.take(
                Asked(reply.id, _lane(case), reply.place, reply.text, asked.STAFF, reply.order, event=reply.event)
            )

    async def pressed(self, action: str, channel: str, thread: str, user: str, trigger: str) -> None:
        """A button under a question was pressed; those of other messages do nothing."""
        case = await self._cases.at(channel, thread)
        done: Mapping[str, Callable[[Case], Coroutine[Any, Any, None]]] = {
            case_view.TAKE: lambda case: self._take(case, user),
            case_view.ANSWER: lambda case: self._staff.ask(case, trigger),
            case_view.CLOSE: lambda case: self._close(case, user),
        }
        if case and case.live and action in done:
            self._service.beside(done[action](case))

    async def answered(self, channel: str, thread: str, text: str, user: str, trigger: str) -> None:
        """Takes an answer that was written into the modal; it opens a closed case again."""
        case = await self._cases.at(channel, thread)
        if case and case.live:
            # As somebody types it in Slack, where these three are written otherwise.
            written = mrkdwn.escaped(text)
            place = Place(channel, user, thread)
            await self._service.take(Asked(f"{_MODAL}{trigger}", _lane(case), place, written, asked.STAFF))

    async def _take(self, case: Case, user: str) -> None:
        if await self._is_old(case):
            await self._staff.whisper(case.thread, user, staff_words.MOVED)
        else:
            await self._arrive(case, user, await self._staff.name(user))

    async def _close(self, case: Case, user: str) -> None:
        await self.end(case, staff_words.CLOSED_BY.format(name=await self._staff.name(user)))

    async def _closed(self, case: Case) -> str:
        """Why a reply doesn't reach the visitor; empty if it does."""
        if not case.live:
            return staff_words.NOT_LIVE
        if case.is_open:
            return ""
        return staff_words.MOVED if await self._is_old(case) else staff_words.IS_CLOSED

    async def _is_old(self, case: Case) -> bool:
        latest = await self._cases.of(case.conversation)
        return latest is None or latest.record != case.record

    # What becomes of a case

    async def _arrive(self, case: Case, user: str, name: str) -> None:
        now = time.time()
        arrived = await self._cases.change(
            case.record, lambda case: not case.is_with(user), state=cases.HERE, user=user, name=name, last=now
        )
        if arrived is None:
            await self._cases.change(case.record, last=now)
            return
        self._service.beside(self._staff.redraw(case.record))
        await self.tell(case, people.HERE, name)

    async def end(self, case: Case, said: str) -> None:
        """Closes a case; the visitor is told if somebody was there, the staff in any case."""
        ended = await self._cases.change(case.record, lambda case: case.is_open, state=cases.CLOSED, last=time.time())
        if ended is None:
            return
        await self._into(ended, f"end:{ended.record}:{ended.last:.3f}", said, asked.NOTE)
        if case.state == cases.HERE:
            await self.tell(case, people.GONE, case.name)

    async def tell(self, case: Case, state: str, name: Optional[str] = None) -> None:
        """Tells a visitor that a person was asked, is here, or has left."""
        voice = people.shared().voice(case.conversation)
        if voice:
            await voice.tell(case.conversation, state, name)

    # What is in work

    async def _into(self, case: Case, id: str, text: str, via: str) -> None:
        """Puts something on its way into the thread."""
        await self._service.take(Asked(id, _lane(case), Place(case.channel, "", case.thread), text, via))

    async def carry(self, work: Work) -> None:
        """Brings something to the other side.

        Raises:
            Undelivered: that was not possible.
            NotSaid: the visitor can't be reached now.
        """
        said = work.asked
        case = await self._cases.at(said.place.channel, said.place.thread or "")
        if case is None:  # deleted by the visitor meanwhile
            return
        if said.via == asked.STAFF:
            await self._to_visitor(case, work)
        elif said.via == asked.VISITOR:
            await self._write(case, work, case_view.visitor(said.text))
            await self._cases.change(case.record, last=time.time())
        else:
            await self._staff.redraw(case.record)
            await self._write(case, work, case_view.note(said.text))

    async def lost(self, work: Work) -> None:
        """Says that something could not be carried over, to the one who wrote it."""
        said = work.asked
        case = await self._cases.at(said.place.channel, said.place.thread or "")
        voice = people.shared().voice(case.conversation) if case else None
        if case and said.via == asked.STAFF:
            note = staff_words.GIVEN_UP.format(text=limits.cut(said.text, 300))
            await self._staff.whisper(case.thread, said.place.user, mrkdwn.plain(note))
        elif case and said.via == asked.VISITOR and case.state == cases.HERE and voice:
            note = words.NOT_CARRIED.format(name=case.name, text=limits.cut(said.text, 300))
            await voice.say(case.conversation, note, id=f"{said.id}/lost")

    async def _to_visitor(self, case: Case, work: Work) -> None:
        said = work.asked
        by_modal = said.id.startswith(_MODAL)
        refused = await self._closed(case)
        if refused == staff_words.MOVED or (refused and not by_modal):
            await self._staff.whisper(case.thread, said.place.user, refused)
            return
        name = await self._staff.name(said.place.user)
        await self._arrive(case, said.place.user, name)
        if by_modal:
            shown = staff_words.ANSWERED.format(name=name, text=readable(said.text))
            await self._write(case, work, case_view.note(shown), "/shown")
        await self._say(case, work, name)

    async def _say(self, case: Case, work: Work, name: str) -> None:
        voice = people.shared().voice(case.conversation)
        if voice is None:
            await self._write(case, work, case_view.note(staff_words.NOT_REACHED), "/waits")
            raise Undelivered("no channel reaches the visitor", lasting=False)
        await voice.say(case.conversation, readable(work.asked.text), person=name, id=work.id)

    async def _write(self, case: Case, work: Work, message: Outgoing, part: str = "") -> None:
        await self._staff.post(message, Attempt(f"{work.id}{part}", work.since, work.again), case.thread)


def _lane(case: Case) -> str:
    """Both directions of a talk share a lane, so that its order is kept."""
    return f"case-{case.thread}"
