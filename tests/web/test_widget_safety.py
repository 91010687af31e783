"""Text of users and of the knowledge stays text: no script runs, no style applies, nobody else is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browsing import Chat
from tests.web.fake_answers import EVIL

# The `chat` fixture adds to each: no violation of the policy, no error, no request to another host.

PAYLOADS = [
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "<svg/onload=window.hacked=3>",
    "[x](javascript:window.hacked=4)",
    "<iframe srcdoc='<script>parent.hacked=5</script>'></iframe>",
    "</textarea><script>window.hacked=6</script>",
    "<style>*{display:none}</style>",
    '"><overture-chat onclick=window.hacked=7>',
    "{{constructor.constructor('window.hacked=8')()}}",
    "\u202e gnirts desrever \u2066",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_user_types_is_shown_as_typed_and_does_nothing(chat: Chat, payload: str) -> None:
    answer = chat.ask(payload)
    expect(chat.users.locator(".bubble span").last).to_have_text(payload.strip(), use_inner_text=False)
    for link in answer.get_by_role("link").all():
        assert not (link.get_attribute("href") or "").startswith("javascript")
    check_unharmed(chat)
    chat.page.reload()
    chat.answer(0)
    check_unharmed(chat)


def test_what_stands_in_the_knowledge_does_nothing_in_any_part_of_an_answer(chat: Chat) -> None:
    answer = chat.ask("something evil")
    for summary in answer.locator("summary").all():
        summary.click()
    for link in answer.get_by_role("link").all():
        assert (link.get_attribute("href") or "").startswith("https://fine.example/")
    expect(answer.locator("td").last).to_have_text(EVIL)
    expect(answer.get_by_role("button", name="<b>bold</b>")).to_be_visible()
    answer.get_by_text("click").first.click()
    for element in answer.locator("*").all():
        names = element.evaluate("(node) => [...node.attributes].map(({name}) => name)")
        assert not [name for name in names if name.startswith("on") or name == "style"]
    check_unharmed(chat)


def check_unharmed(chat: Chat) -> None:
    assert chat.page.evaluate("() => window.hacked") is None
    unwanted = chat.host.locator("script, img, iframe, style, object, embed, base, link, meta, form[action]")
    expect(unwanted).to_have_count(0)
    expect(chat.panel).to_be_visible()
