"""A server in a process of its own, with all that it keeps in a folder, that can be ended in any way."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.rest.client import Client
from tests.rest.conftest import ENDPOINTS, READY_SECONDS, free_port

ROOT = Path(__file__).resolve().parents[2]
END_SECONDS = 60.0


@dataclass
class Served:
    """`overture serve`, or the same with answers that fail on demand.

    Attributes:
        folder: where conversations, log and settings stand.
        model: the trained model.
        knowledge: the knowledge folder.
        variables: further ones of the environment.
        options: further ones of the command.
        module: that is run.
        files: most file handles of the process.
    """

    folder: Path
    model: Path
    knowledge: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    module: str = "tests.faults.unlucky"
    files: int = 0

    def __post_init__(self) -> None:
        self.port = free_port()
        self.log = self.folder / "server.log"
        self.client = Client(self.port)
        self.process: subprocess.Popen[bytes] | None = None
        if not (self.folder / "endpoints.yml").exists():
            self.endpoints(ENDPOINTS.format(db=self.folder / "conversations.db"))

    def endpoints(self, text: str) -> None:
        """Writes another endpoints.yml."""
        (self.folder / "endpoints.yml").write_text(text, encoding="utf-8")

    def start(self) -> Served:
        """Starts it and waits until it is ready."""
        self.run()
        assert self.process is not None
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said()
            with contextlib.suppress(OSError):
                if self.client.get("/health/ready").status == 200:
                    return self
            time.sleep(0.1)
        raise AssertionError(f"not ready after {READY_SECONDS:.0f} s: {self.said()}")

    def run(self) -> subprocess.Popen[bytes]:
        """Starts it."""
        command = [sys.executable, "-m", self.module, "serve", "--port", str(self.port), "--model", str(self.model)]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OVERTURE_KNOWLEDGE": str(self.knowledge),
            "OVERTURE_ENDPOINTS": str(self.folder / "endpoints.yml"),
            "OVERTURE_REVIEW": "off",
            **self.variables,
        }
        limit = ["prlimit", f"--nofile={self.files}:{self.files}"] if self.files else []
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*limit, *command, *self.options], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        return self.process

    def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """Ends it; returns the exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(END_SECONDS)

    def said(self) -> str:
        """All that it has printed and logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def events(self) -> list[dict[str, Any]]:
        """Its log, if that is JSON; lines that aren't are what it printed."""
        found = []
        for line in self.said().splitlines():
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return found

    def logged(self, incident: str) -> dict[str, Any]:
        """The one line of the log with an incident's number."""
        (event,) = [event for event in self.events() if event.get("incident") == incident]
        return event

    def figure(self, line: str) -> float:
        """One of the figures at /metrics, by its name and labels; 0 where it isn't there."""
        for shown in self.client.get("/metrics").body.decode().splitlines():
            if shown.startswith(line + " "):
                return float(shown.rsplit(" ", 1)[1])
        return 0.0
