"""Two to four programs or schools side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Optional

from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Mentioned, Question, Table
from overture.answers.base.words import capital, count, date, joined, money
from overture.answers.study import asking_back, cells, program_detail
from overture.answers.study.cells import COLUMNS, Cell
from overture.knowledge import Knowledge, Subject, prices, ranking
from overture.knowledge.ground import DOUBTS
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program

MOST = 4
_ROWS = (
    "place", "price", "length", "delivery", "credits", "ending", "subject", "portfolio", "gre", "english", "deadline",
    "graduates",
)  # fmt: skip
# Attributes that make a sentence of their own where they differ.
_TOLD = (("length", "is planned for"), ("delivery", "is taught:"), ("subject", "builds on a bachelor's in:"))


_ADMISSION = re.compile(
    r"\b(?:easier|easiest|harder|hardest|tougher|simpler) (?:one )?"
    r"(?:to (?:get|be) (?:in|into|accepted|admitted)|admission)"
    r"|\b(?:more|most|less|least) (?:selective|competitive)|\b(?:acceptance|admission)s? rates?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Side:
    """One of the things compared: a program, or a school of which no program is known; ``name`` heads its column."""

    school: Institution
    program: Optional[Program] = None
    name: str = ""


def answer(question: Question, knowledge: Knowledge) -> Answer | None:
    """Compares the programs or schools named; None if fewer than two are."""
    asked = subjects.asked(question, knowledge)
    if asked.alike:
        return asking_back.of_schools(question, knowledge, asked.alike)
    sides = _headed(_sides(question, asked)[:MOST])
    if len(sides) < 2:
        return None
    draft = Draft(question, knowledge)
    _differences(draft, sides)
    draft.table = _table(draft, sides)
    draft.listed = tuple(_listed(side, question) for side in sides)
    _chosen(draft, sides)
    program_detail.doubts(draft, [side.program for side in sides if side.program])
    _lead_on(draft, sides)
    return draft.answer()


def _listed(side: Side, question: Question) -> Mentioned:
    """What "the cheaper one" may mean afterwards: the program where one was named, else the school."""
    if side.program and (question.of_kind("program") or side.name == subjects.short_program(side.program)):
        return Mentioned(Subject("program", side.program.id), side.name)
    return Mentioned(Subject("school", side.school.id), side.name)


def _sides(question: Question, asked: subjects.Asked) -> list[Side]:
    """What is compared: of each school the program that goes best with the others."""
    if len(asked.schools) == 1:
        return [Side(asked.schools[0], program) for program in asked.programs]
    named = {m.subject.id for m in question.of_kind("program")}
    usual: Counter[str] = Counter(field for program in asked.programs for field in program.fields_of_study)
    sides = []
    for school in asked.schools:
        own = [program for program in asked.programs if subjects.offers(school, program)]
        first = [program for program in own if program.id in named] or sorted(own, key=lambda p: _aptness(p, usual))[:1]
        sides += [Side(school, program) for program in first] or [Side(school)]
    return sides


def _headed(sides: Sequence[Side]) -> list[Side]:
    """The sides by school; by program where one school has several of them."""
    schools_named = Counter(side.school.id for side in sides)
    return [
        replace(side, name=subjects.short_program(side.program))
        if side.program and schools_named[side.school.id] > 1
        else replace(side, name=subjects.short_name(side.school))
        for side in sides
    ]


def _aptness(program: Program, usual: Counter[str]) -> tuple[int, int]:
    shared = max((usual[field] for field in program.fields_of_study), default=0)
    return (DOUBTS.index(program.status.doubt), -shared)


def _table(draft: Draft, sides: Sequence[Side]) -> Table:
    programs = [subjects.short_program(s.program) if s.program else cells.UNKNOWN for s in sides]
    rows = [("Program", *programs)] if programs != [side.name for side in sides] else []
    missing = []
    for name in _ROWS:
        head, show = COLUMNS[name]
        found = [_cell(draft, side, name, show) for side in sides]
        if all(text == cells.UNKNOWN for text in found):
            missing.append(head)
        else:
            rows.append((_head(head, draft.knowledge), *found))
    if missing:
        draft.note(f"Not known of any of them: {joined(missing)}")
    return Table(("", *(side.name for side in sides)), tuple(rows))


def _head(head: str, knowledge: Knowledge) -> str:
    if head != COLUMNS["graduates"][0]:
        return head
    return f"{head}, {school_words.school_year(ranking.newest_year(knowledge))}"


def _cell(draft: Draft, side: Side, name: str, show: Callable[[Program, Knowledge], Cell]) -> str:
    if side.program:
        return show(side.program, draft.knowledge).cite(draft, side.program)
    row = side.school.row
    if row is None:
        return cells.UNKNOWN
    if name == "place":
        return f"{row.city}, {row.state}"
    if name == "price":
        price = prices.of_school(row.unitid, draft.knowledge.tables)
        pages.cite_row(draft, price.wide if price else None)
        return cells.wide_price(price.wide, draft.knowledge) if price and price.wide else cells.UNKNOWN
    return _awards(draft, side.school) if name == "graduates" else cells.UNKNOWN


def _awards(draft: Draft, school: Institution) -> str:
    rows = draft.knowledge.catalog.awards(school, ("master",))
    known = [number for row in rows if (number := row.counts.get(ranking.newest_year(draft.knowledge))) is not None]
    pages.cite_row(draft, *rows)
    return count(sum(known)) if known else cells.UNKNOWN


def _differences(draft: Draft, sides: Sequence[Side]) -> None:
    """The main differences, price first; what isn't known is not made a difference."""
    told = [_told(draft, sides, name, words) for name, words in _TOLD]
    said = [text for text in (_price(draft, sides), *told, *_demands(sides)) if text]
    if _ADMISSION.search(draft.question.text):
        asked = _demands(sides)
        draft.say("Which is easier to get into I can't tell: I have no admission rates, only what the pages ask for")
        said = [*asked, *(text for text in said if text not in asked)]
    if not said:
        names = joined([side.name for side in sides])
        said = [f"What I know of {names} shows no clear difference; the table has it line by line"]
    for text in said:
        draft.say(text)


