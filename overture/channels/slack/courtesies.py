"""What goes on beside the answers: the pane's suggestions and status, the home tab, thanks for a thumb."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack import feedback, home, limits, words
from overture.channels.slack.asked import DIRECT, Asked, Place
from overture.channels.slack.delivery import Attempt, Delivery
from overture.channels.slack.feedback import Judgement
from overture.channels.slack.heard import spoken
from overture.channels.slack.ledger import Ledger
from overture.channels.slack.offers import Offers
from overture.channels.slack.outgoing import Outgoing
from overture.knowledge import shared

_STATUS_SECONDS = 2.0
_REMEMBERED_SECONDS = 30 * 86400.0
_LONGEST_TITLE = 60


class Courtesies:
    """Calls of Slack's that no answer depends on: what fails is passed over.

    Args:
        client: a client that waits and repeats by itself where that is harmless.
        ledger: remembers which threads were greeted.
        offers: makes the buttons of the home tab.
        delivery: sends the greeting, once.
        me: the bot's user id.
    """

    def __init__(self, client: AsyncWebClient, ledger: Ledger, offers: Offers, delivery: Delivery, me: str) -> None:
        self._client, self._ledger, self._offers, self._delivery, self._me = client, ledger, offers, delivery, me

    async def greet(self, channel: str, thread: str) -> None:
        """Greets in a new thread of the assistant pane, with suggestions."""
        if not await self._ledger.note(f"greeted:{channel}:{thread}", "1", _REMEMBERED_SECONDS, only_new=True):
            return
        greeting = Outgoing(words.GREETING)
        await self._delivery.post(Place(channel, "", thread), greeting, Attempt(f"greeting:{thread}", float(thread)))
        await self._client.assistant_threads_setSuggestedPrompts(
            channel_id=channel, thread_ts=thread, prompts=home.prompts(), title=words.PROMPTS_TITLE
        )

    async def suggest(self, channel: str) -> None:
        """Suggestions for an app with Slack's agent view, where threads begin with the user's own message."""
        with contextlib.suppress(SlackApiError):  # in all other apps there is no thread to suggest them for
            await self._client.api_call(
                "assistant.threads.setSuggestedPrompts",
                json={"channel_id": channel, "prompts": home.prompts(), "title": words.PROMPTS_TITLE},
            )

    async def working(self, question: Asked) -> None:
        """Shows in the assistant pane that an answer is coming; Slack takes it away with the answer."""
        # The answer waits for it: a status that came after the answer would stay.
        await self._show(question, words.STATUS)

    async def at_rest(self, question: Asked) -> None:
        """Takes that away where no answer comes."""
        await self._show(question, "")

    async def _show(self, question: Asked, status: str) -> None:
        place = question.place
        if question.via != DIRECT or not place.thread:
            return
        with contextlib.suppress(Exception):  # nothing of it may reach the answer
            await asyncio.wait_for(
                self._client.assistant_threads_setStatus(
                    channel_id=place.channel, thread_ts=place.thread, status=status
                ),
                _STATUS_SECONDS,
            )

    async def name(self, question: Asked) -> None:
        """Names a thread of the assistant pane after its first question."""
        place = question.place
        if question.via != DIRECT or not place.thread:
            return
        if await self._ledger.note(f"named:{place.channel}:{place.thread}", "1", _REMEMBERED_SECONDS, only_new=True):
            title = limits.cut(spoken(question.text[: 4 * _LONGEST_TITLE], self._me), _LONGEST_TITLE)
            with contextlib.suppress(SlackApiError):  # a thread in a direct message that is none of the pane's
                await self._client.assistant_threads_setTitle(
                    channel_id=place.channel, thread_ts=place.thread, title=title or "…"
                )

    async def show_home(self, user: str) -> None:
        """Publishes the home tab for a user."""
        view = home.view(shared().current(), self._offers)
        await self._client.views_publish(user_id=user, view=view)

    async def thank(self, judgement: Judgement, thread: str | None) -> None:
        """Says to one user that their thumb is noted."""
        said: dict[str, Any] = {"channel": judgement.channel, "user": judgement.user, "text": words.THANKS}
        if thread:
            said["thread_ts"] = thread
        await self._client.api_call("chat.postEphemeral", json=said)

    async def ask_why(self, judgement: Judgement, trigger: str) -> None:
        """Opens the modal that asks what was wrong; Slack allows it for three seconds."""
        await self._client.views_open(trigger_id=trigger, view=feedback.modal(judgement))
