"""Which of Rasa's learned rules can apply to a state at all, found by its last action and intent.

The rule policy tries every rule against every state.  A rule names the action before its
last step, and mostly an intent; where those are others than the state's, it can't apply.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional

State = Mapping[str, Mapping[str, Any]]
# What a rule asks of a state: the last action and the intent; None where it leaves that open.
_Asked = tuple[Optional[str], Optional[str]]

_ACTION, _USER = "prev_action", "user"


class RuleIndex:
    """An index of rules by what their last state asks.

    Args:
        rules: the rules' keys: JSON of a list of states, as in Rasa's lookup.
        unset: what stands in a rule's state for "must not be set".
    """

    def __init__(self, rules: Mapping[str, Any], unset: str) -> None:
        self._keys = frozenset(rules)
        self._by_asked: dict[_Asked, list[str]] = {}
        # Rules that begin a conversation have no last action; Rasa looks at those in its own way.
        self._beginning: list[str] = []
        for key in rules:
            states = json.loads(key)
            last = states[-1] if states else {}
            if last.get(_ACTION):
                asked = _plain(last, _ACTION, "action_name", unset), _plain(last, _USER, "intent", unset)
                self._by_asked.setdefault(asked, []).append(key)
            else:
                self._beginning.append(key)

    def is_of(self, rules: Mapping[str, Any]) -> bool:
        """Whether it is the index of these rules."""
        return rules.keys() == self._keys

    def candidates(self, state: State) -> set[str]:
        """All rules that can apply to a last state, and few that can't."""
        return {*self._beginning, *self._asking(state)}

    def _asking(self, state: State) -> Iterator[str]:
        action, intent = state.get(_ACTION, {}).get("action_name"), state.get(_USER, {}).get("intent")
        for asked in {(action, intent), (action, None), (None, intent), (None, None)}:
            yield from self._by_asked.get(asked, ())


def _plain(state: State, part: str, key: str, unset: str) -> Optional[str]:
    value = state.get(part, {}).get(key)
    return value if isinstance(value, str) and value and value != unset else None
