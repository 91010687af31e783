"""Puts socket.io onto Sanic: who may connect, how large a frame may be, and what is logged of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from typing import Any, Optional
from urllib.parse import urlsplit

import socketio
from redis.exceptions import RedisError
from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.channels.web.settings import ANY_ORIGIN, Settings

logger = logging.getLogger(__name__)

PATH = "/socket.io"
FRAME_BYTES = 64_000
CLOSE_SECONDS = 0.2
POST_SECONDS = 3.0


class _WithoutWords(logging.Filter):
    """Keeps the kind of an error only: its text, and that of a packet, may hold what a user wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            kind = getattr(record.exc_info[0], "__name__", "error")
            record.msg, record.args = f"A packet could not be read: {kind}", ()
            record.exc_info = record.exc_text = None
        return True


def _no_frames(record: logging.LogRecord) -> bool:
    # Sanic hands its logger to the WebSocket library, which writes the beginning of each frame.
    return record.levelno > logging.DEBUG


def server(settings: Settings) -> socketio.AsyncServer:
    """A socket.io server; joined with those of other processes if there are any."""
    wire = logging.getLogger(f"{__name__}.wire")
    # Below warnings these libraries write whole packets.
    wire.setLevel(logging.WARNING)
    if not wire.filters:
        wire.addFilter(_WithoutWords())
        logging.getLogger("sanic.error").addFilter(_no_frames)
    manager = socketio.AsyncRedisManager(settings.redis_url, logger=wire) if settings.redis_url else None
    return socketio.AsyncServer(
        async_mode="sanic",
        client_manager=manager,
        cors_allowed_origins=lambda origin, environ: is_allowed(origin, environ.get("HTTP_HOST"), settings.origins),
        cors_credentials=False,
        max_http_buffer_size=FRAME_BYTES,
        logger=wire,
        engineio_logger=wire,
    )


def attach(app: Sanic, sio: socketio.AsyncServer, origins: Collection[str]) -> None:
    """Serves socket.io on an app."""

    async def carry(request: Request) -> HTTPResponse:
        if not is_allowed(request.headers.get("origin"), request.headers.get("host"), origins):
            return response.text("Pages of this origin may not use this bot.", status=403)
        if request.stream is not None:
            request.stream.request_max_size = FRAME_BYTES
        await request.receive_body()  # type: ignore[no-untyped-call]
        handling = sio.handle_request(request)
        try:
            # What is posted is dealt with at once; but after a packet of a wrong kind it waits until all is fetched.
            posted = request.method == "POST"
            answer: HTTPResponse = await (asyncio.wait_for(handling, POST_SECONDS) if posted else handling)
            return answer
        except SanicException:
            raise
        except asyncio.TimeoutError:
            return response.empty(400)
        except Exception as error:  # what came over a WebSocket was no packet
            logger.warning("A connection was ended: %s", type(error).__name__)
            return response.empty(400)

    # As a stream, so that the size of a body is known before it is read.
    app.add_route(carry, f"{PATH}/", methods=["GET", "POST", "OPTIONS"], name="overture_socketio", stream=True)
    app.enable_websocket()  # type: ignore[no-untyped-call]
    app.config.WEBSOCKET_MAX_SIZE = FRAME_BYTES


def is_allowed(origin: Optional[str], host: Optional[str], origins: Collection[str]) -> bool:
    """Whether a page of this origin may use the bot.

    What sends no origin is no browser; a page of the bot's own host always may.
    """
    if not origin or ANY_ORIGIN in origins or origin.lower() in origins:
        return True
    try:
        named = urlsplit(origin.lower()).netloc
    except ValueError:
        return False
    return bool(host) and named == _without_default_port(str(host).lower())


def _without_default_port(host: str) -> str:
    for port in (":80", ":443"):
        host = host.removesuffix(port)
    return host


async def close(sio: socketio.AsyncServer) -> None:
    """Ends all connections and what goes on beside.

    Not by socket.io's own disconnect, after which clients don't come back by themselves;
    and not by Sanic, which waits for them for a quarter of a minute.
    """
    for socket in list(sio.eio.sockets.values()):
        await socket.close(wait=False)
    await sio.shutdown()
    for task in asyncio.all_tasks():
        if "AsyncSocket._send_ping" in repr(task):  # nobody else ends these
            task.cancel()
    await asyncio.sleep(CLOSE_SECONDS)  # clients are told, and the tasks of their connections see that they have ended
    await _leave(sio.manager)


async def _leave(manager: Any) -> None:
    """Hears no more of other processes; what listens to Redis would hold the server up when it ends."""
    listening = getattr(manager, "thread", None)
    if listening is None:
        return
    listening.cancel()
    await asyncio.wait([listening], timeout=CLOSE_SECONDS)
    for connection in (manager.pubsub, manager.redis):
        if connection is not None:
            with suppress(OSError, RedisError):
                await connection.close()
