"""The channel against the loopback Slack: over Socket Mode, or over HTTP as Sanic serves it."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from sanic.touchup import TouchUp

from overture.channels.slack import running as running_module
from overture.channels.slack import socket_mode
from overture.channels.slack.channel import SlackInput
from overture.channels.slack.running import Running
from overture.channels.slack.settings import HTTP, SOCKET, Settings
from tests.rest.conftest import free_port
from tests.slack import payloads
from tests.slack.loopback import APP_TOKEN, BOT_TOKEN, SECRET, Delivered, Slack

OnMessage = Callable[[UserMessage], Awaitable[Any]]
SECONDS = 20.0


@dataclass
class StubBot:
    """Says back what it hears, or what was laid down for it; keeps what it heard."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    seconds: float = 0.0

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append((message.text, message.sender_id))
        await asyncio.sleep(self.seconds)
        for said in self.answers.get(message.text, [{"text": f"You said {message.text}."}]):
            await message.output_channel.send_response(message.sender_id, said)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.heard]

    @property
    def senders(self) -> list[str]:
        return [sender for _, sender in self.heard]


def settings(slack: Slack, folder: Path, mode: str = SOCKET, **more: Any) -> Settings:
    """Settings for the loopback."""
    return Settings(
        bot_token=BOT_TOKEN, mode=mode, app_token=APP_TOKEN, signing_secret=SECRET, api=slack.api,
        store=folder / "slack.db", **more,
    )  # fmt: skip


@dataclass
class Channel:
    """The running channel, and ways to wait for what it does."""

    slack: Slack
    running: Running
    bot: OnMessage

    async def send(self, payload: Mapping[str, Any], kind: str = "events_api") -> Delivered:
        """Pushes an envelope and waits until it is acknowledged."""
        delivered = await self.slack.push(payload, kind)
        await asyncio.wait_for(asyncio.shield(delivered.acknowledged), SECONDS)
        return delivered

    async def settled(self) -> None:
        """Waits until nothing is in work."""
        until = time.monotonic() + SECONDS
        quiet = 0
        while quiet < 3:
            assert time.monotonic() < until, "the channel does not come to rest"
            quiet = quiet + 1 if self.running.service and self.running.service.idle else 0
            await asyncio.sleep(0.01)

    async def after(self, payload: Mapping[str, Any], kind: str = "events_api") -> Slack:
        """Sends, waits for all that follows, and gives the workspace to look at."""
        await self.send(payload, kind)
        await self.settled()
        return self.slack


@asynccontextmanager
async def over_socket(slack: Slack, folder: Path, bot: OnMessage, **more: Any) -> AsyncIterator[Channel]:
    """The channel in Socket Mode, connected."""
    async with over_socket_unconnected(slack, folder, bot, **more) as channel:
        await asyncio.wait_for(slack.connected.wait(), SECONDS)
        yield channel


@asynccontextmanager
async def over_socket_unconnected(slack: Slack, folder: Path, bot: OnMessage, **more: Any) -> AsyncIterator[Channel]:
    """The channel in Socket Mode, as it just begins."""
    running = Running(settings(slack, folder, **more), bot)
    running.start()
    try:
        yield Channel(slack, running, bot)
    finally:
        await running.stop()


@dataclass
class Got:
    """What came back over HTTP."""

    status: int
    text: str


@dataclass
class HttpChannel(Channel):
    """The channel over HTTP."""

    port: int
    session: aiohttp.ClientSession

    async def post(self, body: str | bytes, kind: str, headers: Mapping[str, str] | None = None) -> Got:
        """Posts a body as it is, signed unless headers are given."""
        if headers is None:
            headers = payloads.signed(body if isinstance(body, str) else body.decode("latin-1"))
        url = f"http://127.0.0.1:{self.port}/webhooks/slack/events"
        data = body.encode() if isinstance(body, str) else body
        async with self.session.post(url, data=data, headers={**headers, "Content-Type": kind}) as answer:
            return Got(answer.status, await answer.text())

    async def get(self, path: str) -> Got:
        async with self.session.get(f"http://127.0.0.1:{self.port}{path}") as answer:
            return Got(answer.status, await answer.text())


@asynccontextmanager
async def over_http(slack: Slack, folder: Path, bot: OnMessage, **more: Any) -> AsyncIterator[HttpChannel]:
    """The channel as Sanic serves it, ready."""
    channel = SlackInput(settings(slack, folder, HTTP, **more))
    async with _served(channel, bot) as port, aiohttp.ClientSession() as session:
        until = time.monotonic() + SECONDS
        while not (channel.running and channel.running.app):
            assert time.monotonic() < until
            await asyncio.sleep(0.01)
        yield HttpChannel(slack, channel.running, bot, port, session)


@asynccontextmanager
async def _served(channel: SlackInput, bot: OnMessage) -> AsyncIterator[int]:
    app = Sanic(f"slack_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(channel.blueprint(bot), url_prefix="/webhooks/slack")
    port = free_port()
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    try:
        await server.startup()
        await server.before_start()
        await server.after_start()
        yield port
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()


def quick(monkeypatch: Any) -> None:
    """Short pauses, so that faults don't make the tests long."""
    from overture.channels.slack import verdict

    rewrite = TouchUp.run

    def once(app: Sanic) -> None:
        with suppress(KeyError):  # Sanic 21.12 stumbles when a second app starts
            rewrite(app)

    monkeypatch.setattr(TouchUp, "run", once)
    monkeypatch.setattr(verdict, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(verdict, "_LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(running_module, "STOP_SECONDS", 2.0)
    monkeypatch.setattr(socket_mode.Connection.__init__, "__defaults__", (0.1, 3.0))
