"""Pages that use the widget, under the strictest policy that docs/embedding.md promises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Not even an image or a font from the same server: what the widget needs is in its one file.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)

STYLE = """
body { margin: 0; font: 16px/1.6 Georgia, serif; color: #222; background: #fff; }
main { max-width: 640px; padding: 32px 24px; }
html { font-size: 10px; }
* { letter-spacing: 0.01em; }
button, p, table, h2 { border: 3px dotted red; text-transform: uppercase; }
.whole main { max-width: none; padding: 0; block-size: 100vh; }
.whole h1 { position: absolute; inset-inline-start: -200vw; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } }
"""
# A page as a school may have it, for screenshots.
TIDY_STYLE = """
body { margin: 0; font: 17px/1.6 system-ui, sans-serif; color: #23303a; background: #f4f2ec; }
main { max-width: 560px; padding: 56px 40px; }
h1 { font-size: 34px; line-height: 1.2; }
@media (prefers-color-scheme: dark) { body { background: #15181b; color: #e6e8ea; } }
"""
PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head><meta charset="utf-8"><title>Northern University</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{style}"></head>
<body class="{kind}"><main><h1>Master's programs</h1>{body}</main>{script}</body></html>
"""
ABOUT = "<p class='plain'>We offer two programs for people who make records.</p>"
SCRIPT = '<script src="/widget.js" defer></script>'
LEFT = SCRIPT.replace("defer", 'defer data-position="left" data-title="Ask us" data-greeting="Hi **you**."')
ASK = (
    '<button type="button" data-overture-ask="What is the pay?">Ask about pay</button> '
    '<a href="/elsewhere" data-overture-ask>Tell me about programs</a>'
)
CHAT = '<overture-chat lang="de" strings="#texts"></overture-chat>'
TEXTS = """<script type="application/json" id="texts">
{"send": "Senden", "write": "Nachricht schreiben", "suggestions": ["Was verdient man?"],
 "errors": {"unavailable": "Gerade geht es nicht."}}</script>"""


def page(
    body: str = ABOUT,
    script: str = SCRIPT,
    lang: str = "en",
    dir: str = "ltr",
    kind: str = "",
    style: str = "/page.css",
) -> str:
    return PAGE.format(body=body, script=script, lang=lang, dir=dir, kind=kind, style=style)


PAGES: dict[str, str] = {
    "/": page(),
    "/tidy": page(style="/tidy.css"),
    "/ask": page(ABOUT + ASK),
    "/page": page('<overture-chat mode="page"></overture-chat>', kind="whole"),
    "/rtl": page(lang="ar", dir="rtl"),
    "/left": page(script=LEFT),
    "/translated": page(ABOUT + TEXTS + CHAT, lang="de"),
    "/manual": page(script=SCRIPT.replace("defer", "defer data-manual")),
}


def add_to(app: web.Application) -> None:
    """Serves the pages and their style."""
    for path, html in PAGES.items():
        app.router.add_get(path, _page(html))
    app.router.add_get("/school", _school)
    app.router.add_get("/page.css", _style(STYLE))
    app.router.add_get("/tidy.css", _style(TIDY_STYLE))
    app.router.add_get("/favicon.ico", _nothing)


def _page(html: str) -> Handler:
    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    return serve


async def _school(request: web.Request) -> web.Response:
    """A page of one origin with the bot of another: ?bot=http://host:port."""
    bot = request.query["bot"]
    html = page(script=SCRIPT.replace("/widget.js", f"{bot}/widget.js"))
    there = f"{bot} {bot.replace('http', 'ws', 1)}"
    policy = f"default-src 'none'; script-src 'self' {bot}; style-src 'self'; connect-src {there}"
    return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": policy})


def _style(css: str) -> Handler:
    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=css, content_type="text/css")

    return serve


async def _nothing(request: web.Request) -> web.Response:
    return web.Response(status=204)
