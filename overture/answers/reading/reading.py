"""From what was understood of a message to the question it asks.

Input is the parse result of the understanding pipeline as plain data: ``intent``,
``entities``, ``passages``, ``text``.  Nothing here knows Rasa.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from overture.answers.base.context import THINGS, Context
from overture.answers.base.model import Facet, Filters, Mentioned, Question, Remark, Shape
from overture.answers.conditions.conditions import is_follow_up
from overture.answers.conditions.refining import refine
from overture.answers.reading import choosing, claims, exclusion, level_check, pointing, premises, sides_listed
from overture.answers.reading.carrying import carried, is_untold, narrowed, of_what_was_said, placed
from overture.answers.reading.facets import REFER, facet_of, likely_of
from overture.answers.reading.following import goes_on
from overture.answers.reading.pointing import Reference
from overture.answers.reading.said import (
    Parse,
    Said,
    clauses,
    intent,
    mentioned,
    near,
    only_names,
    unplaced,
    whole,
    year,
)
from overture.answers.study import namesakes
from overture.answers.work import schooling
from overture.knowledge import Knowledge, shared

_FEW_WORDS = 7
_NOTHING_BEFORE = Context()
# A clause that begins so asks something narrow of its own, even on the same side of the same thing.
_ASKS_ANEW = re.compile(
    r"(?:and |also )?(?:how (?:many|much|long)|when|which|where|who|do(?:es)?|is|are|can)\b", re.IGNORECASE
)


def read(parse: Parse, context: Context = _NOTHING_BEFORE, knowledge: Optional[Knowledge] = None) -> Optional[Question]:
    """The question that a message asks, completed from the context.

    Args:
        parse: what was understood of the message.
        context: what was talked about before.
        knowledge: whose places and titles are meant; that of this process if not given.

    Returns:
        None when the message asks nothing about the knowledge (small talk, say).
    """
    return _read(parse, whole(parse), context, knowledge)


def read_all(parse: Parse, context: Context = _NOTHING_BEFORE, knowledge: Optional[Knowledge] = None) -> list[Question]:
    """All questions of a message in order; one that stands alone is read as :func:`read` does.

    A later question without subjects of its own is about those of the one before.
    """
    knowledge = knowledge or shared().current()
    premise = premises.find(parse, premises.mentions(parse), context, knowledge)
    if premise:
        found = _read_all(premises.without(parse, premise), context, knowledge)
        return [replace(question, premise=premise.remark) if not n else question for n, question in enumerate(found)]
    return _read_all(parse, context, knowledge)


def _read_all(parse: Parse, context: Context, knowledge: Knowledge) -> list[Question]:
    if picked := choosing.chosen(str(parse.get("text") or ""), context, knowledge):
        return [picked]
    parts = parse.get("parts") or ()
    if len(parts) < 2:
        question = read(parse, context, knowledge)
        return sides_listed.split(question) if question else []
    found: list[Question] = []
    names_only = False
    context = _looking_ahead(parse, context)
    for part, said in clauses(parse, parts):
        question = _read(part, said, context, knowledge)
        if question and found and names_only and question.facet is Facet.COMPARE:
            found.pop()  # "Temple next to Belmont, which is better value": the names were no question
        names_only = only_names(said)
        if question and (_ASKS_ANEW.match(said.text) or not any(_same(question, other) for other in found)):
            found.append(question)
            context = context.heard(question)
    return found


def _same(one: Question, other: Question) -> bool:
    return one.facet is other.facet and one.about == other.about


def _looking_ahead(parse: Parse, context: Context) -> Context:
    """The context with what a later clause names, where nothing was talked about before.

    So the first half of "how long is it and how much is NYU" is about NYU as well.
    """
    if any(m.subject.kind in THINGS for m in context.about):
        return context
    named = [m for m in mentioned(parse.get("entities") or ()) if m.subject.kind in THINGS]
    ahead = tuple(replace(m, start=-1, end=-1) for m in named[:1])
    return replace(context, about=(*context.about, *ahead))


def _read(parse: Parse, said: Said, context: Context, knowledge: Optional[Knowledge]) -> Optional[Question]:
    knowledge = knowledge or shared().current()
    own = namesakes.recalled(said.about(), context, knowledge)
    found, shape = said.conditions(knowledge)
    found = namesakes.by_the_talk(found, said.text, own, context, knowledge)
    pointed = pointing.pointed(said.text, own, found, shape, context, knowledge)
    facet = facet_of(parse, own, context, found, shape)
    if pointed:
        return _on_pointed(parse, said, pointed, replace(found, sort=None, limit=None), facet, context)
    if facet is None:
        return None
    if is_untold(facet, own, found, context, said.text):
        words = tuple(replace(m, start=-1, end=-1) for m in context.about if m.subject.kind == "term")
        return Question(Facet.TERM, words, shape=Shape.LIST, text=said.text)
    if facet is Facet.TERM:
        shape = Shape.ONE  # "the National Association of Schools of Music" asks for no list
    left_out = exclusion.excluded(said.text, own)
    own = tuple(m for m in own if m.subject not in left_out)
    if exclusion.refuses_teaching(said.text, facet):
        facet, left_out = Facet.CAREERS, (*left_out, *schooling.teachers(knowledge))
    if facet is Facet.COMPARE:
        own = pointing.paired(own, context)
    if facet is Facet.ONLINE and found.not_delivery and any(m.subject.kind == "school" for m in own):
        facet, shape = Facet.SCHOOLS, Shape.LIST  # "Berklee, but not the online one"
    follows = intent(parse) == REFER or is_follow_up(said.text)
    filters, shape = narrowed(facet, own, found, shape, context, said.text, follows, knowledge)
    if facet is Facet.SCHOOLS:
        filters = of_what_was_said(filters, said.text, own, context, knowledge)
    about = placed(facet, own, filters, knowledge)
    level = level_check.meant(said.wide, own, found) or context.level
    if facet is Facet.SCHOOLS and level and not filters.levels and not _names_a_school(about):
        filters = replace(filters, levels=(level,))
    return Question(
        facet=facet,
        about=(*about, *carried(facet, about, filters, shape, context, said.text, follows)),
        filters=filters,
        shape=Shape.COMPARE if facet is Facet.COMPARE else shape,
        year=year(said.text),
        near=goes_on(near(parse), context, knowledge) if intent(parse) == REFER else near(parse),
        text=said.text,
        premise=_figure(said.text, facet, own, context, knowledge) or pointing.beyond(said.text, context),
        level=level,
        excluded=left_out,
        unplaced="" if filters.places else unplaced(parse, said),
    )


def _figure(
    text: str, facet: Facet, own: Sequence[Mentioned], context: Context, knowledge: Knowledge
) -> Optional[Remark]:
    """What is right about a figure that somebody repeats after the pay of a job: "less than 40k?"."""
    again = facet is Facet.SALARY and context.facet is Facet.SALARY and not own
    return claims.checked(text, context.about, knowledge) if again and len(text.split()) <= _FEW_WORDS else None


def _names_a_school(about: Sequence[Mentioned]) -> bool:
    return any(m.subject.kind in ("school", "program") for m in about)


def _on_pointed(
    parse: Parse, said: Said, pointed: Reference, found: Filters, facet: Optional[Facet], context: Context
) -> Question:
    """A question on things that were pointed at instead of named."""
    if facet is None or (intent(parse) == REFER and not pointed.bare):
        facet = likely_of(pointed, parse) or facet
    facet = pointing.facet_of(pointed, facet, said.text, context)
    return Question(
        facet=facet,
        about=(*pointed.about, *(m for m in said.about() if m.subject not in {p.subject for p in pointed.about})),
        filters=refine(Filters(), found),
        shape=Shape.COMPARE if facet is Facet.COMPARE else Shape.ONE,
        year=year(said.text),
        near=near(parse),
        text=said.text,
        level=level_check.meant(said.text, said.about(), found) or context.level,
    )
