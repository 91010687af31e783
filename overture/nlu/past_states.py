"""The states of a conversation that Rasa's policies look at, worked out once for each turn.

Rasa replays the whole conversation for each policy, five times a message, and makes each
state anew.  Events are only added to a conversation, so what was found of the ones before
is kept with the tracker, and the replay goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

State = dict[str, Any]
_KEY = "_overture_past"


@dataclass(frozen=True)
class _Turn:
    """The state before an action, and what Rasa asks of the tracker as it was then."""

    state: Mapping[str, Any]
    hidden: bool
    previous: Any
    # A follow-up action, or one that goes on with a form: it leaves hidden what was hidden.
    goes_on: bool


@dataclass
class _Past:
    domain: Domain
    tracker: DialogueStateTracker
    applied: list[Event] = field(default_factory=list)
    turns: list[_Turn] = field(default_factory=list)
    # The state after all of them, until there is another event.
    now: Optional[_Turn] = None


def states(
    domain: Domain,
    tracker: DialogueStateTracker,
    ignore_rule_only_turns: bool,
    rule_only_data: Optional[dict[str, Any]],
) -> list[State]:
    """As ``Domain.states_for_tracker_history``, with unset slots in the states."""
    found: list[State] = []
    last_action: Any = None
    was_hidden = False
    for turn in _turns(domain, tracker):
        if ignore_rule_only_turns:
            if not was_hidden:
                last_action = turn.previous
            was_hidden = was_hidden if turn.goes_on else turn.hidden
            if was_hidden:
                continue
        # Rasa changes states in place.
        state: State = {name: dict(part) for name, part in turn.state.items()}
        if ignore_rule_only_turns:
            domain._remove_rule_only_features(state, rule_only_data)
            if found:
                domain._substitute_rule_only_user_input(state, found[-1])
            if last_action:
                state[PREVIOUS_ACTION] = last_action
        found.append(domain._clean_state(state))
    return found


def _turns(domain: Domain, tracker: DialogueStateTracker) -> list[_Turn]:
    applied = tracker.applied_events()
    past: Optional[_Past] = tracker.__dict__.get(_KEY)
    if past is None or past.domain is not domain or not _begins_with(applied, past.applied):
        past = tracker.__dict__[_KEY] = _Past(domain, tracker.init_copy())
    for event in applied[len(past.applied) :]:
        if isinstance(event, ActionExecuted):
            past.turns.append(_turn(domain, past.tracker, bool(event.hide_rule_turn)))
        past.tracker.update(event)
        past.now = None
    past.applied = applied
    past.now = past.now or _turn(domain, past.tracker, False)
    return [*past.turns, past.now]


def _begins_with(events: list[Event], first: list[Event]) -> bool:
    return len(first) <= len(events) and all(one is other for one, other in zip(first, events))


def _turn(domain: Domain, tracker: DialogueStateTracker, hidden: bool) -> _Turn:
    goes_on = bool(tracker.followup_action) or tracker.latest_action_name == tracker.active_loop_name
    state = domain.get_active_state(tracker, omit_unset_slots=False)
    return _Turn(state, hidden, domain._get_prev_action_sub_state(tracker), goes_on)
