"""The replaced pieces of Rasa's inside do what Rasa's own do, in far less time."""

from __future__ import annotations

import ast
import inspect
import json
import time
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError, validate
from rasa.core import processor
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import memoization, rule_policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from overture.nlu import patches
from tests.unit.nlu import test_past_states

GOOD: dict[str, Any] = {
    "events": [{"event": "slot", "timestamp": None, "name": "context", "value": {"facet": "salary"}}],
    "responses": [{"text": "yes", "buttons": [], "custom": {}}],
}
SLOT: dict[str, Any] = {"event": "slot", "timestamp": None, "name": "context", "value": None}
BAD: list[dict[str, Any]] = [
    {"events": "none"},
    {"events": [], "responses": ["text"]},
    {"events": [{"event": 5}]},
    {"events": [{"event": "unheard of"}], "responses": []},
    {"events": [{"event": "slot", "name": "context"}], "responses": []},
    {"events": [{**SLOT, "name": 5}], "responses": []},
    {"events": [{**SLOT, "timestamp": True}], "responses": []},
    {"events": [{**SLOT, "metadata": []}], "responses": []},
]
ALSO_GOOD: list[dict[str, Any]] = [
    {},
    {"events": [{"event": "followup", "name": "action_answer"}, SLOT]},
    {"events": [{**SLOT, "timestamp": 1.5, "metadata": {}}], "responses": []},
]


@pytest.fixture
def action() -> RemoteAction:
    patches.apply()
    return RemoteAction("action_answer", None)


@pytest.mark.parametrize("good", [GOOD, *ALSO_GOOD])
def test_what_rasa_accepts_is_accepted(action: RemoteAction, good: dict[str, Any]) -> None:
    validate(good, RemoteAction.action_response_format_spec())
    assert action._validate_action_result(good) is True


