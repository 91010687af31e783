"""What was said in a conversation, for a person who takes it over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Tracker

from overture.handover import Line, Tried

_LAST_TRIED = 10
# Messages that ask for no answer.
_NO_QUESTIONS = frozenset(
    "affirm ask_capabilities ask_language ask_person bot_identity cancel complain crisis deny go_back goodbye greet "
    "insult more praise repeat shorter start_over tell_background thank".split()
)
_BY_ACTION = {"action_not_understood": "not_understood", "action_out_of_scope": "out_of_scope"}


def apart_from(form: str, tracker: Tracker) -> list[dict[str, Any]]:
    """The events of a conversation without what was said inside a form, this time or before."""
    kept: list[dict[str, Any]] = []
    inside = False
    for event in tracker.events:
        if event.get("event") == "active_loop":
            inside = event.get("name") == form
        elif not inside:
            kept.append(event)
    return kept


def lines(events: Sequence[dict[str, Any]], most: int) -> tuple[Line, ...]:
    """The last messages of either side, oldest first."""
    said = [
        Line("visitor" if event["event"] == "user" else "bot", str(event["text"]), _time(event.get("timestamp")))
        for event in events
        if event.get("event") in {"user", "bot"} and event.get("text")
    ]
    return tuple(said[-most:]) if most else ()


def tried(events: Sequence[dict[str, Any]]) -> tuple[Tried, ...]:
    """The last questions that were put to the bot, each with what came of it."""
    found: list[Tried] = []
    for event in events:
        if event.get("event") == "user" and _asks(event):
            found.append(Tried(str(event.get("text") or ""), "answered"))
        elif found and (outcome := _outcome(event)):
            found[-1] = Tried(found[-1].question, outcome)
    return tuple(found[-_LAST_TRIED:])


def last_question(events: Sequence[dict[str, Any]]) -> str:
    """The question put to the bot before the latest message; empty where there was none."""
    heard = [event for event in events if event.get("event") == "user"][:-1]
    return next((str(event["text"]) for event in reversed(heard) if _asks(event)), "")


def _asks(event: dict[str, Any]) -> bool:
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    return bool(event.get("text")) and intent not in _NO_QUESTIONS


def _outcome(event: dict[str, Any]) -> str:
    if event.get("event") == "action":
        return _BY_ACTION.get(str(event.get("name")), "")
    if event.get("event") != "bot":
        return ""
    custom = (event.get("data") or {}).get("custom") or {}
    return str((custom.get("answer") or {}).get("outcome") or "") if isinstance(custom, dict) else ""


def _time(seconds: Any) -> str:
    if not isinstance(seconds, (int, float)):
        return ""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
