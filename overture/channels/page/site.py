"""The page at /, the widget's script, and headers that keep browsers careful."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Optional

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture import __version__
from overture.answers.base.words import date
from overture.channels.page.facts import facts
from overture.channels.page.files import Content, File, respond
from overture.knowledge import shared

PACKAGE = Path(__file__).resolve().parents[2]
FILES = {
    "/page.css": File(PACKAGE / "static" / "page.css", "text/css; charset=utf-8"),
    "/favicon.svg": File(PACKAGE / "static" / "favicon.svg", "image/svg+xml"),
}
WIDGET = File(PACKAGE / "widget" / "widget.js", "text/javascript; charset=utf-8")
NO_WIDGET = "The widget's script, overture/widget/widget.js, is missing from this installation."

# One address for all versions: looked at again after some minutes, and until the answer is there the old one will do.
_SCRIPT = {"Cache-Control": "public, max-age=600, stale-while-revalidate=86400", "Access-Control-Allow-Origin": "*"}
_FILE = {"Cache-Control": "public, max-age=3600"}
_NO_FRAMES = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": _NO_FRAMES,
    "Cache-Control": "no-store",
}
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")

_templates = Environment(
    loader=FileSystemLoader(PACKAGE / "static"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def attach(app: Sanic, origins: Collection[str]) -> None:
    """Serves page and script on an app.

    Args:
        app: the app.
        origins: sites that may show the page in a frame, beside its own.
    """

    async def page(request: Request) -> Optional[HTTPResponse]:
        # Rasa has a route for / that says hello to programs: browsers get the page before it is asked.
        if (
            request.path == "/"
            and request.method in ("GET", "HEAD")
            and "text/html" in request.headers.get("accept", "")
        ):
            return _page(request, origins)
        return None

    app.register_middleware(page, "request")
    app.register_middleware(_careful, "response")  # type: ignore[arg-type]
    for path in FILES:
        app.add_route(_file, path, methods=["GET", "HEAD"], name=f"overture_{path.strip('/').replace('.', '_')}")
    app.add_route(_widget, "/widget.js", methods=["GET", "HEAD"], name="overture_widget")


async def _file(request: Request) -> HTTPResponse:
    content = FILES[request.path].content()
    return respond(request, content, _FILE) if content else response.text("This file is missing.", status=404)


async def _widget(request: Request) -> HTTPResponse:
    content = WIDGET.content()
    return respond(request, content, _SCRIPT) if content else response.text(NO_WIDGET, status=404)


async def _careful(request: Request, answer: HTTPResponse) -> None:
    for name, value in _ALL.items():
        answer.headers.setdefault(name, value)
    if request.path == "/":
        answer.headers["Vary"] = ", ".join(filter(None, (answer.headers.get("Vary"), "Accept")))


def _page(request: Request, origins: Collection[str]) -> HTTPResponse:
    given = request.headers.get("host", "")
    host = given if _HOST.fullmatch(given) else ""
    known = facts(shared().current())
    shown = _templates.get_template("page.html").render(
        rows=known.rows,
        newest=date(known.newest),
        address=f"{request.scheme}://{host}" if host else "https://your.host",
        version=__version__,
    )
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(host, origins),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return respond(request, Content.of(shown.encode(), "text/html; charset=utf-8"), headers)


def _policy(host: str, origins: Collection[str]) -> str:
    # 'self' covers WebSockets in new browsers only.
    sockets = f" ws://{host} wss://{host}" if host else ""
    frames = " ".join(["'self'", *sorted(origins)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
    )
