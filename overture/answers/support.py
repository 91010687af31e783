"""Words for somebody in distress."""

from __future__ import annotations

from overture.answers.draft import Draft
from overture.answers.model import Answer, Facet, Question
from overture.knowledge import Knowledge

TOPIC = "crisis"


def support(knowledge: Knowledge) -> Answer:
    """Where to find a person now, from the knowledge; offers nothing else."""
    draft = Draft(Question(Facet.OVERVIEW), knowledge)
    draft.say("I'm sorry that you are carrying this. I'm only a program, and you deserve a person now")
    topic = knowledge.topics.get(TOPIC)
    if topic:
        draft.state(topic.lead, *topic.points)
    else:
        draft.say("Please call your local emergency number, or somebody you trust")
    return draft.answer()
