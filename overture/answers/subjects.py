"""Which programs and schools a question is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from overture.answers.model import Filters, Mentioned, Question
from overture.knowledge import Knowledge, fold
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program

# Conditions that pick one of a school's programs rather than narrow a list.
_PICKS = ("levels", "degrees", "fields", "delivery", "places")


@dataclass(frozen=True)
class Asked:
    """What a question names: schools, and programs (also those of the schools).

    ``alike`` are several schools that bear the one name used.  ``without`` is True
    where a school is known and has programs, but none of the kind asked for.
    """

    schools: tuple[Institution, ...] = ()
    programs: tuple[Program, ...] = ()
    alike: tuple[Institution, ...] = ()
    without: bool = False

    def __bool__(self) -> bool:
        return bool(self.schools or self.programs or self.alike)


def asked(question: Question, knowledge: Knowledge) -> Asked:
    """The schools and programs that a question names; nothing if it names none."""
    named = [p for m in question.of_kind("program") if (p := knowledge.programs.get(m.subject.id))]
    schools: list[Institution] = []
    programs: list[Program] = list(named)
    without = False
    for mentioned in question.of_kind("school"):
        bearers = bearers_of(mentioned, question, knowledge)
        if len(bearers) > 1:
            return Asked(alike=tuple(bearers))
        schools += bearers
        for school in bearers:
            own = picked(_meant(mentioned, school), question, knowledge)
            without = without or (not own and bool(school.programs))
            programs += own
    for program in named:
        schools += [s for s in knowledge.institutions.values() if program in s.programs]
    return Asked(tuple(dict.fromkeys(schools)), _once(programs), (), without and not programs)


def _once(programs: Sequence[Program]) -> tuple[Program, ...]:
    return tuple({program.id: program for program in programs}.values())


def bearers_of(mentioned: Mentioned, question: Question, knowledge: Knowledge) -> list[Institution]:
    """The schools that a name can mean, narrowed by the place that the question names."""
    linked = knowledge.institutions.get(mentioned.subject.id)
    alike = list(knowledge.institutions_by_name.get(fold(mentioned.name), ())) or ([linked] if linked else [])
    if len(alike) < 2:
        return alike
    places = question.filters.places or tuple(m.subject.id for m in question.of_kind("place"))
    if places:
        there = [s for s in alike if knowledge.catalog.match_school(s, Filters(places=places)).answer == "yes"]
        alike = there or alike
    # A school of just this name comes before one that has it as an alias, and one with programs before one without.
    named = [school for school in alike if fold(school.name) == fold(mentioned.name)]
    with_programs = [school for school in alike if school.programs]
    return next((only for only in (named, with_programs) if len(only) == 1), alike)


def _meant(mentioned: Mentioned, school: Institution) -> tuple[Program, ...]:
    """A school's programs; where its campus or college was named, those of that part."""
    name = fold(mentioned.name)
    inside = [p for p in school.programs if name in map(fold, filter(None, (p.campus, p.part, *p.part_aliases)))]
    return tuple(inside) or school.programs


def picked(programs: Sequence[Program], question: Question, knowledge: Knowledge) -> list[Program]:
    """Those of a school's programs that are of the kind asked for, or may be."""
    chosen = Filters()
    for name in (f.name for f in fields(Filters) if f.name in _PICKS):
        chosen = replace(chosen, **{name: getattr(question.filters, name)})
    fitting = [p for p in programs if knowledge.catalog.match(p, chosen).answer != "no"]
    if fitting or not chosen.places:
        return fitting
    # The place may have told two schools apart, so that it says nothing of the programs.
    elsewhere = replace(chosen, places=())
    return [p for p in programs if knowledge.catalog.match(p, elsewhere).answer != "no"]


def school_name(school: Institution) -> str:
    """A school's name as it reads in a sentence: "the University of Miami"."""
    the = any(program.the and program.school == school.name for program in school.programs)
    return f"the {school.name}" if the else school.name


def short_name(school: Institution) -> str:
    """The usual short way to write a school, for follow-up messages."""
    return school_alias(school.programs[0]) if school.programs else school.name


def school_alias(program: Program) -> str:
    """The first alias of a program's school, for follow-up messages; its name where it has none."""
    return next(iter(program.school_aliases), program.school)


def short_program(program: Program) -> str:
    """A program in few words for a table: "MFA in Sonic Arts"."""
    return f"{program.name}, {program.campus}" if program.campus else program.name


def one_name(program: Program) -> str:
    """A program with its article and school, as it reads in a sentence."""
    return f"the {program.full_name}"
