"""The widget and the real server: browser, socket, Rasa, facts and journal together."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browsing import PATIENCE_MS, USABLE_MS, Chat, Server, clicked_to_usable
from tests.web.test_channel_served import Served
from tests.web.test_widget_access import violations

Opened = Callable[..., Chat]

# Of the made-up world in tests/fixtures.
PAY = "what does a tone warden earn in a year"


@pytest.fixture(scope="module")
def served(model: Path, fixture_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served"), model, fixture_knowledge)
    server.start()
    yield server
    if server.process and server.process.poll() is None:
        server.end(signal.SIGKILL)


@pytest.fixture
def chat(open_page: Opened, served: Served) -> Chat:
    """The chat, opened on the page that the server itself shows."""
    return open_page(served.url + "/").open()


def rows(served: Served, query: str) -> list[tuple[object, ...]]:
    """What stands in the journal."""
    (journal,) = [path for path in served.folder.glob("*.db") if "journal" in path.name]
    with sqlite3.connect(journal) as database:
        return database.execute(query).fetchall()


def test_a_question_gets_figures_with_table_chart_and_sources(chat: Chat) -> None:
    answer = chat.ask(PAY)
    expect(answer.locator(".prose strong").first).to_contain_text("$")
    expect(answer.get_by_role("table").first).to_be_visible()
    answer.locator(".sources summary").click()
    expect(answer.locator(".sources li").first).to_contain_text("as of")


def test_a_choice_is_answered(chat: Chat) -> None:
    answer = chat.ask(PAY)
    answer.locator(".choice").first.click()
    chat.answer(1)
    expect(answer.locator(".choice").first).to_have_attribute("aria-disabled", "true")
    expect(chat.users).to_have_count(2)


def test_examples_on_the_page_ask(open_page: Opened, served: Served) -> None:
    chat = open_page(served.url + "/")
    example = chat.page.locator("[data-overture-ask]").first
    question = example.get_attribute("data-overture-ask") or ""
    example.click()
    chat.answer(0)
    expect(chat.users.first).to_contain_text(question)


def test_thumbs_and_words_are_kept(chat: Chat, served: Served) -> None:
    answer = chat.ask("hello there")
    answer.get_by_role("button", name="Not helpful").click()
    answer.get_by_role("textbox").fill("Which year is that of?")
    answer.get_by_role("button", name="Send").click()
    expect(chat.toast).to_have_text("Thank you.")
    assert ("down", "Which year is that of?") in rows(served, "select verdict, comment from web_feedback")


def test_a_reload_keeps_everything(chat: Chat) -> None:
    chat.ask(PAY)
    before = chat.answers.first.locator(".prose").inner_text()
    chat.page.reload()
    expect(chat.answer(0).locator(".prose")).to_have_text(before, use_inner_text=True)
    expect(chat.users).to_have_count(1)


def test_two_tabs_show_the_same(chat: Chat) -> None:
    chat.ask("hello there")
    other = chat.another_tab()
    other.open()
    other.answer(0)
    other.say(PAY)
    for tab in (chat, other):
        expect(tab.answer(1)).to_contain_text("$")


def test_what_is_typed_offline_is_answered_once(chat: Chat) -> None:
    chat.ask("hello there")
    chat.page.context.set_offline(True)
    chat.banner.get_by_text("You are offline").wait_for()
    chat.say(PAY)
    chat.page.wait_for_timeout(1_000)
    chat.page.context.set_offline(False)
    expect(chat.answer(1)).to_contain_text("$")
    chat.page.wait_for_timeout(1_000)
    expect(chat.answers).to_have_count(2)


def test_a_killed_server_that_is_back_answers_what_was_asked_meanwhile_once(chat: Chat, served: Served) -> None:
    chat.ask("hello there")
    served.end(signal.SIGKILL)
    expect(chat.banner).to_contain_text("The connection is lost", timeout=PATIENCE_MS)
    chat.say(PAY)
    served.start()
    expect(chat.answer(1)).to_contain_text("$", timeout=PATIENCE_MS)
    chat.page.wait_for_timeout(1_000)
    expect(chat.answers).to_have_count(2)
    expect(chat.banner).to_be_empty()


def test_what_is_erased_is_gone_from_the_server(chat: Chat, served: Served) -> None:
    secret = "my name is Quillon Farnsbarns"
    chat.ask(secret)
    assert any(secret in str(row) for row in rows(served, "select * from web_entries"))
    chat.menu("Erase my conversation")
    chat.host.get_by_role("alertdialog").get_by_role("button", name="Erase", exact=True).click()
    expect(chat.answers).to_have_count(0)
    assert not any(secret in str(row) for row in rows(served, "select * from web_entries"))
    for path in served.folder.iterdir():
        assert b"Farnsbarns" not in path.read_bytes(), path.name


def test_markup_from_a_user_does_nothing(chat: Chat) -> None:
    chat.ask("<img src=x onerror=window.hacked=1> <script>window.hacked=2</script> pay?")
    chat.page.reload()
    chat.answer(0)
    assert chat.page.evaluate("() => window.hacked") is None
    expect(chat.host.locator("img, script")).to_have_count(0)


def test_a_page_of_a_foreign_origin_is_refused(open_page: Opened, served: Served, server: Server) -> None:
    host = served.url.removeprefix("http://")
    chat = open_page(f"{server.url}/school?bot={served.url}", own=(host,))
    assert chat.watched
    chat.launcher.click()
    expect(chat.banner).to_contain_text("The connection is lost", timeout=PATIENCE_MS)
    assert all("CORS policy" in fault for fault in chat.watched.faults)
    chat.watched.faults.clear()


def test_axe_finds_nothing_on_the_page_of_the_server(open_page: Opened, served: Served) -> None:
    chat = open_page(served.url + "/", viewport={"width": 1280, "height": 900})
    chat.launcher.wait_for()
    assert violations(chat) == []
    chat.open()
    chat.ask(PAY)
    assert violations(chat) == []


def test_it_is_usable_within_a_second_of_the_click(open_page: Opened, served: Served) -> None:
    chat = open_page(served.url + "/")
    chat.launcher.wait_for()
    assert clicked_to_usable(chat.page) < USABLE_MS
