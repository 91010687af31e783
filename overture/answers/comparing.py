"""Two to four things side by side, on what matters for their kind."""

from __future__ import annotations

import re

from overture.answers.base import topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Mentioned, Outcome, Question, Table
from overture.answers.base.words import capital, date, joined, money, pay, percent
from overture.answers.work import jobs, salary
from overture.answers.work.jobs import Job
from overture.answers.work.naming import called
from overture.knowledge import Knowledge
from overture.knowledge.model import Concentration, Course, Degree, Statement, StudyLevel

MOST = 4
_KINDS = ("career", "degree", "concentration", "level", "course")


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """Compares the things named; asks for a second one when there is only one."""
    if titles := _titles_of_one(question, knowledge):
        return _counted_together(question, knowledge, titles)
    for kind in _KINDS:
        named = question.of_kind(kind)[:MOST]
        if len(named) > 1:
            return _careers(question, knowledge) if kind == "career" else _things(question, knowledge, named)
    mixed = question.of_kind(*_KINDS)[:MOST]
    if len(mixed) > 1:
        return _things(question, knowledge, mixed)
    topic = question.of_kind("topic", "requirement")
    if topic:
        facet = _topic_facet(topic[0])
        if facet:
            return topics.answer(question.asking(facet), knowledge)
    return _ask_back(question, knowledge, mixed)


def _topic_facet(mentioned: Mentioned) -> Facet | None:
    for facet, ids in topics.TOPICS.items():
        if mentioned.subject.id in ids:
            return facet
    return None


def _titles_of_one(question: Question, knowledge: Knowledge) -> list[Job]:
    """Several job titles that the statistics count as one occupation; empty when more than one is named."""
    named = {m.name: m for m in question.about if m.subject.kind == "career" and m.subject.id in knowledge.careers}
    titles = [Job(knowledge.careers[m.subject.id], m.name) for m in named.values()]
    one = len({job.career.id for job in titles}) == 1 and len({job.people() for job in titles}) > 1
    return titles if one else []


def _counted_together(question: Question, knowledge: Knowledge, titles: list[Job]) -> Answer:
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    career = titles[0].career
    people = joined(list(dict.fromkeys(job.people() for job in titles)))
    draft.say(f"{people} are counted together as {career.plural}, so no figures tell them apart", career.summary)
    draft.state(career.summary)
    for job in titles:
        jobs.explain_title(draft, job)
    draft.follow("Pay", jobs.PAY.format(people=career.plural))
    draft.follow("Outlook", jobs.OUTLOOK.format(people=career.plural))
    return draft.answer()


def _careers(question: Question, knowledge: Knowledge) -> Answer:
    draft = Draft(question, knowledge)
    asked = jobs.asked(question, knowledge)[:MOST]
    paid = [(j, w) for j in asked if (w := j.career.wage(salary.YEARLY)) and w.median]
    if len(paid) > 1:
        paid.sort(key=lambda pair: -(pair[1].median or 0))
        (most, high), (least, low) = paid[0], paid[-1]
        more = "more" if len(asked) == 2 else "the most"
        draft.say(
            f"{most.people()} earn {more}: a median of **{money(high.median or 0)}** a year in {date(high.as_of)}, "
            f"{least.people()} **{money(low.median or 0)}**",
            high,
            low,
        )
    grown = [(j, p) for j in asked if (p := j.career.projection())]
    if len(grown) > 1:
        grown.sort(key=lambda pair: -pair[1].change_pct)
        draft.say(
            f"Jobs for {grown[0][0].people()} are expected to change by {percent(grown[0][1].change_pct, sign=True)} "
            f"over {grown[0][1].period}, for {grown[-1][0].people()} by {percent(grown[-1][1].change_pct, sign=True)}",
            grown[0][1],
            grown[-1][1],
        )
    if len(paid) < 2 and len(grown) < 2:
        people = joined([job.people() for job in asked])
        draft.say(
            f"Too little is published on {people} to say which pays or grows better; the table shows what is known"
        )
    draft.table = Table(("", *(capital(j.asked) for j in asked)), tuple(_career_rows(draft, asked)))
    draft.listed = question.of_kind("career")[:MOST]
    for job in asked:
        jobs.explain_title(draft, job)
        jobs.count_in(draft, job)
        draft.note(*job.career.cautions)
    draft.follow("Schooling they need", jobs.SCHOOLING.format(people=asked[0].people()))
    return draft.answer()


