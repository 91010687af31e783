"""Runs Rasa's graph of components one after the other, in an order that is worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import GraphSchema


@dataclass(frozen=True)
class Step:
    """A node to run: the nodes and inputs that it needs, and those whose output nobody needs after it."""

    name: str
    needs: tuple[str, ...]
    done_with: tuple[str, ...]


def plan(schema: GraphSchema, targets: Sequence[str]) -> tuple[Step, ...]:
    """The steps to the targets, each behind those that it needs."""
    nodes = schema.minimal_graph_schema(list(targets)).nodes
    order: dict[str, tuple[str, ...]] = {}

    def place(name: str) -> None:
        if name in nodes and name not in order:
            needs = tuple(nodes[name].needs.values())
            for needed in needs:
                place(needed)
            order[name] = needs

    for target in targets:
        place(target)
    return _steps(order, set(targets))


def _steps(order: Mapping[str, tuple[str, ...]], kept: set[str]) -> tuple[Step, ...]:
    last = {needed: name for name, needs in order.items() for needed in needs}
    return tuple(
        Step(name, needs, tuple(n for n in dict.fromkeys(needs) if last[n] == name and n not in kept))
        for name, needs in order.items()
    )


def run(
    steps: Sequence[Step], nodes: Mapping[str, Any], inputs: Mapping[str, Any], targets: Sequence[str]
) -> dict[str, Any]:
    """Outputs of the targets.

    Args:
        steps: as planned for these targets.
        nodes: by name, what is called with the pairs of name and output that it needs; it returns such a pair.  Of
            what neither a node nor an input gives, the name alone is handed over.
        inputs: outputs that are given; a node of such a name is not run.
        targets: the nodes whose outputs are wanted.
    """
    found: dict[str, Any] = {name: (name, value) for name, value in inputs.items()}
    for step in steps:
        if step.name not in found:
            found[step.name] = nodes[step.name](*(found.get(needed, needed) for needed in step.needs))
        for name in step.done_with:
            found.pop(name, None)
    return dict(found[target] for target in targets)
