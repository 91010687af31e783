"""Which work the degree leads to, and what one job is like."""

from __future__ import annotations

from overture.answers.base import topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Card, Facet, Mentioned, Question, Table
from overture.answers.base.words import capital, count, date, joined, pay, percent
from overture.answers.work import jobs, salary
from overture.answers.work.jobs import Job
from overture.answers.work.schooling import TEACHER
from overture.knowledge import Knowledge, Subject
from overture.knowledge.model import Career

_TASKS = 5
_NAMED = 6


def listing(question: Question, knowledge: Knowledge) -> Answer:
    """The jobs at the heart of the field, with pay and growth side by side."""
    left_out = set(question.excluded)
    # The plain answer names teaching as well.
    no_teaching = Subject("career", TEACHER) in left_out
    draft = Draft(question, knowledge) if no_teaching else topics.draft(question, knowledge)
    careers = [career for career in jobs.core(knowledge) if Subject("career", career.id) not in left_out]
    if left_out:
        names = joined([career.plural for career in careers[:_NAMED]])
        left = f"{count(len(careers))} jobs of the field are left"
        draft.say(f"Without those that you rule out, {left}, among them {names}")
    draft.table = _table(draft, careers)
    draft.listed = tuple(Mentioned(Subject("career", career.id), career.name) for career in careers)
    draft.follow("Pay", "What do sound engineers earn?")
    draft.follow("Outlook", "What is the job outlook for sound engineers?")
    if not no_teaching:
        draft.follow("Teaching", "Can I teach with this degree?")
    return draft.answer()


def _table(draft: Draft, careers: list[Career]) -> Table:
    rows = []
    for career in careers:
        wage = career.wage(salary.YEARLY) or career.wage(salary.HOURLY)
        projection = career.projection()
        draft.cite(wage, projection)
        rows.append(
            (
                capital(career.name),
                pay(wage.median, wage.unit) if wage and wage.median else salary.UNKNOWN,
                percent(projection.change_pct, sign=True) if projection else salary.UNKNOWN,
            )
        )
    return Table(("Job", _pay_head(careers), "Jobs, ten years"), tuple(rows))


def _pay_head(careers: list[Career]) -> str:
    dates = {w.as_of for c in careers if (w := c.wage(salary.YEARLY) or c.wage(salary.HOURLY))}
    return f"Median pay, {date(max(dates))}" if dates else "Median pay"


def detail(question: Question, knowledge: Knowledge) -> Answer:
    """What people in a job do, with which tools and skills; of several, one after the other."""
    asked = jobs.asked(question, knowledge)
    if not asked:
        return listing(question.asking(Facet.CAREERS), knowledge)
    draft = Draft(question, knowledge)
    for job in asked[:2]:
        _one(draft, job, question)
    first = asked[0]
    draft.cards = tuple(_card(job) for job in asked[:4])
    draft.follow("Pay", jobs.PAY.format(people=first.people()))
    draft.follow("Outlook", jobs.OUTLOOK.format(people=first.people()))
    draft.follow("Schooling it needs", jobs.SCHOOLING.format(people=first.people()))
    return draft.answer()


def _one(draft: Draft, job: Job, question: Question) -> None:
    career = job.career
    draft.state(*jobs.near(question, job, draft.knowledge, "points"))
    if job.renamed:
        draft.say(f"{job.people()} are counted among {career.plural}", career.summary)
    draft.say(career.summary.text, career.summary)
    if career.tasks:
        draft.say(f"Among the tasks: {'; '.join(career.tasks.items[:_TASKS])}", career.tasks)
    if career.software:
        draft.say(f"Software named for the job: {joined(career.software.items[:_NAMED])}", career.software)
    if career.skills:
        top = sorted(career.skills.values, key=lambda name: -(career.skills.values[name] if career.skills else 0))[:3]
        draft.say(f"Skills rated highest: {joined([t.lower() for t in top])}", career.skills)
    jobs.explain_title(draft, job)


def _card(job: Job) -> Card:
    career = job.career
    facts = []
    wage = career.wage(salary.YEARLY) or career.wage(salary.HOURLY)
    if wage and wage.median:
        facts.append((f"Median pay, {date(wage.as_of)}", pay(wage.median, wage.unit)))
    projection = career.projection()
    if projection:
        facts.append((f"Jobs {projection.period}", percent(projection.change_pct, sign=True)))
    if career.entry:
        facts.append(("Usual schooling", career.entry.education))
    return Card(capital(career.name), career.covers or "", tuple(facts), career.page)
