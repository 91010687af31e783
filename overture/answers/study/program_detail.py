"""One program: where it is, how sure it is that it is offered, and what its pages say in short."""

from __future__ import annotations

from collections.abc import Sequence

from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Card, Question, Table
from overture.answers.base.words import joined
from overture.answers.study import cells
from overture.answers.study.cells import COLUMNS
from overture.knowledge import Knowledge
from overture.knowledge.programs import Program

# Rows of the table, in order.
_ROWS = (
    "length",
    "delivery",
    "credits",
    "ending",
    "subject",
    "portfolio",
    "gre",
    "english",
    "deadline",
    "price",
    "graduates",
)
_FEW = 2


def answer(question: Question, knowledge: Knowledge, program: Program) -> Answer:
    """What is known of a program."""
    draft = Draft(question, knowledge)
    where = school_words.places(program, knowledge)
    fields = joined([school_words.field(id) for id in program.fields_of_study])
    draft.say(
        f"The **{program.name}** at {pages.school_of(program)} is {_kind(program, knowledge)} in {where}{_in(fields)}"
    )
    doubts(draft, [program])
    sketch(draft, program)
    draft.table = table(draft, program)
    draft.cards = (Card(program.full_name, where, (), pages.address(program)),)
    alias = subjects.school_alias(program)
    draft.follow("What it takes to get in", f"What do I need to get in at {alias}?")
    draft.follow("Cost", f"How much does it cost at {alias}?")
    draft.follow(f"More on {alias}", f"Tell me about {alias}")
    return draft.answer()


def _kind(program: Program, knowledge: Knowledge) -> str:
    if program.level not in knowledge.levels:
        return f"a {program.level}, not a degree,"
    return f"a {school_words.level(program.level, knowledge)} program"


def _in(fields: str) -> str:
    return f". Its field is {fields}" if fields else ""


def sketch(draft: Draft, program: Program) -> None:
    """Length, way of study, ending and requirements in a few sentences."""
    for label, said in (("Length", program.length), ("Teaching", program.delivery), ("Ending", program.ending)):
        if said:
            draft.say(f"{label}: {said.text}")
            pages.cite(draft, program, said)
    required = [ask for ask in program.requirements if ask.demand == "required"]
    if required:
        draft.say(f"Its pages ask for {joined([school_words.requirement(ask.requirement) for ask in required])}")
        pages.cite(draft, program, *required)
    elif not program.requirements:
        draft.say(f"What it asks of applicants isn't in my records; see {pages.link(program)}")


def doubts(draft: Draft, programs: Sequence[Program]) -> None:
    """Says of which programs it isn't sure that they are still offered."""
    for program in programs:
        pages.cite(draft, program, program.status)
    strong = [program for program in programs if program.status.doubt == "strong"]
    some = [program for program in programs if program.status.doubt == "some"]
    for program in strong:
        draft.say(f"Don't plan on the {program.name} before the school confirms it. {program.status.text}")
    if len(some) > _FEW:
        draft.say(f"What I have on these is old, undated or second-hand, so check first: {joined(_names(some))}")
        return
    for program in some:
        draft.say(f"Check first on the {subjects.short_program(program)}. {program.status.text}")


def _names(programs: Sequence[Program]) -> list[str]:
    return [subjects.short_program(program) for program in programs]


def table(draft: Draft, program: Program) -> Table:
    """All attributes in short; what isn't known says so."""
    rows = []
    for name in _ROWS:
        head, cell = COLUMNS[name]
        rows.append((head, cell(program, draft.knowledge).cite(draft, program)))
    missing = sum(1 for _, text in rows if text == cells.UNKNOWN)
    return Table(("", program.name), tuple(rows), f"{len(rows) - missing} of {len(rows)} known" if missing else "")
