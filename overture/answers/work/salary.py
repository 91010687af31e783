"""What work pays."""

from __future__ import annotations

import re
from functools import partial

from overture.answers.base.charts import chart
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Chart, Outcome, Question, Table
from overture.answers.base.words import capital, date, money, pay, percent
from overture.answers.work import jobs
from overture.answers.work.jobs import Job
from overture.knowledge import Knowledge
from overture.knowledge.model import Career, Wage

YEARLY, HOURLY = "USD a year", "USD an hour"
_BY_THE_HOUR = re.compile(r"\b(hour|hourly|hours|hr|hrs|per hr)\b", re.IGNORECASE)
# Words that ask about a figure seen elsewhere.
_OLDER = re.compile(r"\b(older?|article|newer|52|54|39|read|said|saw|heard)\b", re.IGNORECASE)
_WHICH_AVERAGE = re.compile(r"\b(median|average|mean|avg)\b", re.IGNORECASE)
_PERCENTILES = (
    ("p10", "Lowest tenth earned less than"),
    ("p25", "Lowest quarter earned less than"),
    ("median", "Median: half earned less, half more"),
    ("p75", "Highest quarter earned more than"),
    ("p90", "Highest tenth earned more than"),
)
# Of more jobs than these the table tells.
_TOLD = 4
# Older figures are compared with this far back, so that a change is one of years, not of a survey's error.
_LONG_AGO = "2018"


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """Pay of the occupations asked for; of the field's main ones when none is named."""
    asked = jobs.asked(question, knowledge)
    if len(asked) > 1:
        return _several(question, knowledge, asked)
    job = asked[0] if asked else jobs.standard(knowledge)
    draft = Draft(question, knowledge)
    if job is None:
        draft.outcome = Outcome.GAP
        return draft.say("I have no pay figures").answer()
    _one(draft, job, question)
    if not asked:
        draft.say("Other jobs in the field pay differently; the table shows them")
        draft.table, draft.chart = _overview(draft, jobs.core(knowledge)), None
    _lead_on(draft, job, bool(asked))
    return draft.answer()


def _one(draft: Draft, job: Job, question: Question) -> None:
    unit = HOURLY if _BY_THE_HOUR.search(question.text) else YEARLY
    wage = job.career.wage(unit, question.year) or job.career.wage(_other(unit), question.year)
    newest = job.career.wage(unit) or job.career.wage(_other(unit))
    if wage is None or wage.median is None:
        if newest is None:
            _nothing(draft, job)
            return
        draft.say(f"I have no figure of {question.year} for {job.career.plural}", newest)
        wage = newest
    draft.say(_headline(draft, job, wage), wage)
    _history(draft, job.career, wage)
    draft.state(*jobs.near(question, job, draft.knowledge, "points"))
    jobs.explain_title(draft, job)
    if _WHICH_AVERAGE.search(question.text) and wage.mean:
        mean = pay(wage.mean, wage.unit)
        draft.say(f"These are medians; the mean, pulled up by a few high earners, was {mean}", wage)
    draft.table = _percentile_table(job.career, wage)
    draft.chart = _range_chart(job.career, wage)
    draft.note(*job.career.cautions)


def _headline(draft: Draft, job: Job, wage: Wage) -> str:
    median = f"**{money(wage.median or 0, cents=wage.unit == HOURLY)}** {wage.unit.removeprefix('USD ')}"
    text = f"{jobs.introduce(draft, job)} in the US earned a median of {median} in {date(wage.as_of)}"
    if wage.p10 and wage.p90:
        over = "at least" if "p90" in wage.at_least else "over"
        low, high = (money(v, cents=wage.unit == HOURLY) for v in (wage.p10, wage.p90))
        text += f"; the lowest tenth under {low}, the highest tenth {over} {high}"
    return text


def _history(draft: Draft, career: Career, wage: Wage) -> None:
    then = career.wage(wage.unit, _LONG_AGO)
    if then and then.median and wage.median and then.as_of < wage.as_of:
        change = percent((wage.median / then.median - 1) * 100, sign=True)
        draft.say(
            f"In {date(then.as_of)} it was {pay(then.median, then.unit)}: {change} since then, before inflation",
            then,
        )
    if draft.question.year or _OLDER.search(draft.question.text):
        draft.state(*(claim for claim in career.older_claims if any("USD" in f.unit for f in claim.figures)))


def _nothing(draft: Draft, job: Job) -> None:
    draft.outcome = Outcome.GAP
    draft.say(f"I have no pay figures for {job.people()}")
    jobs.explain_title(draft, job)
    draft.note(*job.career.cautions)


def _other(unit: str) -> str:
    return HOURLY if unit == YEARLY else YEARLY


