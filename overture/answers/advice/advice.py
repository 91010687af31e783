"""The result of advice: up to five real programs with the reasons for and against each."""

from __future__ import annotations

from collections.abc import Sequence

from overture.answers.advice import advice_words, background_answer, background_one
from overture.answers.advice.advice_match import Match, Matches, matches
from overture.answers.advice.advice_reasons import Reasons, reasons
from overture.answers.advice.advice_state import AdviceState, Purpose
from overture.answers.base import aggregates, pages, school_words, subjects, topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Card, Facet, Filters, Mentioned, Outcome, Question, Shape
from overture.answers.base.words import joined
from overture.answers.study import program_lists, schools
from overture.knowledge import Knowledge, Subject
from overture.knowledge.programs import Program

MOST = 5
_LEFT_OUT = 4


def question_of(state: AdviceState) -> Question:
    """What the advice answers, for "only online ones" and "the second one" afterwards."""
    if state.purpose is Purpose.ADMISSION:
        return Question(Facet.PREREQUISITES)
    return Question(Facet.SCHOOLS, filters=state.filters, shape=Shape.LIST)


def advise(state: AdviceState, knowledge: Knowledge) -> Answer:
    """The programs that go best with what was told, or how a background stands to what programs state."""
    if state.purpose is Purpose.ADMISSION:
        return getting_in(state, knowledge)
    if state.background.graduate is False:
        return _before_a_degree(state, knowledge)
    if state.other_level:
        return schools.answer(question_of(state), knowledge)
    found = matches(state, knowledge)
    draft = Draft(question_of(state), knowledge)
    if not found.fitting:
        return _nothing(draft, state, found)
    shown = _shown(found)
    _lead(draft, state, found, shown)
    _show(draft, state, shown)
    _left_out(draft, found)
    draft.note(aggregates.ROUGH).cite_ids([aggregates.SOURCE])
    _lead_on(draft, state, shown)
    return draft.answer()


def _shown(found: Matches) -> list[Match]:
    """The best five; those in strong doubt only where there is nothing else."""
    offered = [one for one in found.fitting if one.program.status.doubt != "strong"]
    return (offered or list(found.fitting))[:MOST]


def _lead(draft: Draft, state: AdviceState, found: Matches, shown: Sequence[Match]) -> None:
    """Which one comes first, of how many, and what they were picked by."""
    number, told = len(found.fitting), advice_words.told(state, draft.knowledge)
    best, others = subjects.one_name(shown[0].program), shown[1:]
    rest = joined([f"{subjects.short_program(o.program)} ({subjects.school_alias(o.program)})" for o in others])
    if not told:
        draft.say(
            f"You told me nothing to go by, so none of the {number} programs comes before another. To begin with, here "
            f"are {len(shown)} of them: {best}, {rest}"
        )
        return
    if number == 1:
        draft.say(f"One program goes with what you told me ({told}): {best}")
    else:
        draft.say(f"Of {number} programs that go with what you told me ({told}), **{best[4:]}** fits best")
        draft.say(f"Then {'comes' if len(others) == 1 else 'come'} {rest}")
    _sure(draft, found, number)


def _sure(draft: Draft, found: Matches, number: int) -> None:
    """Of how many it is known that they meet every condition."""
    if found.sure == number:
        return
    if number == 1:
        draft.say("Not every condition is known to be met; what is not known stands with it")
    elif found.sure:
        draft.say(f"Of {found.sure} I know that every condition is met; of the others something is not known")
    else:
        draft.say("Of none do I know that every condition is met; what is not known stands with each")


def _show(draft: Draft, state: AdviceState, shown: Sequence[Match]) -> None:
    draft.cards = tuple(_card(draft, one.program, reasons(one, state, draft.knowledge)) for one in shown)
    draft.listed = tuple(
        Mentioned(Subject("program", one.program.id), subjects.short_program(one.program)) for one in shown
    )


def _card(draft: Draft, program: Program, found: Reasons) -> Card:
    for reason in (*found.pro, *found.con):
        pages.cite(draft, program, *reason.facts)
        pages.cite_row(draft, *reason.rows)
    facts = (
        ("For", "; ".join(reason.text for reason in found.pro)),
        ("Against", "; ".join(reason.text for reason in found.con)),
        ("Not known", "; ".join(found.unknown)),
    )
    where = school_words.places(program, draft.knowledge)
    kept = tuple((label, text) for label, text in facts if text)
    return Card(program.full_name, where, kept, pages.address(program))


def _left_out(draft: Draft, found: Matches) -> None:
    if found.barred:
        names = list(dict.fromkeys(subjects.school_alias(program) for program in found.barred))
        if len(names) > _LEFT_OUT + 1:
            names = [*names[:_LEFT_OUT], f"{len(names) - _LEFT_OUT} more"]
        draft.say(f"Left out, since they ask for another degree: {joined(names)}")


def _nothing(draft: Draft, state: AdviceState, found: Matches) -> Answer:
    """Nothing is left and no condition was given up: says so and what comes nearest."""
    if not found.barred and state.filters:
        return program_lists.nothing(draft.question, draft.knowledge)
    draft.outcome = Outcome.GAP
    draft.say("Nothing that I know goes with all of that")
    _left_out(draft, found)
    return draft.follow("Start over", "Start over").answer()


def _lead_on(draft: Draft, state: AdviceState, shown: Sequence[Match]) -> None:
    names = list(dict.fromkeys(subjects.school_alias(one.program) for one in shown))
    if len(names) > 1:
        draft.follow(f"Compare {names[0]} and {names[1]}", f"Compare {names[0]} and {names[1]}")
    draft.follow(f"More on {names[0]}", f"Tell me about {names[0]}")
    if not state.filters.delivery:
        draft.follow("Only online ones", "Only online ones")


def _before_a_degree(state: AdviceState, knowledge: Knowledge) -> Answer:
    """Somebody without a first degree can't choose a master's yet: what comes first, and the exceptions."""
    return background_answer.over_all(question_of(state), state.background, Filters(), knowledge, offer=False)


def getting_in(state: AdviceState, knowledge: Knowledge) -> Answer:
    """How a background stands to what the programs in mind state, or all of them."""
    programs = [knowledge.programs[id] for id in state.programs if id in knowledge.programs]
    question = question_of(state)
    if programs and state.background:
        return background_one.answer(question, state.background, programs, knowledge)
    if state.background.level or state.background.subject:
        told_all = state.background.work is not None or state.background.grades is not None
        return background_answer.over_all(question, state.background, state.filters, knowledge, offer=not told_all)
    return topics.answer(question, knowledge)