def _career_rows(draft: Draft, asked: list[Job]) -> list[tuple[str, ...]]:
    def wage(job: Job) -> str:
        found = job.career.wage(salary.YEARLY) or job.career.wage(salary.HOURLY)
        draft.cite(found)
        return pay(found.median, found.unit) if found and found.median else salary.UNKNOWN

    def growth(job: Job) -> str:
        found = job.career.projection()
        draft.cite(found)
        return f"{percent(found.change_pct, sign=True)} ({found.period})" if found else salary.UNKNOWN

    def schooling(job: Job) -> str:
        draft.cite(job.career.entry)
        return job.career.entry.education if job.career.entry else salary.UNKNOWN

    def own_boss(job: Job) -> str:
        found = job.career.projection()
        return percent(found.self_employed_pct) if found and found.self_employed_pct is not None else salary.UNKNOWN

    rows = (("Median pay", wage), ("Jobs", growth), ("Usual schooling", schooling), ("Self-employed", own_boss))
    return [(label, *(cell(job) for job in asked)) for label, cell in rows]


def _things(question: Question, knowledge: Knowledge, named: tuple[Mentioned, ...]) -> Answer:
    draft = Draft(question, knowledge)
    draft.listed = named
    kind = named[0].subject.kind
    if kind == "degree" and "degree-titles" in knowledge.topics:
        draft.state(knowledge.topics["degree-titles"].lead)
    things = [thing for m in named if (thing := knowledge.get(m.subject)) is not None]
    for thing in things:
        summary = getattr(thing, "summary", None)
        if isinstance(summary, Statement):
            draft.say(_headed(_short(thing), summary.text), summary)
    tracks = [thing for thing in things if isinstance(thing, Concentration)]
    if len(tracks) > 1:
        rows = tuple((track.name, ", ".join(track.teaches)) for track in tracks)
        draft.table = Table(("Concentration", "What is taught"), rows)
    draft.follow("What is taught", "What classes are taught?")
    draft.follow("Which one fits me?", "Which track is right for me?")
    return draft.answer()


def _headed(name: str, text: str) -> str:
    """A statement with the name of its thing in bold: in its place where the statement begins with it."""
    begins = re.match(rf"(?P<article>(?:an?|the)\s+)?(?P<name>{re.escape(name)})(?!\w)", text, re.IGNORECASE)
    if not begins:
        return f"**{name}**: {text}"
    return f"{begins['article'] or ''}**{begins['name']}**{text[begins.end() :]}"


def _short(thing: object) -> str:
    if isinstance(thing, Degree):
        return thing.short
    if isinstance(thing, (Concentration, StudyLevel, Course)):
        return capital(thing.name)
    return capital(str(getattr(thing, "name", "")))


def _ask_back(question: Question, knowledge: Knowledge, named: tuple[Mentioned, ...]) -> Answer:
    if "degree-titles" in knowledge.topics and not named and not question.of_kind("career"):
        draft = topics.draft(question.asking(Facet.DEGREE_TITLES), knowledge)
        near = draft.answer()
        if any(item.score > 0.6 for item in question.near):
            return near
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.ASKED_BACK
    asks = "Which two do you want side by side?"
    if named:
        asks = f"What do you want {called(named[0], knowledge)} compared with?"
    draft.say(f"{asks} I can compare degree titles, concentrations, levels, courses and jobs")
    draft.follow("MM and MS", "Compare MM and MS")
    draft.follow("Two jobs", "Compare recording engineer and music director")
    draft.follow("Two tracks", "How do the production and acoustical tracks differ?")
    return draft.answer()
