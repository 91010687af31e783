"""Whether the server lives, and whether it can answer: for whatever starts it again or sends it visitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.knowledge import shared
from overture.serving import gate
from overture.serving.probe import StoreProbe
from overture.serving.watching import primary

NO_MODEL = "No model is loaded."
STOPPING = "The server is being stopped."
STALE = "The knowledge files have {number} fault(s); the last good state is in use."


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: ``what`` for programs, a sentence for people."""

    what: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """It as JSON."""
        return {"what": self.what, "message": self.message}


class Health:
    """Knows how the server is.

    Args:
        app: with Rasa's agent, once that is loaded.
    """

    def __init__(self, app: Sanic) -> None:
        self._app = app
        self._probe: Optional[StoreProbe] = None

    async def wrong(self) -> list[Finding]:
        """All because of which no message can be answered as it should be."""
        found = []
        if gate.shared().stopping:
            found.append(Finding("stopping", STOPPING))
        agent = getattr(self._app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            found.append(Finding("model", NO_MODEL))
        if agent is not None and (fault := await self._ask(agent.tracker_store)):
            found.append(Finding("store", fault))
        return found

    async def _ask(self, store: Any) -> Optional[str]:
        if self._probe is None:
            self._probe = StoreProbe(primary(store))
        return await self._probe.fault()

    def notes(self) -> list[Finding]:
        """What somebody should look at though answers are given."""
        knowledge = shared()
        knowledge.current()  # looks whether files have changed
        faults = knowledge.faults
        return [Finding("knowledge", STALE.format(number=faults))] if faults else []

    def close(self) -> None:
        """Ends what was opened."""
        if self._probe:
            self._probe.close()


def attach(app: Sanic) -> Health:
    """Serves /health/live and /health/ready on an app."""
    health = Health(app)

    async def live(request: Request) -> HTTPResponse:
        return _uncached({"status": "alive"}, 200)

    async def ready(request: Request) -> HTTPResponse:
        wrong, notes = await health.wrong(), health.notes()
        status = "not_ready" if wrong else "ready"
        body = {"status": status, "wrong": [w.as_dict() for w in wrong], "notes": [n.as_dict() for n in notes]}
        return _uncached(body, 503 if wrong else 200)

    app.add_route(live, "/health/live", methods=["GET", "HEAD"], name="overture_live")
    app.add_route(ready, "/health/ready", methods=["GET", "HEAD"], name="overture_ready")
    return health


def _uncached(body: dict[str, Any], status: int) -> HTTPResponse:
    return response.json(body, status, headers={"Cache-Control": "no-store"})
