"""Whole conversations against the real model and the real knowledge."""

from __future__ import annotations

import pytest

from overture.engine import Bot
from tests import talk


@pytest.mark.parametrize("conversation", talk.conversations(), ids=lambda c: c.name)
def test_conversation(bot: Bot, conversation: talk.Conversation) -> None:
    wrong = talk.hold(bot, conversation)
    assert not wrong, "\n".join(wrong)
