"""Clients of Slack's Web API over one session, one for each way of repeating."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack.logs import wire
from overture.channels.slack.settings import Settings

CALL_SECONDS = 20.0
_AT_ONCE = 100
_TIMES = 3


@dataclass(frozen=True)
class WebApi:
    """``once`` repeats nothing; ``patient`` repeats what may be done twice without harm."""

    session: aiohttp.ClientSession
    once: AsyncWebClient
    patient: AsyncWebClient

    async def close(self) -> None:
        """Ends the session."""
        await self.session.close()


def opened(settings: Settings) -> WebApi:
    """The clients; to be called in the event loop that uses them."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_AT_ONCE),
        timeout=aiohttp.ClientTimeout(total=CALL_SECONDS),
    )
    repeating = [
        AsyncRateLimitErrorRetryHandler(max_retry_count=_TIMES),
        AsyncServerErrorRetryHandler(max_retry_count=_TIMES),
        AsyncConnectionErrorRetryHandler(max_retry_count=_TIMES),
    ]
    once, patient = (
        AsyncWebClient(
            token=settings.bot_token,
            base_url=settings.api,
            session=session,
            logger=wire(),
            retry_handlers=handlers,
        )
        for handlers in ([], repeating)
    )
    return WebApi(session, once, patient)
