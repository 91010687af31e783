"""The loaded knowledge: all records by kind and id, and look-up by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Union

from overture.knowledge import model
from overture.knowledge.applicants import Aim, Background
from overture.knowledge.catalog import Catalog
from overture.knowledge.institutions import Institution, join
from overture.knowledge.names import fold
from overture.knowledge.places import City, NamedPlace
from overture.knowledge.programs import Program
from overture.knowledge.school_names import Called, school_names
from overture.knowledge.table_set import Tables

# What people write for a city before other words: "LA", "SF".
_SHORT = re.compile(r"[A-Z]{2,3}$")


@dataclass(frozen=True, order=True)
class Subject:
    """Points at one thing that can be asked about: its kind ("career") and id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Passage:
    """A statement together with the topic or thing it belongs to."""

    key: str
    subject: Subject
    statement: model.Statement


@dataclass(frozen=True)
class Knowledge:
    """Everything known.  Each mapping goes from id to record, in the order of the files."""

    sources: Mapping[str, model.Source] = field(default_factory=dict)
    degrees: Mapping[str, model.Degree] = field(default_factory=dict)
    levels: Mapping[str, model.StudyLevel] = field(default_factory=dict)
    concentrations: Mapping[str, model.Concentration] = field(default_factory=dict)
    courses: Mapping[str, model.Course] = field(default_factory=dict)
    requirements: Mapping[str, model.Requirement] = field(default_factory=dict)
    topics: Mapping[str, model.Topic] = field(default_factory=dict)
    guidance: Mapping[str, model.Guidance] = field(default_factory=dict)
    glossary: Mapping[str, model.Term] = field(default_factory=dict)
    careers: Mapping[str, model.Career] = field(default_factory=dict)
    programs: Mapping[str, Program] = field(default_factory=dict)
    backgrounds: Mapping[str, Background] = field(default_factory=dict)
    aims: Mapping[str, Aim] = field(default_factory=dict)
    places: Mapping[str, NamedPlace] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)

    def things(self) -> Iterator[tuple[Subject, model.Thing]]:
        """All records that have a name, with what points at them."""
        for kind, records in self._named().items():
            for record in records.values():
                yield Subject(kind, record.id), record

    def get(self, subject: Subject) -> model.Thing | None:
        """The record that a subject points at; None when it is gone since."""
        return self._named().get(subject.kind, {}).get(subject.id)

    def _named(self) -> dict[str, Mapping[str, NamedRecord]]:
        return {
            "degree": self.degrees,
            "level": self.levels,
            "concentration": self.concentrations,
            "course": self.courses,
            "requirement": self.requirements,
            "topic": self.topics,
            "term": self.glossary,
            "career": self.careers,
            "program": self.programs,
            "place": self.places,
        }

    @cached_property
    def institutions(self) -> Mapping[str, Institution]:
        """Schools by id, of the programs and of the federal tables together."""
        return join(self.tables.schools, self.programs.values())

    @cached_property
    def catalog(self) -> Catalog:
        """Which programs and schools meet conditions."""
        return Catalog(self)

    @cached_property
    def institutions_by_name(self) -> Mapping[str, tuple[Institution, ...]]:
        """Folded name or alias to the schools that bear it; some share one."""
        found: dict[str, dict[str, Institution]] = {}
        for school in self.institutions.values():
            for surface in school.surfaces():
                found.setdefault(fold(surface), {})[school.id] = school
        return {name: tuple(schools.values()) for name, schools in found.items()}

    @cached_property
    def schools_called(self) -> Mapping[str, Called]:
        """Every way to write the name of a school, shortened ones too, by folded form."""
        places = self.tables.places
        cities = (place for place in self.places.values() if isinstance(place, City))
        short = {city.name: alias for city in cities for alias in city.aliases if _SHORT.match(alias)}
        taken = {*self.by_name, *places.by_adjective}
        return school_names(self.institutions.values(), taken, short)

    @cached_property
    def by_name(self) -> Mapping[str, Subject]:
        """Folded name or alias to subject; the checker holds that no two things share one."""
        return {fold(s): subject for subject, thing in self.things() for s in thing.surfaces()}

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """All statements that can answer a narrow question by themselves, by key."""
        found: dict[str, Passage] = {}
        for subject, thing in self.things():
            for name, value in thing:
                for index, statement in enumerate(value if isinstance(value, tuple) else (value,)):
                    if isinstance(statement, model.Statement):
                        key = f"{subject.kind}/{subject.id}/{name}/{index}"
                        found[key] = Passage(key, subject, statement)
        for item in self.guidance.values():
            key = f"guidance/{item.id}"
            found[key] = Passage(key, Subject("topic", item.topic), item)
        return found


NamedRecord = Union[
    model.Degree,
    model.StudyLevel,
    model.Concentration,
    model.Course,
    model.Requirement,
    model.Topic,
    model.Term,
    model.Career,
    Program,
    NamedPlace,
]
