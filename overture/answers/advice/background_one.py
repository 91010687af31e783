"""How somebody's background stands to what one or a few programs state; never their chances."""

from __future__ import annotations

from collections.abc import Sequence

from overture.answers.advice.background import Background
from overture.answers.advice.background_fit import Fit, Judged, judge
from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Mentioned, Question, Table
from overture.answers.base.words import capital, joined
from overture.answers.study.program_points import ASKED
from overture.knowledge import Knowledge, Subject
from overture.knowledge.programs import Ask, Program

MOST = 5
WORDS = {Fit.MEETS: "met", Fit.MAY: "perhaps", Fit.NOT: "not met", Fit.OPEN: "not known"}
# What everybody brings or does for an application, whatever the background.
_TO_DO = frozenset(ASKED[Facet.APPLICATION]) | {"entrance-exam", "gre", "english-test"}
_MUST = ("required", "possible", "recommended")


def answer(question: Question, background: Background, programs: Sequence[Program], knowledge: Knowledge) -> Answer:
    """For each program: which stated requirements are met, which not, and which are still to be done."""
    draft = Draft(question, knowledge)
    shown = programs[:MOST]
    for program in shown:
        _one(draft, program, background)
    rows = tuple(row for program in shown for row in _rows(draft, program, background, len(shown) > 1))
    if rows:
        head = ("Asked for", "What the page says", "You")
        draft.table = Table(("Program", *head) if len(shown) > 1 else head, rows)
    draft.listed = tuple(Mentioned(Subject("program", p.id), subjects.short_program(p)) for p in shown)
    draft.note("Meeting what is stated is no place yet: schools choose among those who do. I don't reckon odds")
    name = subjects.school_alias(shown[0])
    draft.follow("How to apply", f"How do I apply to {name}?")
    draft.follow("Where else", "Help me find out where I can get in")
    draft.follow(f"More on {name}", f"Tell me about {name}")
    return draft.answer()


def _one(draft: Draft, program: Program, background: Background) -> None:
    """The verdict on a program in a sentence or two."""
    judged = judge(program, background, draft.knowledge)
    name, told = subjects.one_name(program), background.words(draft.knowledge)
    by_fit = {fit: [one for one in judged if one.fit is fit and one.ask] for fit in Fit}
    if by_fit[Fit.NOT]:
        missing = joined([_bare(one) for one in by_fit[Fit.NOT]])
        draft.say(f"{capital(name)}: with {told} you don't meet what it states on {missing}")
    elif by_fit[Fit.MAY]:
        open_points = joined([_bare(one) for one in by_fit[Fit.MAY]])
        draft.say(f"{capital(name)}: perhaps. With {told} it hangs on more, or on the school, as to {open_points}")
    elif by_fit[Fit.MEETS]:
        met = joined([_bare(one) for one in by_fit[Fit.MEETS]])
        draft.say(f"{capital(name)}: with {told} you meet what it states on {met}")
    else:
        draft.say(
            f"{capital(name)}: what I have of its pages states nothing that {told or 'what you told me'} could be "
            f"held against; see {pages.link(program)}"
        )
        pages.cite_main(draft, program)
    _to_do(draft, program)


def _bare(judged: Judged) -> str:
    return {"bachelors-degree": "the degree", "gpa": "grades"}.get(
        judged.requirement, school_words.bare(judged.requirement)
    )


def _to_do(draft: Draft, program: Program) -> None:
    """What is asked of everybody, in a sentence."""
    asks = [ask for ask in program.requirements if ask.requirement in _TO_DO and ask.demand == "required"]
    if asks:
        names = joined([school_words.requirement(ask.requirement) for ask in asks])
        draft.say(f"Of everybody it asks for {names}")
        pages.cite(draft, program, *asks)


def _rows(draft: Draft, program: Program, background: Background, several: bool) -> list[tuple[str, ...]]:
    judged = {one.requirement: one.fit for one in judge(program, background, draft.knowledge) if one.ask}
    rows: list[tuple[str, ...]] = []
    for ask in program.requirements:
        if ask.requirement in _TO_DO or ask.demand not in (*_MUST, "accepted"):
            continue
        pages.cite(draft, program, ask)
        cells = (capital(school_words.bare(ask.requirement)), ask.text, _verdict(ask, judged))
        rows.append((program.full_name, *cells) if several else cells)
    return rows


def _verdict(ask: Ask, judged: dict[str, Fit]) -> str:
    fit = judged.get(ask.requirement)
    return WORDS[fit] if fit else "you haven't said" if ask.demand == "required" else "depends"
