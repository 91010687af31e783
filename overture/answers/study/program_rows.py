"""Programs as rows of a table, as cards and by name in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Card, Facet, Mentioned, Question, Table
from overture.answers.base.words import capital, joined
from overture.answers.study import cells
from overture.answers.study.cells import COLUMNS, Cell, Column
from overture.knowledge import Knowledge, Subject, ranking
from overture.knowledge.criteria import Criterion
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters, Wish

Item = TypeVar("Item")
# So many rows are shown at once unless more are asked for, and never more than a channel can show.
ROWS = 10
MOST_ROWS = 100
# So few are all named, and shown as cards too.
CARDS = 5
_NAMED = 3
# Which column shows what a condition or an order asks for.
_SHOWS = {
    "years": "length",
    "shortest": "length",
    "delivery": "delivery",
    "not_delivery": "delivery",
    "cost": "price",
    "cheapest": "price",
    "thesis": "ending",
    "open_to_non_music": "subject",
    "graduates": "graduates",
}
# Which column shows what a question on one side of studying wants to know of each program.
SIDES: Mapping[Facet, str] = {
    Facet.COST: "price",
    Facet.LENGTH: "length",
    Facet.ONLINE: "delivery",
    Facet.THESIS: "ending",
    Facet.PORTFOLIO: "portfolio",
    Facet.ENTRANCE_EXAM: "gre",
    Facet.PREREQUISITES: "subject",
    Facet.APPLICATION: "deadline",
}
_USUAL = ("length", "delivery")
_ON_CARDS = ("price", "portfolio", "deadline")
_SCHOOLS_PAGES = "school-pages"


def show(draft: Draft, listed: Sequence[Program], criteria: Sequence[Criterion] = ()) -> None:
    """The programs as a table, as many rows as are wanted of it at once, and as cards where they are few."""
    columns = _columns(draft, criteria)
    shown = page(draft.question, listed)
    rows = tuple(_row(draft, program, columns) for program in shown)
    head = ("Program", "School", *(head for head, _ in columns))
    draft.table = Table(head, rows, page_caption(draft.question, len(shown), len(listed)))
    draft.listed = tuple(
        Mentioned(Subject("program", p.id), subjects.short_program(p)) for p in listed[draft.question.skip :]
    )
    if len(listed) <= CARDS:
        heads = {head for head, _ in columns}
        draft.cards = tuple(card(draft, program, heads) for program in listed)
    draft.cite_ids([_SCHOOLS_PAGES])


def page(question: Question, listed: Sequence[Item]) -> Sequence[Item]:
    """The part of a list that is shown: ten at once, or as many as were asked for."""
    return listed[question.skip :][: min(question.filters.limit or ROWS, MOST_ROWS)]


def page_caption(question: Question, shown: int, of: int) -> str:
    """What part of a list a table shows; empty where it is all of it."""
    if question.skip:
        return f"{question.skip + 1} to {question.skip + shown} of {of}"
    return f"The first {shown} of {of}" if of > shown else ""


def _columns(draft: Draft, criteria: Sequence[Criterion]) -> list[Column]:
    filters = draft.question.filters
    wanted: list[Column] = [COLUMNS["place"]]
    if draft.question.facet in SIDES:
        wanted.append(COLUMNS[SIDES[draft.question.facet]])
    for criterion in criteria:
        if isinstance(criterion.value, Wish):
            name = capital(school_words.bare(criterion.value.requirement))
            wanted.append((name, _wished(criterion.value.requirement)))
        elif criterion.name in _SHOWS:
            wanted.append(COLUMNS[_SHOWS[criterion.name]])
        elif criterion.name == "around":
            wanted.append(("Miles", lambda p, k: _miles(p, filters, k)))
        elif criterion.name == "fields":
            wanted.append(("Field", lambda p, k: Cell(", ".join(map(school_words.field, p.fields_of_study[:2])))))
    if filters.sort in _SHOWS:
        wanted.append(COLUMNS[_SHOWS[filters.sort or ""]])
    wanted += [COLUMNS[name] for name in _USUAL]
    return list(dict(wanted).items())[:4]


def _wished(requirement: str) -> cells.Shown:
    return COLUMNS["subject"][1] if requirement in ("bachelors-degree", "music-degree") else cells.demand(requirement)


def _miles(program: Program, filters: Filters, knowledge: Knowledge) -> Cell:
    apart = ranking.miles(program, filters, knowledge)
    return Cell(f"{apart:.0f}") if apart is not None else Cell()


def _row(draft: Draft, program: Program, columns: Sequence[Column]) -> tuple[str, ...]:
    knowledge = draft.knowledge
    found = [cell(program, knowledge) for _, cell in columns]
    for cell in found:
        pages.cite_row(draft, *cell.rows)
        draft.note(*cell.notes)
    return (subjects.short_program(program), program.school, *(cell.text for cell in found))


def card(draft: Draft, program: Program, but: Collection[str] = ()) -> Card:
    """A program in short, with facts that the table doesn't show."""
    facts = []
    for head, cell in (COLUMNS[name] for name in _ON_CARDS):
        known = cell(program, draft.knowledge)
        if head not in but and known.text != cells.UNKNOWN:
            pages.cite_row(draft, *known.rows)
            facts.append((head, known.text))
    return Card(program.full_name, school_words.places(program, draft.knowledge), tuple(facts), pages.address(program))


def named(listed: Sequence[Program]) -> str:
    """All of a few by name; of more the first, and how many are left."""
    first = listed if len(listed) <= CARDS else listed[:_NAMED]
    names = [f"{subjects.short_program(p)} ({p.school})" for p in first]
    rest = len(listed) - len(first)
    return joined([*names, f"{rest} more"] if rest else names)
