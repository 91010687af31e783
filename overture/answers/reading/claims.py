"""What somebody takes for granted, against the facts: on all programs, on one of them, on a job."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Optional

from overture.answers.base import school_words, subjects
from overture.answers.base.context import Context
from overture.answers.base.model import Filters, Mentioned, Remark, Wish
from overture.answers.base.words import count, date, money, percent
from overture.answers.conditions.numbers import lengths
from overture.answers.conditions.phrase import phrase, spots_of
from overture.answers.work import jobs
from overture.answers.work.jobs import Job
from overture.knowledge import Knowledge
from overture.knowledge.programs import Program

SCHOOLS_PAGES = "school-pages"
_ALL = re.compile(
    r"\b(?:all|every|each|everywhere|always|everyone|everybody|any|both|most)\b"
    r"|\b(?:you|i|we|one) (?:always )?(?:need|have to|must|has to|got to|gotta)\b"
    r"|\b(?:is|are) (?:always )?(?:required|mandatory|needed|obligatory|a must)\b",
)
_NONE = re.compile(
    r"\b(?:none|no one|nobody|never|nowhere"
    r"|no (?:\w+ ){0,2}?(?:schools?|programs?|universit\w+|colleges?|masters?|degrees?))\b"
    r"|\b(?:you|i|we|one) (?:can'?t|cannot|can not)\b|\bthere (?:is|are) no\b|\bnot possible\b|\bimpossible\b"
)
_NOT = re.compile(r"\b(?:not|n't|no|without|isn'?t|doesn'?t|don'?t|aren'?t)\b")
_THESE = re.compile(r"\b(?:these|those|them)\b")
_MONEY = re.compile(
    r"(?<![\w.])\$?\s?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?P<k>k|grand|thousand)?\b", re.IGNORECASE
)
_SIX = re.compile(r"\bsix[- ]figures?\b")
_EARN = re.compile(r"\b(?:earn|earns|make|makes|made|paid|pay|pays|salary|salaries|income)\b")
_GROWS = re.compile(
    r"\b(?:grow(?:s|ing)?|booming|boom|rising|expanding|more (?:and more )?jobs|in (?:high |great )?demand)\b"
)
_SHRINKS = re.compile(r"\b(?:shrink(?:s|ing)?|dying|dead|disappearing|declining|fewer jobs|no jobs)\b")
_LESS = re.compile(r"\b(?:less|under|below|not even|fewer)\b")
_OVER = re.compile(r"\b(?:more|over|above|at least|beyond)\b")
_ROUGHLY = 0.05
# A figure so near to the median, as a share of it, is taken for that.
_NEAR = 0.15


@dataclass(frozen=True)
class _Aspect:
    """Something that holds of a program or not: as conditions, and in words after "programs"."""

    filters: Filters
    words: str


def wrong(clause: str, about: Sequence[Mentioned], context: Context, knowledge: Knowledge) -> Optional[Remark]:
    """What the facts have against a claim; None where they have nothing, or nothing is known.

    Args:
        clause: the claim as typed.
        about: what it names; offsets are into ``clause``.
        context: the last list, for "all of these".
        knowledge: what is known.
    """
    words = clause.lower().replace("’", "'")
    named = [m for m in about if m.subject.kind in ("school", "program")]
    aspect = _aspect(clause, about)
    if named:
        return _of_one(named[0], aspect, words, knowledge) if aspect else _of_kind(named[0], words, knowledge)
    if aspect and (_ALL.search(words) or _NONE.search(words)):
        return _of_all(aspect, words, context, knowledge)
    return _of_a_job(words, about, knowledge)


def _aspect(clause: str, about: Sequence[Mentioned]) -> Optional[_Aspect]:
    read, plain = phrase(clause, spots_of(clause, about)), clause.lower()
    for pattern, aspect in _SAID:
        if pattern.search(read.text) or pattern.search(plain):
            return aspect
    for _, spot in read.signs("requirement"):
        id = spot.ids[0]
        if id == "thesis":
            return _Aspect(Filters(thesis=True), "end with a thesis")
        if id == "music-degree":
            return _MUSIC_DEGREE
        return _Aspect(Filters(requirements=(Wish(id, True),)), f"ask for {school_words.requirement(id)}")
    years = lengths(read.text)
    least = years.get("years_min") or years.get("years_max")
    if least:
        unit = "year" if least == 1 else "years"
        return _Aspect(
            Filters(years_min=least, years_max=years.get("years_max") or least), f"are planned for {least:g} {unit}"
        )
    return None


_MUSIC_DEGREE = _Aspect(Filters(open_to_non_music=False), "insist on a music degree")
_SAID: tuple[tuple[re.Pattern[str], _Aspect], ...] = tuple(
    (re.compile(pattern), aspect)
    for pattern, aspect in (
        (r"\b(?:online|remote(?:ly)?|distance learning)\b", _Aspect(Filters(delivery="online"), "are taught online")),
        (r"\b(?:on[- ]campus|in[- ]person|on site)\b", _Aspect(Filters(delivery="campus"), "are taught on campus")),
        (r"\bpart[- ]?time\b", _Aspect(Filters(part_time=True), "can be studied part-time")),
        (r"\b(?:music degree|degree in music|bachelor'?s? (?:degree )?in music|bachelor of music)\b", _MUSIC_DEGREE),
        (
            r"\b(?:funding|funded|scholarships?|assistantships?|stipends?)\b",
            _Aspect(Filters(funding=True), "name funding"),
        ),
    )
)


def _of_all(aspect: _Aspect, words: str, context: Context, knowledge: Knowledge) -> Optional[Remark]:
    """On a claim about all programs, or all of the last list."""
    programs = _meant(words, context, knowledge)
    verdicts = Counter(str(knowledge.catalog.match(program, aspect.filters).answer) for program in programs)
    yes, no, open = verdicts["yes"], verdicts["no"], verdicts["unknown"]
    none = bool(_NONE.search(words)) or (bool(_NOT.search(words)) and not re.search(r"\bnot all\b", words))
    if not (yes if none else no):
        return None
    which = "of these" if len(programs) < len(knowledge.programs) else "programs"
    begins = f"some {which}" if none else f"not all {which}"
    unsaid = f", and the pages of {count(open)} don't say" if open else ""
    return Remark(
        (
            f"One thing first: {begins} {aspect.words}",
            f"Of the {count(len(programs))} that I know it holds for {count(yes)} and not for {count(no)}{unsaid}",
        ),
        (SCHOOLS_PAGES,),
    )


def _meant(words: str, context: Context, knowledge: Knowledge) -> list[Program]:
    listed = [knowledge.programs[m.subject.id] for m in context.listed if m.subject.id in knowledge.programs]
    return listed if listed and _THESE.search(words) else list(knowledge.programs.values())


def _of_one(named: Mentioned, aspect: _Aspect, words: str, knowledge: Knowledge) -> Optional[Remark]:
    """On a claim about one school's programs, where all of them are known to be otherwise."""
    programs = _programs(named, knowledge)
    verdicts = {knowledge.catalog.match(program, aspect.filters).answer for program in programs}
    claimed = "no" if _NOT.search(words) else "yes"
    if not programs or verdicts != {"no" if claimed == "yes" else "yes"}:
        return None
    name = (
        subjects.one_name(programs[0]) if len(programs) == 1 else f"the {count(len(programs))} programs of {named.name}"
    )
    otherwise = "that isn't so of" if claimed == "yes" else "that is so of"
    return Remark((f"One thing first: by what I have of its pages, {otherwise} {name}",), (SCHOOLS_PAGES,))


