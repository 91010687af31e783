"""Which question comes next, only ones whose answer would change the result, and how it is put."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from overture.answers.advice.advice_match import matches, narrowest
from overture.answers.advice.advice_state import (
    BUDGET,
    DEGREE,
    DROP,
    GOAL,
    GRADES,
    LIMITS,
    PROGRAMS,
    QUESTIONS,
    WHERE,
    WORK,
    AdviceState,
    Purpose,
)
from overture.answers.advice.background_fit import DEGREE as DEGREE_ASKED
from overture.answers.advice.background_fit import WORK as WORK_ASKED
from overture.answers.base import school_words
from overture.answers.base.model import FollowUp
from overture.knowledge import Knowledge
from overture.knowledge.programs import Program

# So few can be told of one by one: no more questions then.
_FEW = 3
SKIP = FollowUp("Skip", "Skip")


@dataclass(frozen=True)
class Wording:
    """A question in full, in short for the second time, and answers to choose from."""

    full: str
    short: str
    choices: tuple[FollowUp, ...] = ()


WORDINGS: Mapping[str, Wording] = {
    GOAL: Wording(
        "What would you like to do with it, say produce records, write film music, build audio software or teach?",
        "What would you like to do with the degree?",
        (FollowUp("Record and mix", "I want to record and mix"), FollowUp("Film music", "I want to write film music")),
    ),
    DEGREE: Wording(
        "Which degree do you have or are you finishing, and in what? If you have none, say so.",
        "Which degree do you have, and in what?",
        (
            FollowUp("In music", "A bachelor's in music"),
            FollowUp("In another subject", "A bachelor's in another subject"),
        ),
    ),
    WHERE: Wording(
        "Where would you like to study: a state, a city, a country, or online?",
        "Where would you like to study, or online?",
        (FollowUp("Online", "Online"), FollowUp("In the US", "In the US")),
    ),
    BUDGET: Wording(
        "How much may the tuition be, at most, in US dollars a year?",
        "How much may a year's tuition be at most, in US dollars?",
        (FollowUp("Up to $15,000", "At most $15,000"), FollowUp("Up to $30,000", "At most $30,000")),
    ),
    LIMITS: Wording(
        "Is there anything it must not have, such as a thesis, the GRE, an audition, or more than a year or two?",
        "Anything it must not have: a thesis, the GRE, an audition, more than a year or two?",
        (FollowUp("No GRE", "No GRE"), FollowUp("No thesis", "No thesis")),
    ),
    PROGRAMS: Wording(
        "Which school do you have in mind? I can also look at all that I know.",
        "Which school do you have in mind, or all of them?",
        (FollowUp("All that you know", "All of them"),),
    ),
    GRADES: Wording(
        "What is your grade average, of 4, or as a UK class?",
        "What is your grade average?",
    ),
    WORK: Wording(
        "Have you worked in audio or music, or made things of your own that you could show?",
        "Have you worked in audio or music so far?",
        (FollowUp("Yes", "Yes"), FollowUp("Not yet", "Not yet")),
    ),
}
YES, NO = FollowUp("Leave it out", "Yes, leave it out"), FollowUp("Keep it", "No, keep it")


def missing(state: AdviceState, knowledge: Knowledge) -> Optional[str]:
    """The question to put next; None when the result is as good as it gets."""
    if state.background.graduate is False and state.purpose is Purpose.CHOOSE:
        return None  # there is no program to choose before a first degree
    if state.other_level:
        return None  # the federal counts know the schools, and nothing to ask about
    open_ones = [name for name in QUESTIONS[state.purpose] if not state.answered(name)]
    if state.purpose is Purpose.ADMISSION:
        return next((name for name in open_ones if _matters_to_get_in(name, state, knowledge)), None)
    fitting = [found.program for found in matches(state, knowledge).fitting]
    if not fitting:
        return None if state.kept or narrowest(state, knowledge) is None else DROP
    if len(fitting) <= _FEW:
        return None
    return next((name for name in open_ones if _splits(name, fitting, knowledge)), None)


def _splits(question: str, programs: Sequence[Program], knowledge: Knowledge) -> bool:
    """Whether the programs differ in what a question is about, as far as that is known."""
    values = {value for program in programs if (value := _TELLS[question](program, knowledge)) is not None}
    return len(values) > 1


def _hurdles(program: Program, knowledge: Knowledge) -> Optional[tuple[object, ...]]:
    asked = tuple(program.demand(id) for id in ("gre", "audition", "entrance-exam"))
    ending = program.ending.thesis if program.ending else None
    known = (*asked, ending, program.length.years_min if program.length else None)
    return known if any(value is not None for value in known) else None


def _degree(program: Program, knowledge: Knowledge) -> Optional[object]:
    ask = program.ask(DEGREE_ASKED)
    return (ask.subject or "any") if ask else None


def _where(program: Program, knowledge: Knowledge) -> object:
    place = program.places[0]
    return place.country, place.state, program.delivery.modes if program.delivery else None


def _price(program: Program, knowledge: Knowledge) -> Optional[object]:
    price = knowledge.catalog.price(program)
    return price.other if price else None


_TELLS: Mapping[str, Callable[[Program, Knowledge], Optional[object]]] = {
    GOAL: lambda program, knowledge: program.fields_of_study or None,
    DEGREE: _degree,
    WHERE: _where,
    BUDGET: _price,
    LIMITS: _hurdles,
}


def _matters_to_get_in(question: str, state: AdviceState, knowledge: Knowledge) -> bool:
    """Whether some program in question states something that the answer can be held against."""
    programs = [knowledge.programs[id] for id in state.programs if id in knowledge.programs]
    among: Iterable[Program] = programs or knowledge.programs.values()
    if question == GRADES:
        if state.background.graduate is False:
            return False
        asks = (ask for p in among if (ask := p.ask("gpa")) or (ask := p.ask(DEGREE_ASKED)))
        return any(ask.number or ask.degree_class for ask in asks)
    if question == WORK:
        return any(program.ask(WORK_ASKED) for program in among)
    return True


def drop_words(state: AdviceState, knowledge: Knowledge) -> str:
    """Says that nothing is left, what excludes most, and asks whether to give it up."""
    found = narrowest(state, knowledge)
    if found is None:
        return "Nothing that I know goes with all of that."
    condition = school_words.condition(found.criterion, knowledge)
    left = f"Without it there {'is one' if found.left == 1 else f'are {found.left}'}. " if found.left else ""
    return (
        f'Nothing that I know goes with all of that. What excludes most is "{condition}". {left}Shall I leave it out?'
    )


def short_drop(state: AdviceState, knowledge: Knowledge) -> str:
    """The same question once more, in short."""
    found = narrowest(state, knowledge)
    condition = school_words.condition(found.criterion, knowledge) if found else "one condition"
    return f'Shall I leave out "{condition}"?'


def choices(question: str) -> tuple[FollowUp, ...]:
    """Buttons of a question, with one to skip it."""
    return (YES, NO) if question == DROP else (*WORDINGS[question].choices, SKIP)
