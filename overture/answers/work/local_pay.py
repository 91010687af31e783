"""What work pays in a state or metropolitan area, and where it pays most."""

from __future__ import annotations

import re

from overture.answers.base import pages
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question
from overture.answers.base.words import count, date, joined, money, percent
from overture.answers.work import area_pay, jobs, pay_order, pay_places
from overture.answers.work.area_pay import Local
from overture.answers.work.jobs import Job
from overture.answers.work.pay_places import PayArea, Where
from overture.knowledge import Knowledge
from overture.knowledge.model import Wage

_STATES = r"(?:states?|cit(?:y|ies)|metros?|metropolitan areas?|areas?|places?|regions?|towns?)"
# "Which state pays most", "highest paying cities", "pay by state".
_TOP = re.compile(
    rf"\b(?:which|what|where|best|highest|top|most|lowest|least|worst)\b.*\b{_STATES}\b.*"
    r"\b(?:pay|pays|paid|paying|earn|earns|salar\w+|wages?|money|most|highest|best|least|lowest)\b"
    rf"|\b(?:pay|pays|paid|paying|earn|salar\w+|wages?|money)\b.*\b(?:most|highest|best|more|least|lowest)\b.*\b{_STATES}\b"
    rf"|\b(?:highest|best|top|lowest|worst)[- ]pay(?:ing)?\b.*\b{_STATES}\b"
    r"|\bwhere\b.*\b(?:earn|pay|paid|pays)\w*\b.*\bmost\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:by|per|each|every|across|all|my|other|different) (?:the )?states?\b|\bmy (?:area|city|region)\b", re.I
)
_PAY = re.compile(r"\b(?:pay|pays|paid|salar\w*|wages?|earn\w*|money|income)\b", re.IGNORECASE)
_BY_THE_HOUR = re.compile(r"\b(?:hour|hourly|hours|hr|hrs)\b", re.IGNORECASE)


def answer(question: Question, knowledge: Knowledge) -> Answer | None:
    """Pay in the places that a question names; None where it names none and asks for no order of places."""
    where = pay_places.where(question, knowledge)
    if question.facet is Facet.COMPARE and (len(where.areas) < 2 or not _asks_pay(question)):
        return None
    top = not where.areas and bool(_TOP.search(question.text) or _EACH.search(question.text))
    if not where.areas and not where.abroad and not top:
        return None
    asked = jobs.asked(question, knowledge) or [j for j in [jobs.standard(knowledge)] if j]
    if not asked:
        return None
    draft = Draft(question, knowledge)
    if where.abroad and not where.areas:
        return _abroad(draft, asked[0], where)
    if top:
        pay_order.most(draft, asked[0])
    elif len(where.areas) == 1:
        for job in asked[:2]:
            _one(draft, job, where.areas[0])
    else:
        _several(draft, asked[0], where)
    _lead_on(draft, asked[0], where)
    return draft.answer()


def _asks_pay(question: Question) -> bool:
    return bool(question.of_kind("career")) or bool(_PAY.search(question.text))


def _one(draft: Draft, job: Job, area: PayArea) -> None:
    """One area: its range against that of the US, prices there, and how many have the job."""
    local = area_pay.find(job, area, draft.knowledge)
    if local.wage is None or local.wage.median is None:
        _unpublished(draft, job, local)
        return
    table = draft.knowledge.tables.about[local.wage.table]
    median = f"**{money(local.wage.median)}** a year"
    who = f"{jobs.introduce(draft, job)} in {pay_places.inside(area)}"
    draft.say(f"{who} earned a median of {median} in {date(table.as_of)}{_range(local)}")
    national = area_pay.national(job, table.as_of)
    if national and national.median:
        draft.say(_against(local.wage.median, national), national)
    _prices(draft, local)
    if local.wage.employment:
        draft.say(f"About {count(local.wage.employment)} employees have the job there")
    _hourly(draft, job, area)
    pages.cite_row(draft, local.wage, local.price)
    jobs.explain_title(draft, job)
    draft.table = area_pay.percentiles(job, local, national)
    draft.chart = area_pay.range_chart(job, local)


def _range(local: Local) -> str:
    wage = local.wage
    if wage is None or wage.p10 is None or wage.p90 is None:
        return ""
    return f"; the lowest tenth under {money(wage.p10)}, the highest tenth over {money(wage.p90)}"


