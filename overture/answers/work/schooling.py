"""What schooling a job needs, and teaching."""

from __future__ import annotations

from dataclasses import replace

from overture.answers.base import topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Mentioned, Outcome, Question, Table
from overture.answers.base.words import capital, date
from overture.answers.work import jobs
from overture.answers.work.jobs import Job
from overture.knowledge import Knowledge, Subject
from overture.knowledge.model import Entry

# Statements on one job's schooling: the assignment, older views, what experts say, what a degree may add.
_SAID = 4
TEACHER = "college-music-teacher"
# The group of occupations in education, in the classification of the federal statistics.
_IN_EDUCATION = "25-"


def teachers(knowledge: Knowledge) -> tuple[Subject, ...]:
    """The jobs in which people teach."""
    return tuple(Subject("career", c.id) for c in knowledge.careers.values() if c.soc.startswith(_IN_EDUCATION))


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
    draft.follow("Pay", jobs.PAY.format(people=first.people()))
    draft.follow("Outlook", jobs.OUTLOOK.format(people=first.people()))
    draft.follow("Is the degree worth it?", "Is the degree worth the money?")
    return draft.answer()


def _one(draft: Draft, job: Job, question: Question) -> None:
    """The official assignment first, then what fits the question, then what else is known."""
    career = job.career
    if job.renamed:
        draft.say(f"{job.people()} are counted among {career.plural}", career.summary)
    near = jobs.near(question, job, draft.knowledge, "entry_points", most=2)
    ordered = dict.fromkeys([*career.entry_points[:1], *near, *career.entry_points[1:]])
    draft.state(*list(ordered)[:_SAID])
    if career.entry and not career.entry_points:
        draft.say(_assigned(job, career.entry), career.entry)
    jobs.explain_title(draft, job)
    if not career.entry and not career.entry_points:
        draft.outcome = Outcome.GAP
        draft.say(f"I have no figures on the schooling of {job.people()}")


def _assigned(job: Job, entry: Entry) -> str:
    schooling = entry.education[:1].lower() + entry.education[1:]
    return f"For {job.career.plural} BLS's assignment of {date(entry.as_of)} for usual entry is: {schooling}"


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
    career = knowledge.careers.get(TEACHER)
    if career and not question.of_kind("career"):  # "what would I earn" is then asked of that job
        question = replace(question, about=(*question.about, Mentioned(Subject("career", career.id), career.name)))
    draft = topics.draft(question, knowledge)
    if career:
        draft.state(*career.entry_points[:2])
    return draft.answer()
