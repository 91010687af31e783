"""What a message means to somebody who is being advised: the start of it, an answer, a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Optional

from overture.answers.advice.advice_match import dropped, narrowest
from overture.answers.advice.advice_reading import Wishes, read_wishes, with_wishes
from overture.answers.advice.advice_state import (
    BUDGET,
    DEGREE,
    DROP,
    GOAL,
    GRADES,
    LIMITS,
    PROGRAMS,
    WORK,
    AdviceState,
    Purpose,
)
from overture.answers.advice.background import Background
from overture.answers.advice.background_reading import read_background
from overture.answers.advice.form_words import AFTER
from overture.answers.base import subjects
from overture.answers.base.context import Context
from overture.answers.base.model import Facet, Filters, Mentioned, Question
from overture.answers.conditions.refining import is_follow_up, refine
from overture.knowledge import Knowledge, Subject

_GETTING_IN = re.compile(
    r"\b(?:get|getting|got|let) (?:\w+ )?in(?:to)?\b|\badmi(?:t|tted|ssion\w*)\b|\baccept(?:ed)?\b|\bqualif\w+"
    r"|\beligible"
    r"|\b(?:would|will|might|could) (?:\w+ )?(?:take|have|want) (?:me|him|her|us|someone|somebody)\b"
    r"|\b(?:my )?(?:chances|odds)\b|\brequirements?\b|\bmeet\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|ok|okay|sure|fine|please do|do it|go ahead|drop|leave it out|leave that out"
    r"|without it)\b",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(?:no|nope|nah|keep|don'?t|do not|rather not|never)\b", re.IGNORECASE)
# Asks for a talk and not for an answer at once.
_TALK = re.compile(
    r"\b(?:help|go (?:through|over)|walk|check|guide|let'?s|ask me|step by step|find out|with me|together)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^\W*(?:no|nope|nah|none|nothing|not really|all good|i'?m (?:fine|good|ok)|not yet)"
    r"(?:\W+(?:thanks?|thank you|really|special|in particular|much|i guess|at all|else|comes to mind))*\W*$",
    re.IGNORECASE,
)
# An aim in words that no record knows is taken from a short message only.
_LONGEST_AIM = 12
_AMOUNT = re.compile(
    r"\W*(?:about |around |up to |max )?\$? ?\d[\d,.]*\s*(?:k|grand|thousand)?(?: (?:a year|max))*\W*", re.IGNORECASE
)
_CORRECTS = re.compile(
    r"^\W*(?:actually|sorry|i mean(?:t)?|no,|not|make (?:it|that)|change|rather|instead|i can (?:also )?(?:pay"
    r"|go|do|afford)|what if"
    r"|how about|up to|at most|max\w*|my (?:budget|degree)|i (?:also )?(?:have|would|could|want)|but)\b"
    r"|\b(?:instead|after all|max|at most)\W*$",
    re.IGNORECASE,
)
# Kinds of messages in which people tell of themselves.
_TELLING = frozenset({"tell_background"})
# Messages that an answer on the aim may be understood as; others are topics of their own.
_AIM_LIKE = frozenset(
    "tell_background nlu_fallback refer ask_careers ask_career_detail ask_fit ask_job_education ask_teaching "
    "ask_concentrations ask_course_detail oos_other_study oos_job_search".split()
)


def begin(
    known: AdviceState,
    parse: Mapping[str, Any],
    earlier: Iterable[Mapping[str, Any]],
    context: Context,
    knowledge: Knowledge,
) -> AdviceState:
    """The state at the start.

    Args:
        known: what an earlier advice left.
        parse: what was understood of the message that starts it.
        earlier: the same of the messages before, oldest first.
        context: what the conversation is about.
        knowledge: what is known.
    """
    text = str(parse.get("text") or "")
    purpose = Purpose.ADMISSION if _GETTING_IN.search(text) else Purpose.CHOOSE
    state = replace(known, purpose=purpose, skipped=(), kept=False)
    if context.has_list:
        state = replace(state, filters=refine(state.filters, _of_list(context)))
    for message in earlier:
        state = with_wishes(state, _told_before(message, knowledge))
    state = with_wishes(state, read_wishes(text, about(parse), knowledge))
    if purpose is Purpose.ADMISSION:
        state = replace(state, programs=state.programs or _in_mind(context, knowledge))
        told = read_background(text, knowledge).background
        if _lasting(told).level and not _TALK.search(text):  # "i have a psych BA, where can I get in"
            state = state.settled()
    return state


def _of_list(context: Context) -> Filters:
    """The conditions of the list of schools before."""
    return replace(context.list_conditions(), sort=None, limit=None, lifted=())


def _told_before(parse: Mapping[str, Any], knowledge: Knowledge) -> Wishes:
    """What an earlier message told of its writer; wishes only where it was told for its own sake."""
    text = str(parse.get("text") or "")
    if intent(parse) in _TELLING:
        return replace(read_wishes(text, about(parse), knowledge), programs=())
    return Wishes(background=_lasting(read_background(text, knowledge).background))


def _lasting(background: Background) -> Background:
    """A degree counts if its subject is told or there is none; a title may only have come up."""
    return background if background.subject or background.graduate is False else replace(background, level=None)


def _in_mind(context: Context, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the programs talked about last."""
    named = tuple(m for m in context.about if m.subject.kind in ("school", "program"))
    asked = subjects.asked(Question(Facet.PREREQUISITES, named), knowledge) if named else None
    return tuple(program.id for program in asked.programs) if asked else ()


