"""The page at /, the files that it needs, and the headers of everything."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from overture.answers.base.words import date
from overture.channels.page import site
from overture.channels.page.facts import Facts, facts
from overture.channels.page.files import Content, File, respond
from overture.knowledge import Knowledge, load
from tests.web.harness import ON_A_SERVER, Server, serving
from tests.world import World

pytestmark = ON_A_SERVER

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
VOID = {"meta", "link", "img", "br"}


class Got(SimpleNamespace):
    """What came back: status, headers, body."""

    @property
    def text(self) -> str:
        return str(self.body.decode())


async def get(server: Server, path: str, method: str = "GET", **headers: str) -> Got:
    async with (
        aiohttp.ClientSession(auto_decompress=False, skip_auto_headers=["Accept-Encoding", "Accept"]) as http,
        http.request(method, server.url + path, headers=headers) as got,
    ):
        return Got(status=got.status, headers=got.headers, body=await got.read())


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path, origins=["https://www.example.edu"]) as running:
        yield running


class Page(HTMLParser):
    """The elements of a page with their attributes, and faults of its nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            assert self.open[-1] not in ("script", "style") or not data.strip(), "an inline script or style"
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, Any]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


class TestThePage:
    async def test_is_for_browsers_and_programs_get_what_rasa_says(self, server: Server) -> None:
        shown = await get(server, "/", **BROWSER)
        assert shown.status == 200 and shown.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Accept" in shown.headers["Vary"]
        # Rasa's own greeting is not on this app: what is not for a browser goes on to the router.
        assert (await get(server, "/", Accept="*/*")).status == 404
        assert (await get(server, "/", Accept="application/json")).status == 404

    async def test_only_its_head_can_be_asked_for(self, server: Server) -> None:
        head, whole = await get(server, "/", "HEAD", **BROWSER), await get(server, "/", **BROWSER)
        assert head.status == 200 and head.body == b""
        assert head.headers["ETag"] == whole.headers["ETag"]

    async def test_has_what_a_page_needs(self, server: Server) -> None:
        page = Page((await get(server, "/", **BROWSER)).text)
        assert page.elements[0] == ("html", {"lang": "en"})
        metas = {meta["name"]: meta["content"] for meta in page.all("meta") if "name" in meta}
        assert {"viewport", "description", "color-scheme"} <= set(metas)
        assert 50 <= len(metas["description"]) <= 160
        assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
        assert all("alt" in image for image in page.all("img"))
        assert page.all("script") == [{"src": "/widget.js", "defer": None}]

    async def test_has_nothing_inline_and_nothing_from_elsewhere(self, server: Server) -> None:
        page = Page((await get(server, "/", **BROWSER)).text)
        for tag, attributes in page.elements:
            assert not any(name == "style" or name.startswith("on") for name in attributes), tag
            for address in filter(None, (attributes.get("src"), attributes.get("href"))):
                assert address.startswith("/") and (await get(server, address)).status in (200, 404), address

    async def test_its_examples_start_a_conversation(self, server: Server) -> None:
        page = Page((await get(server, "/", **BROWSER)).text)
        asked = [button["data-overture-ask"] for button in page.all("button")]
        assert len(asked) == len(set(asked)) >= 4
        assert all(button["type"] == "button" for button in page.all("button"))
        assert all(question in page.text for question in asked)

    async def test_shows_how_to_embed_it_with_its_own_address(self, server: Server) -> None:
        text = Page((await get(server, "/", **BROWSER)).text).text
        assert f'<script src="{server.url}/widget.js" defer></script>' in text
        text = Page((await get(server, "/", Host='x"><script>alert(1)</script>', **BROWSER)).text).text
        assert '<script src="https://your.host/widget.js" defer></script>' in text

    async def test_its_policy_lets_nothing_else_in(self, server: Server) -> None:
        policy = (await get(server, "/", **BROWSER)).headers["Content-Security-Policy"]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        host = f"localhost:{server.port}"
        assert rules == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": f"'self' ws://{host} wss://{host}",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'self' https://www.example.edu",
        }
        odd = (await get(server, "/", Host="a; script-src *", **BROWSER)).headers["Content-Security-Policy"]
        assert "script-src *" not in odd and "connect-src 'self';" in odd

    async def test_says_which_data_there_are(self, server: Server, fixture_knowledge: Path) -> None:
        known = load(fixture_knowledge)
        text = Page((await get(server, "/", **BROWSER)).text).text
        assert f"{len(known.careers)} occupations, with pay and outlook" in text
        assert f"The newest is of {date(facts(known).newest)}." in text

    async def test_is_sent_once(self, server: Server) -> None:
        first = await get(server, "/", **BROWSER)
        again = await get(server, "/", **BROWSER, **{"If-None-Match": first.headers["ETag"]})
        assert first.headers["Cache-Control"] == "no-cache"
        assert again.status == 304 and again.body == b""


