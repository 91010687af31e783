"""From a question to its answer in Slack, step by step, each step written down."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage

from overture.channels import guards, turns
from overture.channels.guards import Refusal
from overture.channels.slack import asked, words
from overture.channels.slack.asked import Asked, Place
from overture.channels.slack.check import Identity
from overture.channels.slack.courtesies import Courtesies
from overture.channels.slack.delivery import Attempt, Delivery
from overture.channels.slack.heard import spoken
from overture.channels.slack.ledger import Ledger, Work
from overture.channels.slack.outgoing import Outgoing
from overture.channels.slack.persistence import Undelivered
from overture.channels.slack.pictures import Pictures
from overture.channels.slack.private import Private
from overture.channels.slack.render import Renderer
from overture.channels.slack.voice import SlackVoice
from overture.channels.turns import OnMessage
from overture.channels.turns import place as place_of
from overture.serving import gate

logger = logging.getLogger(__name__)

NAME = "slack"
# Turns of the bot at once; more would only wait for each other.
TURNS_AT_ONCE = 8
# After that long an answer is of no use to anybody.
GIVEN_UP_SECONDS = 3600.0
# Nobody types that much before it is cleaned; what is longer is not even read.
LONGEST_RAW = 8 * guards.LONGEST_MESSAGE


class SlackAnswers(turns.CollectedAnswers):
    """Collects what the bot says to one message from Slack."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses made for one channel."""
        return NAME


class Answering:
    """Answers questions: asks the bot, renders what it says, sends it.

    Args:
        on_new_message: Rasa's side.
        me: who the bot is in Slack.
        ledger: where each step is written down.
        renderer: makes messages of answers.
        delivery: sends them for all to see.
        private: sends them to one person.
        pictures: sends charts.
        courtesies: shows that an answer is coming.
        voice: reaches whoever asked later, when a person answers.
    """

    def __init__(
        self,
        on_new_message: OnMessage,
        me: Identity,
        ledger: Ledger,
        renderer: Renderer,
        delivery: Delivery,
        private: Private,
        pictures: Pictures,
        courtesies: Courtesies,
        voice: SlackVoice,
    ) -> None:
        self._on_new_message, self._me, self._ledger = on_new_message, me, ledger
        self._renderer, self._delivery, self._private, self._pictures = renderer, delivery, private, pictures
        self._courtesies, self._voice = courtesies, voice
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)

    async def answer(self, work: Work) -> None:
        """Brings some work to its end, wherever it was left."""
        if time.time() - work.since > GIVEN_UP_SECONDS:
            await self._give_up(work, "it is too old")
            return
        if work.outgoing is None:
            self._voice.remember(work.asked)
            work = work.answered(await self._say(work.asked))
            await self._ledger.keep(work)
        try:
            await self._send(work)
        except Undelivered as failed:
            if failed.lasting:
                await self._give_up(work, str(failed))
            else:
                logger.warning("An answer could not be sent yet (%s); it is tried again", failed)
            return
        await self._ledger.finish(work)

    def sentence(self, text: str) -> Sequence[Outgoing]:
        """Something that the channel itself says, as messages."""
        return self._renderer.sentence(text)

    async def _say(self, question: Asked) -> Sequence[Outgoing]:
        try:
            text = self._read(question)
        except Refusal as refusal:
            return self._renderer.sentence(refusal.message)
        said, _ = await asyncio.gather(self._ask(question, text), self._courtesies.working(question))
        if not said:  # it goes to a person, who will not answer in a moment
            await self._courtesies.at_rest(question)
        try:
            return self._render(question, text, said)
        except Exception as error:  # a part of an answer in a form that is not known here
            incident = uuid.uuid4().hex[:8]
            logger.error(
                "Incident %s in the slack channel: %s", incident, place_of(error), extra={"incident": incident}
            )
            return self._renderer.sentence(turns.SORRY.format(incident=incident))

    def _render(self, question: Asked, text: str, said: Sequence[Mapping[str, Any]]) -> Sequence[Outgoing]:
        # What a button stands for, or what a command asked, nobody has seen typed.
        shown = text if question.via in (asked.BUTTON, asked.COMMAND, asked.SHORTCUT) else ""
        return self._renderer.render(said, asked=shown, by=question.place.user if question.place.shared else "")

    def _read(self, question: Asked) -> str:
        if len(question.text) > LONGEST_RAW:
            return guards.checked_text(question.text)  # refuses it, with its length
        text = question.text if question.via == asked.BUTTON else spoken(question.text, self._me.user)
        if not text.strip():
            raise Refusal("no_text", words.FILES_ONLY if question.files else words.NO_TEXT)
        return guards.checked_text(text)

    async def _ask(self, question: Asked, text: str) -> Sequence[Mapping[str, Any]]:
        output = SlackAnswers()
        message = UserMessage(text, output, question.conversation, input_channel=NAME, message_id=question.id)
        # Slack was told that it is taken: it waits for its turn, with what other channels have in work.
        async with self._turns, gate.shared().in_turn():
            await turns.answer(self._on_new_message, message, NAME)
        said: Sequence[Mapping[str, Any]] = output.messages
        return said

    async def _send(self, work: Work) -> None:
        place, channel = work.asked.place, work.asked.place.channel
        messages = work.outgoing or ()
        for number in range(work.sent, len(messages)):
            attempt = Attempt(f"{work.id}/{number}", work.since, again=work.again and number == work.sent)
            sent_to = await self._send_one(place, channel, messages[number], attempt)
            channel = sent_to or channel
            if number + 1 < len(messages):
                await self._ledger.sent(work, number + 1)

    async def _send_one(self, place: Place, channel: str, message: Outgoing, attempt: Attempt) -> Optional[str]:
        """The id of the channel that it went to, where that is known."""
        if message.chart is not None:
            if not attempt.again:  # a picture that may be there already is not worth a second one
                await self._pictures.send(place, channel, message.chart)
            return None
        if place.private:
            await self._private.post(place, message)
            return None
        return (await self._delivery.post(place, message, attempt)).channel

    async def _give_up(self, work: Work, why: str) -> None:
        logger.error("Incident %s in the slack channel: an answer was given up: %s", uuid.uuid4().hex[:8], why)
        await self._ledger.finish(work)