def _priced(draft: Draft, side: Side) -> Optional[prices.Price]:
    if side.program:
        return draft.knowledge.catalog.price(side.program)
    return prices.of_school(side.school.row.unitid, draft.knowledge.tables) if side.school.row else None


def _price(draft: Draft, sides: Sequence[Side]) -> str:
    known = [(side, price) for side in sides if (price := _priced(draft, side))]
    if len(known) < 2:
        return ""
    known.sort(key=lambda pair: pair[1].other)
    (low, least), (high, most) = known[0], known[-1]
    if least.other == most.other:
        return f"They cost the same by what I know: {_yearly(least, draft)}"
    return (
        f"{low.name} costs {'less' if len(known) == 2 else 'least'} by what I know: {_yearly(least, draft)}, against "
        f"{_yearly(most, draft)} for {high.name}"
    )


def _yearly(price: prices.Price, draft: Draft) -> str:
    if price.own:
        return f"**{money(price.other)}** a year"
    year = date(draft.knowledge.tables.about[price.wide.table].as_of) if price.wide else ""
    residents = f" ({money(price.resident)} for residents)" if price.resident != price.other else ""
    return f"**{money(price.other)}** a year{residents}, the whole school's average of {year}"


def _told(draft: Draft, sides: Sequence[Side], name: str, words: str) -> str:
    """Where an attribute is known of two sides and differs: "NYU is planned for 2 years and ..."."""
    show = COLUMNS[name][1]
    texts = [show(side.program, draft.knowledge).text if side.program else cells.UNKNOWN for side in sides]
    known = [(side, text) for side, text in zip(sides, texts) if text != cells.UNKNOWN]
    if len(known) < 2 or len({text for _, text in known}) < 2:
        return ""
    return capital(joined([f"{side.name} {words} {text}" for side, text in known]))


def _demands(sides: Sequence[Side]) -> list[str]:
    """Where one asks for something that another one doesn't."""
    said = []
    for requirement in ("portfolio", "gre", "audition", "entrance-exam"):
        asks = [(side, side.program.ask(requirement)) for side in sides if side.program]
        yes = [side.name for side, ask in asks if ask and ask.demand == "required"]
        no = [side.name for side, ask in asks if ask and ask.demand in ("not-required", "optional")]
        if yes and no:
            what = school_words.requirement(requirement)
            said.append(f"{capital(what)} is asked for by {joined(yes)}, not by {joined(no)}")
    return said


def _chosen(draft: Draft, sides: Sequence[Side]) -> None:
    """Says which program of a school was taken, where it has several, and where there is none."""
    compared = {side.program.id for side in sides if side.program}
    named = [f"the {s.program.name} of {subjects.short_name(s.school)}" for s in sides if s.program]
    if named:
        draft.say(f"Compared here: {joined(named)}")
    for side in sides:
        others = [p for p in side.school.programs if p.id not in compared]
        if side.program and others:
            draft.say(
                f"{subjects.short_name(side.school)} also has {joined([subjects.short_program(p) for p in others])}"
            )
        if side.program is None:
            draft.say(f"Of {side.school.name} I have no page of a program, which does not mean that there is none")


def _lead_on(draft: Draft, sides: Sequence[Side]) -> None:
    for side in sides[:2]:
        name = subjects.short_name(side.school)
        draft.follow(f"More on {name}", f"Tell me about {name}")
    draft.follow("What it takes to get in", f"What do I need to get in at {subjects.short_name(sides[0].school)}?")
