"""The figures at /metrics, for callers on this machine and for those with the token."""

from __future__ import annotations

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.knowledge import shared
from overture.serving import access, gate, metrics, settings

TOKEN = "OVERTURE_METRICS_TOKEN"
_FORBIDDEN = {
    "error": "forbidden",
    "message": f"Figures are given on the server's own machine, or with the token of {TOKEN}.",
}


def attach(app: Sanic) -> None:
    """Serves /metrics on an app.

    Raises:
        ServingError: the token can't be used.
    """
    token = settings.secret(TOKEN)
    _collect()

    async def figures(request: Request) -> HTTPResponse:
        if not access.is_local(request) and not access.has_token(request, token):
            return response.json(_FORBIDDEN, 403)
        return response.raw(metrics.text(), content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    app.add_route(figures, "/metrics", methods=["GET", "HEAD"], name="overture_metrics")


_collectors: list[metrics.Knowledge] = []


def _collect() -> None:
    """Figures that others hold; asked for once a process."""
    if not _collectors:
        _collectors.append(metrics.Knowledge(_knowledge))
        metrics.REGISTRY.register(_collectors[0])
        metrics.count_in_work(lambda: float(gate.shared().in_work))


def _knowledge() -> tuple[int, int, bool]:
    store = shared()
    return store.reloads, store.failed_reloads, bool(store.faults)
