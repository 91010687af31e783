"""Reaches people in Slack at any time: what a person says to them, and who that is."""

from __future__ import annotations

import json
import time
import uuid
from collections import OrderedDict
from typing import Optional

from overture.channels import people
from overture.channels.slack import blocks, mrkdwn, words
from overture.channels.slack.asked import Asked, Place, place_of
from overture.channels.slack.delivery import Attempt, Delivery
from overture.channels.slack.ledger import Ledger
from overture.channels.slack.outgoing import Outgoing, Piece, pages
from overture.channels.slack.persistence import Undelivered
from overture.channels.slack.render import paragraphs

SENDER = "slack-"
_MOST_PLACES = 5_000
_REMEMBERED_SECONDS = 30 * 86_400.0
# How long something that could not be said is tried.
_TRIED_SECONDS = 7_200.0


class SlackVoice:
    """See :class:`overture.channels.people.Voice`.

    Args:
        delivery: posts.
        ledger: keeps where a conversation is held once a person was asked for.
    """

    def __init__(self, delivery: Delivery, ledger: Ledger) -> None:
        self._delivery, self._ledger = delivery, ledger
        self._places: OrderedDict[str, Place] = OrderedDict()

    def remember(self, question: Asked) -> None:
        """Notes where a conversation is held; what only one person sees goes on as a direct message."""
        place = question.place
        if place.private:
            place = Place(place.user, place.user)
        self._places[question.conversation] = place
        self._places.move_to_end(question.conversation)
        if len(self._places) > _MOST_PLACES:
            self._places.popitem(last=False)

    async def say(self, sender: str, text: str, *, person: Optional[str] = None, id: str = "") -> None:
        """Says something that no message asked for.

        Raises:
            Undelivered: Slack refuses it, or can't be reached.
        """
        place = await self._place(sender)
        if place is None:
            raise Undelivered("a conversation of another channel", lasting=True)
        mark, since = id or uuid.uuid4().hex, time.time() - _TRIED_SECONDS
        # Whoever says it for the second time looks first whether it is there already.
        again = not await self._ledger.note(f"said:{mark}", "1", _TRIED_SECONDS, only_new=True)
        for number, page in enumerate(_pages(text, person)):
            await self._delivery.post(place, page, Attempt(f"{mark}/{number}", since, again))

    async def tell(self, sender: str, state: str, name: Optional[str] = None) -> None:
        """Says that a person is here or has left; that one was asked, the bot has said."""
        if state == people.WAITING:
            place = self._places.get(sender)
            if place:
                await self._ledger.note(f"place:{sender}", json.dumps(vars(place)), _REMEMBERED_SECONDS)
        elif name:
            said = words.PERSON_HERE if state == people.HERE else words.PERSON_GONE
            await self.say(sender, said.format(name=name))

    async def _place(self, sender: str) -> Optional[Place]:
        if sender in self._places:
            return self._places[sender]
        found = await self._ledger.noted(f"place:{sender}")
        return Place(**json.loads(found)) if found else place_of(sender)


def _pages(text: str, person: Optional[str]) -> list[Outgoing]:
    pieces = []
    if person:
        who = words.PERSON_SAYS.format(name=mrkdwn.plain(person))
        pieces.append(Piece(tuple(blocks.context([who])), f"{person}:"))
    return pages([*pieces, *paragraphs(text)])
