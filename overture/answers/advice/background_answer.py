"""Where a degree in some subject, or none, meets what programs state: "i have a psych BA, where can I get in"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Optional

from overture.answers.advice import background_one
from overture.answers.advice.background import Background
from overture.answers.advice.background_fit import DEGREE, WORK, Sorted, sort
from overture.answers.advice.background_reading import Told, read_background
from overture.answers.base import aggregates, pages, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Filters, Mentioned, Question, Table
from overture.answers.base.school_words import programs as programs_in_words
from overture.answers.base.words import joined
from overture.answers.conditions.conditions import conditions
from overture.knowledge import Knowledge, Subject, ranking
from overture.knowledge.catalog import find
from overture.knowledge.programs import Program

# A list of schools is asked for by these of somebody who wants in, not merely of somebody with a degree.
_GETTING_IN = re.compile(
    r"\b(?:get in(?:to)?|getting in(?:to)?|got in|let (?:me|him|her|us) in|accept\w*|admit\w*|admission"
    r"|take (?:me|him|her)|qualif\w+|eligible|apply|chances?|enough|consider me|would they|screwed|possible|an option"
    r"|options|what if|where (?:can|could|would|do))\b",
    re.IGNORECASE,
)
_ROWS_MET, _ROWS = 3, 6
_NAMED = 8
ADVICE = ("Go through it with me", "Help me find out where I can get in")


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """Which programs' stated conditions on the degree are met; None where the question tells of no degree.

    Where programs are named, how the background stands to each thing that they state.
    """
    told = read_background(_own_words(question), knowledge)
    if not knowledge.programs or not _tells(told.background):
        return None
    asked = subjects.asked(question, knowledge)
    if asked.programs and not asked.alike:
        return background_one.answer(question, told.background, asked.programs, knowledge)
    return None if asked else over_all(question, told.background, _others(question, told, knowledge), knowledge)


def _own_words(question: Question) -> str:
    """The message with the names of programs blanked, in the same places: nobody holds the degree they ask for."""
    text = question.text
    for named in question.of_kind("program"):
        if named.start >= 0:
            text = f"{text[: named.start]}{' ' * (named.end - named.start)}{text[named.end :]}"
    return text


def for_list(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """As :func:`answer`, for a question that asks for schools: only if it is about getting in there."""
    return answer(question, knowledge) if _GETTING_IN.search(question.text) else None


def _tells(background: Background) -> bool:
    """Whether enough is told to compare: a subject, or that there is no first degree."""
    return bool(background.subject) or background.graduate is False


def over_all(
    question: Question, background: Background, filters: Filters, knowledge: Knowledge, *, offer: bool = True
) -> Answer:
    """The programs under some conditions, sorted by how the degree stands to what they ask for.

    Args:
        question: what is answered.
        background: what somebody brings along; a degree, or that there is none.
        filters: conditions on the programs.
        knowledge: what is known.
        offer: whether to offer to go through it in a talk.
    """
    found = find(filters, knowledge)
    draft = Draft(question, knowledge)
    listed = ranking.programs(found.sure or found.maybe, Filters(), knowledge)
    groups = sort(listed, background, knowledge)
    _lead(draft, background, groups, programs_in_words(found.criteria, knowledge))
    draft.bullets(_lines(groups, background))
    if found.criteria and found.sure and found.maybe:
        draft.say(f"Left out are {len(found.maybe)} more whose pages don't say whether they fit your other conditions")
    _beside(draft, background)
    _table(draft, groups)
    draft.cite_ids([aggregates.SOURCE]).note(aggregates.ROUGH)
    if offer:
        draft.follow(*ADVICE)
    if background.graduate is False:
        draft.follow("Bachelor's programs", "Which schools offer a bachelor's in it?")
    draft.follow("What goes into a portfolio", "What goes into a portfolio?")
    draft.follow("What else is asked for", "What do I need to get in?")
    return draft.answer()


def in_short(background: Background, knowledge: Knowledge) -> Optional[Answer]:
    """What a degree that somebody tells of means to programs, in a sentence; None where no subject is told."""
    if not (background.subject and background.graduate) or not knowledge.programs:
        return None
    draft = Draft(Question(Facet.PREREQUISITES), knowledge)
    groups = sort(ranking.programs(aggregates.masters(knowledge), Filters(), knowledge), background, knowledge)
    _lead(draft, background, groups, "programs")
    draft.cite_ids([aggregates.SOURCE]).note(aggregates.ROUGH)
    draft.say("Ask on, or let me help you choose")
    draft.follow("Help me choose", "Help me choose a program")
    draft.follow("Where can I get in?", f"Where can I get in with {background.degree(knowledge)}?")
    draft.follow("Jobs and pay", "What jobs can I get with it?")
    return draft.answer()


def _others(question: Question, told: Told, knowledge: Knowledge) -> Filters:
    """The conditions beside the degree: those of the words that don't tell of it."""
    text = told.without(question.text)
    about = [m for m in question.about if not any(start <= m.start < end for start, end in told.spans)]
    found, _ = conditions(text, about, knowledge)
    return Filters(
        places=found.places,
        around=found.around,
        miles=found.miles,
        not_places=found.not_places,
        delivery=found.delivery,
        part_time=found.part_time,
        cost_max=found.cost_max,
    )


