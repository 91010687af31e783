"""The widget on a page: one script tag, attributes, events, other origins, a strict policy, no one else asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browsing import ROOT, Chat, Server

Opened = Callable[..., Chat]

EVENTS = """() => {
  window.told = [];
  for (const name of ["open", "close", "message", "feedback", "error", "conversation"])
    document.addEventListener("overture-" + name, (event) => window.told.push([name, event.detail]));
}"""


def test_the_script_alone_puts_a_launcher_on_the_page(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/")
    expect(chat.launcher).to_have_accessible_name("Open the chat")
    expect(chat.panel).to_be_hidden()
    chat.open()
    expect(chat.panel).to_be_visible()
    expect(chat.launcher).to_be_hidden()
    chat.host.get_by_role("button", name="Close the chat").click()
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_data_of_the_script_become_attributes(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/left")
    box = chat.launcher.bounding_box()
    assert box
    assert box["x"] < 100
    chat.open()
    expect(chat.host.get_by_role("heading", name="Ask us")).to_be_visible()
    expect(chat.host.locator(".welcome strong")).to_have_text("you")
    # As a title attribute it would be shown as a tooltip over the whole chat.
    assert chat.host.get_attribute("title") is None


def test_a_page_that_wants_to_place_the_chat_itself_gets_none(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/manual")
    chat.page.wait_for_timeout(200)
    expect(chat.host).to_have_count(0)
    chat.page.evaluate("() => document.body.append(document.createElement('overture-chat'))")
    chat.open()
    chat.ask("hello")


def test_in_page_mode_it_fills_its_place(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/page", viewport={"width": 900, "height": 700})
    chat.ready()
    box = chat.panel.bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (900, 700)
    expect(chat.launcher).to_have_count(0)
    expect(chat.host.get_by_role("button", name="Close the chat")).to_have_count(0)
    chat.ask("hello")
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_visible()


def test_texts_can_be_translated(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/translated").open()
    expect(chat.field).to_have_attribute("placeholder", "Nachricht schreiben")
    expect(chat.host.get_by_role("button", name="Was verdient man?")).to_be_visible()
    expect(chat.host.locator(".root")).to_have_attribute("lang", "de")
    chat.say("unavailable")
    expect(chat.users.locator(".failure")).to_have_text("Gerade geht es nicht.")


def test_attributes_can_change_while_the_chat_is_open(chat: Chat) -> None:
    chat.ask("hello")
    chat.page.evaluate("() => document.querySelector('overture-chat').setAttribute('title', 'Other name')")
    expect(chat.host.get_by_role("heading", name="Other name")).to_be_visible()
    expect(chat.answers).to_have_count(1)
    chat.page.evaluate("() => { document.querySelector('overture-chat').strings = {write: 'Type here'}; }")
    expect(chat.field).to_have_attribute("placeholder", "Type here")
    chat.page.evaluate("() => document.querySelector('overture-chat').removeAttribute('open')")
    expect(chat.panel).to_be_hidden()


def test_the_element_can_be_moved_on_the_page(chat: Chat) -> None:
    chat.ask("hello")
    chat.page.evaluate("() => document.querySelector('main').prepend(document.querySelector('overture-chat'))")
    expect(chat.answer(0)).to_contain_text("You asked: hello")
    chat.ask("again")
    expect(chat.answers).to_have_count(2)


def test_elements_of_the_page_can_ask(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/ask", viewport={"width": 1000, "height": 700})
    chat.page.get_by_role("button", name="Ask about pay").click()
    expect(chat.answer(0)).to_contain_text("a median of")
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Ask about pay")).to_be_focused()
    chat.page.get_by_role("link", name="Tell me about programs").click()
    expect(chat.answer(1)).to_contain_text("Two programs fit.")
    expect(chat.page).to_have_url(server.url + "/ask")
    assert [sent["text"] for sent in server.heard("user_uttered")] == ["What is the pay?", "Tell me about programs"]


def test_the_page_hears_what_happens_but_not_what_is_said(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/")
    chat.page.evaluate(EVENTS)
    chat.open()
    answer = chat.ask("a secret of mine")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    chat.page.wait_for_function("() => window.told.some(([name]) => name === 'feedback')")
    chat.say("rate too")
    chat.users.locator(".failure").wait_for()
    chat.page.keyboard.press("Escape")
    told = chat.page.evaluate("() => window.told")
    assert [name for name, _ in told] == ["open", "message", "message", "feedback", "message", "error", "close"]
    assert [detail.get("from") for name, detail in told if name == "message"] == ["user", "bot", "user"]
    assert "secret" not in str(told)


# Other origins


@pytest.fixture
def bot_elsewhere(tmp_path: Path, server: Server) -> Iterator[Server]:
    """A server that takes connections from pages of the other one."""
    bot = Server(tmp_path / "state.json", arguments=("--origin", server.url))
    bot.start()
    yield bot
    bot.kill()


def embed(open_page: Opened, page: Server, bot: Server) -> Chat:
    """The widget of one server on a page of another."""
    return open_page(f"{page.url}/school?bot={bot.url}", own=(bot.url.removeprefix("http://"),))


def test_on_a_page_of_another_origin_it_asks_the_server_of_its_script(
    open_page: Opened, server: Server, bot_elsewhere: Server
) -> None:
    chat = embed(open_page, server, bot_elsewhere).open()
    chat.ask("hello")
    assert len(bot_elsewhere.heard("user_uttered")) == 1
    assert server.heard("session_request") == []
    chat.page.reload()
    expect(chat.answer(0)).to_contain_text("You asked: hello")


def test_a_server_that_refuses_the_page_is_a_lost_connection(open_page: Opened, server: Server, mortal: Server) -> None:
    chat = embed(open_page, server, mortal)
    assert chat.watched
    chat.launcher.click()
    expect(chat.banner).to_contain_text("The connection is lost")
    # The browser writes that the polling fallback was refused.
    assert all("CORS policy" in fault for fault in chat.watched.faults)
    chat.watched.faults.clear()


# Example in the documentation


def test_the_example_page_of_the_guide_works(open_page: Opened, server: Server) -> None:
    guide = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    [page] = re.findall(r"```html\n(<!doctype html>.*?)```", guide, flags=re.DOTALL)
    [policy] = re.findall(r"^Content-Security-Policy: (.+)$", guide, flags=re.MULTILINE)
    host = server.url.removeprefix("http://")
    local = {"https://bot.example.edu": server.url, "wss://bot.example.edu": f"ws://{host}"}
    for there, here in local.items():
        page, policy = page.replace(there, here), policy.replace(there, here)
    chat = open_page("about:blank")
    assert chat.watched
    chat.watched.hosts = (host,)
    answer = {"body": page, "content_type": "text/html", "headers": {"Content-Security-Policy": policy}}
    chat.page.route(server.url + "/example", lambda route: route.fulfill(**answer))
    chat.page.route("**/site.css", lambda route: route.fulfill(body="", content_type="text/css"))
    chat.page.goto(server.url + "/example")
    chat.page.locator("[data-overture-ask]").first.click()
    chat.answer(0)
