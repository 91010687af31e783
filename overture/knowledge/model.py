"""The typed shape of everything that Overture knows.

One class for each kind of record in ``data/knowledge/``; a file holds a list of
one kind.  The docstrings are read by editors of the facts too: what a sentence here
says of a ``field`` stands in the schemas and in docs/knowledge.md (see
overture/knowledge/meanings.py).  Records are frozen.  Every figure can be traced: it
carries its value, unit, date and the id of its source, itself or through the block it
stands in.

Missing means *not known*; it is ``None`` or an empty tuple, never 0 and never "no".
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any, Literal, Optional

from pydantic import BaseModel, Extra, Field, validator
from pydantic.fields import ModelField

_YEARS = r"\d{4}(-\d{2}(-\d{2})?)?"
DATE = re.compile(rf"({_YEARS}( to {_YEARS})?|undated)\Z", re.ASCII)
DATE_FORM = "a date as YYYY, YYYY-MM, YYYY-MM-DD, two of them joined by ' to ', or undated"
IDENTIFIER = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")

Level = Literal["certificate", "associate", "bachelor", "master", "doctorate"]
Unit = Literal["USD a year", "USD an hour", "jobs", "percent", "years", "semesters", "credits"]
Confidence = Literal["high", "medium", "low"]


class Record(BaseModel):
    """Base of all records: unknown keys are faults, nothing is changed after loading."""

    class Config:
        """Strictness shared by all kinds."""

        extra = Extra.forbid
        frozen = True
        allow_population_by_field_name = True

    def __eq__(self, other: object) -> bool:
        # pydantic 1 makes plain values of both with each comparison.
        return self is other or (type(self) is type(other) and self.__dict__ == other.__dict__)

    @validator("*", pre=True)
    def _no_silent_conversion(cls, value: object, field: ModelField) -> object:
        # pydantic 1 would read "12" as 12, True as 1, 1.9 as 1 where a whole number is wanted, NO (false) as "False".
        if isinstance(value, (list, tuple)):
            inner = value
        else:
            inner = tuple(value.values()) if isinstance(value, Mapping) else (value,)
        for item in inner:
            _no_conversion(item, field.type_)
        return value


def _no_conversion(value: object, wanted: object) -> None:
    if wanted is str and isinstance(value, bool):
        raise ValueError(f"expected text, found {str(value).lower()}: put it in quotes")
    if wanted not in (int, float):
        return
    if isinstance(value, (str, bool)) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"expected a number, found {value!r}")
    if wanted is int and isinstance(value, float) and not value.is_integer():
        raise ValueError(f"expected a whole number, found {value!r}")


def _in_the_calendar(date: str) -> bool:
    """Whether a date can be: no month 0, no 30 February; "2023-24" and "2024-34" are spans of years."""
    parts = [int(part) for part in date.split("-") if part.isdigit()]
    if len(parts) == 2 and parts[1] > parts[0] % 100:
        return True
    try:
        return not parts or bool(datetime.date(*[*parts, 1, 1][:3]))
    except ValueError:
        return False


class Dated(Record):
    """Something with a source and the date it speaks for.

    ``source`` is the id of a record in sources.yaml; ``as_of`` the date that the
    figure or statement holds for, not the day on which it was read.
    """

    source: str
    as_of: str

    @validator("as_of", pre=True)
    def _date(cls, value: object) -> str:
        text = str(value)
        if not DATE.match(text) or not all(_in_the_calendar(day) for day in text.split(" to ")):
            raise ValueError(f"expected {DATE_FORM}")
        return text


class Thing(Record):
    """Something with a name that people ask for.

    ``id`` is lower-case words joined by hyphens; it never changes, since other records
    point to it.  ``name`` is how answers write it.
    ``aliases`` are other ways to write the name; matching ignores case and
    punctuation, so one spelling of each is enough.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()

    @validator("id")
    def _identifier(cls, value: str) -> str:
        if not IDENTIFIER.match(value):
            raise ValueError("expected lower-case words joined by hyphens")
        return value

    def surfaces(self) -> tuple[str, ...]:
        """All ways to write the name, the name itself first."""
        return (self.name, *self.aliases)


