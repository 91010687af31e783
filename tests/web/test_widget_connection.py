"""What is kept when things break: reloads, dead servers, dead networks, several windows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.web.browsing import PATIENCE_MS, Chat, Server

Opened = Callable[..., Chat]


def test_nothing_is_sent_before_the_chat_is_opened(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/")
    chat.launcher.wait_for()
    chat.page.wait_for_timeout(300)
    assert server.heard("session_request") == []
    # Nor is it there: what asks a page for nothing keeps it free.
    expect(chat.panel).to_have_count(0)


def test_a_reload_keeps_the_conversation_and_the_open_chat(chat: Chat, server: Server) -> None:
    chat.ask("What is the pay?")
    chat.page.reload()
    chat.answer(0)
    expect(chat.panel).to_be_visible()
    expect(chat.users).to_have_count(1)
    expect(chat.answers.locator("figure")).to_have_count(1)
    assert "session" in server.heard("session_request")[-1]


def test_choices_rest_after_a_reload_too(chat: Chat) -> None:
    chat.ask("What is the pay?").get_by_role("button", name="Schooling it needs").click()
    chat.answer(1)
    chat.page.reload()
    expect(chat.answer(0).get_by_role("button", name="Schooling it needs")).to_have_attribute("aria-disabled", "true")
    expect(chat.answer(1).locator(".choice").first).not_to_have_attribute("aria-disabled", "true")


def test_an_answer_that_comes_during_a_reload_is_not_lost(chat: Chat) -> None:
    chat.say("a slow one")
    chat.page.wait_for_timeout(200)
    chat.page.reload()
    expect(chat.host.locator(".typing")).to_be_visible()
    expect(chat.answer(0)).to_contain_text("You asked: a slow one")
    expect(chat.answers).to_have_count(1)


def test_a_closed_chat_stays_closed_on_the_next_page_and_counts_what_came(chat: Chat) -> None:
    chat.say("a slow one")
    chat.page.keyboard.press("Escape")
    expect(chat.badge).to_have_text("1", timeout=PATIENCE_MS)
    expect(chat.launcher).to_have_accessible_name("Open the chat, new messages: 1")
    chat.page.reload()
    expect(chat.panel).to_be_hidden()
    expect(chat.badge).to_have_text("1", timeout=PATIENCE_MS)
    chat.launcher.click()
    chat.page.keyboard.press("Escape")
    expect(chat.badge).to_have_count(0)
    chat.page.reload()
    chat.ready()
    expect(chat.badge).to_have_count(0)


def test_a_server_that_was_killed_and_is_back_goes_on(open_page: Opened, mortal: Server) -> None:
    chat = open_page(mortal.url + "/").open()
    chat.ask("before")
    mortal.kill()
    expect(chat.banner).to_contain_text("The connection is lost", timeout=PATIENCE_MS)
    chat.say("meanwhile")
    expect(chat.users.nth(1).locator(".state")).to_have_text("Will be sent when the connection is back")
    mortal.start()
    expect(chat.answer(1)).to_contain_text("You asked: meanwhile")
    expect(chat.banner).to_be_empty()
    chat.ask("after")
    assert [text.partition("\n")[0] for text in chat.answers.locator(".prose").all_inner_texts()] == [
        "You asked: before",
        "You asked: meanwhile",
        "You asked: after",
    ]


def test_a_question_that_the_killed_server_took_is_answered_when_it_is_back(open_page: Opened, mortal: Server) -> None:
    chat = open_page(mortal.url + "/").open()
    chat.say("a slow one")
    chat.host.locator(".typing").wait_for()
    mortal.kill()
    expect(chat.banner).to_contain_text("The connection is lost", timeout=PATIENCE_MS)
    mortal.start()
    expect(chat.answer(0)).to_contain_text("You asked: a slow one")
    chat.page.wait_for_timeout(500)
    expect(chat.answers).to_have_count(1)


def test_a_server_that_has_forgotten_begins_anew_and_says_so(open_page: Opened, mortal: Server) -> None:
    chat = open_page(mortal.url + "/").open()
    chat.ask("before")
    mortal.kill()
    expect(chat.banner).to_contain_text("The connection is lost", timeout=PATIENCE_MS)
    chat.say("meanwhile")
    mortal.state.unlink()
    mortal.start()
    expect(chat.host.locator(".line")).to_have_text("The conversation had to be opened anew.", timeout=PATIENCE_MS)
    expect(chat.answer(0)).to_contain_text("You asked: meanwhile", timeout=PATIENCE_MS)
    expect(chat.users).to_have_count(1)


def test_a_chat_opened_while_the_server_is_away_comes_to_life_with_it(open_page: Opened, mortal: Server) -> None:
    chat = open_page(mortal.url + "/")
    mortal.kill()
    chat.launcher.click()
    expect(chat.banner).to_contain_text("Trying again by itself", timeout=PATIENCE_MS)
    chat.say("hello")
    mortal.start()
    expect(chat.answer(0)).to_contain_text("You asked: hello", timeout=PATIENCE_MS)


def test_what_is_typed_offline_is_answered_once_when_back(chat: Chat, server: Server) -> None:
    chat.ask("before")
    chat.page.context.set_offline(True)
    expect(chat.banner).to_have_text("You are offline. What you write is sent when you are back.")
    chat.say("written offline")
    expect(chat.users.nth(1)).to_have_attribute("data-delivery", "queued")
    chat.page.wait_for_timeout(1000)
    chat.page.context.set_offline(False)
    expect(chat.answer(1)).to_contain_text("You asked: written offline")
    chat.page.wait_for_timeout(500)
    expect(chat.answers).to_have_count(2)
    expect(chat.users).to_have_count(2)
    expect(chat.banner).to_be_empty()
    assert [sent["text"] for sent in server.heard("user_uttered")] == ["before", "written offline"]


def test_two_tabs_show_the_same(chat: Chat) -> None:
    chat.ask("from the first")
    other = chat.another_tab()
    other.open()
    expect(other.answer(0)).to_contain_text("from the first")
    other.say("from the second")
    for tab in (chat, other):
        expect(tab.answer(1)).to_contain_text("You asked: from the second")
        expect(tab.users).to_have_count(2)


def test_two_tabs_leave_each_other_alone_when_nothing_happens(chat: Chat, server: Server) -> None:
    other = chat.another_tab()
    other.open()
    chat.page.wait_for_timeout(1200)
    assert len(server.heard("session_request")) == 2


def test_a_new_conversation_in_one_tab_is_one_in_the_other(chat: Chat) -> None:
    chat.ask("old")
    other = chat.another_tab()
    other.open()
    other.answer(0)
    chat.menu("New conversation")
    expect(other.answers).to_have_count(0, timeout=PATIENCE_MS)
    other.ask("new")
    expect(chat.answer(0)).to_contain_text("You asked: new")


def test_what_is_erased_in_one_tab_is_gone_in_the_other(chat: Chat) -> None:
    chat.ask("old")
    other = chat.another_tab()
    other.open()
    other.answer(0)
    chat.menu("Erase my conversation")
    chat.host.get_by_role("alertdialog").get_by_role("button", name="Erase", exact=True).click()
    expect(other.answers).to_have_count(0, timeout=PATIENCE_MS)
    other.ask("new")
    expect(chat.answer(0)).to_contain_text("You asked: new")


def test_without_storage_a_conversation_lasts_as_long_as_its_page(open_page: Opened, server: Server) -> None:
    chat = open_page("about:blank")
    chat.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});"
    )
    assert chat.watched
    chat.watched.hosts = (server.url.removeprefix("http://"),)
    chat.page.goto(server.url + "/")
    chat.open()
    chat.ask("hello")
    chat.page.reload()
    chat.open()
    expect(chat.answers).to_have_count(0)
