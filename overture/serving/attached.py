"""Puts on a server what every server needs, and brings it to a clean end."""

from __future__ import annotations

import logging
from typing import Any

from sanic import Sanic

from overture.serving import errors, exposed, gate, health, logs
from overture.serving.beat import Beat
from overture.serving.settings import Bounds
from overture.serving.watching import watch

logger = logging.getLogger(__name__)

# For connections that are still open when all is answered.
DRAIN_SECONDS = 3.0


def attach(app: Sanic, bounds: Bounds) -> None:
    """Adds health, figures, bounds, clear errors and a clean end to an app, after its channels.

    Raises:
        ServingError: a setting can't be used.
    """
    errors.attach(app)
    exposed.attach(app)
    watched = health.attach(app)
    beat = Beat()
    door = gate.shared()
    door.allow(bounds.most_in_work)
    door.stopping = False
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = DRAIN_SECONDS

    async def begin(app: Sanic, loop: Any) -> None:
        watch(app.ctx.agent)
        beat.start()
        logs.guard()

    async def finish(app: Sanic, loop: Any) -> None:
        # The last listener that was added is the first to be called: channels end after that.
        left = await door.close(bounds.stop_seconds)
        if left:
            logger.error("%d messages were not answered within %.0f s", left, bounds.stop_seconds)

    async def end(app: Sanic, loop: Any) -> None:
        await beat.stop()
        watched.close()

    app.register_listener(begin, "after_server_start")
    app.register_listener(finish, "before_server_stop")
    app.register_listener(end, "after_server_stop")
