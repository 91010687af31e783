"""Answers on a side of studying: its plain answer, and the statements nearest to the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from overture.answers.base import aggregates, facet_words, narrow
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question
from overture.answers.base.words import joined
from overture.knowledge import Knowledge, Subject
from overture.knowledge.model import Statement

# Facet -> the topics it speaks of; the first one leads.
TOPICS: dict[Facet, tuple[str, ...]] = {
    Facet.OVERVIEW: ("overview", "field-names"),
    Facet.THESIS: ("thesis",),
    Facet.STUDIO_ENSEMBLE: ("studio", "ensemble"),
    Facet.ONLINE: ("online",),
    Facet.LENGTH: ("length",),
    Facet.COST: ("cost", "funding"),
    Facet.FUNDING: ("funding",),
    Facet.PREREQUISITES: ("prerequisites",),
    Facet.APPLICATION: ("application",),
    Facet.ENTRANCE_EXAM: ("entrance-exam",),
    Facet.PORTFOLIO: ("portfolio",),
    Facet.INTERNATIONAL: ("international",),
    Facet.ACCREDITATION: ("accreditation",),
    Facet.TEACHING: ("teaching",),
    Facet.SCHOOLS: ("schools",),
    Facet.FIT: ("fit",),
    Facet.WORTH: ("worth",),
    Facet.COURSES: ("courses",),
    Facet.CAREERS: ("careers",),
    Facet.CONCENTRATIONS: ("concentrations",),
    Facet.DEGREE_TITLES: ("degree-titles",),
    Facet.LEVELS: ("levels",),
    Facet.SOURCES: ("sources",),
}
# Next questions that lead on, by facet: label and message.
NEXT: dict[Facet, tuple[tuple[str, str], ...]] = {
    Facet.OVERVIEW: (
        ("Help me choose", "Help me choose a program"),
        ("What is taught", "What classes are taught?"),
        ("Jobs and pay", "What jobs can I get with it?"),
    ),
    Facet.THESIS: (("What is taught", "What classes are taught?"), ("How long it takes", "How long does it take?")),
    Facet.STUDIO_ENSEMBLE: (("Online study", "Can I study online?"), ("What is taught", "What classes are taught?")),
    Facet.ONLINE: (("How long it takes", "How long does it take?"), ("Cost", "How much does it cost?")),
    Facet.LENGTH: (("Online study", "Can I study online?"), ("Cost", "How much does it cost?")),
    Facet.COST: (("Funding", "How can I pay for it?"), ("Is it worth it?", "Is the degree worth the money?")),
    Facet.FUNDING: (("Cost", "How much does it cost?"), ("How to apply", "How do I apply?")),
    Facet.PREREQUISITES: (
        ("Where could I get in?", "Help me find out where I can get in"),
        ("Portfolio", "What goes into a portfolio?"),
        ("How to apply", "How do I apply?"),
    ),
    Facet.APPLICATION: (("Portfolio", "What goes into a portfolio?"), ("What it takes", "What do I need to get in?")),
    Facet.ENTRANCE_EXAM: (("Portfolio", "What goes into a portfolio?"), ("What it takes", "What do I need to get in?")),
    Facet.PORTFOLIO: (("How to apply", "How do I apply?"), ("What it takes", "What do I need to get in?")),
    Facet.INTERNATIONAL: (("How to apply", "How do I apply?"), ("Funding", "How can I pay for it?")),
    Facet.ACCREDITATION: (("Funding", "How can I pay for it?"), ("How to apply", "How do I apply?")),
    Facet.TEACHING: (
        ("What college teachers earn", "What do college music teachers earn?"),
        ("Their outlook", "What is the job outlook for college music teachers?"),
    ),
    Facet.SCHOOLS: (("What it takes", "What do I need to get in?"), ("Online study", "Can I study online?")),
    Facet.FIT: (
        ("Help me choose", "Help me choose a program"),
        ("Tracks", "Which concentrations are there?"),
        ("What it takes", "What do I need to get in?"),
    ),
    Facet.WORTH: (("Pay", "What do sound engineers earn?"), ("Cost", "How much does it cost?")),
}
# The words of a question that wants nothing in particular: "what does it cost", "so what is this degree".
_GENERAL = frozenset(
    "a about all an and are can cost costs degree degrees do does for get how i in is it its kind like long me much "
    "music of ok okay on please pls price program programs production s so study take tell that the then there this "
    "to tuition what whats with would you".split()
)
# A job's old pay figures, say, must not lead an answer on another matter.
_NOT_LEADING = frozenset({"career"})
# What a level or title is leads only where that is asked.
_ON_TITLES = frozenset({Facet.OVERVIEW, Facet.DEGREE_TITLES, Facet.LEVELS, Facet.PREREQUISITES, Facet.WORTH})
_TRACKS_TOO = frozenset({Facet.FIT, Facet.TEACHING, Facet.OVERVIEW})
# What is counted over the programs, by facet.
_COUNTED: dict[Facet, Callable[[Knowledge], aggregates.Aggregate]] = {
    Facet.PORTFOLIO: aggregates.portfolio_asked,
    Facet.THESIS: aggregates.thesis_split,
    Facet.LENGTH: lambda knowledge: aggregates.lengths(knowledge)[0],
    Facet.ENTRANCE_EXAM: aggregates.gre_spared,
    Facet.PREREQUISITES: aggregates.open_to_others,
    Facet.APPLICATION: aggregates.letters_asked,
}
# What is counted where one requirement is asked for; others are counted by how many ask for them.
_COUNTED_ASKS: dict[str, Callable[[Knowledge], aggregates.Aggregate]] = {
    "portfolio": aggregates.portfolio_asked,
    "letters": aggregates.letters_asked,
    "gre": aggregates.gre_spared,
    "gpa": aggregates.grades_asked,
    "bachelors-degree": aggregates.open_to_others,
    "music-background": aggregates.open_to_others,
}
_ON_GETTING_IN = frozenset(
    {Facet.PREREQUISITES, Facet.APPLICATION, Facet.ENTRANCE_EXAM, Facet.PORTFOLIO, Facet.INTERNATIONAL}
)
# Facets whose plain answer is so short that the next statement belongs to it.
_TELL_MORE = frozenset({Facet.OVERVIEW, Facet.ONLINE, Facet.APPLICATION, Facet.PORTFOLIO})


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """The answer of a facet that is a topic: led by the statement that fits the question best."""
    return draft(question, knowledge).answer()


def draft(question: Question, knowledge: Knowledge) -> Draft:
    """As :func:`answer`, still open for additions."""
    result = Draft(question, knowledge)
    topics = [knowledge.topics[id] for id in TOPICS.get(question.facet, ()) if id in knowledge.topics]
    if not topics:
        result.outcome = Outcome.GAP
        return result.say("I have nothing on that yet")
    wanted = {topic.id for topic in topics} | {m.subject.id for m in question.of_kind("topic")}
    general = _is_general(question)
    if not general:
        topics.sort(key=lambda topic: -_nearness(topic.id, question, knowledge))
    named = {m.subject for m in question.about}

    def fits(subject: Subject) -> bool:
        if question.facet in _TRACKS_TOO and subject.kind == "concentration":
            return True
        if subject.kind == "requirement":
            return question.facet in _ON_GETTING_IN
        return (subject.kind == "topic" and subject.id in wanted) or subject in named

    def leads(subject: Subject) -> bool:
        of_titles = question.facet in _ON_TITLES or subject.kind not in ("level", "degree")
        return of_titles and subject.kind not in _NOT_LEADING

    # What matches the message itself may stand anywhere; what only adds to the answer must be of this topic.
    leading = [] if general else narrow.near(question, knowledge, leads, narrow.ANSWERS)
    adding = narrow.near(question, knowledge, fits, narrow.OF_TOPIC, most=2)
    asked = _asked(question, knowledge)
    result.state(*leading, *asked, topics[0].lead, *(s for s in adding if s not in leading))
    _count(result, question)
    if question.facet is Facet.FIT and facet_words.TRACK.search(question.text) and len(knowledge.concentrations) > 1:
        names = joined([track.name for track in knowledge.concentrations.values()], "or")
        result.say(f"Which draws you most: {names}?")
    if not leading and not adding and question.facet in _TELL_MORE:
        result.state(*topics[0].points[:1])
    for label, message in NEXT.get(question.facet, ()):
        result.follow(label, message)
    return result


def _is_general(question: Question) -> bool:
    """Whether a question wants nothing in particular of its topic, so that its plain answer leads."""
    words = set(re.findall(r"[a-z]+", question.text.lower()))
    return bool(words) and not question.about and words <= _GENERAL


def _asked(question: Question, knowledge: Knowledge) -> list[Statement]:
    """What the requirements are that a question on getting in names."""
    if question.facet not in _ON_GETTING_IN:
        return []
    named = (knowledge.requirements.get(m.subject.id) for m in question.of_kind("requirement"))
    return [requirement.summary for requirement in named if requirement]


def _nearness(topic: str, question: Question, knowledge: Knowledge) -> float:
    """How near a topic is to the message: named outright, or by its nearest statement."""
    if any(m.subject.id == topic for m in question.of_kind("topic")):
        return 1.0
    scores = [n.score for n in question.near if n.key.startswith(f"topic/{topic}/")]
    return max(scores, default=0.0)


def _counting(question: Question) -> Callable[[Knowledge], aggregates.Aggregate] | None:
    """What is to be counted: the one requirement that is named, else what belongs to the facet."""
    named = question.of_kind("requirement") if question.facet in _ON_GETTING_IN else ()
    if len(named) != 1:
        return _COUNTED.get(question.facet)
    id = named[0].subject.id
    return _COUNTED_ASKS.get(id, partial(aggregates.asked, id))


def _count(draft: Draft, question: Question) -> None:
    """Says what the programs say taken together, counted from them as they are today."""
    counting = _counting(question)
    if counting is None or not draft.knowledge.programs:
        return
    counted = counting(draft.knowledge)
    if counted.of:
        draft.say(counted.text).cite_ids([aggregates.SOURCE]).note(aggregates.ROUGH)
