"""Filters and comparisons that nobody trained on: complete lists, right values, against the plain files."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from overture.answers import answer, as_text, read_all
from overture.answers.base.model import Answer, Question
from overture.engine import Bot
from overture.knowledge import shared
from overture.knowledge.catalog import find, find_schools
from tests.sweep.case import plain
from tests.sweep.files import Files, Raw, money, signed
from tests.sweep.predicates import Predicates

QUERIES: dict[str, list[Raw]] = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))
FILTERS = [query for query in QUERIES["filters"] if "where" in query]
OF_SCHOOLS = [query for query in QUERIES["filters"] if "schools" in query]


@cache
def _files() -> Files:
    return Files()


def _ask(bot: Bot, text: str) -> tuple[Question, Answer]:
    knowledge = shared().current()
    parse = asyncio.run(bot.agent.parse_message(text))
    questions = read_all(parse, knowledge=knowledge)
    assert len(questions) == 1, f"{parse['intent']}: {questions}"
    return questions[0], answer(questions[0], knowledge)


def _names(query: Raw) -> str:
    return str(query["says"])


def test_there_are_enough_queries() -> None:
    assert len(FILTERS) + len(OF_SCHOOLS) + len(QUERIES["comparisons"]) >= 50
    says = [plain(query["says"]) for group in QUERIES.values() for query in group]
    assert len(says) == len(set(says))


@pytest.mark.parametrize("query", FILTERS, ids=_names)
def test_a_filter_gives_the_complete_list(bot: Bot, query: Raw) -> None:
    sure, maybe = Predicates(_files()).programs(query["where"])
    question, given = _ask(bot, query["says"])
    found = find(question.filters, shared().current())
    assert {program.id for program in found.sure} == sure, question.filters
    assert {program.id for program in found.maybe} == maybe, question.filters
    _tells(given, sure, maybe, query)


def _tells(given: Answer, sure: set[str], maybe: set[str], query: Raw) -> None:
    """The rendered answer: the number, no other school's programs in the list, the first one first."""
    said, programs = plain(as_text(given)), {p["id"]: p for p in _files().programs}
    schools = {plain(programs[id]["school"]) for id in sure or maybe}
    if len(sure) == 1 or "first" in query:
        assert any(school in said for school in schools), said
    else:
        assert re.search(rf"\b(?:{len(sure) or len(maybe)}|{_word(len(sure))})\b", said), said
    shown = (
        {row[1] if given.table and "School" in given.table.head[1:2] else "" for row in given.table.rows}
        if given.table
        else set()
    )
    assert {plain(name) for name in shown if name} <= schools | {""}, said
    if query.get("first"):
        best = _first(query["first"], [programs[id] for id in sure])
        assert any(plain(programs[id]["name"]) in plain(given.text) for id in best), said


def _word(number: int) -> str:
    return "no one two three four five six seven eight nine ten".split()[number] if number <= 10 else str(number)


def _first(measure: str, programs: list[Raw]) -> list[str]:
    if measure == "length":
        planned = [p for p in programs if "years_min" in (p.get("length") or {})]
        least = min(p["length"]["years_min"] for p in planned)
        return [p["id"] for p in planned if p["length"]["years_min"] == least]
    prices = {p["id"]: price for p in programs if (price := _price(p))}
    return [id for id, price in prices.items() if price == min(prices.values())]


def _price(program: Raw) -> float | None:
    row = _files().tuition.get(str(program.get("unitid")))
    return float(row["tuition_out_of_state"]) if row and row["tuition_out_of_state"] else None


@pytest.mark.parametrize("query", OF_SCHOOLS, ids=_names)
def test_a_filter_over_all_institutions_gives_the_complete_list(bot: Bot, query: Raw) -> None:
    wanted = Predicates(_files()).schools(query["schools"])
    question, given = _ask(bot, query["says"])
    found = find_schools(question.filters, shared().current())
    assert {school.id for school in found.sure} == {f"us-{unitid}" for unitid in wanted}, question.filters
    said = plain(as_text(given))
    assert re.search(rf"\b(?:{len(wanted)}|{_word(len(wanted))})\b", said), said


@pytest.mark.parametrize("query", QUERIES["comparisons"], ids=_names)
def test_a_comparison_shows_the_values_of_each(bot: Bot, query: Raw) -> None:
    _, given = _ask(bot, query["says"])
    said = plain(as_text(given))
    missing = [path for path in query["shows"] if not any(plain(value) in said for value in _values(path))]
    assert missing == [], said


def _values(path: str) -> list[str]:
    """What a path of queries.yaml stands for; one of several ways to say it is enough."""
    kind, id, *rest = path.split("/")
    if kind == "tuition":
        return [money(_files().tuition[id]["tuition_out_of_state"])]
    if kind == "pay":
        row = next(r for r in _files().rows("wages_by_state") if (r["soc"], r["state"]) == (id, rest[0]))
        return [money(row["median"])]
    record: Any = next(record for record in _files().records(kind) if record["id"] == id)
    if rest[0] == "pay":
        yearly = [wage for wage in record["wages"] if wage["unit"] == "USD a year" and "median" in wage]
        return [money(max(yearly, key=lambda wage: wage["as_of"])["median"])]
    if rest[0] == "change":
        return [signed(max(record["projections"], key=lambda p: p["period"])["change_pct"])]
    if rest[0] == "length":
        known = record["length"]
        return [known["text"].rstrip("."), f"{known['years_min']:g} years", f"{known['years_min']:g} to"]
    value = record[rest[0]]
    return [value["text"].rstrip(".") if isinstance(value, dict) else value]
