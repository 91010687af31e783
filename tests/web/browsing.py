"""A browser for tests: Debian's Chromium, driven by Playwright; nothing is downloaded."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE_MS = 15_000
# So soon after the click one can write and is heard.
USABLE_MS = 1_000


def chromium() -> Optional[str]:
    """Where a Chromium is."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def needs(tool: Optional[str], what: str) -> str:
    """A tool that tests need: without it they are skipped, except in CI, where they fail."""
    if tool:
        return tool
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed: CI runs all tests")
    pytest.skip(f"{what} is not installed")


@contextmanager
def browsing(executable: str) -> Iterator[Browser]:
    """A running browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """The fake server in a process of its own, which can be killed and started again."""

    state: Path
    port: int = field(default_factory=free_port)
    arguments: tuple[str, ...] = ()
    process: Optional[subprocess.Popen[bytes]] = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.web.fake_server", "--port", str(self.port)]
        self.process = subprocess.Popen([*command, "--state", str(self.state), *self.arguments], cwd=ROOT)
        for _ in range(200):
            try:
                self.get("/events")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the fake server doesn't start")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=5) as answer:
            text: str = answer.read().decode()
            return text

    def heard(self, event: str) -> list[dict[str, Any]]:
        """What clients have sent of one kind."""
        return [data for name, data in json.loads(self.get("/events")) if name == event]

    def forget(self) -> None:
        """Begins the list of what clients have sent anew."""
        self.get("/events?forget=1")


class Chat:
    """The widget on a page, used as a person uses it."""

    def __init__(self, page: Page, watched: Optional[Watched] = None) -> None:
        self.page = page
        self.watched = watched
        self.host = page.locator("overture-chat")
        self.launcher = self.host.locator(".launcher")
        self.panel = self.host.locator(".panel")
        self.field = self.host.get_by_role("textbox").last
        self.users = self.host.locator(".turn.user")
        self.answers = self.host.locator(".turn.bot")
        self.banner = self.host.locator(".banner")
        self.toast = self.host.locator(".toast")
        self.badge = self.host.locator(".badge")

    def open(self) -> Chat:
        self.launcher.click()
        self.ready()
        return self

    def ready(self) -> None:
        """Waits until the server has opened the session."""
        self.host.locator(".root[data-link=ready]").wait_for(state="attached", timeout=PATIENCE_MS)

    def ask(self, text: str) -> Locator:
        """Types a question, sends it and waits for an answer; that one."""
        before = self.answers.count()
        self.say(text)
        return self.answer(before)

    def another_tab(self) -> Chat:
        """The same page once more, of the same visitor."""
        assert self.watched
        return self.watched.open(self.page.url)

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def answer(self, number: int) -> Locator:
        found = self.answers.nth(number)
        found.wait_for(timeout=PATIENCE_MS)
        return found

    def menu(self, entry: str) -> None:
        self.host.get_by_role("button", name="More", exact=True).click()
        self.host.get_by_role("button", name=entry).click()


USABLE = """() => new Promise((usable) => {
  const root = document.querySelector("overture-chat").shadowRoot;
  const begun = performance.now();
  const look = () => {
    const ready = root.querySelector("[data-link=ready]") && root.activeElement?.matches("textarea");
    if (ready) usable(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  root.querySelector(".launcher").click();
  look();
})"""


def clicked_to_usable(page: Page) -> float:
    """Clicks the launcher; milliseconds until the session is open and the field has the focus."""
    page.locator("overture-chat .launcher").wait_for()
    taken: float = page.evaluate(USABLE)
    return taken


NOTING = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("violation: " + event.violatedDirective + " " + event.blockedURI));"""
# What a browser writes by itself when a server is away.
AWAY = ("net::ERR_", "WebSocket connection to", "Failed to load resource")


class Watched:
    """A visitor's browser, watched: requests to other hosts, errors, violations of the policy."""

    def __init__(self, context: BrowserContext, hosts: tuple[str, ...]) -> None:
        self.context = context
        self.hosts = hosts
        self.faults: list[str] = []
        context.add_init_script(NOTING)
        context.on("request", lambda request: self._requested(request.url))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))

    def open(self, url: str) -> Chat:
        page = self.context.new_page()
        page.on("websocket", lambda socket: self._requested(socket.url))
        page.goto(url)
        return Chat(page, self)

    def _requested(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("data", "blob") and address.netloc not in self.hosts:
            self.faults.append(f"request: {url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(away in message.text for away in AWAY):
            self.faults.append(f"console: {message.text}")

    def close(self) -> None:
        self.context.close()
        assert not self.faults, self.faults
