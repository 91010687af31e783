"""Pay of one job in one area, as rows, tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from overture.answers.base.charts import chart
from overture.answers.base.model import Chart, Table
from overture.answers.base.words import capital, count, date, money
from overture.answers.work.jobs import Job
from overture.answers.work.pay_places import PayArea
from overture.knowledge import Knowledge
from overture.knowledge.model import Wage
from overture.knowledge.rows import AreaWage, PriceLevel, StateMean

UNKNOWN = "not known"
YEARLY = "USD a year"
_PERCENTILES = (
    ("p10", "Lowest tenth earned less than"),
    ("p25", "Lowest quarter earned less than"),
    ("median", "Median: half earned less, half more"),
    ("p75", "Highest quarter earned more than"),
    ("p90", "Highest tenth earned more than"),
)


@dataclass(frozen=True)
class Local:
    """What is published of one area: pay and price level, each None where it is not."""

    area: PayArea
    wage: Optional[AreaWage]
    price: Optional[PriceLevel]

    @property
    def published(self) -> bool:
        """Whether there is a median."""
        return self.wage is not None and self.wage.median is not None

    @property
    def few(self) -> bool:
        """Whether so few have the job there that the figure is a rough one."""
        return self.wage is not None and "few" in self.wage.occasions


@dataclass(frozen=True)
class Mean:
    """A mean of an older year in words, and its row."""

    text: str
    row: StateMean


def find(job: Job, area: PayArea, knowledge: Knowledge) -> Local:
    """What is published for a job in an area."""
    tables = knowledge.tables
    return Local(area, tables.area_wages.get((job.career.soc, area.code)), tables.price_levels.get(area.code))


def table_rows(job: Job, areas: Iterable[PayArea], knowledge: Knowledge) -> list[Local]:
    """Areas by pay, the highest first; those without a figure last."""
    rows = [find(job, area, knowledge) for area in areas]
    return sorted(rows, key=lambda row: -(row.wage.median or 0) if row.wage else 0)


def national(job: Job, as_of: str) -> Optional[Wage]:
    """Pay in the whole US at the same date; None where there is none to compare with."""
    return job.career.wage(YEARLY, as_of)


def state_mean(job: Job, area: PayArea, knowledge: Knowledge) -> Optional[Mean]:
    """The mean of an older year in an area's state, by the hour where only that is published."""
    row = knowledge.tables.state_means.get((job.career.soc, area.state))
    if row is None or (row.mean_annual is None and row.mean_hourly is None):
        return None
    if row.mean_annual is not None:
        amount = f"{money(row.mean_annual)} a year"
    else:
        amount = f"{money(row.mean_hourly or 0, cents=True)} an hour; a yearly figure is not published"
    when = date(knowledge.tables.about[row.table].as_of)
    state = knowledge.tables.places.state_name(area.state)
    return Mean(f"What I have for {state} is the mean of {when}: {amount}", row)


def hourly_means(job: Job, knowledge: Knowledge) -> list[StateMean]:
    """Means by the hour in all states that have one, the highest first."""
    rows = [row for (soc, _), row in knowledge.tables.state_means.items() if soc == job.career.soc and row.mean_hourly]
    return sorted(rows, key=lambda row: -(row.mean_hourly or 0))


def percentiles(job: Job, local: Local, us: Optional[Wage]) -> Table:
    """The range in the area beside that of the US."""
    rows = []
    for field, label in _PERCENTILES:
        here, there = (_cell(wage, field) for wage in (local.wage, us))
        rows.append((label, here, there))
    caption = ", ".join(filter(None, (capital(job.career.plural), local.area.official)))
    return Table(("", local.area.name, "US"), tuple(rows), caption)


def _cell(wage: AreaWage | Wage | None, field: str) -> str:
    value = getattr(wage, field, None)
    least = "at least " if isinstance(wage, Wage) and field in wage.at_least else ""
    return least + money(value) if value is not None else UNKNOWN


def table(rows: Sequence[Local], caption: str) -> Table:
    """Areas with pay, employees and price level."""
    head = ("Place", "Median a year", "Lowest tenth under", "Highest tenth over", "Employees", "Prices (US = 100)")
    return Table(head, tuple(_row(row) for row in rows), capital(caption))


def _row(row: Local) -> tuple[str, ...]:
    jobs = count(row.wage.employment) if row.wage and row.wage.employment is not None else UNKNOWN
    price = f"{row.price.price_level:.1f}" if row.price else UNKNOWN
    return (row.area.name, _cell(row.wage, "median"), _cell(row.wage, "p10"), _cell(row.wage, "p90"), jobs, price)


def range_chart(job: Job, local: Local) -> Optional[Chart]:
    """The range of pay in one area; None where a step of it is not published."""
    steps = [(field, getattr(local.wage, field, None)) for field, _ in _PERCENTILES]
    points = [(field, float(value)) for field, value in steps if value is not None]
    if len(points) < len(steps):
        return None
    return chart("range", f"Pay of {job.career.plural}, {local.area.name}", YEARLY, local.area.name, points, money)


def bars(rows: Sequence[Local], job: Job) -> Optional[Chart]:
    """Medians of several areas."""
    if len(rows) < 2:
        return None
    points = [(row.area.name, float(row.wage.median or 0)) for row in rows if row.wage]
    return chart("bars", f"Median pay a year of {job.career.plural}", YEARLY, "median", points, money)
