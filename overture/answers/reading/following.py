"""The statements near to a follow-up, in the light of what was just asked."""

from __future__ import annotations

from collections.abc import Sequence

from overture.answers.base import topics
from overture.answers.base.context import Context
from overture.answers.base.model import Near
from overture.knowledge import Knowledge, Subject

# What is added to the cosine of statements on what was just asked.
_BONUS = 0.18


def of_facet(near: Sequence[Near], context: Context, knowledge: Knowledge) -> list[Near]:
    """The near statements that belong to what was just asked."""
    topic_ids = topics.TOPICS.get(context.facet, ()) if context.facet else ()
    about = {Subject("topic", id) for id in topic_ids} | {m.subject for m in context.about}
    return [item for item in near if (p := knowledge.passages.get(item.key)) and p.subject in about]


def goes_on(near: tuple[Near, ...], context: Context, knowledge: Knowledge) -> tuple[Near, ...]:
    """The near statements of a follow-up: short as it is, those on what was just asked are nearer than they seem."""
    nearer = {item.key for item in of_facet(near, context, knowledge)}
    lifted = (Near(item.key, item.score + _BONUS) if item.key in nearer else item for item in near)
    return tuple(sorted(lifted, key=lambda item: -item.score))
