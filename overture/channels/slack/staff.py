"""The staff's channel: what the bot writes there, and the names of those who read it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack import case_view, words
from overture.channels.slack.asked import Place
from overture.channels.slack.cases import Case, Cases
from overture.channels.slack.delivery import Attempt, Delivery, Sent
from overture.channels.slack.outgoing import Outgoing

logger = logging.getLogger(__name__)

_GONE = frozenset({"message_not_found", "thread_not_found", "cant_delete_message", "channel_not_found"})
_PAGE = 200


class Staff:
    """Writes into the channel of the staff.

    Args:
        channel: its id.
        found: the cases.
        delivery: posts, each message once.
        client: for all else in Slack.
    """

    def __init__(self, channel: str, found: Cases, delivery: Delivery, client: AsyncWebClient) -> None:
        self.channel = channel
        self._cases, self._delivery, self._client = found, delivery, client
        self._names: dict[str, str] = {}
        self._drawing = asyncio.Lock()

    async def post(self, message: Outgoing, attempt: Attempt, thread: str = "") -> Sent:
        """Writes into a thread, or begins one.

        Raises:
            Undelivered: Slack refuses it, or can't be reached.
        """
        return await self._delivery.post(Place(self.channel, "", thread or None), message, attempt)

    async def redraw(self, record: str) -> None:
        """Brings the first message of a thread up to date: its state and its buttons."""
        async with self._drawing:
            case = await self._cases.get(record)
            if case is None:
                return
            message = case_view.first(case)
            try:
                await self._client.chat_update(
                    channel=case.channel, ts=case.thread, text=message.text, blocks=list(message.blocks)
                )
            except SlackApiError as error:  # the buttons show an old state, and work all the same
                logger.warning("The staff's message could not be changed: %s", error.response.get("error"))

    async def whisper(self, thread: str, user: str, text: str) -> None:
        """Says something to one of them only."""
        await self._client.chat_postEphemeral(channel=self.channel, user=user, thread_ts=thread, text=text)

    async def ask(self, case: Case, trigger: str) -> None:
        """Opens the modal for an answer; Slack allows it for three seconds."""
        await self._client.views_open(trigger_id=trigger, view=case_view.modal(case))

    async def name(self, user: str) -> str:
        """How somebody is called in Slack; without the scope for names, a member of the team."""
        if user not in self._names:
            try:
                profile = (await self._client.users_info(user=user))["user"]["profile"]
                self._names[user] = str(profile.get("display_name") or profile.get("real_name") or words.SOMEBODY)
            except (SlackApiError, KeyError, TypeError):
                return words.SOMEBODY
        return self._names[user]

    async def delete(self, case: Case) -> None:
        """Deletes what the bot has written of a case; what the staff wrote is theirs.

        Raises:
            SlackApiError: Slack refuses it.
        """
        written = [message["ts"] async for message in self.read(case) if message.get("bot_id")]
        for ts in reversed(written):
            try:
                await self._client.chat_delete(channel=case.channel, ts=ts)
            except SlackApiError as error:
                if error.response.get("error") not in _GONE:
                    raise

    async def read(self, case: Case, since: float = 0.0) -> AsyncIterator[Mapping[str, Any]]:
        """The messages of a thread in their order; none where it is gone.

        Args:
            case: whose thread.
            since: the time before which they are left out, in seconds.

        Raises:
            SlackApiError: Slack refuses it.
        """
        cursor = ""
        while True:
            try:
                answer = await self._client.conversations_replies(
                    channel=case.channel, ts=case.thread, oldest=f"{since:.6f}", limit=_PAGE, cursor=cursor or None
                )
            except SlackApiError as error:
                if error.response.get("error") in _GONE:
                    return
                raise
            for message in answer.get("messages") or ():
                yield message
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
