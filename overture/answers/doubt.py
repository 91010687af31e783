"""What is said to a message that was not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Optional

from overture.answers.base import narrow
from overture.answers.base.context import Context
from overture.answers.base.draft import Draft
from overture.answers.base.model import MOST_FOLLOW_UPS, Answer, Facet, FollowUp, Near, Outcome, Question
from overture.answers.base.subjects import short_name
from overture.answers.reading.reading import read
from overture.answers.study.program_words import MESSAGES as ON_A_SCHOOL
from overture.answers.work import jobs
from overture.answers.work.naming import called
from overture.knowledge import Knowledge, Subject

# Label and message of a choice.
CHOICES: Mapping[Facet, tuple[str, str]] = {
    Facet.OVERVIEW: ("What the degree is", "What is a music production master's degree?"),
    Facet.DEGREE_TITLES: ("Degree titles", "Which degree titles are there?"),
    Facet.LEVELS: ("Bachelor's, master's, doctorate", "Which levels of study are there?"),
    Facet.CONCENTRATIONS: ("Concentrations", "Which concentrations are there?"),
    Facet.THESIS: ("The thesis", "Do I have to write a thesis?"),
    Facet.COURSES: ("What is taught", "What classes are taught?"),
    Facet.COURSE_DETAIL: ("What a subject covers", "What do you learn in record analysis?"),
    Facet.TERM: ("What a word means", "What does terminal degree mean?"),
    Facet.STUDIO_ENSEMBLE: ("Studio and ensemble", "How much studio work is there?"),
    Facet.ONLINE: ("Online study", "Can I study online?"),
    Facet.LENGTH: ("How long it takes", "How long does it take?"),
    Facet.COST: ("What it costs", "How much does it cost?"),
    Facet.FUNDING: ("Paying for it", "How can I pay for it?"),
    Facet.PREREQUISITES: ("What it takes to get in", "What do I need to get in?"),
    Facet.APPLICATION: ("How to apply", "How do I apply?"),
    Facet.ENTRANCE_EXAM: ("Entrance exams", "Is there an entrance exam?"),
    Facet.PORTFOLIO: ("The portfolio", "What goes into a portfolio?"),
    Facet.INTERNATIONAL: ("Coming from abroad", "What do international students need?"),
    Facet.ACCREDITATION: ("Accreditation", "Does accreditation matter?"),
    Facet.CAREERS: ("Jobs", "What jobs can I get with it?"),
    Facet.CAREER_DETAIL: ("What a job is like", "What does a recording engineer do?"),
    Facet.SALARY: ("Pay", "What do sound engineers earn?"),
    Facet.OUTLOOK: ("Job outlook", "What is the job outlook for sound engineers?"),
    Facet.JOB_EDUCATION: ("Schooling a job needs", "What education do sound engineers need?"),
    Facet.TEACHING: ("Teaching", "Can I teach with this degree?"),
    Facet.SCHOOLS: ("Schools", "Which schools offer it?"),
    Facet.COMPARE: ("Comparing two things", "Compare MM and MS"),
    Facet.FIT: ("Whether it fits me", "Is this degree right for me?"),
    Facet.WORTH: ("Whether it is worth it", "Is the degree worth the money?"),
    Facet.SOURCES: ("Sources", "Where do your figures come from?"),
}
_FALLBACK = "nlu_fallback"
# Messages of choices where the message names a job.
ON_A_JOB: Mapping[Facet, str] = {
    Facet.CAREER_DETAIL: jobs.WORK,
    Facet.SALARY: jobs.PAY,
    Facet.OUTLOOK: jobs.OUTLOOK,
    Facet.JOB_EDUCATION: jobs.SCHOOLING,
}
ON_A_WORD = "What does {word} mean?"
# Choices that are no facets, by intent.
OTHERS: Mapping[str, tuple[str, str]] = {
    "ask_advice": ("A program that fits me", "Which program fits me?"),
    "ask_capabilities": ("What you can ask", "What can I ask you?"),
    "ask_person": ("Talk to a person", "I'd like to talk to a person"),
}
_LANGUAGE = "ask_language"
# Cosine from which a statement on the very thing that a message names is worth showing.
_LOOSELY = 0.42
# A reading is worth offering from this confidence on, and from this share of that of the likeliest.
_LIKELY, _NEARLY = 0.25, 0.6
# These need a subject: by themselves they are no reading of a message that names none.
_OF_SOMETHING = frozenset({Facet.COMPARE, Facet.COURSE_DETAIL, Facet.TERM, Facet.CAREER_DETAIL})
_UNSURE = "I'm not sure that I understood that"
_ENGLISH = "I only understand English so far; short and simple words are fine"
_START = (Facet.PREREQUISITES, Facet.SALARY, Facet.COURSES)


def not_understood(parse: Mapping[str, Any], context: Context, knowledge: Knowledge) -> Answer:
    """The nearest statement if one is near enough, else up to three readings to choose from."""
    guesses = _guesses(parse)
    asking = next((name for name in guesses if _facet(name)), "ask_overview")
    asked = read({**parse, "intent": {"name": asking}}, context, knowledge)
    question = asked or Question(Facet.OVERVIEW, near=_near(parse))
    draft = Draft(question, knowledge)
    if _states(draft, parse):
        return draft.answer()
    draft.outcome = Outcome.NOT_UNDERSTOOD
    likely = [name for name, confidence in guesses.items() if _is_likely(confidence, guesses)]
    _ask_back(draft, [name for name in likely if _can_be_offered(name, question)][:MOST_FOLLOW_UPS])
    if _LANGUAGE in likely:
        draft.say(_ENGLISH)
    return draft.answer()


def _states(draft: Draft, parse: Mapping[str, Any]) -> bool:
    """Says what is known on the thing, where that is near enough to the message to be worth it."""
    question, knowledge = draft.question, draft.knowledge
    found = narrow.best(question, knowledge)
    own = {m.subject for m in question.about}
    if found and found[1] >= (narrow.ADDS if found[0].subject in own else narrow.ANSWERS):
        draft.state(found[0].statement)
        return True
    named_now = {Subject(e["entity"], e["value"]) for e in parse.get("entities") or ()}
    loosely = narrow.near(question, knowledge, lambda s: s in named_now, _LOOSELY, most=2)
    if loosely:
        draft.say("I'm not sure that I got your question; this is what I have on it").state(*loosely)
    return bool(loosely)


def _ask_back(draft: Draft, readings: Sequence[str]) -> None:
    """Asks which of the readings was meant; says what can be asked where there is none."""
    named = [m for m in draft.question.about if m.subject.kind != "topic"]
    if named:
        about = called(named[0], draft.knowledge)
        draft.say(f"I'm not sure what you want to know about {about}. Did you mean one of these?")
    elif readings:
        draft.say(
            f"{_UNSURE}. I answer about studying music production and the work it leads to; "
            f"did you mean {'this' if len(readings) == 1 else 'one of these'}?"
        )
    else:
        draft.say(
            "I didn't understand that. I answer about studying music production: degrees, courses, getting in, "
            "schools, cost, and the work it leads to"
        )
    for name in readings or [f"ask_{facet.value}" for facet in _START]:
        draft.follow(*OTHERS.get(name) or _choice(Facet(name.removeprefix("ask_")), draft.question, draft.knowledge))


def _guesses(parse: Mapping[str, Any]) -> dict[str, float]:
    """What the message may have been, likeliest first, with the confidence in it."""
    ranking = parse.get("intent_ranking") or ()
    return {g["name"]: float(g.get("confidence") or 0.0) for g in ranking if g.get("name") not in (None, _FALLBACK)}


def _can_be_offered(intent: str, question: Question) -> bool:
    facet = _facet(intent)
    return intent in OTHERS or (facet in CHOICES and (bool(question.about) or facet not in _OF_SOMETHING))


def _is_likely(confidence: float, guesses: Mapping[str, float]) -> bool:
    return confidence >= _LIKELY and confidence >= _NEARLY * max(guesses.values())


def at_a_loss(reply: Answer, *, person: bool = True) -> Answer:
    """What is said when guessing has not helped: what can be asked, and a way to a person.

    Args:
        reply: the readings that would be offered; the likeliest stays.
        person: whether there is anybody to pass a question on to.
    """
    way_out = ", or put your question to a person" if person else ""
    text = (
        "I still don't get it, sorry. I answer about studying music production: degrees and courses, getting in, "
        f"schools and cost, and the work it leads to. Say it in a few plain words, or see what you can ask{way_out}."
    )
    ways = [FollowUp(*OTHERS["ask_capabilities"]), *([FollowUp(*OTHERS["ask_person"])] if person else [])]
    offered = dict.fromkeys((*ways, *reply.follow_ups))
    english = f" {_ENGLISH}." if _ENGLISH in reply.text else ""
    return replace(reply, text=text + english, follow_ups=tuple(offered)[:MOST_FOLLOW_UPS])


def sole_reading(reply: Answer) -> Optional[tuple[str, str]]:
    """Intent and message of the only choice that was offered, to which "yes" is an answer; None otherwise."""
    if not reply.text.startswith(_UNSURE) or len(reply.follow_ups) != 1:
        return None
    message = reply.follow_ups[0].message
    others = {words: name for name, (_, words) in OTHERS.items()}
    facets = {words: f"ask_{facet.value}" for facet, (_, words) in CHOICES.items()}
    intent = others.get(message) or facets.get(message)
    return (intent, message) if intent else None


def _choice(facet: Facet, question: Question, knowledge: Knowledge) -> tuple[str, str]:
    """Label and message of a choice, on the school, job or word that the message names."""
    label, message = CHOICES[facet]
    for school in question.of_kind("school")[:1] if facet in ON_A_SCHOOL else ():
        institution = knowledge.institutions.get(school.subject.id)
        if institution:
            label, message = ON_A_SCHOOL[facet][0], ON_A_SCHOOL[facet][1].format(short_name(institution))
    for job in jobs.asked(question, knowledge)[:1]:
        message = ON_A_JOB.get(facet, message).format(people=job.people())
    for word in question.of_kind("term")[:1] if facet is Facet.TERM else ():
        message = ON_A_WORD.format(word=word.name)
    return label, message


def _facet(intent: str) -> Facet | None:
    try:
        return Facet(intent.removeprefix("ask_"))
    except ValueError:
        return None


def _near(parse: Mapping[str, Any]) -> tuple[Near, ...]:
    return tuple(Near(p["key"], float(p["score"])) for p in parse.get("passages") or ())