def _against(median: float, national: Wage) -> str:
    apart = (median / (national.median or 1) - 1) * 100
    us = f"in the US as a whole ({money(national.median or 0)})"
    if abs(apart) < 1:
        return f"That is about the same as {us}"
    return f"That is {percent(abs(round(apart)))} {'more' if apart > 0 else 'less'} than {us}"


def _prices(draft: Draft, local: Local) -> None:
    if local.price:
        year = date(draft.knowledge.tables.about[local.price.table].as_of)
        draft.say(f"Prices there stood at {local.price.price_level:.1f} in {year}, where the US is 100")


def _hourly(draft: Draft, job: Job, area: PayArea) -> None:
    """The only hourly figure by state is a mean of an older year."""
    mean = draft.knowledge.tables.state_means.get((job.career.soc, area.state))
    if mean and mean.mean_hourly and area.is_state and _BY_THE_HOUR.search(draft.question.text):
        when = date(draft.knowledge.tables.about[mean.table].as_of)
        draft.say(f"By the hour I have only the mean of {when}: {money(mean.mean_hourly, cents=True)}")
        pages.cite_row(draft, mean)


def _unpublished(draft: Draft, job: Job, local: Local) -> None:
    """No figure for that area: its state's, or the mean of the state and the neighbors that have a figure."""
    area, knowledge = local.area, draft.knowledge
    draft.outcome = Outcome.GAP
    state = area if area.is_state else pay_places.states((area.state,), knowledge)[0]
    of_state = area_pay.find(job, state, knowledge)
    if of_state.published and not area.is_state:
        draft.say(
            f"In the figures that I have, BLS publishes no pay of {job.career.plural} for {pay_places.inside(area)}"
        )
        _one(draft, job, state)
        return
    places = pay_places.inside(area) if area.is_state else f"{pay_places.inside(area)} or for {state.name}"
    draft.say(f"In the figures that I have, BLS publishes no yearly pay of {job.career.plural} for {places}")
    _mean(draft, job, state)
    known = [r for r in area_pay.table_rows(job, pay_places.neighbors(state, knowledge), knowledge) if r.published]
    if known:
        draft.say(f"Medians of states near it: {joined([f'{row.area.name} {pay_order.median(row)}' for row in known])}")
        pages.cite_row(draft, *(row.wage for row in known))
        draft.table = area_pay.table(known, f"{job.people()}, states near {state.name}")
    jobs.explain_title(draft, job)


def _mean(draft: Draft, job: Job, area: PayArea) -> None:
    mean = area_pay.state_mean(job, area, draft.knowledge)
    if mean:
        draft.say(mean.text)
        pages.cite_row(draft, mean.row)


def _several(draft: Draft, job: Job, where: Where) -> None:
    """Several areas: those with a figure in order, the others named as not published."""
    rows = area_pay.table_rows(job, where.areas, draft.knowledge)
    known = [row for row in rows if row.published]
    missing = [row.area.name for row in rows if not row.published]
    if not known:
        draft.outcome = Outcome.GAP
        draft.say(f"In the figures that I have, BLS publishes no yearly pay of {job.career.plural} for {where.name}")
        for row in rows[:4]:
            _mean(draft, job, row.area)
        return
    first, last = known[0], known[-1]
    median = f"a median of **{pay_order.median(first)}** a year in {pay_order.when(draft, first)}"
    if len(known) == 1:
        draft.say(f"I have one figure there: {median}, for {pay_places.inside(first.area)}")
    else:
        who = job.people() if job.renamed else job.career.plural
        draft.say(
            f"Of {where.name}, {pay_places.inside(first.area)} pays {who} most: {median}; the least is "
            f"{pay_order.median(last)} in {pay_places.inside(last.area)}"
        )
    if missing:
        draft.say(f"Not published: {joined(missing)}")
    pay_order.tell(draft, job, rows, where.name)


def _abroad(draft: Draft, job: Job, where: Where) -> Answer:
    draft.outcome = Outcome.GAP
    draft.say(f"I have pay for the US only, none for {joined(where.abroad)}")
    draft.follow("Pay in the US", jobs.PAY.format(people=job.people()))
    draft.follow("Schools there", f"Which schools in {where.abroad[0]} offer it?")
    return draft.answer()


def _lead_on(draft: Draft, job: Job, where: Where) -> None:
    people = job.people()
    if where.areas:
        draft.follow("Where it pays most", f"Which state pays {people} most?")
    draft.follow("Pay in the US", jobs.PAY.format(people=people))
    draft.follow("Outlook", jobs.OUTLOOK.format(people=people))
