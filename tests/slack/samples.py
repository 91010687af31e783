"""Answers of every kind, as the bot hands them to a channel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from overture.answers.base.model import Answer, Card, Chart, Citation, FollowUp, Outcome, Series, Table
from overture.answers.base.plain import as_text

SOURCES = (
    Citation("a", "Bureau of Bells, May 2025", "Bureau", "Bells", "2025-05", "https://bells.example/a?x=1&y=2"),
    Citation("b", "tide tables", "Office <of> Tides", "Tides", "2024-03", None, "Tide & Sons own the tides."),
)
TABLE = Table(
    ("", "A year", "An hour"), (("Lowest tenth", "$37,570", "$18.06"), ("Median", "$73,130", "")), "Tone wardens, 2025"
)
CHART = Chart(
    "range", "Pay of tone wardens", "USD a year",
    (Series("tone wardens", (("p10", 37570.0), ("p25", 49910.0), ("median", 73130.0), ("p90", 137370.0))),),
    "Pay of tone wardens: lowest tenth $37,570, median $73,130.",
)  # fmt: skip
CARDS = (
    Card(
        "MM in <Bells> & Tides", "Lirra College.", (("Length", "2 tides"), ("Price", "4,444 shells")), "https://l.ex/mm"
    ),
    Card("No link", facts=(("A", "b"),)),
)
FOLLOW_UPS = (
    FollowUp("Outlook", "Will there be more jobs?"),
    FollowUp("A&R pay", "What does A&R earn?"),
    FollowUp("Compare", "Compare tone wardens and lamp singers"),
)

MANY_SOURCES = tuple(
    Citation(
        str(n), f"Source number {n}, which is long", "P", "T", "2025", f"https://s.example/{'p' * 150}/{n}",
        f"Attributed, number {n}. " * 20,
    )
    for n in range(60)
)  # fmt: skip

FULL = Answer(
    "Tone wardens earned **$73,130** in 2025 (A&R <less>). See [the page](https://bells.example/p_q).",
    table=TABLE, chart=CHART, cards=CARDS, notes=("Employees only.", "Few are *asked*."), sources=SOURCES,
    follow_ups=FOLLOW_UPS,
)  # fmt: skip

KINDS: dict[str, Answer] = {
    "everything": FULL,
    "text alone": Answer("Two years."),
    "a table": Answer("Here.", table=TABLE),
    "a long table": Answer("Many.", table=Table(("Name", "n"), tuple((f"row {n}", str(n)) for n in range(350)))),
    "a wide table": Answer("Wide.", table=Table(tuple(f"c{n}" for n in range(45)), (("x",) * 45,) * 3)),
    "a heavy table": Answer("Heavy.", table=Table(("A", "B"), (("word " * 200, "& < >" * 100),) * 40)),
    "cells longer than a message": Answer("Long.", table=Table(("A", "B"), (("x" * 30_000, "y"),))),
    "a long text": Answer("A sentence that says something about bells. " * 900),
    "a text of nothing but escapes": Answer("&<>*_~`" * 1500),
    "many cards": Answer(
        "Cards.", cards=tuple(Card(f"Card {n}", "sub", (("k" * 90, "v" * 900),) * 23) for n in range(30))
    ),
    "many notes": Answer("Notes.", notes=("A note of some length, with figures. " * 5,) * 40),
    "many sources": Answer("Sources.", sources=MANY_SOURCES),
    "a gap": Answer("I don't know that.", outcome=Outcome.GAP, follow_ups=FOLLOW_UPS[:1]),
    "asked back": Answer("Which one?", outcome=Outcome.ASKED_BACK, follow_ups=FOLLOW_UPS),
    "not understood": Answer("I didn't get that.", outcome=Outcome.NOT_UNDERSTOOD),
    "long labels": Answer("x", follow_ups=(FollowUp("label " * 30, "message " * 200),)),
    "bars": Answer("x", chart=Chart("bars", "T", "USD a year", (Series("m", (("a", 1.0), ("b", 2.0))),), "alt " * 900)),
    "a line": Answer("x", chart=Chart("line", "T", "%", (Series("m", (("2018", -1.5), ("2025", 2.5))),), "alt")),
}  # fmt: skip


def said(answer: Answer) -> dict[str, Any]:
    """The message in which Rasa hands it over."""
    buttons = [{"title": f.label, "payload": f.message} for f in answer.follow_ups]
    return {"text": as_text(answer), "buttons": buttons, "custom": {"answer": answer.as_dict()}}


def asked() -> Iterator[str]:
    """One question of each group of phrasings on which the bot is tested."""
    for path in sorted((Path(__file__).parents[1] / "questions").glob("*.yaml")):
        if path.stem != "known_failures":
            yield from (str(group["says"][0]) for group in yaml.safe_load(path.read_text(encoding="utf-8")))
