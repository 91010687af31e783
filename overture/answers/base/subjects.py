"""Which programs and schools a question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from overture.answers.base.model import Facet, Filters, Mentioned, Question
from overture.knowledge import Knowledge, Subject, fold
from overture.knowledge.institutions import Institution, id_of
from overture.knowledge.programs import Program

# Conditions that pick one of a school's programs rather than narrow a list.
_PICKS = ("levels", "degrees", "fields", "delivery", "not_delivery", "places")
# Facets in which a place is a place, whatever school is called after it.
_OF_PLACES = frozenset({Facet.SALARY, Facet.OUTLOOK})
# "Which bachelor's do I need" asks what a program builds on, not for a bachelor's program.
BUILT_ON = re.compile(
    r"\b(?:need|want|expect|require|ask)\w*\b.*\b(?:bachelor|undergrad)|\b(?:which|what) (?:bachelor|undergrad)",
    re.IGNORECASE,
)
_AT_SCHOOL = re.compile(
    r"\b(?:at|does|did|into|attend|apply to|admitted (?:to|by)|accepted (?:to|at|by))\s*$", re.IGNORECASE
)
# Words of program names that say nothing in a message.
_SMALL = frozenset("and for in of the with at ma ms mm mfa mmus msc master masters music school campus".split())


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
    for mentioned in question.of_kind("school") or _called_like_places(question, knowledge):
        bearers = bearers_of(mentioned, question, knowledge)
        if len(bearers) > 1:
            return Asked(alike=tuple(bearers))
        schools += bearers
        for school in bearers:
            own = picked(_meant(mentioned, school), question, knowledge)
            without = without or (not own and bool(school.programs))
            programs += own
    schools += [s for program in named if (s := knowledge.institutions.get(id_of(program)))]
    once = tuple({school.id: school for school in schools}.values())
    return Asked(once, _by_words(_once(programs), question), (), without and not programs)


def offers(school: Institution, program: Program) -> bool:
    """Whether a program is one of a school's; by id, as comparing whole records is slow."""
    return any(own.id == program.id for own in school.programs)


def _called_like_places(question: Question, knowledge: Knowledge) -> list[Mentioned]:
    """Places that are rather the school of that name: "does Louisville want ...", not "schools in Louisville"."""
    if question.of_kind("program") or question.facet in _OF_PLACES:
        return []
    named = []
    for mentioned in question.of_kind("place"):
        if mentioned.start >= 0 and _AT_SCHOOL.search(question.text[: mentioned.start]):
            names = (mentioned.name, f"University of {mentioned.name}", f"{mentioned.name} University")
            alike = [(name, found) for name in names if (found := knowledge.institutions_by_name.get(fold(name)))]
            named += [Mentioned(Subject("school", found[0].id), name) for name, found in alike[:1]]
    return named


def _by_words(programs: tuple[Program, ...], question: Question) -> tuple[Program, ...]:
    """Those of several programs whose own words the message has: "the deadline for Peabody's audio sciences"."""
    if len(programs) < 2 or question.of_kind("program"):
        return programs
    schools = " ".join(m.name for m in question.of_kind("school"))
    said = set(fold(question.text).split()) - set(fold(schools).split()) - {question.filters.not_delivery}
    names = [set(fold(subject_words(program)).split()) for program in programs]
    shared = set.intersection(*names)
    scores = [len((words - shared - _SMALL) & said) for words in names]
    best = max(scores)
    return tuple(p for p, score in zip(programs, scores) if score == best) if best else programs


def subject_words(program: Program) -> str:
    """The words that tell a program from the others of its school."""
    return f"{program.name} {program.campus or ''}"


def _once(programs: Sequence[Program]) -> tuple[Program, ...]:
    return tuple({program.id: program for program in programs}.values())


def bearers_of(mentioned: Mentioned, question: Question, knowledge: Knowledge) -> list[Institution]:
    """The schools that a name can mean, narrowed by the place that the question names."""
    linked = knowledge.institutions.get(mentioned.subject.id)
    called = knowledge.schools_called.get(fold(mentioned.name))
    alike = list(called.schools) if called else [linked] if linked else []
    if len(alike) < 2:
        return alike
    places = question.filters.places or tuple(m.subject.id for m in question.of_kind("place"))
    if places:
        there = [s for s in alike if knowledge.catalog.match_school(s, Filters(places=places)).answer == "yes"]
        alike = there or alike
    if called and called.bare:  # nobody's own name: only what is asked for can tell
        fitting = [school for school in alike if _has_such(school, question, knowledge)]
        return fitting if len(fitting) == 1 else alike
    # A school of just this name comes before one that has it as an alias, and one with programs before one without.
    named = [school for school in alike if fold(school.name) == fold(mentioned.name)]
    with_programs = [school for school in alike if school.programs]
    return next((only for only in (named, with_programs) if len(only) == 1), alike)


def _has_such(school: Institution, question: Question, knowledge: Knowledge) -> bool:
    """Whether a school has what the question asks for; no where it asks for nothing in particular."""
    chosen = Filters(**{name: getattr(question.filters, name) for name in _PICKS if name != "places"})
    if chosen == Filters():
        return False
    by_counts = knowledge.catalog.match_school(school, chosen).answer == "yes"
    return bool(picked(school.programs, question, knowledge)) or by_counts


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
    if question.facet is Facet.PREREQUISITES and BUILT_ON.search(question.text):
        chosen = replace(chosen, levels=())
    if named := _named_in_full(programs, question):
        return named
    fitting = [p for p in programs if knowledge.catalog.match(p, chosen).answer != "no"]
    if not fitting and question.facet is Facet.ONLINE and chosen.delivery:
        # "Can I do it from home" is answered by how it is taught, also where that is on campus.
        chosen = replace(chosen, delivery=None)
        fitting = [p for p in programs if knowledge.catalog.match(p, chosen).answer != "no"]
    if fitting or not chosen.places:
        return fitting
    # The place may have told two schools apart, so that it says nothing of the programs.
    elsewhere = replace(chosen, places=())
    return [p for p in programs if knowledge.catalog.match(p, elsewhere).answer != "no"]


def _named_in_full(programs: Sequence[Program], question: Question) -> list[Program]:
    """Those all of whose own words the message has, whatever field these words may mean elsewhere."""
    said = set(fold(question.text).split())
    own = [(program, set(fold(program.name).split()) - _SMALL) for program in programs]
    return [program for program, words in own if words and words <= said]


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
