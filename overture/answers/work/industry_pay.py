"""What a job pays in each sector of industry, all over the US."""

from __future__ import annotations

from overture.answers.base import pages
from overture.answers.base.draft import Draft
from overture.answers.base.model import Table
from overture.answers.base.words import capital, count, date, money
from overture.answers.work.jobs import Job
from overture.knowledge.rows import IndustryWage

UNKNOWN = "not known"


def tell(draft: Draft, job: Job) -> bool:
    """Tells the sectors that pay most and least, with a table of all; False where no figure is published."""
    tables = draft.knowledge.tables
    rows = tables.industries_by_occupation.get(job.career.soc, ())
    paid = sorted((row for row in rows if _median(row)), key=lambda row: -_median(row))
    if not paid:
        return False
    when, first, last = date(tables.about[paid[0].table].as_of), paid[0], paid[-1]
    most = f"**{_said(first)}** in {when}, in {_sector(draft, first)}"
    if len(paid) == 1:
        draft.say(f"The one industry with a figure for {job.career.plural} paid a median of {most}")
    else:
        draft.say(
            f"Of the industries with a figure, {job.career.plural} earned most in {_sector(draft, first)}: a median of "
            f"**{_said(first)}** in {when}. The least was {_said(last)}, in {_sector(draft, last)}"
        )
    pages.cite_row(draft, *paid)
    draft.table = Table(
        ("Industry", "Median", "Lowest tenth under", "Highest tenth over", "Employees"),
        tuple(_row(draft, row) for row in paid),
        f"{capital(job.career.plural)}, US, {when}",
    )
    return True


def _median(row: IndustryWage) -> float:
    """For ordering: a yearly median, else an hourly one; an occupation has the one or the other."""
    return row.median_annual or row.median_hourly or 0.0


def _said(row: IndustryWage) -> str:
    if row.median_annual is not None:
        least = "at least " if "median_annual" in row.at_least else ""
        return f"{least}{money(row.median_annual)} a year"
    return f"{money(row.median_hourly or 0, cents=True)} an hour"


def _sector(draft: Draft, row: IndustryWage) -> str:
    known = draft.knowledge.tables.sectors.get(row.sector)
    return known.title if known else row.sector


def _row(draft: Draft, row: IndustryWage) -> tuple[str, ...]:
    tenths = [_yearly(row, name) for name in ("p10_annual", "p90_annual")]
    employees = count(row.employment) if row.employment is not None else UNKNOWN
    return (_sector(draft, row), _said(row), *tenths, employees)


def _yearly(row: IndustryWage, name: str) -> str:
    value = getattr(row, name)
    least = "at least " if name in row.at_least else ""
    return least + money(value) if value is not None else UNKNOWN
