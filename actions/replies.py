"""What the bot says to a message by itself, outside any form: as data/rules.yml has it.

A form uses it for what is no answer to its question, so that a rule that is changed or
added there holds inside forms too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event, SafeAction

_RULES = Path(__file__).resolve().parents[1] / "data" / "rules.yml"
_UTTER = "utter_"
NOT_UNDERSTOOD = "action_not_understood"


@lru_cache(maxsize=1)
def replies() -> Mapping[str, str]:
    """The action that answers each intent when nothing else is going on."""
    rules = yaml.safe_load(_RULES.read_text(encoding="utf-8"))["rules"]
    return dict(_single(rule) for rule in rules if _is_single(rule))


def _is_single(rule: Mapping[str, Any]) -> bool:
    steps = rule["steps"]
    return "condition" not in rule and len(steps) >= 2 and "intent" in steps[0] and "action" in steps[1]


def _single(rule: Mapping[str, Any]) -> tuple[str, str]:
    return rule["steps"][0]["intent"], rule["steps"][1]["action"]


def reply(dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> list[Event]:
    """Says what is said to a message of an intent; returns the events of that."""
    action = replies().get(intent, NOT_UNDERSTOOD)
    if action.startswith(_UTTER):
        dispatcher.utter_message(response=action)
        return []
    found = next((kind for kind in _kinds(SafeAction) if _named(kind, action)), None)
    return list(found().act(dispatcher, tracker)) if found else []


def _kinds(kind: type[Any]) -> Iterator[type[Any]]:
    for derived in kind.__subclasses__():
        yield derived
        yield from _kinds(derived)


def _named(kind: type[Any], action: str) -> bool:
    return not getattr(kind, "__abstractmethods__", None) and kind().name() == action