def take(
    state: AdviceState, question: str, parse: Mapping[str, Any], telling: str, knowledge: Knowledge
) -> Optional[AdviceState]:
    """The state with what a message tells; None where it tells nothing.

    Args:
        state: what was told before.
        question: the open question.
        parse: what was understood of the message.
        telling: the message with what asks something left blank.
        knowledge: what is known.
    """
    text = str(parse.get("text") or "")
    if question in (LIMITS, PROGRAMS) and _NOTHING.match(text):
        return state.skip(question)
    if question == AFTER and not _changes(parse):
        return None
    told = [m for m in about(parse) if m.start < 0 or telling[m.start : m.end].strip()]
    wishes = read_wishes(
        telling, told, knowledge, BUDGET if question == AFTER and _AMOUNT.fullmatch(text) else question
    )
    if telling != text:  # "can I get in with a psych BA?" tells of a degree
        wishes = replace(wishes, background=_lasting(read_background(text, knowledge).background))
    if wishes:
        return _settled(with_wishes(state, wishes), question, wishes)
    if question == GOAL and telling == text and intent(parse) in _AIM_LIKE and 0 < len(text.split()) <= _LONGEST_AIM:
        return replace(state, aim_said=text.strip(" .!,"))
    return None


def _changes(parse: Mapping[str, Any]) -> bool:
    """Whether a message to the result changes what was told, rather than speaking of something else."""
    text = str(parse.get("text") or "")
    named = any(m.subject.kind in ("school", "program") for m in about(parse))
    return not named and (
        is_follow_up(text) or bool(_AMOUNT.fullmatch(text)) or bool(_CORRECTS.search(text)) or intent(parse) in _TELLING
    )


def _settled(state: AdviceState, question: str, wishes: Wishes) -> AdviceState:
    """A question that was answered without telling anything to go by is settled all the same."""
    answers = {
        DEGREE: bool(wishes.background),
        GRADES: bool(wishes.background),
        WORK: bool(wishes.background),
        PROGRAMS: bool(wishes.programs),
    }
    return state.skip(question) if answers.get(question) and not state.answered(question) else state


def decide(state: AdviceState, parse: Mapping[str, Any], knowledge: Knowledge) -> Optional[AdviceState]:
    """What is made of the offer to give up a condition; None where the message says neither yes nor no."""
    text = str(parse.get("text") or "")
    if _NO.match(text) or intent(parse) == "deny":
        return replace(state, kept=True)
    found = narrowest(state, knowledge)
    if found and (_YES.match(text) or intent(parse) == "affirm"):
        return dropped(state, found.criterion)
    return None


def passed(state: AdviceState, question: str) -> AdviceState:
    """The state with a question left open; to pass over giving up a condition is to keep it."""
    return replace(state, kept=True) if question == DROP else state.skip(question)


def agrees(text: str) -> bool:
    """Whether a message says yes, "drop it" included."""
    return bool(_YES.match(text))


def about(parse: Mapping[str, Any]) -> tuple[Mentioned, ...]:
    """What a message mentions, with offsets into it."""
    return tuple(
        Mentioned(
            Subject(e["entity"], e["value"]), str(e.get("name") or e["value"]), e.get("start", -1), e.get("end", -1)
        )
        for e in parse.get("entities") or ()
        if e.get("extractor") == "SubjectLinker"
    )


def intent(parse: Mapping[str, Any]) -> str:
    """As understood; empty where nothing was."""
    return str((parse.get("intent") or {}).get("name") or "")
