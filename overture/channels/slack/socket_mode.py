"""The connection to Slack by which events come in; made anew whenever it breaks, for as long as it takes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import Optional

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from overture.channels.slack.background import Background
from overture.channels.slack.logs import wire
from overture.channels.turns import place

logger = logging.getLogger(__name__)

# How often the connection is looked at, and the pause between attempts to make one.
PING_SECONDS = 5.0
# The SDK reconnects by itself, but may hold on to an address that has expired: then it starts from the beginning.
PATIENCE_SECONDS = 60.0


class Connection(Background):
    """Keeps one connection to Slack.

    Args:
        app: gets what comes in.
        app_token: by which Slack gives an address to connect to.
        ping: seconds between two looks at the connection.
        patience: seconds without a connection after which everything begins anew.
    """

    def __init__(
        self, app: AsyncApp, app_token: str, ping: float = PING_SECONDS, patience: float = PATIENCE_SECONDS
    ) -> None:
        self._app, self._token, self._ping, self._patience = app, app_token, ping, patience
        self._handler: Optional[AsyncSocketModeHandler] = None
        self._up = False

    async def stop(self) -> None:
        """Takes no more events."""
        await super().stop()
        await self._close()

    async def _run(self) -> None:
        while True:
            try:
                await self._connected()
            except Exception as error:
                logger.warning("The connection to Slack failed: %s", place(error))
            await self._close()
            await asyncio.sleep(self._ping)

    async def _connected(self) -> None:
        """Returns when there has been no connection for too long."""
        self._handler = AsyncSocketModeHandler(
            self._app, self._token, logger=wire(), web_client=self._app.client, ping_interval=self._ping
        )
        client = self._handler.client
        connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]
        last = time.monotonic()
        try:
            while time.monotonic() - last < self._patience:
                await asyncio.sleep(min(self._ping, 0.5))
                if client.current_session is not None and await client.is_connected():
                    last = time.monotonic()
                self._tell(time.monotonic() - last < self._ping)
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)

    def _tell(self, up: bool) -> None:
        if up != self._up:
            self._up = up
            logger.info("Connected to Slack" if up else "The connection to Slack is gone; connecting anew")

    async def _close(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            with contextlib.suppress(Exception):
                await handler.close_async()  # type: ignore[no-untyped-call]
        self._tell(False)
