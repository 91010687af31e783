"""Which data there are and how old: counted from the knowledge, for the page and for clients."""

from __future__ import annotations

import re
import weakref
from dataclasses import dataclass
from functools import cached_property

from overture.answers.base.words import count, date
from overture.knowledge import Knowledge

# A year, a month or a day; not the span of a forecast or a school year, whose end may lie ahead.
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-\d{2})?)?")


@dataclass(frozen=True)
class Row:
    """One kind of data: how much of it, and what it says of its age."""

    number: str
    what: str
    age: str


@dataclass(frozen=True)
class Facts:
    """What can be said of some knowledge as a whole."""

    knowledge: Knowledge

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The dates of what others published, from the oldest to the newest."""
        published = [source.as_of for source in self.knowledge.sources.values() if source.url]
        return _sorted([*published, *self._pages])

    @property
    def _pages(self) -> list[str]:
        return [page.as_of for program in self.knowledge.programs.values() for page in program.pages]

    @property
    def newest(self) -> str:
        """The date of the newest source, as it stands in the knowledge; empty where none has one."""
        return self.dates[-1] if self.dates else ""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Programs, schools, occupations and sources, each with its number; without kinds that are empty."""
        found = (self._programs(), self._schools(), self._occupations(), self._sources())
        return tuple(row for row in found if row.number != "0")

    def _programs(self) -> Row:
        number = len(self.knowledge.programs)
        dates = _sorted(self._pages)
        age = _span(dates)
        if undated := len(self._pages) - len(dates):
            age += f"; {count(undated)} of the {count(len(self._pages))} pages give a school year or no date"
        return Row(count(number), "programs, from their schools’ pages", age)

    def _schools(self) -> Row:
        tables = self.knowledge.tables
        about = tables.about.get("schools")
        source = self.knowledge.sources.get(about.source) if about else None
        age = source.short if source else ""
        return Row(count(len(tables.schools)), "schools, from a national directory", age)

    def _occupations(self) -> Row:
        careers = self.knowledge.careers.values()
        dates = _sorted([wage.as_of for career in careers for wage in career.wages])
        age = f"newest pay of {date(dates[-1])}" if dates else ""
        return Row(count(len(careers)), "occupations, with pay and outlook", age)

    def _sources(self) -> Row:
        number = sum(1 for source in self.knowledge.sources.values() if source.url)
        return Row(count(number), "further sources, named with each answer", _span(self.dates))


def _sorted(dates: list[str]) -> tuple[str, ...]:
    return tuple(sorted(as_of for as_of in dates if _DATE.fullmatch(as_of)))


def _span(dates: tuple[str, ...]) -> str:
    return f"from {date(dates[0])} to {date(dates[-1])}" if dates else "without dates"


_latest: list[tuple[weakref.ref[Knowledge], Facts]] = []


def facts(knowledge: Knowledge) -> Facts:
    """The facts of some knowledge; those of the latest one are kept."""
    for known, kept in _latest:
        if known() is knowledge:
            return kept
    made = Facts(knowledge)
    _latest[:] = [(weakref.ref(knowledge), made)]
    return made


def newest(knowledge: Knowledge) -> str:
    """The date of the newest source, as it stands in the knowledge."""
    return facts(knowledge).newest
