"""Whether somebody means another level than the master's, and what is known of that one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from overture.answers.base import narrow
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Filters, Mentioned, Outcome, Question
from overture.answers.base.school_words import awarded
from overture.answers.base.words import article
from overture.answers.study.program_words import FACETS
from overture.knowledge import Knowledge, Subject

MASTER, BACHELOR, ASSOCIATE = "master", "bachelor", "associate"
# Who speaks so is still at school, or has just left it.
_SCHOOL_LEAVER = re.compile(
    "|".join(
        (
            r"\b(?:in|still in|after|(?:finish|graduat)(?:ing|es|ed|e)?|out of|leaving|from|done with)(?: from)?"
            r" (?:high ?school|hs)\b",
            r"\bsecondary school\b",
            r"\b(?:9th|10th|11th|12th|ninth|tenth|eleventh|twelfth)[ -]grade(?:r)?\b",
            r"\bhigh ?school(?:er| (?:junior|senior|student|kid))\b",
            r"\b(?:junior|senior|sophomore|freshman) (?:in|at) (?:high ?school|hs)\b|\bschool leaver\b",
            r"\ba[- ]levels?\b|\bsat scores?\b|\bincoming freshman\b",
            r"\b(?:to |wants? to |going to |gonna )major in\b",
            r"(?<!\bany )(?<!\ball )(?<!other )\bundergrad(?:uate)?\b(?! (?:degree |major )?(?:in|gpa|was|is))",
            r"\bi(?:'| a)?m (?:only |just )?1[5-8]\b|\bturn(?:s|ed|ing)? 1[5-8]\b",
            r"\b1[5-8][ -]?(?:yo|y/o|years?[ -]old)\b",
        )
    ),
    re.IGNORECASE,
)
# What a two-year college gives.
_TWO_YEARS = re.compile(
    r"\b(?:at|from|in|to|through) (?:an? |my |the |some |our )?(?:local )?"
    r"(?:community|junior|(?:2|two)[- ]year) colleges?\b",
    re.IGNORECASE,
)
_MASTER = re.compile(r"\b(?:masters?|master'?s|grad(?:uate)? (?:school|degree|program)s?|postgrad\w*)\b", re.IGNORECASE)
# Cosine from which a statement on the level says something on the question.
_NEAR = 0.42
_SAID = 2


def meant(text: str, about: Sequence[Mentioned], filters: Filters) -> Optional[str]:
    """The level that a message is about; None where it doesn't say.

    Args:
        text: the message.
        about: what it names.
        filters: the conditions that it puts.
    """
    if _MASTER.search(text) or MASTER in filters.levels:
        return MASTER
    if filters.levels:
        return filters.levels[0]
    if _TWO_YEARS.search(text):
        return ASSOCIATE
    return BACHELOR if _SCHOOL_LEAVER.search(text) else None


def applies(question: Question) -> bool:
    """Whether a question on a side of studying is one about another level than the master's."""
    named = question.of_kind("school", "program", "requirement", "course", "term", "degree")
    return question.facet in _LEVELLED and question.level not in (None, MASTER) and not named


_LEVELLED = frozenset({*FACETS, Facet.OVERVIEW}) - {Facet.COURSE_DETAIL, Facet.CAREERS, Facet.CONCENTRATIONS}


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """What is known of the question at another level; None for a level without a record."""
    level = knowledge.levels.get(question.level or "")
    if level is None:
        return None
    draft = Draft(question, knowledge)
    subject = Subject("level", level.id)
    near = narrow.near(question, knowledge, lambda s: s == subject, least=_NEAR, most=_SAID)
    draft.say(f"For {article(level.name)}, not a master's, I know less")
    draft.state(*(near or [level.summary]))
    if not near:
        draft.outcome = Outcome.GAP
    draft.say(
        f"My program pages are of master's programs, so I don't have {_side(question)} at that level; ask the school's "
        "admissions office"
    )
    many = awarded(level.id, knowledge)
    draft.follow(f"Schools with {many}", f"Which schools have {many} in music production?")
    draft.follow(f"About {many}", f"What is {article(level.name)}?")
    draft.follow("For a master's", f"{_ASKED.get(question.facet, 'What is it')} for a master's?")
    return draft.answer()


def _side(question: Question) -> str:
    return FACETS.get(question.facet, "the details")


_ASKED = {
    Facet.COST: "What does it cost",
    Facet.LENGTH: "How long does it take",
    Facet.ONLINE: "Can I study online",
    Facet.PREREQUISITES: "What do I need to get in",
    Facet.APPLICATION: "How do I apply",
    Facet.PORTFOLIO: "Do I need a portfolio",
    Facet.ENTRANCE_EXAM: "Is there an entrance exam",
    Facet.FUNDING: "How can I pay",
    Facet.COURSES: "What classes are taught",
    Facet.THESIS: "Is there a thesis",
}