def _lead(draft: Draft, background: Background, groups: Sorted, described: str) -> None:
    """How many state something that is met; ``described`` is what programs are looked at."""
    degree, stated = background.degree(draft.knowledge), groups.stated
    if not stated:
        draft.say(f"I know no {described} whose pages say which degree they ask for")
    elif background.graduate is False:
        _without_degree(draft, background, groups, described)
    elif not groups.met:
        draft.say(
            f"With {degree} you meet the condition on the degree at none of the {stated} {described} that state one"
        )
    else:
        draft.say(
            f"With {degree} you meet what **{len(groups.met)}** of the {stated} {described} that say something on the "
            f"degree ask for{_parts(groups)}"
        )


def _parts(groups: Sorted) -> str:
    """How the number that is met is made up."""
    if not groups.meets or not groups.any_subject:
        return ": a bachelor's, with no subject named" if groups.any_subject else ""
    return (
        f": {len(groups.meets)} by their subjects, {len(groups.any_subject)} by asking for a bachelor's in whatever "
        "subject, since they name none"
    )


def _without_degree(draft: Draft, background: Background, groups: Sorted, described: str) -> None:
    first = "Not yet" if background.level in ("school", "associate") else "Not by the usual way"
    draft.say(
        f"{first}: these are master's programs, and all {groups.stated} {described} that say something on the degree "
        "ask for a bachelor's"
    )
    if groups.may:
        names = joined(_names(groups.may))
        draft.say(
            f"**{len(groups.may)}** of them let professional experience count in its place, in some cases: {names}"
        )
    elif background.work is False:
        draft.say("Some let professional experience count in its place")


def _lines(groups: Sorted, background: Background) -> Iterable[str]:
    if background.graduate is False:
        return
    lines = (
        ("Met", groups.meets),
        ("Met: a bachelor's, no subject named", groups.any_subject),
        ("Only with something added, or for the school to decide", groups.may),
        ("Not met: another subject is asked for", groups.fails),
    )
    shared = _in_several([programs for _, programs in lines])
    for label, programs in lines:
        if programs:
            yield f"**{label}** ({len(programs)}): {_named(programs, shared)}"
    if groups.silent:
        yield f"**Not known**: {len(groups.silent)} more, whose pages say nothing on it in what I have"


def _in_several(groups: Sequence[Sequence[Program]]) -> set[str]:
    """Schools whose programs fall into several groups, so that the school's name alone says too little."""
    seen = Counter(school for programs in groups for school in {program.school for program in programs})
    return {school for school, times in seen.items() if times > 1}


def _names(programs: Sequence[Program], shared: Collection[str] = ()) -> list[str]:
    return list(dict.fromkeys(_name(program, program.school in shared) for program in programs))


def _name(program: Program, apart: bool) -> str:
    name = subjects.school_alias(program)
    return f"{name} ({subjects.short_program(program)})" if apart else name


def _named(programs: Sequence[Program], shared: Collection[str]) -> str:
    names = _names(programs, shared)
    rest = len(names) - _NAMED
    return joined([*names[:_NAMED], f"{rest} more"] if rest > 1 else names)


def _beside(draft: Draft, background: Background) -> None:
    """What is asked for beside the degree."""
    knowledge = draft.knowledge
    _work(draft, background)
    portfolio = aggregates.portfolio_asked(knowledge)
    draft.say(f"Beside the degree they look at what you can make: {portfolio.text[:1].lower()}{portfolio.text[1:]}")
    if background.grades is None:
        return
    named = [ask for p in aggregates.asking(knowledge) if (ask := p.ask("gpa")) and ask.number]
    met = sum((ask.number or 0) <= background.grades for ask in named)
    draft.say(
        f"Of the {len(named)} that state a lowest grade average, {met} are at or below your {background.grades:g}"
    )


def _work(draft: Draft, background: Background) -> None:
    wanting = [p for p in aggregates.asking(draft.knowledge) if p.demand(WORK) == "required"]
    if background.work is not None and wanting:
        how = "Earlier work in audio or music, as you have it, is" if background.work else "Earlier work in audio is"
        draft.say(f"{how} asked for by {len(wanting)}: {joined(_names(wanting))}")


def _table(draft: Draft, groups: Sorted) -> None:
    """The words of some pages on the degree: where it is met, and where it hangs on more."""
    met, may = [(p, "met") for p in groups.meets], [(p, "perhaps") for p in groups.may]
    fails = [(p, "not met") for p in groups.fails]
    shown = [*met[: max(_ROWS_MET, _ROWS - len(may))], *may][:_ROWS] or fails[:_ROWS]
    if shown:
        rows = tuple(_row(draft, program, verdict) for program, verdict in shown)
        draft.table = Table(
            ("Program", "School", "What its page asks for", "Your degree"), rows, _caption(groups, shown)
        )
        draft.listed = tuple(Mentioned(Subject("program", p.id), subjects.short_program(p)) for p, _ in shown)


def _caption(groups: Sorted, shown: Sequence[object]) -> str:
    return "In their own words, some of them" if len(shown) < len(groups.meets) + len(groups.may) else ""


def _row(draft: Draft, program: Program, verdict: str) -> tuple[str, ...]:
    asks = [
        ask for name in (DEGREE, WORK) if (ask := program.ask(name)) and (name == DEGREE or ask.demand == "accepted")
    ]
    pages.cite(draft, program, *asks)
    said = " ".join(ask.text for ask in asks)
    return subjects.short_program(program), program.school, said, verdict
