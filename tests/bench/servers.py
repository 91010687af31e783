"""The servers that are compared, and how they are asked."""

from __future__ import annotations

import contextlib
import http.client
import json
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from tests.bench import processes, workspace
from tests.bench.messages import HeldOut
from tests.bench.processes import BenchError, Program
from tests.bench.workspace import Workspace

# Overture as plain `rasa run` runs it and as shipped, plain Rasa by default and with its light pipeline.
OWN, IN_PROCESS, PLAIN, LIGHT = "overture", "in_process", "plain", "light"
READY_SECONDS = 300.0
ANSWER_SECONDS = 60.0
# Overture's own sentence for an action that raised; such an answer is quick, and no answer.
_INCIDENT = "Something went wrong on my side"


@dataclass(frozen=True)
class Server:
    """How one of the compared servers is started; ``{port}`` in its command stands for the port."""

    key: str
    name: str
    command: Sequence[str]
    environment: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """How long an answer took, and whether there was one."""

    milliseconds: float
    silent: bool
    incident: bool


class Client:
    """Asks one server over one kept connection, by default each time as somebody new."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)

    def renew(self) -> None:
        """Opens a connection anew: a server closes one that nothing came through for a while."""
        self._connection.close()
        self._connection.connect()

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def ask(self, message: HeldOut, sender: Optional[str] = None) -> Answer:
        """Sends a message and waits for the whole answer.

        Args:
            message: what is asked.
            sender: whose conversation it is of.

        Raises:
            BenchError: the server did not answer with status 200.
        """
        body = json.dumps({"sender": sender or uuid.uuid4().hex, "message": message.text}).encode()
        began = time.perf_counter()
        try:
            self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise BenchError(f"No answer to {message.text!r}: {error!r}") from error
        passed = 1000 * (time.perf_counter() - began)
        if response.status != 200:
            raise BenchError(f"Status {response.status} for {message.text!r}: {content[:200]!r}")
        said = json.loads(content)
        return Answer(passed, not said, any(_INCIDENT in (part.get("text") or "") for part in said))


@dataclass(frozen=True)
class Models:
    """A model of each kind."""

    own: Path
    plain: Path
    light: Path


def compared(space: Workspace, models: Models, endpoints: tuple[Path, Path]) -> list[Server]:
    """Overture as Rasa runs it, plain Rasa by default and light, and Overture as shipped, all in one process."""
    python = workspace.plain_python()
    own = workspace.environment(space)
    channels, rest = space.project / "credentials.yml", space.plain / "credentials.yml"
    files = {"OVERTURE_ENDPOINTS": str(endpoints[0]), "OVERTURE_CREDENTIALS": str(channels)}
    serve = ["-m", "overture.cli", "serve", "--host", "127.0.0.1", "--port", "{port}", "--model", str(models.own)]
    return [
        Server(OWN, "Overture, rasa run", _rasa_run(sys.executable, models.own, endpoints[0], channels), own),
        *(
            Server(key, name, _rasa_run(python, model, endpoints[1], rest), workspace.environment())
            for key, name, model in ((PLAIN, "plain Rasa", models.plain), (LIGHT, "light Rasa", models.light))
        ),
        Server(IN_PROCESS, "Overture, overture serve", [sys.executable, *serve], {**own, **files}),
    ]


def _rasa_run(python: str, model: Path, endpoints: Path, channels: Path) -> list[str]:
    return [
        *(python, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", "{port}"),
        *("--model", str(model), "--endpoints", str(endpoints), "--credentials", str(channels)),
    ]


@contextlib.contextmanager
def serving(server: Server, folder: Path) -> Iterator[tuple[Program, int, float]]:
    """Starts a server; yields it with its port and the seconds until it was ready."""
    port = processes.free_port()
    command = [str(port) if part == "{port}" else part for part in server.command]
    with processes.started(server.name, command, folder, server.environment) as program:
        yield program, port, processes.wait_until_ready(program, port, "/", READY_SECONDS)


@contextlib.contextmanager
def action_server(space: Workspace, port: int) -> Iterator[Program]:
    """Runs the actions for whoever calls them over HTTP."""
    command = [sys.executable, "-m", "rasa", "run", "actions", "--actions", "actions", "--port", str(port)]
    environment = workspace.environment(space)
    with processes.started("rasa run actions", command, space.folder / "actions", environment) as program:
        processes.wait_until_ready(program, port, "/health", READY_SECONDS)
        yield program
