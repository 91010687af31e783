"""The whole bridge: a visitor's browser, the real server, and the staff in the loopback Slack; a restart in between."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.slack import loopback, payloads
from tests.slack.loopback import Slack
from tests.web.browsing import Chat
from tests.web.conftest import browser, open_page  # noqa: F401  (fixtures)
from tests.web.test_channel_served import Served

Opened = Callable[..., Chat]
STAFF, ANN = "CSTAFF", "W777"
NAME = f"name of {ANN}"
SECONDS = 60.0


class Workspace:
    """The loopback Slack in a thread of its own, since Playwright has the loop of this one."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.slack: Slack | None = None
        self._ready, self._end = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(20)

    def _run(self) -> None:
        self.loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        async with loopback.running() as slack:
            self.slack = slack
            self._ready.set()
            await self._end.wait()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Runs something in the workspace's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(SECONDS)

    def staff_writes(self, text: str) -> None:
        assert self.slack
        self.do(self.slack.push(payloads.message(text, STAFF, "channel", ANN, thread_ts=self.thread)))

    def staff_closes(self) -> None:
        assert self.slack
        button = {"action_id": "person:close", "text": {"type": "plain_text", "text": "Close"}, "value": "x"}
        body = payloads.press(button, channel=STAFF, user=ANN, message={"type": "message", "ts": self.thread})
        self.do(self.slack.push(body, "interactive"))

    @property
    def thread(self) -> str:
        assert self.slack
        return str(next(m["ts"] for m in self.slack.posted[STAFF] if not m.get("thread_ts")))

    def staff_reads(self, text: str) -> None:
        """Waits until the staff can read something."""
        assert self.slack
        end = time.monotonic() + SECONDS
        while not any(text in str(message) for message in self.slack.posted[STAFF]):
            assert time.monotonic() < end, [message["text"] for message in self.slack.posted[STAFF]]
            time.sleep(0.05)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)
        self.loop.close()


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = Workspace()
    yield made
    made.stop()


@pytest.fixture
def served(workspace: Workspace, model: Path, fixture_knowledge: Path, tmp_path: Path) -> Iterator[Served]:
    """The server with web, Slack and a desk."""
    assert workspace.slack
    server = Served(tmp_path, model, fixture_knowledge)
    (tmp_path / "handover.yml").write_text("office: the advisors\nfolder: handovers\n", encoding="utf-8")
    server._environment |= {
        "OVERTURE_HANDOVER": str(tmp_path / "handover.yml"),
        "OVERTURE_SLACK_API": workspace.slack.api,
        "OVERTURE_SLACK_DB": str(tmp_path / "slack.db"),
        "OVERTURE_SLACK_STAFF": STAFF,
        "SLACK_BOT_TOKEN": loopback.BOT_TOKEN,
        "SLACK_APP_TOKEN": loopback.APP_TOKEN,
    }
    server.start()
    yield server
    if server.process and server.process.poll() is None:
        server.end(signal.SIGKILL)


def test_a_visitor_talks_to_a_person_and_comes_back_to_the_bot(
    workspace: Workspace,
    served: Served,
    open_page: Opened,  # noqa: F811
) -> None:
    chat = open_page(served.url + "/").open()
    chat.ask("what does a tone warden earn in a year")
    chat.ask("i'd like a person to answer this one")
    chat.ask("I have another question for them")
    chat.ask("do you know if the dorms take couples?")
    chat.ask("dana@example.edu")
    expect(chat.ask("Dana")).to_contain_text("Shall I send it")
    expect(chat.ask("yes do it")).to_contain_text("somebody may join you here")
    workspace.staff_reads("do you know if the dorms take couples?")
    workspace.staff_reads("tone warden")  # the transcript

    workspace.staff_writes("Hi Dana, they *do*.")
    said = chat.answers.last
    expect(said).to_contain_text("Hi Dana, they do.", timeout=SECONDS * 1000)
    expect(chat.host).to_contain_text(f"{NAME} is here and answers you.")

    chat.say("wonderful, thank you")
    workspace.staff_reads("wonderful, thank you")
    before = chat.answers.count()

    served.end(signal.SIGKILL)  # in the middle of it
    served.start()
    chat.ready()
    workspace.staff_writes("Anything else?")
    expect(chat.answers.last).to_contain_text("Anything else?", timeout=SECONDS * 1000)
    assert chat.answers.count() == before + 1  # the bot was silent

    workspace.staff_closes()
    expect(chat.host).to_contain_text(f"{NAME} has left.", timeout=SECONDS * 1000)
    expect(chat.ask("what does a tone warden earn in a year")).to_contain_text("$55,555")
    chat.page.reload()
    again = chat.open() if not chat.panel.is_visible() else chat
    expect(again.host).to_contain_text("Hi Dana, they do.")
