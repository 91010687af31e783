"""The places where a job pays most, or least."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.base import pages
from overture.answers.base.draft import Draft
from overture.answers.base.model import Outcome, Table
from overture.answers.base.words import date, joined, money
from overture.answers.work import area_pay, jobs, pay_places
from overture.answers.work.area_pay import Local
from overture.answers.work.jobs import Job
from overture.knowledge.rows import FEW_EMPLOYEES

_METROS = re.compile(r"\b(?:cit(?:y|ies)|metros?|metropolitan|towns?)\b", re.IGNORECASE)
_LOWEST = re.compile(r"\b(?:least|lowest|worst)\b", re.IGNORECASE)
_MINE = re.compile(r"\bmy (?:state|area|city|region)\b", re.IGNORECASE)
_ROWS = 10


def most(draft: Draft, job: Job) -> None:
    """The states (or metropolitan areas) where the job pays most, or least."""
    text, knowledge = draft.question.text, draft.knowledge
    by_metro, lowest = bool(_METROS.search(text)), bool(_LOWEST.search(text))
    places = knowledge.tables.metros if by_metro else knowledge.tables.places.states
    areas = (pay_places.metros if by_metro else pay_places.states)(places, knowledge)
    known = [row for row in area_pay.table_rows(job, areas, knowledge) if row.published]
    if not known:
        _most_by_mean(draft, job, lowest)
        return
    ordered = known[::-1] if lowest else known
    first, how = ordered[0], "least" if lowest else "most"
    named = joined([f"{pay_places.inside(row.area)} ({median(row)})" for row in ordered[1:3]])
    place = pay_places.inside(first.area)
    draft.say(
        f"{jobs.introduce(draft, job)} earn {how} in {place}: a median of **{median(first)}** a year in "
        f"{when(draft, first)}; then {named}"
    )
    many = next((row for row in ordered if row.wage and (row.wage.employment or 0) >= FEW_EMPLOYEES), None)
    if first.few and many:
        draft.say(
            f"Few have the job in {place}; of the places with {FEW_EMPLOYEES} employees or more it is "
            f"{pay_places.inside(many.area)} ({median(many)})"
        )
    kind = "metropolitan areas" if by_metro else "states"
    draft.say(f"That is of {len(known)} {kind} with a published figure")
    if _MINE.search(text):
        draft.say("Name your state, and I look it up")
    shown = ordered[:_ROWS]
    tell(draft, job, shown, f"{'lowest' if lowest else 'highest'} {len(shown)} of {len(known)} {kind}")


def _most_by_mean(draft: Draft, job: Job, lowest: bool) -> None:
    """Jobs without yearly figures by state: the mean by the hour of an older year."""
    draft.say(f"By state, BLS publishes no yearly pay of {job.career.plural} in the figures that I have")
    draft.outcome = Outcome.GAP
    rows = area_pay.hourly_means(job, draft.knowledge)
    ordered = rows[::-1] if lowest else rows
    if not ordered:
        return
    name = draft.knowledge.tables.places.state_name
    when = date(draft.knowledge.tables.about[ordered[0].table].as_of)
    first = ordered[0]
    paid = money(first.mean_hourly or 0, cents=True)
    how = "lowest" if lowest else "highest"
    draft.say(f"What I have is the mean by the hour of {when}: {how} in {name(first.state)}, at {paid}")
    cells = tuple((name(r.state), money(r.mean_hourly or 0, cents=True)) for r in ordered[:_ROWS])
    draft.table = Table(("State", f"Mean an hour, {when}"), cells, f"The {how} {len(cells)} of {len(ordered)}")
    pages.cite_row(draft, *ordered[:_ROWS])
    jobs.explain_title(draft, job)


def tell(draft: Draft, job: Job, rows: Sequence[Local], caption: str) -> None:
    """Shows areas as a table and as bars, with their sources."""
    pages.cite_row(draft, *(row.wage for row in rows), *(row.price for row in rows))
    jobs.explain_title(draft, job)
    draft.table = area_pay.table(rows, f"{job.people()}, {caption}")
    draft.chart = area_pay.bars([row for row in rows if row.published], job)


def median(row: Local) -> str:
    """The median of an area as money."""
    return money(row.wage.median or 0) if row.wage else area_pay.UNKNOWN


def when(draft: Draft, row: Local) -> str:
    """The month that an area's pay is of."""
    return date(draft.knowledge.tables.about[row.wage.table].as_of) if row.wage else ""
