"""A browser and a stand-in for the server, for the tests of the widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.web.browsing import Chat, Server, Watched, browsing, chromium, needs

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    Opened = Callable[..., Chat]


# A module long and no longer: while it runs, Playwright has an event loop of its own in this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing(needs(chromium(), "Chromium")) as running:
        yield running


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("fake-server") / "state.json")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(running_server: Server) -> Server:
    """A server that has heard nothing yet."""
    running_server.forget()
    return running_server


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server for one test, which may kill it."""
    server = Server(tmp_path / "state.json")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opened]:
    """Opens pages, each in a browser of a new visitor; at the end nothing forbidden may have happened on any."""
    watched: list[Watched] = []

    def opened(url: str, own: tuple[str, ...] = (), **options: object) -> Chat:
        hosts = (urlsplit(url).netloc, *own)
        visit = Watched(browser.new_context(**{"reduced_motion": "reduce", **options}), hosts)
        watched.append(visit)
        return visit.open(url)

    yield opened
    for visit in watched:
        visit.close()


@pytest.fixture
def chat(open_page: Opened, server: Server) -> Chat:
    """The widget, opened on a plain page."""
    return open_page(server.url + "/").open()