def _percentile_table(career: Career, wage: Wage) -> Table:
    same = [w for w in career.wages if w.as_of == wage.as_of]
    same.sort(key=lambda w: w.unit != wage.unit)
    rows = []
    for field, label in _PERCENTILES:
        cells = [_cell(w, field) for w in same]
        if any(cell != UNKNOWN for cell in cells):
            rows.append((label, *cells))
    head = ("", *(w.unit.removeprefix("USD ").capitalize() for w in same))
    return Table(head, tuple(rows), f"{capital(career.plural)}, US, {date(wage.as_of)}")


UNKNOWN = "not known"


def _cell(wage: Wage | None, field: str) -> str:
    value = getattr(wage, field, None)
    if wage is None or value is None:
        return UNKNOWN
    least = "at least " if field in wage.at_least else ""
    return least + money(value, cents=wage.unit == HOURLY)


def _range_chart(career: Career, wage: Wage) -> Chart | None:
    points = [(field, getattr(wage, field)) for field, _ in _PERCENTILES]
    if any(value is None for _, value in points):
        return None
    title = f"Pay of {career.plural}, {date(wage.as_of)}"
    return chart("range", title, wage.unit, career.plural, points, partial(money, cents=wage.unit == HOURLY))


def _overview(draft: Draft, careers: list[Career]) -> Table:
    """Newest medians side by side; hourly where no yearly figure is published."""
    rows = []
    for career in careers:
        wage = career.wage(YEARLY) or career.wage(HOURLY)
        draft.cite(wage)
        median = pay(wage.median, wage.unit) if wage and wage.median else UNKNOWN
        as_of = date(wage.as_of) if wage else UNKNOWN
        rows.append((capital(career.name), median, _cell(wage, "p10"), _cell(wage, "p90"), as_of))
    return Table(("Job", "Median", "Lowest tenth under", "Highest tenth over", "As of"), tuple(rows))


def _several(question: Question, knowledge: Knowledge, asked: list[Job]) -> Answer:
    draft = Draft(question, knowledge)
    draft.listed = question.of_kind("career")
    year = question.year
    known = [(job, wage) for job in asked if (wage := job.career.wage(YEARLY, year)) and wage.median]
    known.sort(key=lambda pair: -(pair[1].median or 0))
    if len(known) > 1:
        first, rest = known[0], known[1 : _TOLD + 1]
        others = "; ".join(f"{job.people()} {money(wage.median or 0)}" for job, wage in rest)
        draft.say(
            f"{job_pay(*first)} a year in {date(first[1].as_of)}, the most of these; {others}",
            *(wage for _, wage in known),
        )
    for job in asked:
        if job not in [j for j, _ in known]:
            wage = job.career.wage(HOURLY, year)
            if wage and wage.median:
                draft.say(
                    f"For {job.people()} only hourly pay is published: a median of {pay(wage.median, HOURLY)} "
                    f"in {date(wage.as_of)}, which can't be turned into a yearly figure",
                    wage,
                )
            else:
                _nothing(draft, job)
        elif len(known) == 1:
            draft.say(_headline(draft, job, known[0][1]), known[0][1])
    for job in asked:
        jobs.explain_title(draft, job)
        if len(known) > 1 or job not in [j for j, _ in known]:
            jobs.count_in(draft, job)
        draft.note(*job.career.cautions)
        draft.state(*(claim for claim in job.career.older_claims if any("USD" in f.unit for f in claim.figures)))
    draft.table = _overview(draft, [job.career for job in asked])
    draft.chart = _bars(known)
    draft.follow("Outlook", jobs.OUTLOOK.format(people=asked[0].people()))
    draft.follow("Schooling they need", jobs.SCHOOLING.format(people=asked[-1].people()))
    return draft.answer()


def job_pay(job: Job, wage: Wage) -> str:
    """A job's people and their median: "Music directors earned a median of **$73,710**"."""
    return f"{job.people()} earned a median of **{money(wage.median or 0)}**"


def _bars(known: list[tuple[Job, Wage]]) -> Chart | None:
    if len(known) < 2:
        return None
    points = [(job.career.plural, wage.median or 0.0) for job, wage in known]
    return chart("bars", "Median pay a year", YEARLY, "median", points, money)


def _lead_on(draft: Draft, job: Job, named: bool) -> None:
    people = job.people()
    draft.follow("Outlook", jobs.OUTLOOK.format(people=people))
    draft.follow("Schooling it needs", jobs.SCHOOLING.format(people=people))
    other = "music directors" if job.career.id != "music-director" else "sound engineers"
    draft.follow(f"Compare with {other}", f"Compare the pay of {people} and {other}")