class Source(Record):
    """Where facts come from: a publication, data set or page.

    ``id`` is what facts name as their source.
    ``short`` is how it is named beside a figure ("BLS OEWS, May 2025").
    ``publisher`` is who answers for it; ``title`` is the name of the page or publication.
    ``as_of`` is the date that its content speaks for, ``undated`` where it shows none;
    ``released`` the day on which it came out; ``url`` the publisher's own address;
    ``licence`` the terms of use.
    ``attribution`` must be shown wherever its content is used, ``caution`` is said
    under every answer that rests on it, ``note`` is told to those who ask for sources.
    """

    id: str
    short: str
    publisher: str
    title: str
    as_of: str
    url: Optional[str] = None
    released: Optional[str] = None
    licence: Optional[str] = None
    attribution: Optional[str] = None
    caution: Optional[str] = None
    note: Optional[str] = None

    _check_date = validator("as_of", pre=True, allow_reuse=True)(Dated._date.__func__)  # type: ignore[attr-defined]
    _check_id = validator("id", allow_reuse=True)(Thing._identifier.__func__)  # type: ignore[attr-defined]


class Figure(Dated):
    """One number with what it counts.

    ``name`` says what it counts.  ``value`` has plain digits: 73130.  ``unit`` is what
    the number is in: "USD a year", "percent", "credits".
    """

    name: str
    value: float
    unit: str


class Statement(Dated):
    """One thing that can be said, in the project's own words.

    ``text`` is said as it stands: whole sentences, short ones first.
    ``figures`` are the numbers in the text, each with source and date of its own.
    ``confidence`` is lower where the source is old, second-hand or the only one.
    ``id`` is only needed where something points to it.
    ``asks`` are a few ways to ask for just this; with them a question finds its
    statement by meaning, without training.  ``caution`` is said together with it;
    ``also`` are ids of further sources that it rests on.
    """

    id: Optional[str] = None
    text: str
    also: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    caution: Optional[str] = None
    confidence: Confidence = "high"


class Degree(Thing):
    """A credential: its title, level and what sets it apart.

    ``short`` is the abbreviation that tables show; ``level`` the level of study.
    ``summary`` says what the title stands for; ``points`` answer narrower questions.
    """

    short: str
    level: Level
    summary: Statement
    points: tuple[Statement, ...] = ()


class StudyLevel(Thing):
    """A level of study: certificate, associate, bachelor, master, doctorate.

    ``rank`` orders the levels, 1 being the lowest.
    ``summary`` says what the level is; ``points`` answer narrower questions.
    """

    rank: int
    summary: Statement
    points: tuple[Statement, ...] = ()


class Concentration(Thing):
    """A track within a degree and what is taught in it.

    ``summary`` says what the track is; ``points`` answer narrower questions.
    ``teaches`` lists what is taught in it, in a few words each.
    ``bare`` are ordinary words that mean it only where the message speaks of tracks:
    "production" in "compare the production and technical tracks".
    """

    bare: tuple[str, ...] = ()
    summary: Statement
    teaches: tuple[str, ...] = ()
    points: tuple[Statement, ...] = ()


class Course(Thing):
    """A subject that is taught.

    ``summary`` says what one learns in it; ``points`` answer narrower questions.
    ``concentration`` is the id of the track that it belongs to most.
    ``common`` marks the general ones of most titles.
    """

    summary: Statement
    concentration: Optional[str] = None
    common: bool = False
    points: tuple[Statement, ...] = ()


class Requirement(Thing):
    """Something a school may ask of an applicant.

    ``demand`` says how general it is: always, usual, sometimes or rare.
    ``summary`` says what is asked for; ``points`` answer narrower questions.
    """

    demand: Literal["always", "usual", "sometimes", "rare"]
    summary: Statement
    points: tuple[Statement, ...] = ()


