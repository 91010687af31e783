"""How the pay of a job has changed over the years."""

from __future__ import annotations

import re
from functools import partial
from typing import Optional

from overture.answers.base.charts import chart
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Chart, Question, Table
from overture.answers.base.words import capital, date, money, pay, percent
from overture.answers.work import jobs
from overture.answers.work.jobs import Job
from overture.answers.work.salary import HOURLY, YEARLY
from overture.knowledge import Knowledge
from overture.knowledge.model import Wage

_OVER_YEARS = re.compile(
    r"\bover (?:the|these|those|all|several|many|recent)? ?(?:last |past )?(?:\w+ )?(?:years|time)\b"
    r"|\b(?:trend|history|development)\b"
    r"|\b(?:every|each|by|per) year since\b|\b(?:by|from) year (?:by|to) year\b|\byear by year\b|\bthrough the years\b"
    r"|\b(?:gone|going|went) (?:up|down)\b|\b(?:changed|risen|rose|fallen|grown|increased|dropped)\b",
    re.IGNORECASE,
)
_FEWEST = 3


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """The medians of all years known, as a table and a line; None where that is not asked, or few years are known."""
    asked = jobs.asked(question, knowledge)
    if len(asked) != 1 or question.filters.places or question.year or not _OVER_YEARS.search(question.text):
        return None
    wages = _known(asked[0], YEARLY) or _known(asked[0], HOURLY)
    if len(wages) < _FEWEST:
        return None
    draft = Draft(question, knowledge)
    _told(draft, asked[0], wages)
    title = f"{asked[0].career.plural}, US"
    rows = tuple((date(wage.as_of), _median(wage)) for wage in wages)
    draft.table = Table(("When", "Median pay"), rows, capital(title))
    draft.chart = _line(title, wages)
    draft.note(*asked[0].career.cautions)
    draft.follow("Outlook", jobs.OUTLOOK.format(people=asked[0].career.plural))
    draft.follow("Pay today", jobs.PAY.format(people=asked[0].career.plural))
    return draft.answer()


def _known(job: Job, unit: str) -> list[Wage]:
    """Its wages with a median, the oldest first."""
    return sorted((w for w in job.career.wages if w.unit == unit and w.median), key=lambda wage: wage.as_of)


def _told(draft: Draft, job: Job, wages: list[Wage]) -> None:
    first, last = wages[0], wages[-1]
    change = percent(((last.median or 0) / (first.median or 1) - 1) * 100, sign=True)
    draft.say(
        f"{jobs.introduce(draft, job)} in the US earned a median of **{_median(last)}** in {date(last.as_of)} and "
        f"{_median(first)} in {date(first.as_of)}: {change}, before inflation",
        *wages,
    )
    jobs.explain_title(draft, job)


def _line(title: str, wages: list[Wage]) -> Chart:
    unit = wages[0].unit
    points = [(date(wage.as_of), float(wage.median or 0)) for wage in wages]
    return chart("line", f"Median pay of {title}", unit, "median", points, partial(money, cents=unit == HOURLY))


def _median(wage: Wage) -> str:
    return pay(wage.median or 0, wage.unit)
