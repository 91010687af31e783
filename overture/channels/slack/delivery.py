"""Posts messages, each once: one that failed is only sent again if it didn't arrive after all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack import limits, mrkdwn, simpler, verdict
from overture.channels.slack.asked import Place
from overture.channels.slack.outgoing import Block, Outgoing
from overture.channels.slack.persistence import BlocksRefused, Persistence

logger = logging.getLogger(__name__)

_EVENT_TYPE = "overture_answer"
_LOOKED_THROUGH = 200
_CLOCKS_APART = 120.0


@dataclass(frozen=True)
class Sent:
    """Where a message ended up."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Attempt:
    """Which message this is.

    Args:
        mark: the same for the same message, and for no other.
        since: the time before which it can't have been sent, in seconds.
        again: whether somebody may have sent it already.
    """

    mark: str
    since: float
    again: bool = False

    def part(self, name: str) -> Attempt:
        """One of several messages that it became."""
        return Attempt(f"{self.mark}{name}", self.since, self.again)


class Delivery:
    """Posts into channels, threads and direct messages.

    Every message bears a mark that its reader doesn't see.  When Slack answers with an
    error of its own, or not at all, the message may be there or not: then the last
    messages of the place are read, and it is sent again only if none has the mark.

    Args:
        client: a client that does not repeat anything by itself.
        persistence: the loop that repeats.
    """

    def __init__(self, client: AsyncWebClient, persistence: Persistence) -> None:
        self._client = client
        self._persistence = persistence

    async def post(self, place: Place, message: Outgoing, attempt: Attempt) -> Sent:
        """Sends a message; in simpler blocks or as text where Slack refuses its blocks.

        Raises:
            Undelivered: Slack refuses it, or the patience has run out.
        """
        try:
            return await self._send(place, message.text, message.blocks, attempt)
        except BlocksRefused as refused:
            logger.warning("Slack refuses blocks (%s); the answer goes out in a simpler form", refused)
        try:
            return await self._series(place, ((message.text, page) for page in simpler.simplified(message)), attempt)
        except BlocksRefused:
            pages = [(text, ()) for text in simpler.texts(message)]
            return await self._series(place, pages, attempt.part("t"))

    async def _series(self, place: Place, pages: Iterable[tuple[str, Sequence[Block]]], attempt: Attempt) -> Sent:
        sent = None
        for number, (text, page) in enumerate(pages):
            sent = await self._send(place, text, page, attempt.part(f"s{number}"))
        if sent is None:
            raise BlocksRefused("nothing is left of them")
        return sent

    async def _send(self, place: Place, text: str, blocks: Sequence[Block], attempt: Attempt) -> Sent:
        said = {
            **spoken(text, blocks),
            "channel": place.channel,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": _EVENT_TYPE, "event_payload": {"id": attempt.mark}},
        }
        if place.thread:
            said["thread_ts"] = place.thread

        async def send() -> Sent:
            answer = await self._client.api_call("chat.postMessage", json=said)
            return Sent(str(answer["channel"]), str(answer["ts"]))

        sent: Sent = await self._persistence.until_done(
            place.channel, send, self._finding(place, attempt), again=attempt.again
        )
        return sent

    def _finding(self, place: Place, attempt: Attempt) -> Callable[[], Any]:
        async def find() -> Optional[Sent]:
            try:
                messages = await self._recent(place, attempt.since)
            except Exception as error:
                if verdict.judged(error).step in (verdict.WAIT, verdict.UNSURE):
                    raise
                return None  # not allowed to read there: better twice than not at all
            return next((Sent(place.channel, str(one["ts"])) for one in messages if _mark(one) == attempt.mark), None)

        return find

    async def _recent(self, place: Place, since: float) -> Sequence[Mapping[str, Any]]:
        asked: dict[str, Any] = {
            "channel": place.channel,
            "oldest": f"{max(0.0, since - _CLOCKS_APART):.6f}",
            "limit": _LOOKED_THROUGH,
            "include_all_metadata": True,
        }
        method = "conversations.history"
        if place.thread:
            method, asked["ts"] = "conversations.replies", place.thread
        answer = await self._client.api_call(method, http_verb="GET", params=asked)
        messages: Sequence[Mapping[str, Any]] = answer.get("messages") or ()
        return messages


def spoken(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """The texts and blocks of a message, as every method of Slack's takes them."""
    # Beside blocks the text is for notifications and screen readers, and may be shortened.
    said = mrkdwn.plain(limits.cut(text, limits.TEXT_FILLED // 2)) if blocks else text
    return {"text": said, **({"blocks": list(blocks)} if blocks else {})}


def _mark(message: Mapping[str, Any]) -> Optional[str]:
    metadata = message.get("metadata") or {}
    mark = (metadata.get("event_payload") or {}).get("id") if metadata.get("event_type") == _EVENT_TYPE else None
    return mark if isinstance(mark, str) else None
