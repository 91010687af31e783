"""What the programs say taken together, counted from them each time and never typed.

The programs are those whose pages could be read: no sample and no census.  So every
line names both numbers, a count of requirements is a least one, a page's silence is
no "no", and no share is one of "programs" or "schools" at large.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from overture.answers.base import school_words, subjects
from overture.answers.base.words import joined
from overture.knowledge import Knowledge, ranking
from overture.knowledge.programs import Program
from overture.knowledge.whereabouts import HOME

LEVEL = "master"
# The record that says whose pages these are.
SOURCE = "school-pages"
# To be said once with any of these lines.
ROUGH = (
    "This is from the programs I have pages for, some of them years old, so treat it as a rough picture and check "
    "with the school"
)
# Shares that read as "about half".
_HALF = (0.4, 0.6)
_NUMBERS = "no one two three four five six seven eight nine ten".split()


@dataclass(frozen=True)
class Aggregate:
    """A sentence, the two numbers in it, and the programs that the first one counts."""

    text: str
    count: int
    of: int
    programs: tuple[Program, ...] = ()


def masters(knowledge: Knowledge) -> list[Program]:
    """The master's programs."""
    return [program for program in knowledge.programs.values() if program.level == LEVEL]


def asking(knowledge: Knowledge) -> list[Program]:
    """The master's programs whose admission pages are known, at least in part."""
    return [program for program in masters(knowledge) if program.requirements]


def portfolio_asked(knowledge: Knowledge) -> Aggregate:
    """At least so many ask for a portfolio."""
    found = _demanding(knowledge, "portfolio", ("required",))
    known = len(asking(knowledge))
    text = f"At least {len(found)} of the {known} whose admission pages I have ask for a portfolio or work samples"
    return Aggregate(f"{text}, so prepare one", len(found), known, tuple(found))


def letters_asked(knowledge: Knowledge) -> Aggregate:
    """At least so many ask for letters, and how many letters."""
    found = _demanding(knowledge, "letters", ("required",))
    known = len(asking(knowledge))
    numbers = sorted({ask.number for p in found if (ask := p.ask("letters")) and ask.number})
    where = f"; where a number is given it is {_words(numbers[0])} to {_words(numbers[-1])}" if len(numbers) > 1 else ""
    text = f"At least {len(found)} of the {known} whose admission pages I have ask for recommendation letters{where}"
    return Aggregate(text, len(found), known, tuple(found))


def asked(requirement: str, knowledge: Knowledge) -> Aggregate:
    """At least so many ask for something, or may ask some applicants for it."""
    found = _demanding(knowledge, requirement, ("required", "possible"))
    possible = any((ask := p.ask(requirement)) and ask.demand == "possible" for p in found)
    known, what = len(asking(knowledge)), school_words.requirement(requirement)
    how = "ask for" if not possible else "ask for, or may ask some applicants for,"
    return Aggregate(
        f"At least {len(found)} of the {known} whose admission pages I have {how} {what}",
        len(found),
        known,
        tuple(found),
    )


def grades_asked(knowledge: Knowledge) -> Aggregate:
    """Which grade average is mostly stated, where one is."""
    found = [p for p in asking(knowledge) if (ask := p.ask("gpa")) and ask.number]
    values = Counter(ask.number for p in found if (ask := p.ask("gpa")) and ask.number)
    usual, times = values.most_common(1)[0] if values else (0.0, 0)
    other = [f"{ask.number:g} {_at(p)}" for p in found if (ask := p.ask("gpa")) and ask.number and ask.number != usual]
    beside = f" ({joined(other)})" if other else ""
    text = f"Where a lowest grade average is stated it is mostly {usual:.1f}{beside}"
    return Aggregate(text, times, len(found), tuple(found))


def gre_spared(knowledge: Knowledge) -> Aggregate:
    """Which programs say that the GRE is not required; never a share that requires it."""
    found = [p for p in asking(knowledge) if p.demand("gre") in ("not-required", "optional")]
    names = joined([subjects.school_alias(program) for program in found])
    text = f"The GRE is mostly a thing of older pages, so check. It is not required at {names}" if found else ""
    text = text or "I know of no program that says it doesn't require the GRE"
    return Aggregate(text, len(found), len(asking(knowledge)), tuple(found))


def open_to_others(knowledge: Knowledge) -> Aggregate:
    """Which programs take a bachelor's outside music, and which insist on music."""
    known = [p for p in masters(knowledge) if p.open_to_non_music is not None]
    found = [p for p in known if p.open_to_non_music]
    strict = joined([subjects.school_alias(p) for p in known if not p.open_to_non_music])
    insist = f"; some insist on music ({strict})" if strict else ""
    of = f"Of the {len(known)} whose pages name the bachelor's subject clearly"
    text = f"{of}, {len(found)} accept fields outside music{insist}"
    return Aggregate(text, len(found), len(known), tuple(found))


def lengths(knowledge: Knowledge) -> list[Aggregate]:
    """How long study is planned: in the US, in the UK and Ireland, and MFA degrees."""
    planned = [p for p in masters(knowledge) if p.length and p.length.years_min and p.length.basis == "planned"]
    return [_home(planned), *_one_year(planned, knowledge), *_mfa(planned)]


def _home(planned: list[Program]) -> Aggregate:
    home = [p for p in planned if p.places[0].country == HOME]
    two = [p for p in home if p.length and p.length.years_min == p.length.years_max == 2]
    most = "most of the" if len(two) * 2 > len(home) else f"{len(two)} of the"
    text = f"In the US {most} programs I have a length for are planned for two years ({len(two)} of {len(home)})"
    return Aggregate(text, len(two), len(home), tuple(two))