class TestFiles:
    @pytest.fixture
    def widget(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = tmp_path / "widget.js"
        path.write_text("console.log('widget');\n" * 100, encoding="utf-8")
        monkeypatch.setattr(site, "WIDGET", File(path, "text/javascript; charset=utf-8"))
        return path

    async def test_the_widget_can_be_loaded_from_anywhere(self, server: Server, widget: Path) -> None:
        got = await get(server, "/widget.js")
        assert got.body == widget.read_bytes() and got.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert got.headers["Access-Control-Allow-Origin"] == "*"
        assert got.headers["ETag"] == f'"{hashlib.sha256(widget.read_bytes()).hexdigest()[:32]}"'
        assert "max-age=" in got.headers["Cache-Control"] and "public" in got.headers["Cache-Control"]

    @pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "deflate, GZIP", "*"])
    async def test_it_comes_compressed_to_those_who_take_it(self, server: Server, widget: Path, accepted: str) -> None:
        got = await get(server, "/widget.js", **{"Accept-Encoding": accepted})
        assert got.headers["Content-Encoding"] == "gzip" and got.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(got.body) == widget.read_bytes() and len(got.body) < len(widget.read_bytes())
        assert got.headers["ETag"].endswith('-gz"')

    @pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br"])
    async def test_and_plain_to_others(self, server: Server, widget: Path, accepted: str) -> None:
        got = await get(server, "/widget.js", **({"Accept-Encoding": accepted} if accepted else {}))
        assert "Content-Encoding" not in got.headers and got.body == widget.read_bytes()

    async def test_what_is_known_is_not_sent_again(self, server: Server, widget: Path) -> None:
        tag = (await get(server, "/widget.js")).headers["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            got = await get(server, "/widget.js", **{"If-None-Match": known})
            assert got.status == 304 and got.body == b"" and got.headers["ETag"] == tag, known
        assert (await get(server, "/widget.js", **{"If-None-Match": '"other"'})).status == 200

    async def test_a_new_version_is_served_at_once(self, server: Server, widget: Path) -> None:
        old = await get(server, "/widget.js")
        widget.write_text("// a new one\n", encoding="utf-8")
        new = await get(server, "/widget.js", **{"If-None-Match": old.headers["ETag"]})
        assert new.status == 200 and new.body == b"// a new one\n"

    async def test_a_missing_widget_is_said(self, server: Server, widget: Path) -> None:
        widget.unlink()
        got = await get(server, "/widget.js")
        assert got.status == 404 and "missing from this installation" in got.text
        assert got.headers["Content-Type"].startswith("text/plain")

    @pytest.mark.parametrize(
        ("path", "kind"), [("/page.css", "text/css; charset=utf-8"), ("/favicon.svg", "image/svg+xml")]
    )
    async def test_the_files_of_the_page(self, server: Server, path: str, kind: str) -> None:
        got = await get(server, path)
        assert got.status == 200 and got.headers["Content-Type"] == kind and got.body
        assert (await get(server, path, "HEAD")).status == 200

    def test_little_is_not_compressed(self) -> None:
        content = Content.of(b"short", "text/plain")
        request: Any = SimpleNamespace(headers={"accept-encoding": "gzip"})
        assert content.zipped is None and respond(request, content, {}).body == b"short"


@pytest.mark.parametrize("path", ["/", "/widget.js", "/page.css", "/webhooks/web/", "/nothing-here"])
async def test_every_answer_keeps_browsers_careful(server: Server, path: str) -> None:
    got = await get(server, path, **BROWSER)
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Referrer-Policy"] and got.headers["Permissions-Policy"]
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Cache-Control" in got.headers


async def test_the_channel_says_that_it_runs(server: Server) -> None:
    assert (await get(server, "/webhooks/web/")).text == '{"status":"ok"}'


class TestWhatIsCounted:
    def test_dates_are_those_of_what_others_published(self, world: World) -> None:
        before = facts(load(world.folder))
        own = '- id: own-notes\n  short: Notes\n  publisher: Us\n  title: Notes\n  as_of: "2999-01"\n'
        published = own.replace("own-notes", "their-notes").replace("2999-01", "2998") + "  url: https://example.edu/\n"
        world.write("sources.yaml", world.text("sources.yaml") + "\n" + own + published)
        after = facts(load(world.folder))
        assert before.newest < after.newest == "2998"

    def test_forecasts_and_undated_pages_are_no_dates(self, knowledge: Knowledge) -> None:
        assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", as_of) for as_of in Facts(knowledge).dates)

    def test_nothing_is_said_of_nothing(self) -> None:
        known = Facts(Knowledge())
        assert known.rows == () and known.newest == ""

    def test_real_knowledge_has_all_rows(self) -> None:
        known = facts(load(Path(__file__).resolve().parents[2] / "data" / "knowledge"))
        assert [row.what.split(",")[0] for row in known.rows] == [
            "programs",
            "schools",
            "occupations",
            "further sources",
        ]
        assert all(re.search(r"\b(19|20)\d\d\b", row.age) for row in known.rows)
