"""What schooling a job needs, and teaching."""

from __future__ import annotations

from overture.answers import jobs, narrow, topics
from overture.answers.draft import Draft
from overture.answers.jobs import Job
from overture.answers.model import Answer, Outcome, Question, Table
from overture.answers.words import capital, date
from overture.knowledge import Knowledge
from overture.knowledge.model import Entry

TEACHER = "college-music-teacher"


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """The schooling that the occupations asked for usually take."""
    asked = jobs.asked(question, knowledge) or [j for j in [jobs.standard(knowledge)] if j]
    draft = Draft(question, knowledge)
    if not asked:
        draft.outcome = Outcome.GAP
        return draft.say("I have nothing on that job's schooling").answer()
    for job in asked[:2]:
        _one(draft, job, question)
    if len(asked) > 1:
        draft.table = _table(draft, asked)
    first = asked[0]
    draft.follow("Pay", f"What do {first.people()} earn?")
    draft.follow("Outlook", f"What is the job outlook for {first.people()}?")
    draft.follow("Is the degree worth it?", "Is the degree worth the money?")
    return draft.answer()


def _one(draft: Draft, job: Job, question: Question) -> None:
    entry = job.career.entry
    near = narrow.near(question, draft.knowledge, lambda s: jobs.is_career(s, job), narrow.ANSWERS, most=1)
    points = [p for p in near if p in job.career.entry_points]
    draft.state(*points)
    if entry:
        draft.say(_assigned(draft, job, entry), entry)
    draft.state(*job.career.entry_points[:4])
    jobs.explain_title(draft, job)
    if not entry and not job.career.entry_points:
        draft.outcome = Outcome.GAP
        draft.say(f"I have no figures on the schooling of {job.people()}")


def _assigned(draft: Draft, job: Job, entry: Entry) -> str:
    who = f"{job.people()} (counted among {job.career.plural})" if job.renamed else job.career.plural
    schooling = entry.education[:1].lower() + entry.education[1:]
    if schooling.startswith("no formal"):
        return f"No degree is needed: for {who} BLS names no formal credential as usual entry ({date(entry.as_of)})"
    return f"For {who} the usual entry is **{schooling}**, by BLS's assignment of {date(entry.as_of)}"


def _table(draft: Draft, asked: list[Job]) -> Table:
    rows = []
    for job in asked:
        entry = job.career.entry
        draft.cite(entry)
        cells = (entry.education, entry.experience or "none", entry.training or "none") if entry else ("not known",) * 3
        rows.append((capital(job.career.name), *cells))
    return Table(("Job", "Usual schooling", "Experience first", "Training in the job"), tuple(rows))


def teaching(question: Question, knowledge: Knowledge) -> Answer:
    """Teaching with the degree: by kind of college, and what else it takes."""
    draft = topics.draft(question, knowledge)
    career = knowledge.careers.get(TEACHER)
    if career:
        draft.state(*career.entry_points[:2])
    return draft.answer()