@pytest.mark.parametrize("bad", BAD)
def test_what_rasa_refuses_is_refused(action: RemoteAction, bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validate(bad, RemoteAction.action_response_format_spec())
    with pytest.raises(ValidationError, match="not of the form"):
        action._validate_action_result(bad)


def test_it_is_still_needed(action: RemoteAction) -> None:
    """Fails once Rasa's own way is as quick: then the replacement can go."""

    def seconds(check: Any) -> float:
        began = time.perf_counter()
        for _ in range(5):
            check()
        return time.perf_counter() - began

    action._validate_action_result(GOOD)
    once = seconds(lambda: action._validate_action_result(GOOD))
    anew = seconds(lambda: validate(GOOD, RemoteAction.action_response_format_spec()))
    assert anew > 1.5 * once
    assert "_validate_action_result" in inspect.getsource(RemoteAction.run)


class TestEventClasses:
    def test_every_class_is_found_by_its_name(self) -> None:
        patches.apply()
        for kind in all_subclasses(Event):
            assert Event.resolve_by_type(kind.type_name) is patches._walking(kind.type_name)

    def test_a_default_is_not_remembered(self) -> None:
        patches.apply()
        assert Event.resolve_by_type("not-known-yet", SlotSet) is SlotSet
        with pytest.raises(ValueError, match="not-known-yet"):
            Event.resolve_by_type("not-known-yet")

    def test_events_are_read_back_as_before(self) -> None:
        patches.apply()
        read = Event.from_parameters({"event": "slot", "name": "context", "value": {"facet": "salary"}})
        assert isinstance(read, SlotSet)
        assert (read.key, read.value) == ("context", {"facet": "salary"})

    def test_it_is_still_needed(self) -> None:
        """Fails once Rasa's own way is as quick: then the replacement can go."""

        def seconds(resolve: Any) -> float:
            began = time.perf_counter()
            for _ in range(200):
                resolve("slot")
            return time.perf_counter() - began

        patches.apply()
        assert seconds(patches._walking) > 1.5 * seconds(Event.resolve_by_type)


@dataclass
class Adder(GraphComponent):  # type: ignore[misc]
    """Adds up what it is given, and writes down that it ran."""

    name: str
    ran: ClassVar[list[str]] = []

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Adder:
        return cls(config["name"])

    def add(self, **numbers: int) -> int:
        Adder.ran.append(self.name)
        if self.name == "broken":
            raise RuntimeError("it is broken")
        return sum(numbers.values()) + 1


def node(name: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Adder, "create", "add", {"name": name}, eager=True)


# "last" needs "first" by two ways; "aside" is needed by nothing.
SCHEMA = GraphSchema(
    {
        "last": node("last", a="second", b="first"),
        "second": node("second", a="first", b="input"),
        "first": node("first", a="input"),
        "aside": node("aside", a="first"),
        "broken": node("broken", a="input"),
    }
)


class TestRunningTheGraph:
    @pytest.fixture
    def runner(self, tmp_path: Path) -> DaskGraphRunner:
        patches.apply()
        Adder.ran.clear()
        return DaskGraphRunner(SCHEMA, LocalModelStorage.create(tmp_path), ExecutionContext(SCHEMA, "test"))

    @pytest.mark.parametrize("targets", [["last"], ["first", "last"], ["aside", "second"], ["input"], ["last", "last"]])
    def test_the_outputs_are_those_of_dask(self, runner: DaskGraphRunner, targets: list[str]) -> None:
        inputs = {"input": 1}
        assert runner.run(inputs, targets) == patches._with_dask(runner, inputs, targets)
        assert runner.run({"input": 5}, targets) == patches._with_dask(runner, {"input": 5}, targets)

    def test_each_node_that_is_needed_runs_once_after_those_that_it_needs(self, runner: DaskGraphRunner) -> None:
        runner.run({"input": 1}, ["last"])
        assert Adder.ran == ["first", "second", "last"]

    def test_an_output_that_is_given_is_not_worked_out(self, runner: DaskGraphRunner) -> None:
        inputs = {"input": 1, "second": 100}
        assert runner.run(inputs, ["last"]) == patches._with_dask(runner, inputs, ["last"])
        assert Adder.ran.count("second") == 0

    @pytest.mark.parametrize(
        ("inputs", "target"),
        [({"input": 1}, "broken"), ({"input": "first"}, "first")],
        ids=["a node fails", "an input is called like a node"],
    )
    def test_what_fails_in_dask_fails_alike(self, runner: DaskGraphRunner, inputs: dict[str, Any], target: str) -> None:
        for run in (runner.run, partial(patches._with_dask, runner)):
            with pytest.raises((GraphRunError, GraphComponentException)) as raised:
                run(inputs, [target])
            assert raised.type is (GraphComponentException if target == "broken" else GraphRunError)

    def test_a_missing_input_is_told(self, runner: DaskGraphRunner) -> None:
        for run in (runner.run, partial(patches._with_dask, runner)):
            with pytest.raises(GraphRunError, match="Missing input"):
                run({}, ["first"])

    def test_it_is_still_needed(self, runner: DaskGraphRunner) -> None:
        """Fails once Rasa's own way is as quick: then the replacement can go."""
        targets = ["last"]
        assert _seconds(lambda: patches._with_dask(runner, {"input": 1}, targets)) > 1.2 * _seconds(
            lambda: runner.run({"input": 1}, targets)
        )


VALUES = st.sampled_from(["ask", "greet", "", SHOULD_NOT_BE_SET])
STATES = st.fixed_dictionaries(
    {},
    optional={
        "prev_action": st.fixed_dictionaries(
            {}, optional={"action_name": st.sampled_from(["action_listen", "action_answer"])}
        ),
        "user": st.fixed_dictionaries({}, optional={"intent": VALUES, "text": VALUES}),
        "slots": st.fixed_dictionaries({}, optional={"level": st.sampled_from([SHOULD_NOT_BE_SET, [1.0], [0.5]])}),
        "active_loop": st.fixed_dictionaries({}, optional={"name": VALUES}),
    },
)
HEARD = st.fixed_dictionaries(
    {},
    optional={
        "prev_action": st.fixed_dictionaries(
            {}, optional={"action_name": st.sampled_from(["action_listen", "action_answer", "action_more"])}
        ),
        "user": st.fixed_dictionaries({}, optional={"intent": st.sampled_from(["ask", "greet", "thank"])}),
        "slots": st.just({"level": (1.0,)}),
    },
)


class TestApplicableRules:
    @given(st.lists(st.lists(STATES, min_size=1, max_size=3), max_size=12), st.lists(HEARD, max_size=3))
    def test_they_are_those_that_rasa_finds_by_trying_all(self, rules: list[Any], heard: list[Any]) -> None:
        patches.apply()
        policy = RulePolicy.__new__(RulePolicy)
        lookup = {json.dumps(rule): "action_answer" for rule in rules}
        assert policy._get_possible_keys(lookup, heard) == patches._trying_all(policy, lookup, heard)

    def test_rules_that_are_learned_later_are_found(self) -> None:
        patches.apply()
        policy = RulePolicy.__new__(RulePolicy)
        state = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}
        lookup: dict[str, str] = {}
        assert policy._get_possible_keys(lookup, [state]) == set()
        lookup[json.dumps([state])] = "action_answer"
        assert policy._get_possible_keys(lookup, [state]) == set(lookup)

    def test_it_is_still_needed(self) -> None:
        """Fails once Rasa's own way is as quick: then the replacement can go."""
        patches.apply()
        policy = RulePolicy.__new__(RulePolicy)
        states = [{"prev_action": {"action_name": "action_listen"}, "user": {"intent": f"ask_{i}"}} for i in range(200)]
        lookup = {json.dumps([state]): "action_answer" for state in states}
        heard = [states[7]]
        assert _seconds(lambda: patches._trying_all(policy, lookup, heard)) > 1.4 * _seconds(
            lambda: policy._get_possible_keys(lookup, heard)
        )


