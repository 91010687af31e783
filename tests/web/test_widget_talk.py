"""Talking: asking, answers of each kind, buttons, thumbs, and what can be done with a conversation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.web import fake_answers
from tests.web.browsing import Chat, Server

Opened = Callable[..., Chat]


def texts(found: Locator) -> list[str]:
    return [text.strip() for text in found.all_inner_texts()]


# Asking


def test_a_question_is_asked_and_answered(chat: Chat, server: Server) -> None:
    answer = chat.ask("Hello there")
    expect(answer.locator(".prose")).to_have_text("You asked: Hello there")
    expect(chat.users).to_have_count(1)
    [sent] = server.heard("user_uttered")
    assert sent["text"] == "Hello there"
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", sent["id"])


def test_several_messages_of_one_answer_are_all_shown(chat: Chat) -> None:
    chat.ask("two please")
    chat.answer(1)
    assert texts(chat.answers.locator(".prose")) == ["First part.", "Second part."]


def test_enter_sends_and_shift_enter_begins_a_line(chat: Chat, server: Server) -> None:
    chat.field.press_sequentially("one")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("two")
    chat.field.press("Enter")
    chat.answer(0)
    assert server.heard("user_uttered")[0]["text"] == "one\ntwo"
    expect(chat.field).to_have_value("")
    expect(chat.field).to_be_focused()


def test_nothing_empty_and_nothing_too_long_is_sent(chat: Chat, server: Server) -> None:
    chat.say("   ")
    send = chat.host.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_disabled()
    chat.field.fill("x" * 3700)
    expect(chat.host.locator(".count")).to_have_text("Characters left: 300")
    chat.say("x" * 4001)
    expect(chat.host.locator(".count")).to_have_text("Characters too many: 1")
    expect(send).to_be_disabled()
    assert server.heard("user_uttered") == []


def test_dots_show_that_an_answer_is_being_worked_on(chat: Chat) -> None:
    chat.say("a slow one")
    typing = chat.host.locator(".typing")
    expect(typing).to_be_visible()
    chat.answer(0)
    expect(typing).to_be_hidden()


def test_no_more_is_sent_at_once_than_the_server_takes(chat: Chat, server: Server) -> None:
    for number in range(5):
        chat.say(f"slow number {number}")
    chat.answer(0)
    chat.answer(4)
    assert [sent["text"] for sent in server.heard("user_uttered")] == [f"slow number {n}" for n in range(5)]


# Kinds of answers


def test_text_is_drawn_from_markdown(chat: Chat) -> None:
    prose = chat.ask("How do I apply?").locator(".prose")
    expect(prose.locator("strong")).to_have_text("bachelor's degree")
    assert texts(prose.locator("ul li")) == ["a bachelor's degree", "a portfolio", "two letters"]
    expect(prose.locator("ol li")).to_have_count(2)


def test_links_open_in_a_new_tab_that_can_not_reach_back(chat: Chat) -> None:
    link = chat.ask("What programs are there?").get_by_role("link", name="the list")
    expect(link).to_have_attribute("href", "https://school.example/list")
    expect(link).to_have_attribute("target", "_blank")
    assert "noopener" in (link.get_attribute("rel") or "").split()


def test_a_table_has_heads_rows_and_a_caption(chat: Chat) -> None:
    answer = chat.ask("What is the pay?")
    table = answer.get_by_role("table", name=fake_answers.PAY_TABLE["caption"])
    assert texts(table.get_by_role("columnheader")) == ["A year", "An hour"]
    assert texts(table.get_by_role("rowheader")) == [row[0] for row in fake_answers.PAY_TABLE["rows"]]
    expect(table.get_by_role("cell", name="$73,130")).to_be_visible()
    assert table.locator("th[scope=col]").count() == 2


def test_a_long_table_is_folded_and_opens(chat: Chat) -> None:
    answer = chat.ask("In what states is it best?")
    rows = answer.locator(".bot > .table tbody tr, :scope > .table tbody tr")
    visible = rows.locator("visible=true")
    expect(visible).to_have_count(8)
    answer.get_by_role("button", name="Show all 12 rows").click()
    expect(visible).to_have_count(12)
    answer.get_by_role("button", name="Show fewer rows").click()
    expect(visible).to_have_count(8)


@pytest.mark.parametrize(
    ("question", "chart"),
    [
        ("What is the pay?", fake_answers.RANGE),
        ("How was it over the years?", fake_answers.LINE),
        ("In what states is it best?", fake_answers.BARS),
        ("What is the outlook?", fake_answers.OUTLOOK),
    ],
    ids=["range", "line", "bars", "bars below zero"],
)
def test_a_chart_is_named_says_what_it_shows_and_has_its_figures_as_a_table(
    chat: Chat, question: str, chart: fake_answers.Reply
) -> None:
    figure = chat.ask(question).locator("figure")
    picture = figure.get_by_role("img")
    expect(picture).to_have_accessible_name(f"{chart['title']} {chart['alternative']}")
    box = picture.bounding_box()
    assert box
    assert box["width"] > 200 and box["height"] > 60
    figure.locator("summary").click()
    cells = texts(figure.locator("tbody tr"))
    assert len(cells) == len(chart["series"][0]["values"])
    for (_, value), line in zip(chart["series"][0]["values"], cells):
        assert f"{abs(value):,.0f}" in line or str(abs(value)) in line


def test_lines_and_bars_follow_their_values(chat: Chat) -> None:
    bars = chat.ask("In what states is it best?").locator("svg .c-bar")
    widths = [float(bar.get_attribute("width") or 0) for bar in bars.all()]
    values = [value for _, value in fake_answers.BARS["series"][0]["values"]]
    assert widths == pytest.approx([widths[0] * value / values[0] for value in values], rel=0.02)


def test_cards_have_title_facts_and_a_link_if_it_can_be_followed(chat: Chat) -> None:
    cards = chat.ask("What programs are there?").locator(".card")
    expect(cards).to_have_count(2)
    expect(cards.nth(0).locator("h3 a")).to_have_attribute("href", "https://school.example/mm")
    assert texts(cards.nth(0).locator("dt"))[:3] == ["Length", "Taught", "Tuition"]
    assert texts(cards.nth(0).locator("dd"))[:3] == ["2 years", "on campus", "not known"]
    address = cards.nth(0).get_by_role("link", name="Admissions: school.example (opens in a new tab)")
    expect(address).to_be_visible()
    expect(address).to_have_attribute("href", re.compile(r"^https://www\.school\.example/.*of=mm$"))
    expect(cards.nth(1)).to_contain_text("MFA in Sound Design")
    expect(cards.nth(1).get_by_role("link")).to_have_count(0)


def test_sources_are_folded_and_have_dates_and_links(chat: Chat) -> None:
    sources = chat.ask("What is the pay?").locator(".sources")
    expect(sources.locator("ul")).to_be_hidden()
    sources.get_by_text("Sources (2)").click()
    expect(sources.get_by_role("link")).to_have_attribute("href", "https://wages.example/tables")
    expect(sources.locator("li").nth(0)).to_contain_text("as of May 2025")
    expect(sources.locator("li").nth(1)).to_contain_text("as of 30 September 2024")
    expect(sources.locator("li").nth(1)).to_contain_text("under its free licence")


def test_a_source_without_a_date_is_said_to_have_none(chat: Chat) -> None:
    sources = chat.ask("What programs are there?").locator(".sources")
    expect(sources.locator("li").nth(1).locator("p").first).to_have_text("School page, without a date")


def test_notes_stand_under_the_answer(chat: Chat) -> None:
    notes = chat.ask("What is the pay?").locator(".notes")
    expect(notes.locator("li")).to_have_count(2)
    expect(notes.locator("strong")).to_have_text("not counted")


def test_an_answer_is_seen_from_its_beginning_under_its_question(chat: Chat) -> None:
    answer = chat.ask("What is the pay?")
    for beginning in (chat.users.first, answer.locator(".prose")):
        expect(beginning).to_be_in_viewport(ratio=1)


def test_a_question_that_fills_the_view_leaves_it_to_the_answer(chat: Chat) -> None:
    answer = chat.ask("pay " + "and then again, what is it " * 60)
    expect(answer.locator(".prose")).to_be_in_viewport(ratio=1)


# Buttons


def test_a_button_asks_is_marked_and_rests(chat: Chat, server: Server) -> None:
    answer = chat.ask("What is the pay?")
    button = answer.get_by_role("button", name="Outlook")
    button.click()
    chat.answer(1)
    [sent] = server.heard("choose")
    assert set(sent) == {"id", "choice"}
    # The words that the server keeps for it, so that they are the same after a reload.
    expect(chat.users.nth(1)).to_contain_text("Tell me: outlook")
    for choice in answer.locator(".choice").all():
        expect(choice).to_have_attribute("aria-disabled", "true")
    expect(button.locator("svg")).to_have_count(1)
    button.click(force=True)
    chat.page.wait_for_timeout(200)
    assert len(server.heard("choose")) == 1


def test_a_question_to_begin_with_is_asked_by_a_click(chat: Chat) -> None:
    chat.host.get_by_role("button", name="What goes into a portfolio?").click()
    expect(chat.answer(0).locator(".prose")).to_have_text("You asked: What goes into a portfolio?")
    expect(chat.host.locator(".welcome .choice").first).to_be_hidden()


# Thumbs, copies, files


def test_thumbs_and_a_word_to_them_reach_the_server(chat: Chat, server: Server) -> None:
    answer = chat.ask("hello")
    down = answer.get_by_role("button", name="Not helpful")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("textbox").fill("No year given")
    answer.get_by_role("button", name="Send").click()
    expect(chat.toast).to_have_text("Thank you.")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")
    chat.page.wait_for_timeout(200)
    told = [(sent["verdict"], sent.get("comment")) for sent in server.heard("feedback")]
    assert told == [("down", None), ("down", "No year given"), (None, None)]


def test_a_thumb_that_is_refused_is_taken_back_and_said(chat: Chat) -> None:
    answer = chat.ask("hello")
    up = answer.get_by_role("button", name="Helpful", exact=True)
    up.click()
    answer.get_by_role("textbox").fill("fail")
    answer.get_by_role("button", name="Send").click()
    expect(chat.toast).to_have_text("That message is not in this conversation.")
    expect(up).to_have_attribute("aria-pressed", "true")


def test_a_thumb_is_there_after_a_reload(chat: Chat) -> None:
    chat.ask("hello").get_by_role("button", name="Helpful", exact=True).click()
    chat.page.wait_for_timeout(200)
    chat.page.reload()
    again = chat.answer(0).get_by_role("button", name="Helpful", exact=True)
    expect(again).to_have_attribute("aria-pressed", "true")


def test_an_answer_is_copied_with_table_and_sources(chat: Chat) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask("What is the pay?").get_by_role("button", name="Copy").click()
    expect(chat.toast).to_have_text("Copied.")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "a median of $73,130 a year" in copied
    assert "Lowest tenth earned less than\t$37,570\t$18.06" in copied
    assert "Bureau of Wages: Wages by occupation, May 2025, as of May 2025" in copied


def test_the_conversation_is_downloaded(chat: Chat) -> None:
    chat.ask("What is the pay?")
    with chat.page.expect_download() as download:
        chat.menu("Download this conversation")
    assert re.fullmatch(r"overture-\d{4}-\d\d-\d\d\.md", download.value.suggested_filename)
    text = download.value.path().read_text(encoding="utf-8")
    assert "**You:** What is the pay?" in text
    assert "| Median: half earned less, half more | $73,130 | $35.16 |" in text


def test_a_new_conversation_is_empty(chat: Chat, server: Server) -> None:
    chat.ask("hello")
    chat.menu("New conversation")
    expect(chat.users).to_have_count(0)
    expect(chat.toast).to_have_text("A new conversation.")
    chat.page.reload()
    chat.ready()
    expect(chat.answers).to_have_count(0)
    assert len(server.heard("new_conversation")) == 1


def test_a_conversation_is_erased_after_one_question(chat: Chat, server: Server) -> None:
    chat.ask("hello")
    chat.menu("Erase my conversation")
    dialog = chat.host.get_by_role("alertdialog")
    dialog.get_by_role("button", name="Keep it").click()
    expect(chat.answers).to_have_count(1)
    chat.menu("Erase my conversation")
    dialog.get_by_role("button", name="Erase", exact=True).click()
    expect(chat.answers).to_have_count(0)
    expect(chat.toast).to_have_text("Your conversation is erased.")
    assert len(server.heard("erase")) == 1


# Refusals


@pytest.mark.parametrize(
    ("word", "said"),
    [("rate", "That was a lot at once"), ("busy", "I'm still working"), ("unavailable", "I can't take messages")],
)
def test_a_refused_message_says_why_and_is_sent_again_by_a_click(
    chat: Chat, server: Server, word: str, said: str
) -> None:
    chat.say(f"{word} hello")
    expect(chat.users.locator(".failure")).to_contain_text(said)
    chat.host.get_by_role("button", name="Try again").click()
    chat.answer(0)
    expect(chat.users.locator(".failure")).to_have_count(0)
    first, again = server.heard("user_uttered")
    assert first == again


def test_a_message_that_can_not_be_taken_is_not_offered_again(chat: Chat) -> None:
    chat.say("wrong hello")
    expect(chat.users.locator(".failure")).to_have_text("That could not be read.")
    expect(chat.host.get_by_role("button", name="Try again")).to_have_count(0)


# People


def test_a_person_comes_answers_and_goes(chat: Chat) -> None:
    chat.say("I want to speak to a person")
    expect(chat.banner).to_have_text("A person has been asked. You can go on writing.")
    answer = chat.answer(0)
    expect(answer.locator(".name")).to_have_text("Mara Lind")
    expect(chat.banner).to_be_empty()
    expect(chat.host.locator(".sub")).to_have_text("Mara Lind")
    expect(chat.host.locator(".line")).to_have_text("Mara Lind is here and answers you.")
    chat.page.reload()
    expect(chat.host.locator(".sub")).to_have_text("Mara Lind")
    chat.say("bye")
    expect(chat.host.locator(".line")).to_have_text("Mara Lind has left. The program answers again.")
    expect(chat.host.locator(".sub")).to_have_text("Figures with sources")