def _programs(named: Mentioned, knowledge: Knowledge) -> Sequence[Program]:
    if named.subject.kind == "program":
        program = knowledge.programs.get(named.subject.id)
        return [program] if program else []
    school = knowledge.institutions.get(named.subject.id)
    return school.programs if school else ()


def _of_kind(named: Mentioned, words: str, knowledge: Knowledge) -> Optional[Remark]:
    """On a claim that a school is public or private."""
    school = knowledge.institutions.get(named.subject.id)
    said = re.search(r"\b(?:public|state school|private)\b", words)
    if not school or not school.row or not said or _NOT.search(words):
        return None
    private = said.group() == "private"
    if private == school.row.control.startswith("private"):
        return None
    about = knowledge.tables.about.get(school.row.table)
    return Remark(
        (f"One thing first: {subjects.school_name(school)} is {school.row.control}",), (about.source,) if about else ()
    )


def _of_a_job(words: str, about: Sequence[Mentioned], knowledge: Knowledge) -> Optional[Remark]:
    """On a claim about a job's pay or growth; about the field's typical job where none is named."""
    named = next((m for m in about if m.subject.kind == "career" and m.subject.id in knowledge.careers), None)
    job = Job(knowledge.careers[named.subject.id], named.name) if named else jobs.standard(knowledge)
    if job is None:
        return None
    checks: tuple[tuple[re.Pattern[str], Callable[[str, Job], Optional[Remark]]], ...] = (
        (_EARN, _of_pay),
        (_GROWS, _of_growth),
        (_SHRINKS, _of_decline),
    )
    return next((check(words, job) for pattern, check in checks if pattern.search(words)), None)


