"""For everyone: with a keyboard, a screen reader, a small phone, dark, from right to left, without motion."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.web.browsing import USABLE_MS, Chat, Server, clicked_to_usable

Opened = Callable[..., Chat]


def violations(chat: Chat) -> list[str]:
    """What axe finds wrong, by all of its rules, also those that it leaves off by itself."""
    chat.page.evaluate(AXE_SCRIPT)
    found = chat.page.evaluate(
        "() => axe.run({runOnly: {type: 'rule', values: axe.getRules().map(({ruleId}) => ruleId)}})"
    )
    assert len(found["passes"]) > 15
    return [
        f"{one['id']}: {json.dumps(node['target'])} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def ask(question: str) -> Callable[[Chat], None]:
    def act(chat: Chat) -> None:
        answer = chat.ask(question)
        for summary in answer.locator("summary").all():
            summary.click()

    return act


def refused(chat: Chat) -> None:
    chat.say("rate hello")
    chat.users.locator(".failure").wait_for()


def offline(chat: Chat) -> None:
    chat.ask("hello")
    chat.page.context.set_offline(True)
    chat.banner.get_by_text("You are offline").wait_for()
    chat.say("later")


def judging(chat: Chat) -> None:
    chat.ask("hello").get_by_role("button", name="Not helpful").click()
    chat.answers.get_by_role("textbox").wait_for()


def chosen(chat: Chat) -> None:
    chat.ask("What is the pay?").get_by_role("button", name="Outlook").click()
    chat.answer(1)


def person(chat: Chat) -> None:
    chat.ask("a person please")


def menu(chat: Chat) -> None:
    chat.host.get_by_role("button", name="More", exact=True).click()


def erasing(chat: Chat) -> None:
    chat.menu("Erase my conversation")


def almost_too_long(chat: Chat) -> None:
    chat.field.fill("word " * 790)


STATES: dict[str, Callable[[Chat], None]] = {
    "welcome": lambda chat: None,
    "range, table, notes, sources, choices": ask("What is the pay?"),
    "line": ask("How was it over the years?"),
    "bars, long table": ask("In what states is it best?"),
    "bars below zero": ask("What is the outlook?"),
    "cards": ask("What programs are there?"),
    "list": ask("How do I apply?"),
    "question back": ask("I mean, which one?"),
    "payloads": ask("something evil"),
    "choice taken": chosen,
    "refused": refused,
    "offline": offline,
    "thumbs": judging,
    "person": person,
    "menu": menu,
    "erasing": erasing,
    "almost too long": almost_too_long,
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(chat: Chat, state: str) -> None:
    STATES[state](chat)
    assert violations(chat) == []


@pytest.mark.parametrize("path", ["/", "/ask", "/left", "/manual"])
def test_axe_finds_nothing_while_it_is_closed(open_page: Opened, server: Server, path: str) -> None:
    chat = open_page(server.url + path)
    chat.page.wait_for_load_state()
    assert violations(chat) == []


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/", {"color_scheme": "dark"}),
        ("/", {"viewport": {"width": 320, "height": 568}}),
        ("/page", {"viewport": {"width": 1200, "height": 800}}),
        ("/page", {"color_scheme": "dark"}),
        ("/rtl", {}),
        ("/", {"forced_colors": "active"}),
    ],
    ids=["dark", "phone", "page", "page, dark", "right to left", "forced colors"],
)
def test_axe_finds_nothing_in_other_looks(
    open_page: Opened, server: Server, path: str, options: dict[str, object]
) -> None:
    chat = open_page(server.url + path, **options)
    if path != "/page":
        chat.open()
    for question in ("What is the pay?", "How was it over the years?", "In what states is it best?"):
        ask(question)(chat)
    assert violations(chat) == []


# Keyboard


def press(chat: Chat, *keys: str) -> None:
    for key in keys:
        chat.page.keyboard.press(key)


def focused(chat: Chat) -> str:
    """The name of what has the focus."""
    return str(
        chat.page.evaluate(
            """() => {
              let node = document.activeElement;
              while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
              return node?.getAttribute("aria-label") ?? node?.textContent.trim() ?? "";
            }"""
        )
    )


def tab_to(chat: Chat, name: str, back: bool = False) -> None:
    """Tabs until something of that name has the focus."""
    seen = []
    for _ in range(40):
        press(chat, "Shift+Tab" if back else "Tab")
        seen.append(focused(chat))
        if seen[-1] == name:
            return
    raise AssertionError(f"{name} isn't reached by Tab: {seen}")


def test_everything_can_be_done_with_the_keyboard(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/")
    chat.launcher.wait_for()
    tab_to(chat, "Open the chat")
    press(chat, "Enter")
    expect(chat.field).to_be_focused()
    chat.page.keyboard.type("What is the pay?")
    press(chat, "Enter")
    chat.answer(0)
    tab_to(chat, "Outlook", back=True)
    press(chat, "Enter")
    chat.answer(1)
    assert focused(chat) == "Outlook", "the focus stays where it was"
    tab_to(chat, "Sources (1)")
    press(chat, "Space")
    expect(chat.answer(1).locator(".sources ul")).to_be_visible()
    tab_to(chat, "Helpful")
    press(chat, "Space")
    expect(chat.answers.get_by_role("textbox")).to_be_visible()
    tab_to(chat, "What helped? (if you like)")
    press(chat, "Escape")
    assert focused(chat) == "Helpful"
    tab_to(chat, "More", back=True)
    press(chat, "Enter")
    assert focused(chat) == "New conversation"
    press(chat, "ArrowDown", "ArrowDown")
    assert focused(chat) == "Erase my conversation"
    press(chat, "Escape")
    assert focused(chat) == "More"
    press(chat, "Escape")
    expect(chat.panel).to_be_hidden()
    assert focused(chat) == "Open the chat"


def test_a_question_before_erasing_keeps_the_focus_and_gives_it_back(chat: Chat) -> None:
    chat.menu("Erase my conversation")
    assert focused(chat) == "Keep it"
    press(chat, "Tab")
    assert focused(chat) == "Erase"
    press(chat, "Tab")
    assert focused(chat) == "Keep it"
    press(chat, "Escape")
    expect(chat.host.get_by_role("alertdialog")).to_be_hidden()
    assert focused(chat) == "More"


def test_a_wide_table_is_reached_and_scrolled_with_the_keyboard(chat: Chat) -> None:
    frame = chat.ask("In what states is it best?").locator(":scope > .table .table-frame")
    expect(frame).to_have_attribute("tabindex", "0")
    frame.focus()
    press(chat, "ArrowRight")
    chat.page.wait_for_timeout(200)
    assert frame.evaluate("(node) => node.scrollLeft") > 0


def test_the_focus_is_seen(chat: Chat) -> None:
    for _ in range(6):
        press(chat, "Tab")
        width = chat.page.evaluate(
            """() => {
              let node = document.activeElement;
              while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
              if (node === document.body || node.matches("textarea")) return 2;
              return parseFloat(getComputedStyle(node).outlineWidth);
            }"""
        )
        assert width >= 2


# Screen readers


def test_answers_are_told_as_they_come(chat: Chat) -> None:
    log = chat.host.get_by_role("log", name="Conversation")
    chat.ask("hello")
    expect(log).to_contain_text("You: hello")
    expect(log).to_contain_text("Overture: ")
    expect(chat.host.get_by_role("status").first).to_be_attached()


def test_the_panel_is_a_dialog_with_a_name(chat: Chat) -> None:
    expect(chat.host.get_by_role("dialog", name="Overture")).to_be_visible()


# Sizes and colors


def test_on_the_smallest_phone_nothing_is_cut_off(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/", viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    chat.open()
    for number, question in enumerate(["What is the pay?", "In what states is it best?", "What programs are there?"]):
        chat.say(question)
        chat.answer(number)
    chat.ask("x" * 200)
    chat.ask("endless words").locator(".sources summary").click()
    box = chat.panel.bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 320)
    log = chat.host.get_by_role("log")
    assert log.evaluate("(node) => node.scrollWidth - node.clientWidth") <= 0
    wide = log.evaluate(
        """(node) => [...node.querySelectorAll(".turn *")]
          .filter((part) => !part.closest(".table-frame, .vh"))
          .filter((part) => { const box = part.getBoundingClientRect(); return box.right > 321 || box.left < -1; })
          .map((part) => part.className)"""
    )
    assert wide == []
    frame = chat.answers.nth(1).locator(":scope > .table .table-frame")
    assert frame.evaluate("(node) => node.scrollWidth - node.clientWidth") > 0, "the table scrolls inside"


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_colors_follow_the_system(open_page: Opened, server: Server, scheme: str, light: bool) -> None:
    chat = open_page(server.url + "/", color_scheme=scheme).open()
    assert (lightness(chat) > 128) is light


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_can_hold_to_light_or_dark(chat: Chat, theme: str) -> None:
    chat.page.evaluate("(theme) => document.querySelector('overture-chat').setAttribute('theme', theme)", theme)
    assert (lightness(chat) > 128) is (theme == "light")


def lightness(chat: Chat) -> float:
    color = chat.panel.evaluate("(node) => getComputedStyle(node).backgroundColor")
    red, *_ = (float(part) for part in color.removeprefix("rgb(").rstrip(")").split(","))
    return red


def test_colors_of_the_page_are_taken(chat: Chat) -> None:
    chat.ask("hello")
    chat.page.evaluate(
        "() => document.querySelector('overture-chat').style.setProperty('--overture-accent', 'rgb(0, 80, 60)')"
    )
    color = chat.users.locator(".bubble").first.evaluate("(node) => getComputedStyle(node).backgroundColor")
    assert color == "rgb(0, 80, 60)"


def test_styles_of_the_page_stay_outside(chat: Chat) -> None:
    chat.ask("What is the pay?")
    names = ["textTransform", "borderTopStyle", "letterSpacing", "fontSize"]
    paragraph = chat.answers.locator("p").first
    style = paragraph.evaluate("(node, names) => names.map((name) => getComputedStyle(node)[name])", names)
    assert style == ["none", "none", "normal", "15px"]


def test_from_right_to_left_everything_is_mirrored(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/rtl", viewport={"width": 1000, "height": 700})
    box = chat.launcher.bounding_box()
    assert box
    assert box["x"] < 100
    chat.open()
    chat.ask("What is the pay?")
    bubble, frame = chat.users.locator(".bubble").bounding_box(), chat.panel.bounding_box()
    assert bubble and frame
    assert bubble["x"] - frame["x"] < 40


def test_nothing_moves_for_those_who_want_it_so(chat: Chat) -> None:
    chat.say("a slow one")
    dots = chat.host.locator(".typing i").first
    dots.wait_for(state="attached")
    duration = dots.evaluate("(node) => getComputedStyle(node).animationDuration")
    assert duration in ("0s", "1e-05s")


def test_it_is_usable_within_a_second_of_the_click(open_page: Opened, server: Server) -> None:
    chat = open_page(server.url + "/")
    chat.launcher.wait_for()
    assert clicked_to_usable(chat.page) < USABLE_MS
