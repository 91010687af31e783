"""What the bot can be asked, as a contract: each combination with an example, its weight and the test that shows it.

``capabilities.yml`` lists them.  A capability that is not in there does not exist; one
that is has a test.  The score is the share of combinations that are answered.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, Optional

import yaml
from pydantic import BaseModel, Extra, ValidationError, validator

from overture.answers.base.model import Facet, Filters, Outcome, Shape

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "capabilities.yml"

Importance = Literal["must", "should", "could"]
WEIGHTS: tuple[Importance, ...] = ("must", "should", "could")
KINDS = frozenset("career concentration course degree level place program requirement school term topic".split())
# Conditions that say how another one is meant, and need no combination of their own.
_BESIDE = frozenset({"miles", "limit", "lifted", "years_min", "cost_min"})


class ContractError(ValueError):
    """The contract can't be read; the message says what is wrong and what was expected."""


class Combination(BaseModel):
    """One thing that a user may want, in one way.

    ``want`` says it in words.  A question has a ``facet``, the kinds of things that it is
    ``of``, the conditions (``filters``) that it puts and the ``shape`` of its answer; what is
    no question is a ``talk`` (an intent).  ``example`` is a message that asks for it, after
    the messages ``before``; ``outcome`` what becomes of it; ``test`` a test that shows it:
    a file, or ``file::name`` of a test function or of a key in the file.  Without a test it
    is not answered yet, and ``why`` says why not.
    """

    id: str
    group: str
    want: str
    importance: Importance
    facet: Optional[Facet] = None
    of: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    shape: Shape = Shape.ONE
    talk: Optional[str] = None
    before: tuple[str, ...] = ()
    example: str
    outcome: Outcome = Outcome.ANSWERED
    test: Optional[str] = None
    why: Optional[str] = None

    class Config:
        """Unknown keys are faults."""

        extra = Extra.forbid
        frozen = True

    @property
    def answered(self) -> bool:
        """Whether it is answered today."""
        return self.test is not None

    @validator("of", each_item=True)
    def _known_kind(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"'{value}' is not a kind, expected one of {', '.join(sorted(KINDS))}")
        return value

    @validator("filters", each_item=True)
    def _known_filter(cls, value: str) -> str:
        if value not in _conditions():
            raise ValueError(f"'{value}' is not a condition, expected one of {', '.join(sorted(_conditions()))}")
        return value


def _conditions() -> frozenset[str]:
    return frozenset(field.name for field in fields(Filters))


def read(file: Path = FILE) -> tuple[Combination, ...]:
    """The combinations of a contract, in order.

    Raises:
        ContractError: with every fault, each with the id of its record.
    """
    try:
        raw: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContractError(f"{file.name}: can't be read: {error}") from error
    if not isinstance(raw, list):
        raise ContractError(f"{file.name}: expected a list of combinations, each beginning with '- id:'")
    found, faults = [], []
    for index, record in enumerate(raw):
        try:
            found.append(Combination.parse_obj(record))
        except ValidationError as error:
            id = record.get("id", index) if isinstance(record, dict) else index
            faults += [f"{file.name}: {id}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    if faults:
        raise ContractError("\n".join(faults))
    return tuple(found)


def faults(combinations: Sequence[Combination], intents: Sequence[str], root: Path = ROOT) -> list[str]:
    """Everything that is wrong with a contract that can be read.

    Args:
        combinations: the contract.
        intents: of the domain; each needs a combination.
        root: of the checkout, where the tests are looked for.
    """
    found = [*_twice(combinations), *_incomplete(combinations), *_left_out(combinations, intents)]
    for combination in combinations:
        if combination.test and (wrong := _missing_test(combination.test, root)):
            found.append(f"{combination.id}: {wrong}")
    return found


def _twice(combinations: Sequence[Combination]) -> Iterator[str]:
    for what in ("id", "example"):
        values = [getattr(combination, what) for combination in combinations if not combination.before]
        yield from (f"the {what} '{value}' stands twice" for value in dict.fromkeys(values) if values.count(value) > 1)


def _incomplete(combinations: Sequence[Combination]) -> Iterator[str]:
    for combination in combinations:
        if (combination.facet is None) is (combination.talk is None):
            yield f"{combination.id}: expected a facet or a talk, and not both"
        if not combination.test and not combination.why:
            yield f"{combination.id}: has no test that shows it; expected one, or why it is not answered"
        if combination.test and combination.why:
            yield f"{combination.id}: has a test and says why it is not answered, expected one of them"


def _left_out(combinations: Sequence[Combination], intents: Sequence[str]) -> Iterator[str]:
    """Facets, shapes, conditions and intents for which nothing stands in the contract."""
    asked = {combination.facet for combination in combinations}
    yield from (f"nothing is said of the facet '{facet.value}'" for facet in Facet if facet not in asked)
    shapes = {combination.shape for combination in combinations}
    yield from (f"nothing is said of the shape '{shape.value}'" for shape in Shape if shape not in shapes)
    filters = {name for combination in combinations for name in combination.filters}
    yield from (f"nothing is said of the condition '{name}'" for name in sorted(_conditions() - _BESIDE - filters))
    talked = {combination.talk for combination in combinations}
    facets = {f"ask_{facet.value}" for facet in Facet}
    yield from (f"nothing is said of the intent '{i}'" for i in intents if i not in facets and i not in talked)


def _missing_test(test: str, root: Path) -> Optional[str]:
    """What is wrong with the name of a test; None if there is such a test."""
    name, _, item = test.partition("::")
    path = root / name
    if not name.startswith("tests/") or not path.is_file():
        return f"there is no test {name}"
    text = path.read_text(encoding="utf-8")
    if not item:
        return None
    there = item in _functions(text) if path.suffix == ".py" else item in text
    return None if there else f"{name} has no {item}"


def _functions(text: str) -> set[str]:
    nodes = ast.walk(ast.parse(text))
    return {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def intents(domain: Path = ROOT / "domain.yml") -> list[str]:
    """The intents of a domain file."""
    listed: list[Any] = yaml.safe_load(domain.read_text(encoding="utf-8"))["intents"]
    return [name if isinstance(name, str) else next(iter(name)) for name in listed]
