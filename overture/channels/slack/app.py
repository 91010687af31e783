"""The app of Bolt: it knows Slack's requests apart and hands each to its listener."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack.check import Identity
from overture.channels.slack.ledger import LedgerError
from overture.channels.slack.listeners import Listeners
from overture.channels.slack.logs import wire
from overture.channels.slack.settings import Settings
from overture.channels.turns import place

logger = logging.getLogger(__name__)

_ANY = re.compile(r".*", re.DOTALL)
# What a payload that is not as Slack makes it runs into.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)

Listener = Callable[[dict[str, Any]], Awaitable[None]]


def build(settings: Settings, client: AsyncWebClient, me: Identity, listeners: Listeners) -> AsyncApp:
    """The app; its answer to Slack comes after the listener, which has then written everything down.

    Args:
        settings: tokens.
        client: a client of the SDK.
        me: who the bot is, so that Slack need not be asked with every request.
        listeners: what is done.
    """
    app = AsyncApp(
        name=wire().name,  # Bolt sets the level of the logger of that name
        logger=wire(),
        client=client,
        authorize=_authorizing(settings, me),
        # Whoever calls us over HTTP has been checked before: Bolt would log what it refuses.
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )
    app.event(_ANY)(_acknowledging(listeners.event))
    app.command(_ANY)(_acknowledging(listeners.command))
    app.action(_ANY)(_acknowledging(listeners.action))
    app.shortcut(_ANY)(_acknowledging(listeners.shortcut))
    app.view(_ANY)(_acknowledging(listeners.view))
    app.view_closed(_ANY)(_acknowledging(_nothing))
    app.error(_after_error)
    return app


def _authorizing(settings: Settings, me: Identity) -> Callable[..., Awaitable[AuthorizeResult]]:
    known = {
        "bot_user_id": me.user,
        "bot_id": me.bot or None,
        "bot_token": settings.bot_token,
    }

    async def authorize(enterprise_id: Optional[str], team_id: Optional[str]) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id or me.team, **known)

    return authorize


def _acknowledging(listener: Listener) -> Callable[..., Awaitable[None]]:
    async def acknowledged(body: dict[str, Any], ack: AsyncAck) -> None:
        await listener(body)
        await ack()

    return acknowledged


async def _nothing(body: dict[str, Any]) -> None:
    return None


async def _after_error(error: Exception) -> BoltResponse:
    """The status for Slack: 200 for what is of no use to us, 503 to get it again, 400 for what Slack never sends."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    if isinstance(error, LedgerError):
        logger.error("A request of Slack's can't be written down, so that it is to come again: %s", error)
        return BoltResponse(status=503, body="")
    status = 400 if isinstance(error, MALFORMED) else 503
    logger.error("A request of Slack's was refused with status %d: %s", status, place(error))
    return BoltResponse(status=status, body="")