def _one_year(planned: list[Program], knowledge: Knowledge) -> list[Aggregate]:
    found = []
    for codes in (("GB", "IE"),):
        there = [p for p in planned if p.places[0].country in codes]
        one = [p for p in there if p.length and p.length.years_min == 1]
        if there and len(one) * 2 > len(there):
            names = joined([school_words.country(code, knowledge) for code in codes])
            names = names.replace("the United Kingdom", "the UK")
            text = f"In {names} one year full time is usual ({len(one)} of {len(there)})"
            found.append(Aggregate(text, len(one), len(there), tuple(one)))
    return found


def _mfa(planned: list[Program]) -> list[Aggregate]:
    known = [p for p in planned if "mfa" in p.degrees]
    three = [p for p in known if p.length and p.length.years_min == 3]
    where = joined([subjects.school_alias(p) for p in three])
    text = f"MFA degrees can take three years, as at {where} ({len(three)} of the {len(known)} I have a length for)"
    return [Aggregate(text, len(three), len(known), tuple(three))] if three else []


def fully_online(knowledge: Knowledge) -> Aggregate:
    """Which programs can be done online, by name; never a share."""
    known = [p for p in masters(knowledge) if p.delivery]
    found = [p for p in known if p.delivery and "online" in p.delivery.modes]
    campus = [p for p in known if p.delivery and "online" not in p.delivery.modes]
    lead = "Most pages I have that say it describe study on campus. " if len(campus) * 2 > len(known) else ""
    names = joined([_online_name(program) for program in found])
    text = f"{lead}At least {_words(len(found))} can be done online: {names}"
    return Aggregate(text, len(found), len(known), tuple(found))


def _online_name(program: Program) -> str:
    name = program.campus if program.campus and "online" in program.campus.lower() else subjects.school_alias(program)
    field = program.fields_of_study[0] if program.fields_of_study else ""
    return f"{name} ({school_words.field(field)})" if field else name


def largest_online(knowledge: Knowledge) -> Aggregate | None:
    """The online program whose school has the largest number of master's degrees under its code, if there is one.

    That is never "the biggest program": schools choose their codes.
    """
    online = [p for p in masters(knowledge) if p.delivery and p.delivery.modes == ("online",)]
    for program in online:
        for code in program.federal_codes:
            counts = _counts(code.cip, knowledge)
            if counts and counts.get(code.unitid) == max(counts.values()):
                return _largest(program, code.cip, counts[code.unitid], sum(counts.values()), knowledge)
    return None


def _counts(cip: str, knowledge: Knowledge) -> dict[int, int]:
    """Master's degrees under a code in the newest year, by school."""
    year, tables = ranking.newest_year(knowledge), knowledge.tables
    rows = [row for row in tables.awards if row.cip == cip and tables.award_levels[row.level].study_level == LEVEL]
    return {row.unitid: row.counts.get(year) or 0 for row in rows}


def _largest(program: Program, cip: str, number: int, whole: int, knowledge: Knowledge) -> Aggregate:
    title = school_words.title(knowledge.tables.fields[cip].title)
    year = school_words.school_year(ranking.newest_year(knowledge))
    text = (
        f"In {year} {program.school}, whose program is online, had the largest number of master's degrees under the "
        f"federal code {title}: {number} of {whole}"
    )
    return Aggregate(text, number, whole, (program,))


def thesis_split(knowledge: Knowledge) -> Aggregate:
    """How many of those that state an ending end in something called a thesis."""
    known = [p for p in masters(knowledge) if p.ending and p.ending.thesis]
    found = [p for p in known if p.ending and p.ending.thesis in ("required", "optional")]
    half = bool(known) and _HALF[0] <= len(found) / len(known) <= _HALF[1]
    lead = "About half" if half else f"{len(found)} of {len(known)}"
    text = (
        f"{lead} end in something called a thesis, or can ({len(found)} of the {len(known)} whose pages say); it can "
        "be a score, a recording or a design. The others end in a project, portfolio, recital or paper"
    )
    return Aggregate(text, len(found), len(known), tuple(found))


def credits(knowledge: Knowledge) -> Aggregate:
    """Semester credits of US master's degrees that are no MFA; other systems are never compared."""
    at_home = [p for p in masters(knowledge) if p.places[0].country == HOME and "mfa" not in p.degrees]
    found = [p for p in at_home if p.credits and p.credits.min and p.credits.system == "semester"]
    least = sorted(p.credits.min for p in found if p.credits and p.credits.min)
    usual, times = Counter(least).most_common(1)[0] if least else (0.0, 0)
    text = (
        f"US master's degrees here that are not MFAs ask for {least[0]:g} to {least[-1]:g} semester credits at least; "
        f"{times} of the {len(found)} ask for {usual:g}"
        if least
        else "I have no semester credits"
    )
    return Aggregate(text, times, len(found), tuple(found))


def _demanding(knowledge: Knowledge, requirement: str, demands: Iterable[str]) -> list[Program]:
    wanted = set(demands)
    return [p for p in asking(knowledge) if p.demand(requirement) in wanted]


def _at(program: Program) -> str:
    old = "on an old page of" if program.status.doubt == "strong" else "at"
    return f"{old} {subjects.school_alias(program)}"


def _words(number: float) -> str:
    return _NUMBERS[int(number)] if number in range(len(_NUMBERS)) else f"{number:g}"