class Topic(Thing):
    """A side of studying that is no thing of its own: online study, cost, the thesis...

    ``lead`` answers the plain question; ``points`` answer narrower ones.
    """

    lead: Statement
    points: tuple[Statement, ...] = ()


class Guidance(Statement):
    """A sourced statement on paying, applying, visas, accreditation, worth or access.

    ``id`` is lower-case words joined by hyphens.
    ``topic`` is the id of the topic that it belongs to.
    ``applies_to`` says for whom it holds: "US graduate students".
    """

    id: str
    topic: str
    applies_to: Optional[str] = None


class Term(Thing):
    """A word that beginners ask about.

    ``group`` is the part of the glossary: audio, jobs, study, money and so on.
    ``definition`` explains it in a sentence or two.
    ``source`` is the id of a record in sources.yaml; without it the definition is a plain one of our own.
    """

    group: str
    definition: str
    source: Optional[str] = None


_PERCENTILES = ("p10", "p25", "median", "p75", "p90")


class Wage(Dated):
    """Pay of employees of all ages: percentiles of one unit at one date.

    ``unit`` holds for all its numbers; a job with hourly pay only has no yearly block.
    ``median`` is what the one in the middle earns; ``p10``, ``p25``, ``p75`` and ``p90``
    are the percentiles: a tenth earn less than ``p10``.  ``mean`` is the average.
    ``mean_rse_pct`` is the relative standard error of the mean in percent.
    ``at_least`` names percentiles that the publisher only gives as a lower bound.
    """

    unit: Literal["USD a year", "USD an hour"]
    # In rising order: each is checked against those before it.
    p10: Optional[float] = None
    p25: Optional[float] = None
    median: Optional[float] = None
    p75: Optional[float] = None
    p90: Optional[float] = None
    mean: Optional[float] = None
    mean_rse_pct: Optional[float] = None
    at_least: tuple[str, ...] = ()

    @validator("p25", "median", "p75", "p90", always=True)
    def _in_rising_order(cls, value: Optional[float], values: dict[str, Any], field: ModelField) -> Optional[float]:
        below = _PERCENTILES[: _PERCENTILES.index(field.name)]
        lower = [known for name in below if (known := values.get(name)) is not None]
        if value is not None and lower and value < max(lower):
            raise ValueError(f"is below a lower percentile, expected at least {max(lower):g}")
        return value


class Employment(Dated):
    """Number of employees.

    ``value`` is how many; ``rse_pct`` is the relative standard error in percent.
    """

    value: int
    rse_pct: Optional[float] = None


class Projection(Dated):
    """Jobs expected, employees and self-employed together.

    ``period`` is written like 2024-34; ``as_of`` is the first year of the period.
    ``change_pct`` is the change over the period in percent, negative where jobs are lost.
    ``jobs_start`` and ``jobs_end`` are the jobs in its first and last year.
    ``openings_a_year`` counts those that come from people leaving too.
    ``self_employed_pct`` is the share of the self-employed in percent.
    ``scope`` says whom the projection is for where it is not just this occupation.
    """

    period: str
    change_pct: float
    scope: Optional[str] = None
    jobs_start: Optional[int] = None
    jobs_end: Optional[int] = None
    openings_a_year: Optional[int] = None
    self_employed_pct: Optional[float] = None


class Entry(Dated):
    """What the statistics office assigns as usual schooling to enter the occupation.

    ``education`` is in the publisher's words.  ``experience`` is what is needed in a
    related job, "none" where the publisher says none; ``training`` is what is usual on the job.
    """

    education: str
    experience: Optional[str] = None
    training: Optional[str] = None


class Shares(Dated):
    """Shares in percent by group.

    ``shares`` goes from a group to its percent; ``scope`` says who was counted or asked.
    ``answers`` is the sample size where one is given.
    """

    shares: dict[str, float]
    answers: Optional[int] = None
    scope: Optional[str] = None


