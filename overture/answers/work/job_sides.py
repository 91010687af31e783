"""One side of a job, where a question wants no more: its tools, its skills, how many have it, who employs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Optional

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question, Table
from overture.answers.base.words import capital, count, date, joined, percent
from overture.answers.work import industry_pay, jobs
from overture.answers.work.jobs import Job
from overture.knowledge import Knowledge
from overture.knowledge.model import Items, Shares, Values
from overture.knowledge.whereabouts import HOME

_NAMED = 3
_FACETS = frozenset(Facet) - {Facet.COMPARE, Facet.SOURCES, Facet.FIT, Facet.WORTH}


@dataclass(frozen=True)
class _Side:
    """A side of a job: the words that ask for it, what it is called, and what tells it; False if it isn't known."""

    words: re.Pattern[str]
    called: str
    tell: Callable[[Draft, Job], bool]


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """The one side that is asked of the job named; None for any other question."""
    asked = jobs.asked(question, knowledge)
    if question.facet not in _FACETS or len(asked) != 1 or _elsewhere(question, knowledge):
        return None
    text = _without_names(question)
    side = next((side for side in _SIDES if side.words.search(text)), None)
    if side is None:
        return None
    job, draft = asked[0], Draft(question, knowledge)
    if not side.tell(draft, job):
        draft.outcome = Outcome.GAP
        draft.say(f"I don't have {side.called} of {job.people()} in my records")
    jobs.count_in(draft, job)
    people = job.people()
    draft.follow("What the job is like", jobs.WORK.format(people=people))
    draft.follow("Pay", jobs.PAY.format(people=people))
    draft.follow("Outlook", jobs.OUTLOOK.format(people=people))
    return draft.answer()


def _without_names(question: Question) -> str:
    """The words beside the job's name: software developers and equipment workers are no questions on their tools."""
    text = question.text
    for mentioned in sorted(question.of_kind("career"), key=lambda m: -m.start):
        if mentioned.start >= 0:
            text = f"{text[: mentioned.start]} {text[mentioned.end :]}"
    return text


def _elsewhere(question: Question, knowledge: Knowledge) -> bool:
    """Whether it is asked of a school or of a place other than the whole US, which is all that is known here."""
    places = (knowledge.places.get(mentioned.subject.id) for mentioned in question.of_kind("place"))
    return bool(question.of_kind("school", "program")) or any(getattr(p, "code", "") != HOME for p in places)


def _listed(what: str, part: str) -> Callable[[Draft, Job], bool]:
    """Tells a list of an O*NET survey."""

    def tell(draft: Draft, job: Job) -> bool:
        items: Optional[Items] = getattr(job.career, part)
        if items is None:
            return False
        draft.say(f"{what} named for {job.career.plural}, the most important first: {joined(items.items)}", items)
        wanted = job.career.software_in_demand if part == "software" else ()
        if wanted:
            draft.say(f"Of these, job ads ask for {joined(wanted)} most")
        return True

    return tell


def _rated(what: str, part: str) -> Callable[[Draft, Job], bool]:
    """Tells ratings of an O*NET survey, the highest first."""

    def tell(draft: Draft, job: Job) -> bool:
        rated: Optional[Values] = getattr(job.career, part)
        if rated is None:
            return False
        ordered = _falling(rated.values)
        draft.say(f"{what} rated highest for {job.career.plural}: {joined(list(ordered)[:_NAMED])}", rated)
        rows = tuple((capital(name), f"{value:.1f}") for name, value in ordered.items())
        draft.table = Table((what, capital(rated.unit)), rows, capital(job.career.plural))
        return True

    return tell


def _number(draft: Draft, job: Job) -> bool:
    newest = max(job.career.employment, key=lambda known: known.as_of, default=None)
    if newest is None:
        return False
    draft.say(
        f"About **{count(newest.value)}** employees in the US worked as {job.career.plural} in {date(newest.as_of)}, "
        "not counting people who work for themselves",
        newest,
    )
    projection = job.career.projection()
    if projection and projection.jobs_start:
        year = projection.period.partition("-")[0]
        draft.say(f"With them, BLS counted {count(projection.jobs_start)} jobs in {year}", projection)
    if newest.rse_pct:
        draft.note(f"A survey estimate with a relative standard error of {percent(newest.rse_pct)}")
    return True


def _self_employed(draft: Draft, job: Job) -> bool:
    projection = job.career.projection()
    if projection is None or projection.self_employed_pct is None:
        return False
    share, year = percent(projection.self_employed_pct), projection.period.partition("-")[0]
    draft.say(f"**{share}** of {job.career.plural} worked for themselves in {year}, by BLS's count", projection)
    draft.note("The pay statistics leave them out")
    return True


def _employers(draft: Draft, job: Job) -> bool:
    shares: Optional[Shares] = max(job.career.employers, key=lambda known: known.as_of, default=None)
    if shares is None:
        return False
    said = [f"{name} ({percent(share)})" for name, share in _falling(shares.shares).items()]
    draft.say(f"Where {job.career.plural} work, by share of jobs in {date(shares.as_of)}: {joined(said)}", shares)
    if shares.scope:
        draft.note(f"Counted for {shares.scope}")
    return True


def _falling(values: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(values.items(), key=lambda item: -item[1]))


def _side(words: str, called: str, tell: Callable[[Draft, Job], bool]) -> _Side:
    return _Side(re.compile(words, re.IGNORECASE), called, tell)


_SIDES = (
    _side(r"\bindustr(?:y|ies)\b|\bsectors?\b", "the pay by industry", industry_pay.tell),
    _side(r"\bself[- ]?employed\b|\bfreelanc\w+|\bwork for themselves\b", "the share of self-employed", _self_employed),
    _side(
        r"\bhow many (?!.*\b(?:openings|hours|years)\b).*\b(?:are there|work(?:ing)?|exist|employed|have the job)\b"
        r"|\bhow many jobs are there\b|\bnumber of (?:people|workers|employees|jobs)\b",
        "the number",
        _number,
    ),
    _side(r"\bwho (?:employs|hires)\b|\bemployers?\b", "the employers", _employers),
    _side(r"\bsoftware\b|\bcomputer programs?\b|\bdaws?\b|\bapps?\b", "the software", _listed("Software", "software")),
    _side(r"\btools?\b|\bequipment\b|\bgear\b", "the tools", _listed("Tools", "tools")),
    _side(r"\bskills?\b", "the skills", _rated("Skills", "skills")),
    _side(
        r"\bknowledge\b|\b(?:have to|need to|should|must) know\b",
        "the fields of knowledge",
        _rated("Knowledge", "knowledge"),
    ),
)
