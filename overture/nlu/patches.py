"""The one place where pieces of Rasa's inside are replaced; what they accept, refuse and return is the same.

All of these are of Rasa 3.6.21, and of a kind: work that is done anew for each message though its result never changes.
Each has a test that fails once Rasa's own way is as quick.  TensorFlow's stand-in is :mod:`overture.lean`.

- ``RemoteAction._validate_action_result`` compiles and checks its JSON schema anew for every action's result: two
  thirds of the time of an answer (RasaHQ/rasa #11717).  The schema never changes, so its validator is built once here;
  results that set slots and nothing else, as nearly all do, are seen to be right without it.
- ``Event.resolve_by_type`` walks all classes derived from ``Event`` for every event of the
  conversation that is read back, with every message.  A class found once is remembered.
- ``DaskGraphRunner.run`` builds a graph for dask, has dask order it and run it on a pool with one thread, three times a
  message.  The order is worked out once here, and the nodes are called one after the other.
- ``RulePolicy._get_possible_keys`` tries each rule against the last state, two or three times a message.  Those that
  can apply are looked up here, and only they are tried.
- ``Domain.is_empty`` builds an empty domain, with the schema of all of Rasa's own slots and actions, for each message
  to compare with.  It is built once here.
- ``DialogueStateTracker.applied_events`` goes through all events and what they undo, some ten times a message, in forms
  with a search backwards for each.  What it found is kept until there is another event.
- ``default_actions`` makes all of Rasa's own actions anew each time that an action is looked up by its name, four times
  a message.  They hold nothing but where custom actions are called, so they are made once for that.
- ``processor``, ``memoization`` and ``rule_policy`` copy events and states as deep as they go, only to name them in
  debug lines, which nobody reads: a twentieth of the time of an answer.  The lines get the things themselves.
- ``Domain.states_for_tracker_history`` replays the conversation for each policy, five times a message (what long
  conversations cost: RasaHQ/rasa #3011, #4101, #6334).  The states of turns that are over are kept
  (:mod:`overture.nlu.past_states`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Optional

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core import processor
from rasa.core.actions import action
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import memoization, rule_policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from overture.nlu import graph_runs, past_states
from overture.nlu.rule_index import RuleIndex

# Rules, and rules for what is said in between inside a form.
_INDEXES = 2
_walking = Event.resolve_by_type
_event_classes: dict[str, type[Event]] = {}
_trying_all = RulePolicy._get_possible_keys
_with_dask = DaskGraphRunner.run
_comparing = Domain.is_empty
_going_through = DialogueStateTracker.applied_events
_replaying = Domain.states_for_tracker_history
_making_anew = action.default_actions
# Where custom actions are called, and Rasa's own actions for that.
_own_actions: Optional[tuple[Optional[EndpointConfig], list[Any]]] = None


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    if _only_sets_slots(result):
        return True
    try:
        _validator().validate(result)
    except ValidationError as error:
        error.message += ". The action's result is not of the form that Rasa expects."
        raise
    return True


def _only_sets_slots(result: Any) -> bool:
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events"), result.get("responses")
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    return all(isinstance(response, dict) for response in responses) and all(map(_sets_slot, events))


def _sets_slot(event: Any) -> bool:
    if not isinstance(event, dict) or event.get("event") != "slot" or "value" not in event:
        return False
    when = event.get("timestamp")
    timed = when is None or (isinstance(when, (int, float)) and not isinstance(when, bool))
    return timed and isinstance(event.get("name"), str) and isinstance(event.get("metadata"), (dict, type(None)))


def _resolve_by_type(type_name: str, default: Optional[type[Event]] = None) -> Optional[type[Event]]:
    known = _event_classes.get(type_name)
    if known is not None:
        return known
    found: Optional[type[Event]] = _walking(type_name, default)
    # A default, or nothing, may be another answer once a class of that name is defined.
    if found is not None and getattr(found, "type_name", None) == type_name:
        _event_classes[type_name] = found
    return found


def _run_graph(
    self: DaskGraphRunner, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None
) -> dict[str, Any]:
    wanted = tuple(targets or self._graph_schema.target_names)
    plans = self.__dict__.setdefault("_overture_plans", {})
    if wanted not in plans:
        plans[wanted] = graph_runs.plan(self._graph_schema, wanted)
    given = inputs or {}
    names = {step.name for step in plans[wanted]}
    for name, value in given.items():
        if isinstance(value, str) and value in names:
            raise GraphRunError(f"The value '{value}' of the input '{name}' is also the name of a node.")
    try:
        return graph_runs.run(plans[wanted], self._instantiated_nodes, given, wanted)
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error


def _get_possible_keys(self: RulePolicy, lookup: Mapping[str, str], states: list[Any]) -> set[str]:
    if not states:
        return set(lookup)
    candidates = _index(self, lookup).candidates(states[-1])
    possible: set[str] = _trying_all(self, {key: lookup[key] for key in candidates}, states)
    return possible


def _index(policy: RulePolicy, lookup: Mapping[str, str]) -> RuleIndex:
    """The index of a policy's rules; there are two sets of them, and both grow while it learns."""
    known: list[RuleIndex] = policy.__dict__.setdefault("_overture_indexes", [])
    for index in known:
        if index.is_of(lookup):
            return index
    known.append(RuleIndex(lookup, SHOULD_NOT_BE_SET))
    del known[:-_INDEXES]
    return known[-1]


@lru_cache(maxsize=1)
def _empty() -> Mapping[str, Any]:
    data: Mapping[str, Any] = Domain.empty().as_dict()
    return data


def _is_empty(self: Domain) -> bool:
    return bool(self.as_dict() == _empty())


def _applied_events(self: DialogueStateTracker) -> list[Event]:
    latest = self.events[-1] if self.events else None
    known = self.__dict__.get("_overture_applied")
    if known is None or known[0] != len(self.events) or known[1] is not latest:
        known = self.__dict__["_overture_applied"] = (len(self.events), latest, _going_through(self))
    return list(known[2])


def _states_for_tracker_history(
    self: Domain,
    tracker: DialogueStateTracker,
    omit_unset_slots: bool = False,
    ignore_rule_only_turns: bool = False,
    rule_only_data: Optional[dict[str, Any]] = None,
) -> list[Any]:
    if omit_unset_slots:  # only in training
        found: list[Any] = _replaying(self, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
        return found
    return past_states.states(self, tracker, ignore_rule_only_turns, rule_only_data)


def _default_actions(action_endpoint: Optional[EndpointConfig] = None) -> list[Any]:
    global _own_actions
    known = _own_actions
    if known is None or known[0] is not action_endpoint:
        known = _own_actions = (action_endpoint, _making_anew(action_endpoint))
    return list(known[1])


class _NoCopies:
    """In place of the module ``copy`` where it is only used for debug lines, which are written at once."""

    @staticmethod
    def deepcopy(thing: Any) -> Any:
        return thing


def apply() -> None:
    """Puts the replacements in place; done again, it changes nothing."""
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve_by_type)
    DaskGraphRunner.run = _run_graph
    RulePolicy._get_possible_keys = _get_possible_keys
    Domain.is_empty = _is_empty
    DialogueStateTracker.applied_events = _applied_events
    Domain.states_for_tracker_history = _states_for_tracker_history
    action.default_actions = _default_actions
    processor.copy = _NoCopies
    memoization.copy = _NoCopies
    rule_policy.copy = _NoCopies
