"""Answers that only the one who asked sees: by the address that came with the command, for as long as it works."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack import simpler
from overture.channels.slack.asked import Place
from overture.channels.slack.delivery import spoken
from overture.channels.slack.outgoing import Block, Outgoing
from overture.channels.slack.persistence import BlocksRefused, Persistence, Undelivered


class _Refused(SlackApiError):
    """A status other than 200 from such an address, in the form of the SDK's errors."""

    def __init__(self, status: int, headers: Any, body: str) -> None:
        try:
            code = json.loads(body).get("error")
        except (ValueError, AttributeError):
            code = body if body.isidentifier() else ""
        super().__init__("response_url", _Response(status, headers, {"error": code}))  # type: ignore[no-untyped-call]


class _Response:
    def __init__(self, status: int, headers: Any, data: dict[str, Any]) -> None:
        self.status_code, self.headers, self.data = status, headers, data


class Private:
    """Sends what nobody else is to see.

    Slack takes five messages at such an address, in the half hour after the command.
    Then the message goes out as an ephemeral one, which works where the bot is a
    member; and else as a direct message.

    Args:
        client: a client that does not repeat anything by itself.
        session: for the addresses.
        persistence: the loop that repeats.
    """

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, persistence: Persistence) -> None:
        self._client, self._session, self._persistence = client, session, persistence

    async def post(self, place: Place, message: Outgoing) -> None:
        """Sends a message; in simpler blocks or as text where Slack refuses its blocks.

        Whether one that failed has arrived can't be found out, so it may come twice.

        Raises:
            Undelivered: there is no way left.
        """
        try:
            await self._any_way(place, message.text, message.blocks)
            return
        except BlocksRefused:
            pages = simpler.simplified(message)
        try:
            for page in pages:
                await self._any_way(place, message.text, page)
        except BlocksRefused:
            for text in simpler.texts(message):
                await self._any_way(place, text, ())

    async def _any_way(self, place: Place, text: str, blocks: Sequence[Block]) -> None:
        said = spoken(text, blocks)
        ways = (self._by_address, self._ephemeral, self._direct)
        for way in ways if place.response_url else ways[1:]:
            try:
                await self._persistence.until_done(place.user, lambda way=way: way(place, said))  # type: ignore[misc]
                return
            except Undelivered as failed:
                if not failed.lasting or way == self._direct:
                    raise

    async def _by_address(self, place: Place, said: dict[str, Any]) -> bool:
        body = {**said, "response_type": "ephemeral", "replace_original": False}
        url, proxy = str(place.response_url), self._client.proxy  # the SDK has found the proxy of this machine
        async with self._session.post(url, json=body, proxy=proxy) as answer:
            said_back = await answer.text()
            if answer.status != 200 or '"ok":false' in said_back.replace(" ", ""):
                raise _Refused(answer.status, answer.headers, said_back)
        return True

    async def _ephemeral(self, place: Place, said: dict[str, Any]) -> bool:
        await self._client.api_call("chat.postEphemeral", json={**said, "channel": place.channel, "user": place.user})
        return True

    async def _direct(self, place: Place, said: dict[str, Any]) -> bool:
        await self._client.api_call("chat.postMessage", json={**said, "channel": place.user})
        return True
