"""What is said to a message that was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from overture.answers import jobs, narrow
from overture.answers.draft import Draft
from overture.answers.model import MOST_FOLLOW_UPS, Answer, Facet, Near, Outcome, Question
from overture.answers.naming import called
from overture.answers.reading import Context, read
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
# Messages of choices where the message names a job.
ON_A_JOB: Mapping[Facet, str] = {
    Facet.CAREER_DETAIL: jobs.WORK,
    Facet.SALARY: jobs.PAY,
    Facet.OUTLOOK: jobs.OUTLOOK,
    Facet.JOB_EDUCATION: jobs.SCHOOLING,
}
ON_A_WORD = "What does {word} mean?"
# Cosine from which a statement on the very thing that a message names is worth showing.
_LOOSELY = 0.42
_START = (Facet.PREREQUISITES, Facet.SALARY, Facet.COURSES)


def not_understood(parse: Mapping[str, Any], context: Context, knowledge: Knowledge) -> Answer:
    """The nearest statement if one is near enough, else up to three readings to choose from."""
    guesses = [g["name"] for g in parse.get("intent_ranking") or () if str(g.get("name", "")).startswith("ask_")]
    asked = read({**parse, "intent": {"name": guesses[0] if guesses else "ask_overview"}}, context, knowledge)
    question = asked or Question(Facet.OVERVIEW, near=_near(parse))
    found = narrow.best(question, knowledge)
    draft = Draft(question, knowledge)
    own = {m.subject for m in question.about}
    if found and found[1] >= (narrow.ADDS if found[0].subject in own else narrow.ANSWERS):
        return draft.state(found[0].statement).answer()
    named_now = {Subject(e["entity"], e["value"]) for e in parse.get("entities") or ()}
    loosely = narrow.near(question, knowledge, lambda s: s in named_now, _LOOSELY, most=2)
    if loosely:
        return draft.say("I'm not sure that I got your question; this is what I have on it").state(*loosely).answer()
    draft.outcome = Outcome.NOT_UNDERSTOOD
    readings = [facet for guess in guesses if (facet := _facet(guess)) and facet in CHOICES][:MOST_FOLLOW_UPS]
    named = [m for m in question.about if m.subject.kind != "topic"]
    if named:
        about = called(named[0], knowledge)
        draft.say(f"I'm not sure what you want to know about {about}. Did you mean one of these?")
    elif readings:
        draft.say(
            "I'm not sure I understood that. I answer about studying music production and the work it leads to; "
            "did you mean one of these?"
        )
    else:
        draft.say(
            "I didn't understand that. I answer about studying music production: degrees, courses, getting in, "
            "schools, cost, and the work it leads to"
        )
    for facet in readings or _START:
        draft.follow(*_choice(facet, question, knowledge))
    return draft.answer()


def _choice(facet: Facet, question: Question, knowledge: Knowledge) -> tuple[str, str]:
    """Label and message of a choice, on the job or word that the message names."""
    label, message = CHOICES[facet]
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
