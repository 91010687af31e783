"""A server of its own for the tests, over the made-up world."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rest.client import Client

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120.0
# Conversations go into a database as they do by default, but into one that goes away again.
STORE = "overture.conversations.store.ConversationStore"
ENDPOINTS = f"tracker_store: {{{{type: {STORE}, dialect: sqlite, db: '{{db}}'}}}}\n"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server prints and logs."""
    return tmp_path_factory.mktemp("rest") / "server.log"


@pytest.fixture(scope="session")
def server(model: Path, fixture_knowledge: Path, server_log: Path) -> Iterator[Client]:
    """`overture serve` in a process of its own."""
    port = free_port()
    endpoints = server_log.with_name("endpoints.yml")
    endpoints.write_text(ENDPOINTS.format(db=server_log.with_name("conversations.db")), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OVERTURE_KNOWLEDGE": str(fixture_knowledge),
        "OVERTURE_ENDPOINTS": str(endpoints),
    }
    command = [sys.executable, "-m", "overture.cli", "serve", "--port", str(port), "--model", str(model)]
    with server_log.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, Client(port), server_log)
            yield Client(port)
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], client: Client, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}:\n{log.read_text(encoding='utf-8')}")
        with contextlib.suppress(OSError):
            if client.get("/webhooks/rest/").status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"no server after {READY_SECONDS:.0f} s:\n{log.read_text(encoding='utf-8')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(15)
