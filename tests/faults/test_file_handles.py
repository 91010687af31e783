"""More connections than file handles: it is said, and when they are gone everything is as before."""

from __future__ import annotations

import contextlib
import shutil
import socket
import time
import uuid
from pathlib import Path

import pytest

from tests.faults.served import Served

PAY = "tone warden salary"
HANDLES = 128

pytestmark = pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit (util-linux) is missing")


def test_none_left(model: Path, fixture_knowledge: Path, tmp_path: Path) -> None:
    server = Served(tmp_path, model, fixture_knowledge, files=HANDLES).start()
    try:
        assert "$55,555" in server.client.ask(PAY, "before").text
        with contextlib.ExitStack() as held:
            for _ in range(HANDLES + 20):
                held.enter_context(contextlib.closing(socket.create_connection(("localhost", server.port))))
            _until(lambda: "Out of file handles" in server.said())
        _until(lambda: _answers(server))
        assert server.client.get("/health/ready").status == 200
        _until(lambda: "File handles are free again" in server.said())
        assert server.process and server.process.poll() is None and "Traceback" not in server.said()
    finally:
        server.end()


def _answers(server: Served) -> bool:
    try:
        return "$55,555" in server.client.ask(PAY, uuid.uuid4().hex).text
    except OSError:
        return False


def _until(done) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + 20.0
    while not done():
        assert time.monotonic() < end
        time.sleep(0.2)