def _of_pay(words: str, job: Job) -> Optional[Remark]:
    said, wage = _amount(words), job.career.wage("USD a year")
    if said is None or wage is None or not wage.median or abs(said - wage.median) <= _NEAR * wage.median:
        return None
    over = f"; the highest tenth earn over {money(wage.p90)}" if wage.p90 and said > wage.median else ""
    return Remark(
        (
            f"One thing first: {money(said)} is not what {job.career.plural} in the US usually earn",
            f"Half of them earned less than {money(wage.median)} a year in {date(wage.as_of)}{over}",
        ),
        (wage.source,),
    )


def checked(text: str, about: Sequence[Mentioned], knowledge: Knowledge) -> Optional[Remark]:
    """Whether a figure that somebody repeats is right: "less than 40k?" after the pay of a job.

    Args:
        text: the message.
        about: what was talked about.
        knowledge: what is known.
    """
    words = text.lower()
    said, career = _amount(words), next((m for m in about if m.subject.kind == "career"), None)
    job = Job(knowledge.careers[career.subject.id], career.name) if career else jobs.standard(knowledge)
    wage = job.career.wage("USD a year") if job else None
    if said is None or wage is None or not wage.median:
        return None
    if _LESS.search(words):
        right = wage.median < said
    elif _OVER.search(words):
        right = wage.median > said
    else:
        right = abs(said - wage.median) <= _ROUGHLY * wage.median
    return Remark(
        (f"{'Yes' if right else 'No'}: the median is {money(wage.median)} a year, as of {date(wage.as_of)}",),
        (wage.source,),
    )


def _amount(words: str) -> Optional[float]:
    if _SIX.search(words):
        return 100_000
    amounts = []
    for found in _MONEY.finditer(words):
        number = float(found["number"].replace(",", ""))
        amounts.append(number * 1000 if found["k"] else number)
    likely = [amount for amount in amounts if amount >= 10_000]
    return likely[0] if likely else None


def _of_growth(words: str, job: Job) -> Optional[Remark]:
    projection = job.career.projection()
    if projection is None or projection.change_pct > 0 or _NOT.search(words):
        return None
    return _projected(job, "growth is not what is expected")


def _of_decline(words: str, job: Job) -> Optional[Remark]:
    projection = job.career.projection()
    if projection is None or _NOT.search(words) or projection.change_pct < -10:
        return None
    return _projected(
        job, "it is not as bad as that" if projection.change_pct < 0 else "decline is not what is expected"
    )


def _projected(job: Job, begins: str) -> Optional[Remark]:
    projection = job.career.projection()
    if projection is None:
        return None
    change = percent(projection.change_pct, sign=True)
    return Remark(
        (f"One thing first: {begins}", f"The projection for {job.career.plural} is {change} over {projection.period}"),
        (projection.source,),
    )
