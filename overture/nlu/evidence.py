"""What names and near statements say for an intent that the words alone leave open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Optional

from overture.nlu.intent_model import Guess

OUT_OF_SCOPE = "oos_"
_OF_JOBS = frozenset({"ask_career_detail", "ask_salary", "ask_outlook", "ask_job_education"})
# What can be asked of each kind of thing; a school or program everything but what is asked of jobs and words.
_ASKED_OF: Mapping[str, frozenset[str]] = {
    "career": _OF_JOBS | {"ask_careers", "ask_compare"},
    "course": frozenset({"ask_course_detail", "ask_courses", "ask_schools"}),
    "concentration": frozenset({"ask_concentrations", "ask_course_detail", "ask_courses", "ask_fit", "ask_schools"}),
    "degree": frozenset({"ask_degree_titles", "ask_levels", "ask_compare", "ask_schools", "ask_length", "ask_worth"}),
}
_NOT_OF_OFFERS = _OF_JOBS | {"ask_term", "ask_capabilities", "ask_language", "ask_person"}
_OFFERS = frozenset({"school", "program"})


def supported(
    ranking: Sequence[Guess], kinds: Collection[str], near: float, bounds: Mapping[str, float]
) -> Optional[Guess]:
    """The likeliest question that the names in a message or a near statement speak for.

    Args:
        ranking: intents with their confidence, likeliest first.
        kinds: kinds of the things that the message names.
        near: cosine of the nearest statement of the knowledge.
        bounds: ``named`` least confidence where a thing is named of which it can be
            asked, ``stated`` least confidence where a statement is as near as ``near``,
            ``surely_out`` confidence from which out of scope stays so.

    Returns:
        None where nothing speaks for another intent than the first.
    """
    first = ranking[0]
    if first.intent.startswith(OUT_OF_SCOPE) and first.confidence >= bounds["surely_out"]:
        return None
    for guess in ranking:
        if not guess.intent.startswith("ask_"):
            continue
        if guess.confidence >= bounds["named"] and _can_be_asked(guess.intent, kinds):
            return guess
        if guess.confidence >= bounds["stated"] and near >= bounds["near"]:
            return guess
    return None


def _can_be_asked(intent: str, kinds: Collection[str]) -> bool:
    if _OFFERS & set(kinds) and intent not in _NOT_OF_OFFERS:
        return True
    return any(intent in _ASKED_OF.get(kind, ()) for kind in kinds)
