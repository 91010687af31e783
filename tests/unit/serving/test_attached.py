"""What every server gets, on an app without a bot."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.touchup import TouchUp

from overture.serving import attached, exposed, gate
from overture.serving.gate import Gate
from overture.serving.settings import Bounds, ServingError
from tests.rest.client import Client, Response
from tests.rest.conftest import free_port
from tests.web.harness import ON_A_SERVER, _once

pytestmark = ON_A_SERVER
TOKEN = "a-token-of-the-tests"
SECRET = "the words of somebody"


@pytest.fixture(autouse=True)
def _one_app_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TouchUp, "run", _once(TouchUp.run))


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    monkeypatch.setattr(gate, "_shared", made)
    return made


@pytest.fixture
async def client(door: Gate, in_the_world: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    monkeypatch.setenv(exposed.TOKEN, TOKEN)
    app = Sanic(f"attached_{uuid.uuid4().hex}", configure_logging=False)
    store = InMemoryTrackerStore(Domain.empty())
    app.ctx.agent = SimpleNamespace(tracker_store=store, processor=None, is_ready=lambda: True)
    attached.attach(app, Bounds(most_in_work=7, stop_seconds=0.2))
    app.add_route(_fails, "/fails", methods=["GET"])
    app.add_route(_says_so, "/says-so", methods=["GET"])
    port = free_port()
    server = await app.create_server("localhost", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.after_start()
    yield Client(port)
    door.enter()  # somebody is never answered
    await server.before_stop()
    assert door.stopping
    server.close()
    await server.wait_closed()
    await server.after_stop()


async def _fails(request: Request) -> HTTPResponse:
    raise ValueError(SECRET)


async def _says_so(request: Request) -> HTTPResponse:
    raise SanicException(SECRET, status_code=503)


async def get(client: Client, path: str, **headers: str) -> Response:
    head = {name.replace("_", "-"): value for name, value in headers.items()}
    return await asyncio.to_thread(client.request, "GET", path, b"", head)


async def test_it_lives_and_is_ready(client: Client, door: Gate) -> None:
    assert door._messages.most == 7
    assert (await get(client, "/health/live")).json == {"status": "alive"}
    got = await get(client, "/health/ready")
    assert (got.status, got.json) == (200, {"status": "ready", "wrong": [], "notes": []})
    assert got.headers["cache-control"] == "no-store"
    door.stopping = True
    got = await get(client, "/health/ready")
    assert got.status == 503
    assert got.json["wrong"] == [{"what": "stopping", "message": "The server is being stopped."}]


async def test_figures_are_for_this_machine_and_for_the_token(client: Client) -> None:
    assert b"overture_messages_in_work 0.0" in (await get(client, "/metrics")).body
    far = {"X_Forwarded_For": "203.0.113.7"}
    assert (await get(client, "/metrics", **far)).json["error"] == "forbidden"
    assert (await get(client, "/metrics", **far, Authorization=f"Bearer {TOKEN}")).status == 200


async def test_an_error_is_told_with_a_number_and_without_words(
    client: Client, overture_log: pytest.LogCaptureFixture
) -> None:
    got = await get(client, f"/fails?{SECRET.replace(' ', '+')}")
    number = got.json["message"].split()[-1].rstrip(".")
    assert got.status == 500 and got.json["error"] == "failed"
    assert f"Incident {number} in a request: ValueError at " in overture_log.text
    assert SECRET not in overture_log.text and SECRET not in got.body.decode()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/nothing", 404, "not_found"), ("/says-so", 503, "unavailable"), (f"/{'a' * 9000}", 413, "too_large")],
)
async def test_what_is_refused_is_told_in_json(client: Client, path: str, status: int, code: str) -> None:
    got = await get(client, path)
    assert (got.status, got.json["error"]) == (status, code) and SECRET not in got.body.decode()


async def test_another_method_is_refused(client: Client) -> None:
    got = await asyncio.to_thread(client.request, "POST", "/health/live")
    assert (got.status, got.json["error"]) == (405, "method_not_allowed") and "GET" in got.headers["allow"]


def test_a_token_that_is_too_short_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(exposed.TOKEN, "short")
    with pytest.raises(ServingError, match="OVERTURE_METRICS_TOKEN has to be at least 16"):
        attached.attach(Sanic(f"refused_{uuid.uuid4().hex}", configure_logging=False), Bounds())
