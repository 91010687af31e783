"""The web channel on a server in this process, with any bot behind it, and clients that note all they get."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import aiohttp
import pytest
import socketio
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from sanic.touchup import TouchUp

from overture.channels.web import WebInput
from tests.rest.conftest import free_port

# The client of python-engineio wants this of aiohttp 3.11; Rasa holds aiohttp below 3.10, where seconds are given.
if not hasattr(aiohttp, "ClientWSTimeout"):
    aiohttp.ClientWSTimeout = lambda ws_close: ws_close

# Of a test that serves: knowledge that loads quickly, and what Sanic 21.12 and Rasa are warned of.
ON_A_SERVER = [
    pytest.mark.usefixtures("in_the_world"),
    pytest.mark.filterwarnings("ignore:The explicit passing of coroutine objects:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Calling URL:DeprecationWarning"),  # Rasa's tracker store
]

Bot = Callable[[UserMessage], Awaitable[Any]]
SECONDS = 10.0


def new_id() -> str:
    """An id as a client makes it."""
    return str(uuid.uuid4())


async def echo(message: UserMessage) -> None:
    """A bot that repeats what it hears, and offers two choices."""
    buttons = [{"title": "Pay", "payload": "and the pay?"}, {"title": "Start over", "payload": "/restart"}]
    await message.output_channel.send_response(message.sender_id, {"text": f"You: {message.text}", "buttons": buttons})


class Client:
    """A socket.io client; ``got`` holds every event with its data, in order."""

    def __init__(self) -> None:
        self.sio = socketio.AsyncClient(reconnection=False)
        self.got: list[tuple[str, Any]] = []
        self.session = ""
        self._news = asyncio.Event()
        self.sio.on("*", self._note)

    async def _note(self, event: str, data: Any) -> None:
        self.got.append((event, data))
        self._news.set()

    def all(self, event: str) -> list[Any]:
        """The data of all events of a name."""
        return [data for name, data in self.got if name == event]

    async def call(self, event: str, *data: Any) -> dict[str, Any]:
        """Sends an event and returns the acknowledgement."""
        answer = await self.sio.call(event, data if len(data) != 1 else data[0], timeout=SECONDS)
        assert isinstance(answer, dict), answer
        return answer

    async def open(self, session: str | None = None) -> dict[str, Any]:
        """Asks for a session, a new one or one that the server gave."""
        answer = await self.call("session_request", {"protocol": 1, **({"session": session} if session else {})})
        assert answer["ok"], answer
        self.session = answer["session"]
        return answer

    async def end(self) -> None:
        """Goes away at once; a client that polls would wait for its last poll."""
        with suppress(socketio.exceptions.SocketIOError):
            await self.sio.eio.disconnect(abort=True)

    async def say(self, text: str, id: str | None = None) -> dict[str, Any]:
        """Sends a message."""
        return await self.call("user_uttered", {"id": id or new_id(), "text": text})

    async def ask(self, text: str, id: str | None = None) -> list[dict[str, Any]]:
        """Sends a message and returns all that is said to it."""
        id = id or new_id()
        answer = await self.say(text, id)
        assert answer["ok"], answer
        await self.until("turn_done", reply_to=id)
        return [said for said in self.all("bot_uttered") if said.get("reply_to") == id]

    async def until(self, event: str, **data: Any) -> dict[str, Any]:
        """Waits for an event with some data."""

        async def found() -> dict[str, Any]:
            while True:
                for got in self.all(event):
                    if all(got.get(key) == value for key, value in data.items()):
                        return dict(got)
                self._news.clear()
                await self._news.wait()

        return await asyncio.wait_for(found(), SECONDS)


@dataclass
class Server:
    """A server with the web channel."""

    port: int
    channel: WebInput
    clients: list[Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self.port}"

    async def connect(self, *, headers: dict[str, str] | None = None, transports: list[str] | None = None) -> Client:
        """A connected client that hasn't asked for a session."""
        client = Client()
        self.clients.append(client)
        await client.sio.connect(self.url, headers=headers or {}, transports=transports or ["websocket"])
        return client

    async def client(self, session: str | None = None) -> Client:
        """A client with a session."""
        client = await self.connect()
        await client.open(session)
        return client


@asynccontextmanager
async def serving(folder: Path, bot: Bot = echo, *, store: Any = None, **settings: Any) -> AsyncIterator[Server]:
    """The channel with a bot behind it, its journal and secret in a folder.

    Args:
        folder: where everything is kept.
        bot: what answers.
        store: Rasa's tracker store.
        settings: of the channel.
    """
    app = Sanic(f"web_{uuid.uuid4().hex}", configure_logging=False)
    if store is not None:
        app.ctx.agent = SimpleNamespace(tracker_store=store)
    channel = WebInput.from_credentials({"journal": f"sqlite:///{folder / 'web-journal.db'}", **settings})
    app.blueprint(channel.blueprint(bot), url_prefix="/webhooks/web")
    server = Server(free_port(), channel)
    with mock.patch.object(TouchUp, "run", _once(TouchUp.run)), mock.patch.object(Path, "cwd", return_value=folder):
        running = await app.create_server("localhost", server.port, return_asyncio_server=True, access_log=False)
        assert running is not None
        await running.startup()
        await running.after_start()
    try:
        yield server
    finally:
        for client in server.clients:
            await client.end()
        await running.before_stop()
        running.close()
        await running.wait_closed()


def _once(rewrite: Callable[[Sanic], None]) -> Callable[[Sanic], None]:
    # Sanic 21.12 rewrites its own methods when an app starts, and stumbles over them when a second one does.
    def once(app: Sanic) -> None:
        if not any(getattr(target, "__touched__", False) for target, _ in TouchUp._registry):
            rewrite(app)

    return once
