"""Whether it is worth it: costs, pay, outlook and the ways without the degree, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Optional

from overture.answers.base import aggregates, narrow, pages, prices_said, subjects, topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question, Table
from overture.answers.base.words import capital, date, joined, money, percent
from overture.answers.work import jobs
from overture.knowledge import Knowledge, Subject
from overture.knowledge.model import Career, Statement
from overture.knowledge.prices import Price

TOPIC = "worth"
# Statements told each time, by id, as far as the knowledge has them.
_TOLD = ("worth-chances", "worth-no-figure", "worth-debt")
_OTHER_WAYS = ("worth-certificates", "worth-alternatives")
# How the statistics office calls the schooling that the degree stands for.
_MASTERS = "master's degree"
_TEACHER = "college-music-teacher"
_ADDED = 2
# Topics of statements that may answer a narrower question on it.
_LEADING = (TOPIC, "cost", "funding")


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """What facts can say for and against the degree, and what nobody has counted."""
    draft = Draft(question, knowledge)
    topic = knowledge.topics.get(TOPIC)
    if topic is None:
        draft.outcome = Outcome.GAP
        return draft.say("I have nothing on that yet").answer()
    leading = narrow.near(question, knowledge, lambda s: s.kind == "topic" and s.id in _LEADING, narrow.ANSWERS)
    if not leading:
        _usual_way_in(draft)
    adding = narrow.near(question, knowledge, lambda s: s == Subject("topic", TOPIC), most=_ADDED)
    draft.state(*leading, topic.lead, *adding, *_by_id(topic.points, _TOLD))
    _price_of_school(draft)
    draft.state(*_by_id(topic.points, _OTHER_WAYS))
    draft.table = _table(draft)
    for label, message in topics.NEXT[Facet.WORTH]:
        draft.follow(label, message)
    return draft.answer()


def _by_id(statements: Sequence[Statement], ids: Sequence[str]) -> Iterator[Statement]:
    return (statement for id in ids for statement in statements if statement.id == id)


def _usual_way_in(draft: Draft) -> None:
    """For how many of the field's jobs a master's is the usual way in."""
    known = [career for career in jobs.core(draft.knowledge) if career.entry]
    wanting = [career for career in known if _takes_a_masters(career)]
    if not known:
        return
    heart, names = f"{len(known)} jobs at the heart of the field", joined([career.plural for career in wanting])
    draft.say(
        "For getting into the work, mostly not: by BLS's assignment a master's is the usual way into "
        f"{len(wanting)} of the {heart} ({names}); for the other {len(known) - len(wanting)} less is usual"
        if wanting
        else f"For getting into the work, no: by BLS's assignment less than a master's is usual for all {heart}",
        *(career.entry for career in known),
    )


def _takes_a_masters(career: Career) -> bool:
    return career.entry is not None and career.entry.education.lower() == _MASTERS


def _price_of_school(draft: Draft) -> None:
    """What the school named costs, as far as that is known."""
    asked = subjects.asked(draft.question, draft.knowledge)
    for school in asked.schools[:1]:
        prices_said.whole_school(draft, school)


def _table(draft: Draft) -> Optional[Table]:
    """The degree and the work it is the way into, beside work that asks for less."""
    knowledge = draft.knowledge
    named = [job.career for job in jobs.asked(draft.question, knowledge)]
    teacher = knowledge.careers.get(_TEACHER)
    standard = jobs.standard(knowledge)
    beside = next((career for career in named if not _takes_a_masters(career)), standard.career if standard else None)
    if beside is None:
        return None
    rows = [*_study_rows(draft), *_work_rows(draft, teacher, beside)]
    return Table(("", "With the master's", "Without it"), tuple(rows)) if rows else None


def _study_rows(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """What the degree takes in money and time."""
    knowledge = draft.knowledge
    prices = [price for p in aggregates.masters(knowledge) if (price := knowledge.catalog.price(p)) and price.wide]
    if prices:
        yield ("Tuition a year", _tuition(draft, prices), "none")
    lengths = aggregates.lengths(knowledge)[0]
    if lengths.of:
        draft.cite_ids([aggregates.SOURCE])
        yield ("Time", f"two years at {lengths.count} of {lengths.of} US programs", "no extra years")


def _tuition(draft: Draft, prices: Sequence[Price]) -> str:
    paid = sorted({price.wide.unitid: price.other for price in prices if price.wide}.values())
    wide = prices[0].wide
    pages.cite_row(draft, wide)
    year = date(draft.knowledge.tables.about[wide.table].as_of) if wide else ""
    of = f"{len(paid)} schools' averages, {year}"
    return f"{money(paid[0])} to {money(paid[-1])}, half under {money(median(paid))} ({of})"


def _work_rows(draft: Draft, with_it: Optional[Career], without: Career) -> Iterator[tuple[str, str, str]]:
    """Schooling, pay and outlook of a job that takes a master's and of one that doesn't."""
    pair = (with_it if with_it and _takes_a_masters(with_it) else None, without)
    for label, cell in (("A job it is for", _job), ("Pay in it", _pay), ("Jobs in ten years", _outlook)):
        cells = [cell(draft, career) if career else "not known" for career in pair]
        if cells[1] != "not known":
            yield (label, cells[0], cells[1])


def _job(draft: Draft, career: Career) -> str:
    draft.cite(career.entry)
    return f"{capital(career.name)} (usual: {career.entry.education})" if career.entry else capital(career.name)


def _pay(draft: Draft, career: Career) -> str:
    wage = career.wage() or career.wage("USD an hour")
    if wage is None or wage.median is None:
        return "not known"
    draft.cite(wage).note(*career.cautions)
    cents, unit = wage.unit == "USD an hour", wage.unit.removeprefix("USD ")
    low = f"lowest tenth under {money(wage.p10, cents=cents)}, " if wage.p10 else ""
    high = f", highest tenth over {money(wage.p90, cents=cents)}" if wage.p90 else ""
    return f"{low}median {money(wage.median, cents=cents)}{high} {unit}, {date(wage.as_of)}"


def _outlook(draft: Draft, career: Career) -> str:
    projection = career.projection()
    if projection is None:
        return "not known"
    draft.cite(projection)
    return f"{percent(projection.change_pct, sign=True)} over {projection.period}"
