"""Whole conversations against the real model and the real knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from overture.engine import Bot
from tests import talk

ALL = talk.conversations()


def _known_failures() -> dict[str, str]:
    """Conversations that don't hold yet, each with the reason."""
    read: Any = yaml.safe_load((Path(__file__).parent / "failing_conversations.yaml").read_text(encoding="utf-8"))
    return dict(read or {})


KNOWN_FAILURES = _known_failures()


@pytest.mark.parametrize("conversation", ALL, ids=lambda c: c.name)
def test_conversation(bot: Bot, conversation: talk.Conversation) -> None:
    wrong = talk.hold(bot, conversation)
    if conversation.name in KNOWN_FAILURES:
        assert wrong, f"{conversation.name} holds now: take it out of failing_conversations.yaml"
    else:
        assert not wrong, "\n".join(wrong)


def test_known_failures_are_conversations_with_a_reason() -> None:
    assert set(KNOWN_FAILURES) <= {conversation.name for conversation in ALL}
    assert all(str(reason).strip() for reason in KNOWN_FAILURES.values())


def test_there_are_conversations_of_every_pattern() -> None:
    """As the issue of conversations asks for; a folder that is emptied by mistake shows."""
    patterns = {
        *(
            "follow_up",
            "correction",
            "digression",
            "comparison",
            "refinement",
            "negation",
            "several_questions",
            "repeat",
        ),
        *("gap", "small_talk", "premise", "third_person", "level", "story", "go_back", "pronoun", "widening"),
        *("provenance", "not_understood", "out_of_scope"),
    }
    assert patterns <= {conversation.path.parent.name for conversation in ALL}
    assert len(ALL) >= 120
    assert sum(len(conversation.turns) for conversation in ALL) >= 500
