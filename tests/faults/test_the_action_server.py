"""Actions in a process of their own, as with `rasa run actions`: it is down, fails, hangs, comes back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.faults import unlucky
from tests.faults.served import ROOT, Served
from tests.rest.conftest import ENDPOINTS, free_port

PAY = "tone warden salary"
SORRY = re.compile(r"Something went wrong on my side .* quote the number (?P<id>[0-9a-f]{8})\.")


class Actions:
    """The action server."""

    def __init__(self, folder: Path, knowledge: Path) -> None:
        self.port = free_port()
        self.log = folder / "actions.log"
        self._knowledge = knowledge
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        variables = {
            "PYTHONPATH": str(ROOT),
            "OVERTURE_KNOWLEDGE": str(self._knowledge),
            "OVERTURE_ACTION_SECONDS": "30",
        }
        command = [sys.executable, "-m", "tests.faults.unlucky", "actions", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **variables}, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + 60.0
        while time.monotonic() < until:
            with suppress(OSError), closing(urllib.request.urlopen(f"http://localhost:{self.port}/health", timeout=1)):
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(20)
            self._process = None


@pytest.fixture(scope="module")
def actions(fixture_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Actions]:
    made = Actions(tmp_path_factory.mktemp("actions"), fixture_knowledge)
    yield made
    made.end()


@pytest.fixture(scope="module")
def server(
    model: Path, fixture_knowledge: Path, actions: Actions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("calling")
    variables = {"OVERTURE_ANSWER_SECONDS": "2"}
    made = Served(folder, model, fixture_knowledge, variables, ("--http-actions", "--log-format", "json"))
    made.endpoints(
        ENDPOINTS.format(db=folder / "conversations.db")
        + f"action_endpoint: {{url: 'http://localhost:{actions.port}/webhook', enable_selective_domain: true}}\n"
    )
    yield made.start()
    made.end()


def ask(server: Served, text: str) -> str:
    got = server.client.ask(text, uuid.uuid4().hex)
    assert got.status == 200
    return got.text


def test_from_down_to_up_and_through_its_faults(server: Served, actions: Actions) -> None:
    down = SORRY.fullmatch(ask(server, PAY))
    assert down and server.logged(down["id"])["event"].endswith("in the rest channel: nothing was said")
    assert server.client.get("/health/live").status == 200

    actions.start()
    assert "$55,555" in ask(server, PAY), "as soon as it is there"

    raised = re.search(r"quote the number ([0-9a-f]{8})", ask(server, f"{PAY} {unlucky.RAISE}"))
    log = actions.log.read_text(encoding="utf-8")
    assert raised and f"Incident {raised[1]} in action_" in log and unlucky.RAISE not in log

    hung = SORRY.fullmatch(ask(server, f"{PAY} {unlucky.HANG}"))
    assert hung and "no answer within 2 s" in server.logged(hung["id"])["event"]

    actions.end()
    assert SORRY.fullmatch(ask(server, PAY))
    actions.start()
    assert "$55,555" in ask(server, PAY)
    said = server.said()
    assert unlucky.RAISE not in said and unlucky.HANG not in said and PAY not in said and "Traceback" not in said
