"""The REST channel when the bot behind it fails: a sentence with an id all the same."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from sanic.touchup import TouchUp

from overture.channels import turns
from overture.channels.rest import GuardedRestInput
from tests.rest.client import Client, Response
from tests.rest.conftest import free_port

OnMessage = Callable[[UserMessage], Awaitable[Any]]
SECRET = "my number is 555 0199 and I hate Harold"
SORRY = re.compile(r"Something went wrong on my side .* quote the number (?P<id>[0-9a-f]{8})\.")


@pytest.fixture(autouse=True)
def _several_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sanic 21.12 rewrites its own methods when an app starts, and stumbles over them when a second one does."""
    rewrite = TouchUp.run

    def once(app: Sanic) -> None:
        with suppress(KeyError):
            rewrite(app)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(TouchUp, "run", once)


@asynccontextmanager
async def _serving(bot: OnMessage) -> AsyncIterator[Client]:
    """The channel with some other bot behind it, in this process."""
    app = Sanic(f"rest_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(GuardedRestInput().blueprint(bot), url_prefix="/webhooks/rest")
    port = free_port()
    server = await app.create_server("localhost", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    try:
        await server.startup()
        yield Client(port)
    finally:
        server.close()
        await server.wait_closed()


async def _ask(bot: OnMessage, *, stream: bool = False) -> Response:
    async with _serving(bot) as client:
        return await asyncio.to_thread(client.send, {"sender": "somebody", "message": SECRET}, stream=stream)


async def _raises(message: UserMessage) -> None:
    raise ValueError(message.text)


async def _ends_the_process(message: UserMessage) -> None:
    raise SystemExit(1)


async def _is_silent(message: UserMessage) -> None:
    return None


async def _never_ends(message: UserMessage) -> None:
    await asyncio.sleep(60)


async def _says_half_and_raises(message: UserMessage) -> None:
    await message.output_channel.send_response("somebody", {"text": "Half an answer."})
    raise ValueError(message.text)


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "ANSWER_SECONDS", 0.2)


FAILING = pytest.mark.parametrize(
    ("bot", "cause"),
    [
        (_raises, "ValueError"),
        (_ends_the_process, "RuntimeError"),
        (_is_silent, "nothing was said"),
        (_never_ends, "no answer within 0 s"),
    ],
    ids=["raises", "ends the process", "is silent", "never ends"],
)


@FAILING
@pytest.mark.usefixtures("short_patience")
async def test_a_failing_bot_is_answered_for(
    bot: OnMessage, cause: str, overture_log: pytest.LogCaptureFixture
) -> None:
    got = await _ask(bot)
    assert got.status == 200
    (message,) = got.json
    said = SORRY.fullmatch(message["text"])
    assert said and message["recipient_id"] == "somebody"
    (logged,) = [r for r in overture_log.records if r.name == "overture.channels.turns"]
    assert logged.levelno == logging.ERROR
    assert logged.getMessage().startswith(f"Incident {said['id']} in the rest channel: {cause}")


@FAILING
@pytest.mark.usefixtures("short_patience")
async def test_a_stream_ends_as_well(bot: OnMessage, cause: str) -> None:
    got = await _ask(bot, stream=True)
    assert got.status == 200 and got.kind == "text/event-stream"
    assert SORRY.search(got.body.decode()) and got.body.count(b"\n") == 1


@FAILING
@pytest.mark.usefixtures("short_patience")
async def test_the_users_words_are_not_logged(bot: OnMessage, cause: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        got = await _ask(bot)
    assert SECRET not in caplog.text and SECRET.encode() not in got.body


async def test_what_was_said_before_the_failure_is_kept(overture_log: pytest.LogCaptureFixture) -> None:
    got = await _ask(_says_half_and_raises)
    assert got.texts == ["Half an answer."]
    assert "ValueError" in overture_log.text


async def test_a_refused_request_never_reaches_the_bot() -> None:
    heard = []

    async def listens(message: UserMessage) -> None:
        heard.append(message.text)

    async with _serving(listens) as client:
        assert (await asyncio.to_thread(client.post, b"[]")).status == 400
    assert heard == []


async def test_the_bot_hears_the_cleaned_text_and_what_came_with_it() -> None:
    heard = []

    async def listens(message: UserMessage) -> None:
        heard.append(message)
        await message.output_channel.send_response("a", {"text": "Yes."})

    body = {"sender": "a", "message": " /how\u0000 much  ‘is’\u202e it ", "metadata": {"page": 7}}
    async with _serving(listens) as client:
        assert (await asyncio.to_thread(client.send, body)).texts == ["Yes."]
    (message,) = heard
    assert message.text == "how much 'is' it"
    assert (message.sender_id, message.input_channel, message.metadata) == ("a", "rest", {"page": 7})
