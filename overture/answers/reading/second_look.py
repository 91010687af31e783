"""Messages that were not understood by themselves, tried as follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from overture.answers.base.context import FACET_KINDS, Context
from overture.answers.base.model import Facet, Mentioned, Near, Question, Shape
from overture.answers.conditions.refining import is_follow_up
from overture.answers.reading import choosing, claims, pointing
from overture.answers.reading.facets import REFER, topic_facet
from overture.answers.reading.following import of_facet
from overture.answers.reading.reading import read
from overture.answers.reading.said import Parse, near, whole
from overture.knowledge import Knowledge, Subject, shared

FALLBACK = "nlu_fallback"
# Nearly understood as what was just asked: among so many intents with such a confidence, or by a statement with such a
# cosine.
_LIKELY, _LIKELY_FROM, _NEARLY = 3, 0.2, 0.42
# Cosine of a statement from which a message is taken to ask for it.
_STATED = 0.66
_FEW_WORDS = 5


def second_look(parse: Parse, context: Context, knowledge: Optional[Knowledge] = None) -> Optional[Question]:
    """What a message asks that was not understood by itself, but may go on from what was said before.

    Returns:
        None unless it points at something, narrows the list before it, says little more
        than a name, checks a figure, or is nearly understood as what was just asked.
    """
    knowledge = knowledge or shared().current()
    text = str(parse.get("text") or "")
    if picked := choosing.chosen(text, context, knowledge):
        return picked
    said = whole(parse)
    own = said.about()
    found, shape = said.conditions(knowledge)
    goes_on = (
        pointing.pointed(text, own, found, shape, context, knowledge)
        or (context.has_list and (shape is Shape.COUNT or (found and is_follow_up(text))))
        or _is_a_name(own, text, context)
        or _is_nearly(parse, context, knowledge)
    )
    if goes_on:
        return read({**parse, "intent": {"name": REFER}}, context, knowledge)
    stated = _by_statement(near(parse), knowledge)
    if stated:
        return read({**parse, "intent": {"name": f"ask_{stated.value}"}}, context, knowledge)
    figure = claims.checked(text, context.about, knowledge) if context.facet is Facet.SALARY else None
    again = context.question() if figure else None
    return replace(again, premise=figure) if again else None


def _by_statement(found: Sequence[Near], knowledge: Knowledge) -> Optional[Facet]:
    """The facet of the nearest statement, where it is near enough to be what was asked for."""
    for item in found[:1]:
        passage = knowledge.passages.get(item.key)
        if passage and item.score >= _STATED:
            topic = getattr(passage.statement, "topic", None)
            return topic_facet(Subject("topic", topic)) if topic else topic_facet(passage.subject)
    return None


def _is_a_name(own: Sequence[Mentioned], text: str, context: Context) -> bool:
    """Whether a message says little more than a name of which the same can be asked as before."""
    kinds = FACET_KINDS.get(context.facet, ()) if context.facet else ()
    return len(text.split()) <= _FEW_WORDS and any(m.subject.kind in kinds for m in own)


def _is_nearly(parse: Parse, context: Context, knowledge: Knowledge) -> bool:
    """Whether the intent of what was just asked is among the likely ones, or a statement on it is near."""
    if context.facet is None:
        return False
    wanted = f"ask_{context.facet.value}"
    likely = [i for i in parse.get("intent_ranking") or () if i.get("name") != FALLBACK][:_LIKELY]
    if any(i.get("name") == wanted and i.get("confidence", 0) >= _LIKELY_FROM for i in likely):
        return True
    return any(item.score >= _NEARLY for item in of_facet(near(parse), context, knowledge))
