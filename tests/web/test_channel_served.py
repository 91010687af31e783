"""The real bot in the web channel, in a process of its own that is killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.rest.conftest import ENDPOINTS, READY_SECONDS, free_port
from tests.web.harness import Client, new_id

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing of coroutine objects:DeprecationWarning")

ROOT = Path(__file__).resolve().parents[2]


class Served:
    """`overture serve` on a port, with all that it keeps in a folder."""

    def __init__(self, folder: Path, model: Path, knowledge: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "server.log"
        (folder / "endpoints.yml").write_text(ENDPOINTS.format(db=folder / "conversations.db"), encoding="utf-8")
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OVERTURE_KNOWLEDGE": str(knowledge),
            "OVERTURE_ENDPOINTS": str(folder / "endpoints.yml"),
            "OVERTURE_REVIEW": "off",
        }
        self._command = [sys.executable, "-m", "overture.cli", "serve", "--port", str(self.port), "--model", str(model)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/webhooks/web/", timeout=2):
                return
            time.sleep(0.2)
        raise AssertionError(f"no server after {READY_SECONDS:.0f} s")

    def end(self, how: signal.Signals) -> None:
        """Ends the server."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(60)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @contextlib.asynccontextmanager
    async def connected(self, session: str | None = None) -> AsyncIterator[Client]:
        """A client with a session."""
        client = Client()
        await client.sio.connect(self.url, transports=["websocket"])
        try:
            await client.open(session)
            yield client
        finally:
            await client.end()


@pytest.fixture(scope="module")
def served(model: Path, fixture_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served"), model, fixture_knowledge)
    server.start()
    yield server
    if server.process and server.process.poll() is None:
        server.end(signal.SIGKILL)


async def test_answers_come_with_their_parts(served: Served) -> None:
    async with served.connected() as client:
        (said,) = await client.ask("what is the yearly salary of a tone warden")
        assert "$" in said["text"] and "Sources:" not in said["text"]
        assert said["answer"]["outcome"] == "answered" and said["answer"]["sources"] and said["choices"]
        chosen = await client.call("choose", {"id": "choice-1", "choice": said["choices"][0]["id"]})
        await client.until("turn_done", reply_to="choice-1")
    assert chosen["text"] and len(client.all("bot_uttered")) == 2


async def test_what_rasa_says_by_itself_comes_too(served: Served) -> None:
    async with served.connected() as client:
        (said,) = await client.ask("hello there")
    assert said["text"] and "answer" not in said and said["choices"]


def test_the_page_is_served_beside_the_greeting_of_rasa(served: Served) -> None:
    request = urllib.request.Request(served.url, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=10) as got:
        assert b"<h1>" in got.read()
    with urllib.request.urlopen(served.url, timeout=10) as got:
        assert got.read().startswith(b"Hello from Rasa")


def test_a_rest_caller_cannot_name_a_conversation_of_the_web(served: Served) -> None:
    request = urllib.request.Request(
        f"{served.url}/webhooks/rest/webhook", json.dumps({"sender": "web-x", "message": "hello"}).encode()
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 400 and json.load(refused.value)["error"] == "sender_reserved"


async def test_killed_in_the_middle_nothing_taken_is_lost_or_answered_twice(served: Served) -> None:
    ids = [new_id() for _ in range(3)]
    async with served.connected() as client:
        await client.ask("what is the yearly salary of a tone warden", "message-0")
        taken = await asyncio.gather(*(client.say("and the outlook?", id) for id in ids))
        assert all(answer["ok"] for answer in taken)
        served.end(signal.SIGKILL)
    served.start()
    async with served.connected(client.session) as again:
        history = (await again.open(client.session))["history"]
        before = {entry["reply_to"] for entry in history if entry["from"] == "bot"}
        for id in ids:
            if id not in before:
                await again.until("turn_done", reply_to=id)
        history = (await again.open(client.session))["history"]
        assert [entry["id"] for entry in history if entry["from"] == "user"] == ["message-0", *ids]
        assert sorted(entry["reply_to"] for entry in history if entry["from"] == "bot") == sorted(["message-0", *ids])
        # Rasa's side is there too: what was talked about is remembered.
        (said,) = await again.ask("and the pay again?")
        assert "$" in said["text"]


async def test_it_ends_without_waiting_for_those_who_are_connected(served: Served) -> None:
    async with served.connected() as client:
        await client.ask("hello again")
        ended = asyncio.Event()
        client.sio.on("disconnect", lambda *reason: ended.set())
        ending = asyncio.create_task(asyncio.to_thread(served.end, signal.SIGINT))
        await asyncio.wait_for(ended.wait(), 10)  # Sanic by itself waits for 15 s
        await ending
    log = served.log.read_text(encoding="utf-8")
    assert "Traceback" not in log and "tone warden" not in log and "the outlook" not in log
