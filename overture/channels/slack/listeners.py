"""What the bot does about each thing that Slack sends; nothing here takes longer than to write it down."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Optional

from overture.channels.slack import case_view, feedback, reading, words
from overture.channels.slack.asked import Asked
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.check import Identity
from overture.channels.slack.courtesies import Courtesies
from overture.channels.slack.feedback import FeedbackFile, Judgement
from overture.channels.slack.offers import Offers
from overture.channels.slack.private import Private
from overture.channels.slack.reading import Payload, Reply
from overture.channels.slack.render import DOWN, FEEDBACK, UP, Renderer
from overture.channels.slack.service import Service
from overture.channels.slack.threads import Threads

logger = logging.getLogger(__name__)


class Listeners:
    """One method for each kind of thing; each returns as soon as nothing can be lost any more.

    Args:
        me: who the bot is in Slack.
        service: takes questions.
        threads: knows the threads to follow.
        courtesies: greetings, suggestions, the home tab.
        offers: knows the buttons.
        private: answers the one who typed a command.
        renderer: makes messages of sentences.
        judgements: keeps the thumbs.
        bridge: to those who answer in place of the bot; None where nobody does.
    """

    def __init__(
        self,
        me: Identity,
        service: Service,
        threads: Threads,
        courtesies: Courtesies,
        offers: Offers,
        private: Private,
        renderer: Renderer,
        judgements: FeedbackFile,
        bridge: Optional[StaffBridge] = None,
    ) -> None:
        self._me, self._service, self._threads, self._courtesies = me, service, threads, courtesies
        self._offers, self._private, self._renderer, self._judgements = offers, private, renderer, judgements
        self._bridge = bridge

    async def event(self, body: Payload) -> None:
        """An event: a message, a mention, a thread of the pane, the home tab; all others are passed over."""
        event = reading.part(body, "event")
        kind = reading.text(event, "type")
        if kind in ("message", "app_mention"):
            await self._message(body)
        elif kind == "assistant_thread_started":
            thread = reading.part(event, "assistant_thread")
            channel, ts = reading.identifier(thread, "channel_id"), reading.time(thread, "thread_ts")
            self._service.beside(self._courtesies.greet(channel, ts))
        elif kind == "app_home_opened":
            self._home(event)
        elif kind in ("app_uninstalled", "tokens_revoked"):
            logger.error(
                "The app was removed from the workspace, or its token withdrawn: Slack is not answered any more"
            )

    async def _message(self, body: Payload) -> None:
        heard = reading.message(body, self._me)
        if isinstance(heard, Reply):
            place = heard.asked.place
            if self._bridge and await self._bridge.owns(place.channel, place.thread):
                await self._bridge.replied(heard.asked)
                return
            heard = heard.asked if await self._threads.is_for_us(heard) else None
        if heard is None:
            return
        if await self._service.take(heard):
            await self._threads.follow(heard)
            self._service.beside(self._courtesies.name(heard))

    def _home(self, event: Payload) -> None:
        user = reading.identifier(event, "user")
        if event.get("tab") == "home":
            self._service.beside(self._courtesies.show_home(user))
        elif event.get("tab") == "messages":
            self._service.beside(self._courtesies.suggest(reading.identifier(event, "channel")))

    async def command(self, body: Payload) -> None:
        """The slash command; without a question it says how to ask one."""
        question = reading.command(body, self._me)
        if question.text.strip().lower() in ("", "help"):
            self._say(question, words.NOTHING_TYPED.format(command=reading.text(body, "command") or "/overture"))
        else:
            await self._service.take(question)

    async def action(self, body: Payload) -> None:
        """A button, a menu or a thumb; what was not offered is passed over."""
        if body.get("type") != "block_actions":
            return
        action = reading.first_action(body)
        if action.get("action_id") == FEEDBACK:
            self._judged(body, action)
            return
        if self._bridge and str(action.get("action_id")).startswith(case_view.PRESSED):
            await self._pressed(self._bridge, body, str(action["action_id"]))
            return
        message = self._offers.message(action)
        if message is not None:
            await self._service.take(replace(reading.pressed(body, self._me), text=message))
        elif _looks_like_ours(action) and body.get("channel"):
            self._say(reading.pressed(body, self._me), words.OLD_BUTTON, body)

    async def shortcut(self, body: Payload) -> None:
        """The shortcut "Ask about this"; of others there are none."""
        if body.get("type") == "message_action":
            await self._service.take(reading.shortcut(body, self._me))

    async def view(self, body: Payload) -> None:
        """A modal that was sent: what was wrong with an answer, or the answer of a person."""
        user = reading.identifier(reading.part(body, "user"), "id")
        answered = case_view.answered(reading.part(body, "view"))
        if answered and self._bridge:
            # One view, one answer: it is sent again under the same id.
            await self._bridge.answered(*answered, user, reading.identifier(reading.part(body, "view"), "id"))
            return
        judgement = feedback.commented(reading.part(body, "view"))
        if judgement and judgement.user == user:
            self._service.beside(self._keep(judgement))

    async def _pressed(self, bridge: StaffBridge, body: Payload, action: str) -> None:
        pressed = reading.pressed(body, self._me)
        thread = pressed.place.thread or ""
        await bridge.pressed(
            action, pressed.place.channel, thread, pressed.place.user, reading.text(body, "trigger_id")
        )

    def _judged(self, body: Payload, action: Mapping[str, Any]) -> None:
        verdict = action.get("value")
        if verdict not in (UP, DOWN):
            return
        pressed = reading.pressed(body, self._me)
        container = reading.part(body, "container")
        at = reading.time(container, "message_ts")
        judgement = Judgement(pressed.conversation, pressed.place.channel, at, pressed.place.user, str(verdict))
        trigger = reading.text(body, "trigger_id")
        self._service.beside(self._keep(judgement))
        if verdict == DOWN and trigger:
            self._service.beside(self._courtesies.ask_why(judgement, trigger))
        else:
            self._service.beside(self._courtesies.thank(judgement, pressed.place.thread))

    async def _keep(self, judgement: Judgement) -> None:
        try:
            await self._judgements.keep(judgement)
        except (sqlite3.Error, OSError) as error:
            logger.error("A thumb could not be kept: %s", type(error).__name__)

    def _say(self, question: Asked, sentence: str, body: Optional[Payload] = None) -> None:
        """Says something to one person only, without the bot."""
        url = question.place.response_url or (reading.text(body, "response_url") if body else "")
        place = replace(question.place, response_url=url)
        for message in self._renderer.sentence(sentence):
            self._service.beside(self._private.post(place, message))


def _looks_like_ours(action: Mapping[str, Any]) -> bool:
    return str(action.get("action_id") or "").partition(":")[0] in ("ask", "choose")