class TestEmptyDomains:
    def test_only_an_empty_one_is_empty(self) -> None:
        patches.apply()
        assert Domain.empty().is_empty()
        assert not Domain.from_dict({"intents": ["greet"]}).is_empty()

    def test_it_is_still_needed(self) -> None:
        """Fails once Rasa's own way is as quick: then the replacement can go."""
        patches.apply()
        domain = Domain.from_dict({"intents": ["greet"]})
        assert _seconds(lambda: patches._comparing(domain)) > 1.4 * _seconds(domain.is_empty)


class TestRasasOwnActions:
    def test_they_are_those_that_rasa_makes(self) -> None:
        patches.apply()
        endpoint = EndpointConfig("http://localhost")
        made, kept = patches._making_anew(endpoint), rasa_actions.default_actions(endpoint)
        assert [(type(one), vars(one)) for one in made] == [(type(one), vars(one)) for one in kept]

    def test_another_place_of_custom_actions_has_others(self) -> None:
        patches.apply()
        places = [EndpointConfig("http://one"), None, EndpointConfig("http://two")]
        extracting = [rasa_actions.default_actions(place)[-1] for place in places]
        assert [one._action_endpoint for one in extracting] == places

    def test_it_is_still_needed(self) -> None:
        """Fails once Rasa's own way is as quick: then the replacement can go."""
        patches.apply()
        assert _seconds(patches._making_anew) > 1.4 * _seconds(rasa_actions.default_actions)


def _copies(module: ModuleType) -> list[ast.Call]:
    """The uses of ``copy`` in a module."""
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    return [
        node
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "copy"
    ]


@pytest.mark.parametrize("module", [processor, memoization, rule_policy])
def test_copies_are_only_made_for_debug_lines(module: ModuleType) -> None:
    debug = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "structlogger.debug"
    ]
    written = {ast.unparse(inner) for call in debug for inner in ast.walk(call)}
    assert {ast.unparse(call) for call in _copies(module)} <= written


def test_copies_are_still_made() -> None:
    """Fails once one of the modules makes none any more: then its replacement can go."""
    assert all(map(_copies, (processor, memoization, rule_policy)))


def _seconds(once: Callable[[], Any]) -> float:
    """The least of several times, which is the least disturbed one."""
    once()
    return min(timeit.repeat(once, number=5, repeat=5))


# Each replacement with the test that fails once it is not needed any more.
NEEDED_BY = {
    (RemoteAction, "_validate_action_result"): test_it_is_still_needed,
    (Event, "resolve_by_type"): TestEventClasses.test_it_is_still_needed,
    (DaskGraphRunner, "run"): TestRunningTheGraph.test_it_is_still_needed,
    (RulePolicy, "_get_possible_keys"): TestApplicableRules.test_it_is_still_needed,
    (Domain, "is_empty"): TestEmptyDomains.test_it_is_still_needed,
    (DialogueStateTracker, "applied_events"): test_past_states.test_they_are_still_needed,
    (Domain, "states_for_tracker_history"): test_past_states.test_they_are_still_needed,
    (rasa_actions, "default_actions"): TestRasasOwnActions.test_it_is_still_needed,
    (processor, "copy"): test_copies_are_still_made,
    (memoization, "copy"): test_copies_are_still_made,
    (rule_policy, "copy"): test_copies_are_still_made,
}


def test_each_replacement_has_such_a_test() -> None:
    source = ast.parse(inspect.getsource(patches.apply))
    assigned = {
        (getattr(patches, target.value.id), target.attr)
        for node in ast.walk(source)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
    }
    assert assigned == set(NEEDED_BY)


def test_nothing_of_rasa_is_replaced_elsewhere() -> None:
    """Neither here nor in actions: an assignment to an attribute of something that was imported from Rasa."""
    root = Path(patches.__file__).parents[2]
    found = []
    for path in [*root.glob("overture/**/*.py"), *root.glob("actions/**/*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names = {alias.asname or alias.name for node in imports if _is_rasa(node.module) for alias in node.names}
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            owners = [t.value for t in targets if isinstance(t, ast.Attribute)]
            found += [
                str(path.relative_to(root)) for owner in owners if isinstance(owner, ast.Name) and owner.id in names
            ]
    # What wraps the store of conversations is replaced beside that store; tests/unit/conversations/test_fail_safe.py
    # tells when that is no longer needed.
    assert set(found) == {"overture/nlu/patches.py", "overture/conversations/fail_safe.py"}


def _is_rasa(module: str | None) -> bool:
    return (module or "").split(".")[0] in {"rasa", "rasa_sdk"}
