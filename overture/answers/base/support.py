"""Words for somebody in distress."""

from __future__ import annotations

import re

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Question
from overture.knowledge import Knowledge

TOPIC = "crisis"

_SELF = r"(?:my|him|her|your|them|it|one)(?:self|selves)"
_LIFE = r"(?:my|his|her|your|their|the) (?:own )?li(?:fe|ves)"
# Said in earnest whatever stands around it; words that are also said in jest ("this exam kills me") are left out.
_IN_DANGER = re.compile(
    rf"\b(?:kill(?:ing|ed)?|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|hang(?:ing)?) {_SELF}\b"
    rf"|\b(?:end(?:ing)?|tak(?:e|ing)|finish(?:ing)?) {_LIFE}\b"
    r"|\bsuicid\w*|\bself[- ]?harm\w*"
    r"|\b(?:do(?:es)?n'?t|do(?:es)? not|no longer|not) (?:want|wanna|wish)(?: to)? (?:live|be alive|wake up|exist)\b"
    r"|\b(?:wants?|wanted|wanna|going|ready|wish(?:es)?) to (?:just )?die\b|\bwish (?:i|he|she) (?:was|were) dead\b",
    re.IGNORECASE,
)


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


def in_danger(text: str) -> bool:
    """Whether a message says in so many words that somebody may hurt themselves.

    Asked where a message was not understood or taken for something else: the intent
    ``crisis`` knows many more ways to say it.
    """
    return bool(_IN_DANGER.search(text))
