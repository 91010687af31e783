"""Questions on one side of studying where several programs, or none, go by the name asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.base import pages, prices_said, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Facet, Outcome, Question, Table
from overture.answers.base.subjects import Asked
from overture.answers.base.topics import TOPICS
from overture.answers.base.words import capital, date, joined
from overture.answers.study import cells, narrow_points, program_points
from overture.answers.study.program_points import Point
from overture.answers.study.program_words import FACETS
from overture.knowledge import fold
from overture.knowledge.model import Guidance
from overture.knowledge.programs import Deadline, Program

_ROWS = 10
_LINKS = 4
# So many programs, one of each school, are told in sentences.
_FEW = 3
# "it asks" -> "they ask", for what is said of several programs.
_PLURALS = ((r"\bit is\b", "they are"), (r"\bit has\b", "they have"), (r"\bit teaches\b", "they teach"),
    (r"\bit (\w+)s\b", r"they \1"), (r"\bits\b", "their"), (r"\bit\b", "them"))  # fmt: skip


def several(draft: Draft, asked: Asked) -> None:
    """Several programs: what each one's pages say, in a table."""
    question, shown = draft.question, asked.programs[:_ROWS]
    texts = [_cell(draft, program) for program in shown]
    known = [text for text in texts if text != cells.UNKNOWN]
    names = joined([subjects.school_name(school) for school in asked.schools])
    if not known:
        draft.outcome = Outcome.GAP
        links = joined([pages.link(program, subjects.short_program(program)) for program in shown[:_LINKS]])
        draft.say(f"My records on the {len(shown)} programs of {names} don't say {_plural(wanted(question))}")
        draft.say(f"Places to look: {links}")
        return
    if question.facet is Facet.COST and not question.of_kind("requirement"):
        _several_prices(draft, asked)
    elif len(set(texts)) == 1:
        draft.say(f"For all {len(shown)} programs of {names} in my records: {texts[0]}")
        return
    elif len(known) == len(shown) == len(asked.schools) <= _FEW:
        for program, text in zip(shown, texts):
            draft.say(f"**{_row_name(program, asked)}**: {text}")
        return
    else:
        every = "both" if len(shown) == 2 else f"all {len(shown)}"
        of = every if len(known) == len(shown) else f"{len(known)} of the {len(shown)}"
        draft.say(f"At {names} it goes by program; I have it for {of} in my records")
    rows = tuple((_row_name(program, asked), text) for program, text in zip(shown, texts))
    draft.table = Table(("Program", capital(_head(question.facet))), rows)


def _several_prices(draft: Draft, asked: Asked) -> None:
    own = [program for program in asked.programs if program.tuition]
    if own:
        draft.say(f"I have the program's own price for {len(own)} of the {len(asked.programs)}")
    else:
        draft.say(f"I don't have the price of any of the {len(asked.programs)} programs itself")
    for school in asked.schools:
        prices_said.whole_school(draft, school)
    draft.say("A program may differ from its school's average, so check its page")


def _plural(words: str) -> str:
    for pattern, plural in _PLURALS:
        words = re.sub(pattern, plural, words)
    return words


def _row_name(program: Program, asked: Asked) -> str:
    school = f" ({subjects.school_alias(program)})" if len(asked.schools) > 1 else ""
    return f"{subjects.short_program(program)}{school}"


def _head(facet: Facet) -> str:
    return facet.value.replace("_", " ")


def _cell(draft: Draft, program: Program) -> str:
    question = draft.question
    if question.facet is Facet.COST and not question.of_kind("requirement"):
        return cells.price(program, draft.knowledge).cite(draft, program)
    found = program_points.points(draft.question.facet, program, draft.question, draft.knowledge)
    for point in found:
        cite(draft, program, point)
    # A lone point answers by itself, unless it is of another kind than what was asked for.
    wider = question.facet is Facet.LENGTH and not narrow_points.narrow(question)
    alone = len(found) == 1 and (not wider or found[0].label == "Length")
    if question.facet is Facet.APPLICATION and len([point for point in found if point.ask]) > 1:
        return _in_short(found)
    said = [f"{'' if alone else point.label + ': '}{point.text.rstrip('.')}." for point in found]
    return " ".join(said) or cells.UNKNOWN


def _in_short(found: Sequence[Point]) -> str:
    """A whole application in one cell: its dates, then what is asked for by name only."""
    dates = [f"{point.label} {point.text.partition('. ')[0]}" for point in found if isinstance(point.fact, Deadline)]
    asks = [point.label.lower() for point in found if point.ask and point.ask.demand == "required"]
    return "; ".join((*dates, *([f"asks for {joined(asks)}"] if asks else ())))


def none(draft: Draft, asked: Asked) -> None:
    """A school without programs in the records, or without one of the kind asked for."""
    if told := _told(draft, asked):
        draft.state(*told)
        return
    draft.outcome = Outcome.GAP
    for school in asked.schools:
        name = subjects.school_name(school)
        kind = "of that kind " if asked.without else ""
        if draft.question.facet is Facet.COST and school.row:
            draft.say(f"I don't have a program's own price for {name}")
            if prices_said.whole_school(draft, school):
                draft.outcome = Outcome.ANSWERED
                draft.say("A program may differ, so check with the school")
        else:
            draft.say(
                f"I have no page of a program {kind}at {name}, so I can't say; that does not mean that there is none"
            )
        if asked.without:
            draft.say(f"What I have there: {joined([subjects.short_program(p) for p in school.programs])}")
        if school.row and school.row.admissions_page:
            year = date(draft.knowledge.tables.about[school.row.table].as_of)
            link = f"[{school.name}]({school.row.admissions_page})"
            draft.say(f"Its admissions page, by the federal directory of {year}: {link}")
            pages.cite_row(draft, school.row)


def _told(draft: Draft, asked: Asked) -> list[Guidance]:
    """What is known of just these schools on the side asked for, where no program of theirs is."""
    names = {fold(school.name) for school in asked.schools}
    topics = TOPICS.get(draft.question.facet, ())
    known = draft.knowledge.guidance.values()
    return [g for g in known if g.topic in topics and g.applies_to and fold(g.applies_to) in names]


def wanted(question: Question) -> str:
    """What was asked, as it follows "my records don't say"."""
    asks = [school_words.requirement(m.subject.id) for m in question.of_kind("requirement")]
    if asks:
        return f"whether it asks for {joined(asks, 'or')}"
    subject = next(iter(question.of_kind("course", "concentration")), None)
    if question.facet is Facet.COURSE_DETAIL and subject:
        return f"whether it teaches {subject.name}"
    return narrow_points.narrow_words(question) or FACETS[question.facet]


def cite(draft: Draft, program: Program, point: Point) -> None:
    """Lists the page behind a point; says so where the rule is not the program's own."""
    pages.cite(draft, program, point.fact)
    scope = point.fact.scope if point.fact else "program"
    if scope == "school":
        draft.note("Some of this is the school's rule for all its applicants, not the program's own")
    elif scope == "sister-program":
        draft.note("Some of this is taken from a related program of the school")