class Values(Dated):
    """Values of one unit by group, for instance median pay by industry.

    ``values`` goes from a group to its number, in one ``unit``; ``scope`` says what was counted.
    ``unit`` is what the numbers are in.
    """

    unit: str
    values: dict[str, float]
    scope: Optional[str] = None


class Items(Dated):
    """A list of short texts from one source: tasks, titles, tools.

    ``items`` are the texts, in the order of the source.
    """

    items: tuple[str, ...]


class TitleNote(Statement):
    """What must be said when people ask by one of these job titles.

    For instance that no statistics exist for record producers alone.  ``titles`` are the
    job titles that bring it up.
    """

    titles: tuple[str, ...]


class Career(Thing):
    """An occupation, as the statistics count it, with all that is known of it.

    ``name`` is singular, ``plural`` is used in sentences.  ``covers`` says what the
    statistical group includes beside the job that people mean.  ``titles`` are job
    titles counted here: aliases that keep their own wording in answers; ``title_notes``
    say what must be said when people ask by one of them.
    ``soc`` is the code in the US classification of occupations: "27-4014".
    ``scope`` says how near it is to the field: core, related or extra; "group" is a
    sum of several occupations, "benchmark" one to compare with.
    ``summary`` says what people in it do; ``points`` answer narrower questions;
    ``entry_points`` answer questions on getting in; ``outlook_points`` answer questions on the future.
    ``wages``, ``employment`` and ``projections`` are a block for each date and unit.
    ``entry`` is the usual schooling as the statistics office assigns it; ``attainment``
    is what schooling a survey found.  ``employers`` are shares by industry;
    ``pay_by_industry`` is the median in each of them.
    ``cautions`` are said with its pay.  ``tasks``, ``skills``, ``knowledge``,
    ``software`` and ``tools`` are what a survey of the job names, the most important
    first; ``software_in_demand`` are those that job ads ask for.
    ``older_claims`` are figures quoted elsewhere that newer ones have replaced.
    """

    plural: str
    soc: str
    scope: Literal["core", "related", "extra", "group", "benchmark"]
    covers: Optional[str] = None
    summary: Statement
    titles: tuple[str, ...] = ()
    title_notes: tuple[TitleNote, ...] = ()
    wages: tuple[Wage, ...] = ()
    employment: tuple[Employment, ...] = ()
    projections: tuple[Projection, ...] = ()
    entry: Optional[Entry] = None
    entry_points: tuple[Statement, ...] = ()
    attainment: tuple[Shares, ...] = ()
    employers: tuple[Shares, ...] = ()
    pay_by_industry: tuple[Values, ...] = ()
    outlook_points: tuple[Statement, ...] = ()
    points: tuple[Statement, ...] = ()
    older_claims: tuple[Statement, ...] = ()
    cautions: tuple[str, ...] = ()
    tasks: Optional[Items] = None
    skills: Optional[Values] = None
    knowledge: Optional[Values] = None
    software: Optional[Items] = None
    software_in_demand: tuple[str, ...] = ()
    tools: Optional[Items] = None
    page: Optional[str] = Field(None, description="The address of its page in the handbook.")

    def surfaces(self) -> tuple[str, ...]:
        """Name, plural, aliases, job titles counted here, and those that only a note speaks of."""
        noted = (title for note in self.title_notes for title in note.titles)
        return tuple(dict.fromkeys((self.name, self.plural, *self.aliases, *self.titles, *noted)))

    def wage(self, unit: str = "USD a year", as_of: Optional[str] = None) -> Optional[Wage]:
        """The newest wage block in ``unit``, or the one whose date starts with ``as_of``."""
        fitting = [w for w in self.wages if w.unit == unit and w.as_of.startswith(as_of or "")]
        return max(fitting, key=lambda w: w.as_of, default=None)

    def projection(self, period: Optional[str] = None) -> Optional[Projection]:
        """The newest projection, or that of ``period`` (for example ``2016-26``)."""
        fitting = [p for p in self.projections if period in (None, p.period)]
        return max(fitting, key=lambda p: p.period, default=None)
