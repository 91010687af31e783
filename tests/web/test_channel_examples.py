"""The examples on the page at /, and those of the chat, are answered by the real bot, in full."""

from __future__ import annotations

import re

import pytest

from overture.channels.page.site import PACKAGE
from overture.engine import Bot

PAGE = (PACKAGE / "static" / "page.html").read_text(encoding="utf-8")
EXAMPLES = re.findall(r'data-overture-ask="([^"]+)">([^<]+)<', PAGE)
TEXTS = (PACKAGE.parent / "widget" / "src" / "strings.ts").read_text(encoding="utf-8")
SUGGESTIONS = re.findall(r'"([^"]+)"', TEXTS.partition("suggestions: [")[2].partition("]")[0])


@pytest.mark.parametrize("asked", [*(asked for asked, _ in EXAMPLES), *SUGGESTIONS])
def test_an_example_is_answered(bot: Bot, asked: str) -> None:
    (reply,) = bot.ask(asked, sender=f"example {asked}")
    assert reply.parts["outcome"] == "answered" and reply.parts["sources"]


def test_a_button_asks_what_it_shows() -> None:
    assert len(SUGGESTIONS) >= 3
    assert len(EXAMPLES) == PAGE.count("data-overture-ask") >= 4
    assert all(asked == shown for asked, shown in EXAMPLES)
