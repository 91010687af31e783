"""How many jobs are expected."""

from __future__ import annotations

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Outcome, Question, Table
from overture.answers.base.words import capital, count, joined, percent
from overture.answers.work import jobs
from overture.answers.work.jobs import Job
from overture.knowledge import Knowledge
from overture.knowledge.model import Career, Projection

BENCHMARK = "all-occupations"
# Of more jobs than these the table tells.
_TOLD = 4
_LEVEL = 1.0  # changes smaller than this in ten years are called little


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """The official projection for the occupations asked for."""
    asked = jobs.asked(question, knowledge)
    if len(asked) > 1:
        return _several(question, knowledge, asked)
    job = asked[0] if asked else jobs.standard(knowledge)
    draft = Draft(question, knowledge)
    if job is None or job.career.projection() is None:
        draft.outcome = Outcome.GAP
        people = job.people() if job else "that job"
        draft.say(f"I have no projection for {people}")
        if job:
            draft.follow("What the job is like", jobs.WORK.format(people=people))
            draft.follow("Pay", jobs.PAY.format(people=people))
        draft.follow("Other jobs", "What jobs can I get with it?")
        return draft.answer()
    draft.state(*jobs.near(question, job, knowledge, "outlook_points", "points"))
    _one(draft, job)
    _of_a_place(draft)
    if not asked:
        draft.table = _table(draft, [*jobs.core(knowledge), *_benchmark(knowledge)])
    people = job.people()
    draft.follow("Pay", jobs.PAY.format(people=people))
    draft.follow("Schooling it needs", jobs.SCHOOLING.format(people=people))
    draft.follow("Other jobs", "What jobs can I get with it?")
    return draft.answer()


def _of_a_place(draft: Draft) -> None:
    if draft.question.filters.places or draft.question.of_kind("place"):
        draft.say("This outlook is for the whole country; by place I only have the pay")


def _one(draft: Draft, job: Job) -> None:
    career = job.career
    projection = career.projection()
    if projection is None:
        return
    change = f"**{percent(projection.change_pct, sign=True)}**"
    introduced = f"{job.people()} (counted among {career.plural})" if job.renamed else career.plural
    text = f"{_trend(projection)} for {introduced}: BLS expects {change} over {projection.period}"
    compared = _benchmark_change(draft, career)
    draft.say(text + compared, projection, *([career.summary] if job.renamed else []))
    if projection.openings_a_year:
        draft.say(
            f"That is over the whole ten years, not per year, and about {count(projection.openings_a_year)} openings "
            "a year are expected, mostly to replace people who leave",
            projection,
        )
    draft.state(*career.outlook_points[:1])
    for older in career.older_claims:
        if any(figure.unit == "percent" for figure in older.figures) or "2016" in older.text:
            draft.state(older)
            break


def _trend(projection: Projection) -> str:
    change = projection.change_pct
    if abs(change) < _LEVEL:
        return "Little change"
    if change < 0:
        return "Slightly down" if change > -3 else "Down"
    return "Slightly up" if change < 3 else "Up"


def _benchmark(knowledge: Knowledge) -> list[Career]:
    career = knowledge.careers.get(BENCHMARK)
    return [career] if career else []


def _benchmark_change(draft: Draft, career: Career) -> str:
    own = career.projection()
    for all_jobs in _benchmark(draft.knowledge):
        projection = all_jobs.projection(own.period if own else None)
        if projection and all_jobs is not career:
            draft.cite(projection)
            return f" (all jobs: {percent(projection.change_pct, sign=True)})"
    return ""


def _table(draft: Draft, careers: list[Career]) -> Table:
    rows = []
    for career in careers:
        projection = career.projection()
        draft.cite(projection)
        rows.append((capital(career.name), *_cells(projection)))
    return Table(("Job", "Change in jobs", "Openings a year", "Period"), tuple(rows))


def _cells(projection: Projection | None) -> tuple[str, str, str]:
    if projection is None:
        return ("not known", "not known", "")
    openings = count(projection.openings_a_year) if projection.openings_a_year else "not known"
    return (percent(projection.change_pct, sign=True), openings, projection.period)


def _several(question: Question, knowledge: Knowledge, asked: list[Job]) -> Answer:
    draft = Draft(question, knowledge)
    draft.listed = question.of_kind("career")
    known = [(job, p) for job in asked if (p := job.career.projection())]
    known.sort(key=lambda pair: -pair[1].change_pct)
    if known:
        (first, highest), rest = known[0], known[1:_TOLD]
        others = [f"for {job.people()} by **{percent(p.change_pct, sign=True)}**" for job, p in rest]
        change = f"**{percent(highest.change_pct, sign=True)}** over {highest.period}"
        text = f"Jobs for {first.people()} are expected to change by {change}"
        draft.say(", ".join([text, *([joined(others)] if others else [])]), *(p for _, p in known))
    else:
        draft.outcome = Outcome.GAP
    for job in asked:
        if job.career.projection() is None:
            draft.say(f"I have no projection for {job.people()}")
        jobs.explain_title(draft, job)
        jobs.count_in(draft, job)
    draft.table = _table(draft, [*(job.career for job in asked), *_benchmark(knowledge)])
    draft.follow("Compare their pay", f"Compare the pay of {joined([job.people() for job in asked])}")
    return draft.answer()
