"""The few blocks that are used, as Slack's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from overture.channels.slack import limits
from overture.channels.slack.outgoing import Block


def mrkdwn(text: str) -> dict[str, Any]:
    """Text with Slack's marks.  ``verbatim``: a ``#word`` or ``@word`` in it is no channel and no person."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, most: int) -> dict[str, Any]:
    """Text without marks, cut to a length."""
    return {"type": "plain_text", "text": limits.cut(text, most), "emoji": False}


def section(text: str) -> Block:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(text), "expand": True}


def fields(texts: Sequence[str]) -> list[Block]:
    """Short texts side by side, ten in a block."""
    rows = [texts[at : at + limits.FIELDS] for at in range(0, len(texts), limits.FIELDS)]
    return [{"type": "section", "fields": [mrkdwn(limits.cut(text, limits.FIELD)) for text in row]} for row in rows]


def context(texts: Sequence[str]) -> list[Block]:
    """Small print, ten texts in a block."""
    rows = [texts[at : at + limits.CONTEXT_ELEMENTS] for at in range(0, len(texts), limits.CONTEXT_ELEMENTS)]
    return [{"type": "context", "elements": [mrkdwn(text) for text in row]} for row in rows]


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain_text(text, limits.HEADER)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(label: str, action: str, value: str) -> dict[str, Any]:
    """A button; ``action`` tells which one was pressed, ``value`` what it stands for."""
    return {"type": "button", "text": plain_text(label, limits.LABEL), "action_id": action, "value": value}


def select(placeholder: str, action: str, choices: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A menu of labels with their values."""
    options = [{"text": plain_text(label, limits.LABEL), "value": value} for label, value in choices]
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text(placeholder, limits.HEADER),
        "options": options[: limits.OPTIONS],
    }


def actions(elements: Sequence[dict[str, Any]]) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements[: limits.ACTIONS])}


def feedback(action: str, up: str, down: str) -> Block:
    """Thumbs; ``up`` and ``down`` are the values that come back."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": action,
                "positive_button": _thumb("👍", "This answer helped", up),
                "negative_button": _thumb("👎", "This answer did not help", down),
            }
        ],
    }


def _thumb(sign: str, said: str, value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": sign}, "accessibility_label": said, "value": value}
