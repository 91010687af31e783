"""The states that policies look at, kept with the tracker, are those that Rasa finds by replaying everything."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core import events as said
from rasa.shared.core.trackers import DialogueStateTracker

from overture.nlu import patches
from tests.unit.conversations.test_window import DOMAIN, FORMS, SIMPLE, TAKEN_BACK, Made, answer

# What is only known from rules, and left out where rules are left out.
RULE_ONLY = {"rule_only_slots": ["level"], "rule_only_loops": ["handover_form"]}


@pytest.fixture(autouse=True, scope="module")
def _applied() -> None:
    patches.apply()


def made(turns: list[Callable[[], Made]], hidden: list[bool]) -> list[said.Event]:
    events = [event for make in turns for event in make()]
    actions = [event for event in events if isinstance(event, said.ActionExecuted)]
    for action, hide in zip(actions, itertools.cycle(hidden)):
        action.hide_rule_turn = hide
    return events


def all_states(tracker: DialogueStateTracker) -> list[Any]:
    return [
        DOMAIN.states_for_tracker_history(tracker),
        DOMAIN.states_for_tracker_history(tracker, ignore_rule_only_turns=True, rule_only_data=RULE_ONLY),
        DOMAIN.states_for_tracker_history(tracker, omit_unset_slots=True),
    ]


def all_replayed(tracker: DialogueStateTracker) -> list[Any]:
    anew = DialogueStateTracker(tracker.sender_id, DOMAIN.slots)
    anew.events.extend(tracker.events)
    return [
        patches._replaying(DOMAIN, anew),
        patches._replaying(DOMAIN, anew, False, True, RULE_ONLY),
        patches._replaying(DOMAIN, anew, True),
    ]


@given(
    st.lists(st.one_of(SIMPLE, FORMS, TAKEN_BACK), min_size=1, max_size=10),
    st.lists(st.booleans(), min_size=1, max_size=5),
)
def test_they_are_the_same_after_each_event(turns: list[Callable[[], Made]], hidden: list[bool]) -> None:
    tracker = DialogueStateTracker("somebody", DOMAIN.slots)
    for event in made(turns, hidden):
        tracker.update(event, DOMAIN)
        assert tracker.applied_events() == patches._going_through(tracker)
        assert all_states(tracker) == all_replayed(tracker)


def test_who_changes_a_state_changes_it_for_nobody_else() -> None:
    tracker = DialogueStateTracker("somebody", DOMAIN.slots)
    for event in answer(1):
        tracker.update(event, DOMAIN)
    for states in (DOMAIN.states_for_tracker_history(tracker), tracker.applied_events()):
        before = all_replayed(tracker)
        for part in states[-1].values() if isinstance(states[-1], dict) else []:
            part.clear()
        states.clear()
        assert all_states(tracker) == before


def test_they_are_still_needed() -> None:
    """Fails once Rasa's own way is as quick: then the replacements can go."""
    tracker = DialogueStateTracker("somebody", DOMAIN.slots)
    for event in itertools.chain.from_iterable(answer(1) for _ in range(20)):
        tracker.update(event, DOMAIN)

    def seconds(look: Callable[[DialogueStateTracker], Any]) -> float:
        look(tracker)
        return min(_time(look, tracker) for _ in range(9))

    assert seconds(lambda t: patches._replaying(DOMAIN, t)) > 1.4 * seconds(DOMAIN.states_for_tracker_history)
    assert seconds(patches._going_through) > 1.4 * seconds(DialogueStateTracker.applied_events)


def _time(look: Callable[[DialogueStateTracker], Any], tracker: DialogueStateTracker) -> float:
    began = time.process_time()
    for _ in range(20):
        look(tracker)
    return time.process_time() - began
