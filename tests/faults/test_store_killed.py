"""The process is killed at a step of a message: what was answered is kept once, the rest was never said."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from overture.conversations.store import ConversationStore
from tests import services
from tests.faults.store_bot import DOMAIN, Bot, texts

ROOT = Path(__file__).resolve().parents[2]
# Says what it was answered, like a channel; at the step that is named it kills itself.
TALK = """
import asyncio, os, signal, sys
import sqlalchemy as sa
from overture.conversations.store import ConversationStore
from tests.faults.store_bot import DOMAIN, Bot

address, step = sys.argv[1:]
store = ConversationStore(DOMAIN, host=address, keep_days=0)

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

class Mortal(Bot):
    async def between(self):
        if step == "answered":
            die()
        if step == "inserted":
            sa.event.listen(store.engine, "after_cursor_execute", lambda *a: "INSERT" in a[2] and die())
        if step == "committed":
            writing = store.database.write
            async def written(work):
                await writing(work)
                die()
            store.database.write = written

async def talk():
    if step == "heard":
        store.database.read = die
    print(await Mortal(store).ask("two"), flush=True)

asyncio.run(talk())
print("not killed")
"""


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.db'}"
    return services.new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def store(address: str) -> Iterator[ConversationStore]:
    made = ConversationStore(DOMAIN, host=address, keep_days=0)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        *(("sqlite", step) for step in ("heard", "answered", "inserted", "committed")),
        ("postgresql", "inserted"),
        ("postgresql", "committed"),
    ],
)
def test_a_message_is_kept_wholly_or_not_at_all(store: ConversationStore, address: str, step: str) -> None:
    assert asyncio.run(Bot(store).ask("one")) == "1"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TALK, address, step],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.stdout == ""  # nobody was told anything: whoever asks again asks for the first time
    before = ["one", "1"]
    assert texts(store) == ([*before, "two", "2"] if step == "committed" else before)
    assert asyncio.run(Bot(store).ask("again")) == ("3" if step == "committed" else "2")
