"""How conditions, places and sizes of schools and programs read in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from overture.answers.base.words import joined, money, plural
from overture.knowledge import Knowledge
from overture.knowledge.criteria import Criterion
from overture.knowledge.programs import Place, Program
from overture.knowledge.query import Wish
from overture.knowledge.whereabouts import HOME

# Regions that stand without an article.
_NO_ARTICLE = ("England", "Europe", "Scandinavia", "Asia", "Africa", "America", "Oceania")
# Requirements with the article they take; others read as their ids.
REQUIREMENTS: Mapping[str, str] = {
    "bachelors-degree": "a bachelor's degree",
    "music-degree": "a music degree",
    "music-background": "a background in music",
    "prior-audio-work": "earlier work in audio or music",
    "math-programming": "math, science or programming",
    "makeup-courses": "make-up courses",
    "portfolio": "a portfolio",
    "audition": "an audition",
    "admission-interview": "an interview",
    "entrance-exam": "an entrance or placement exam",
    "gre": "the GRE",
    "gpa": "a minimum grade average",
    "letters": "recommendation letters",
    "statement-of-purpose": "a statement or essay",
    "resume": "a resume",
    "transcripts": "transcripts",
    "english-test": "an English test",
    "application-fee": "an application fee",
    "prerequisite-courses": "certain courses taken before",
    "software-skills": "skill with certain software",
    "prescreening": "a prescreening",
    "project-proposal": "a project proposal",
    "writing-sample": "a writing sample",
    "first-contact": "a first e-mail before applying",
    "notation": "reading notation",
}


def requirement(id: str) -> str:
    """A requirement in a sentence: "the GRE"."""
    return REQUIREMENTS.get(id, id.replace("-", " "))


def bare(id: str) -> str:
    """A requirement without its article: "GRE", "portfolio"."""
    first, _, rest = requirement(id).partition(" ")
    return rest if first in ("a", "an", "the") else requirement(id)


def field(id: str) -> str:
    """A field of study in words."""
    return id.replace("-", " ")


def level(id: str, knowledge: Knowledge) -> str:
    """A level of study as it stands before "program": "master's"."""
    known = knowledge.levels.get(id)
    return (known.name if known else id).removesuffix(" degree")


def awarded(id: str, knowledge: Knowledge) -> str:
    """Awards of a level: "bachelor's degrees", "certificates"."""
    known = knowledge.levels.get(id)
    return plural(known.name if known else id)


def place(where: Place, knowledge: Knowledge) -> str:
    """A town with its state, or with its country abroad: "Lowell, MA", "Basel, Switzerland"."""
    if where.country == HOME:
        return ", ".join(filter(None, (where.city, where.state))) or "US"
    country = knowledge.tables.places.countries.get(where.country)
    return ", ".join(filter(None, (where.city, country.name if country else where.country)))


def country(code: str, knowledge: Knowledge) -> str:
    """A country as it reads after "in": "the United States", "Spain"."""
    known = knowledge.tables.places.countries.get(code)
    return area(known.id, knowledge) if known else code


def school_year(year: int) -> str:
    """A survey year as a school year: 2024 -> "2023-24"."""
    return f"{year - 1}-{year % 100:02d}"


def places(program: Program, knowledge: Knowledge) -> str:
    """All places of a program."""
    return " and ".join(place(where, knowledge) for where in program.places)


def area(id: str, knowledge: Knowledge) -> str:
    """A place as it reads after "in": "the Southeast", "Boone, NC"."""
    found = knowledge.catalog.area(id)
    if found is None:
        return id.replace("-", " ")
    known = knowledge.places.get(id)
    bare = found.name.removeprefix("The ")
    # Regions and plural names of countries take the article.
    the = (known and known.kind == "region" and not known.name.endswith(_NO_ARTICLE)) or (
        bare.startswith(("United ", "Netherlands", "District "))
    )
    return f"the {bare}" if the or bare != found.name else bare


def inside(id: str, knowledge: Knowledge) -> str:
    """A place with its preposition: "in Texas", "on the East Coast"."""
    name = area(id, knowledge)
    return f"{'on' if name.endswith(('Coast', 'coast')) else 'in'} {name}"


def _span(low: Optional[float], high: Optional[float], show: Callable[[float], str]) -> str:
    if low is not None and high is not None:
        return show(low) if low == high else f"{show(low)} to {show(high)}"
    return f"at least {show(low)}" if low is not None else f"at most {show(high or 0)}"


def years(value: float) -> str:
    """A length: "2 years", "1 year", "1.5 years"."""
    return f"{value:g} year{'' if value == 1 else 's'}"


def condition(criterion: Criterion, knowledge: Knowledge) -> str:
    """A condition as it follows "programs": "in Texas", "without the GRE", "taught online"."""
    value: Any = criterion.value
    words: Mapping[str, Callable[[], str]] = {
        "places": lambda: joined([inside(id, knowledge) for id in value], "or"),
        "not_places": lambda: f"outside {joined([area(id, knowledge) for id in value], 'and')}",
        "around": lambda: f"within {value[1]:g} miles of {area(value[0], knowledge)}",
        "levels": lambda: f"at {joined([level(id, knowledge) for id in value], 'or')} level",
        "degrees": lambda: f"for {joined([_degree(id, knowledge) for id in value], 'or')} degrees",
        "fields": lambda: f"in {joined([field(id) for id in value], 'or')}",
        "delivery": lambda: _taught(value),
        "not_delivery": lambda: f"not only {_taught(value)}",
        "part_time": lambda: "that can be studied part time" if value else "for full-time study only",
        "years": lambda: f"of {_span(value[0], value[1], years)}",
        "cost": lambda: f"for {_span(value[0], value[1], money)} a year",
        "thesis": lambda: "with a thesis" if value else "that can end without a thesis",
        "control": lambda: f"at {joined([kind + ' schools' for kind in value], 'or')}",
        "hbcu": lambda: "at historically Black colleges" if value else "at other than historically Black colleges",
        "open_to_non_music": lambda: "open to a bachelor's outside music" if value else "wanting a music degree",
        "software": lambda: f"naming {joined(value, 'or')} among what is taught",
        "funding": lambda: "with funding for some students at least" if value else "without much funding",
        "awards": lambda: awards(value, knowledge),
    }
    if isinstance(value, Wish):
        return f"{'asking for' if value.wanted else 'without'} {requirement(value.requirement)}"
    return words[criterion.name]()


def _taught(mode: str) -> str:
    return {"online": "taught online", "campus": "taught on campus", "hybrid": "partly online"}.get(mode, mode)


def _degree(id: str, knowledge: Knowledge) -> str:
    known = knowledge.degrees.get(id)
    return known.short if known else id


def awards(value: tuple[tuple[str, ...], tuple[str, ...]], knowledge: Knowledge) -> str:
    """Levels and fields of awards after "schools": "with bachelor's degrees in acoustics"."""
    levels, fields = value
    titles = joined([level(id, knowledge) for id in levels], "or")
    kind = f"{titles} awards" if titles else "awards"
    return f"with {kind} in {codes(fields, knowledge)}"


def codes(fields: tuple[str, ...], knowledge: Knowledge) -> str:
    """The federal codes that stand for fields, by their titles."""
    known = knowledge.tables.fields
    return joined([title(known[cip].title) for cip in sorted(knowledge.catalog.codes(fields)) if cip in known], "or")


def title(name: str) -> str:
    """A federal field title in short: "Recording Arts Technology/Technician" -> "Recording Arts Technology"."""
    return name.partition("/")[0]


def size(band: str) -> str:
    """A band of student numbers: "20,000 and above" -> "20,000 or more students"."""
    return f"{band.replace(' and above', ' or more').replace('-', ' to ')} students"


def programs(criteria: Sequence[Criterion], knowledge: Knowledge, many: bool = True) -> str:
    """Programs under conditions: "MFA programs in the South that take at most 2 years"."""
    titles = [c for c in criteria if c.name in ("degrees", "levels")]
    rest = [condition(c, knowledge) for c in criteria if c not in titles]
    kinds = [joined(_kinds(c, knowledge), "or") for c in titles]
    return " ".join([*kinds, "programs" if many else "program", *rest])


def _kinds(criterion: Criterion, knowledge: Knowledge) -> list[str]:
    value: Any = criterion.value
    return [_degree(id, knowledge) if criterion.name == "degrees" else level(id, knowledge) for id in value]


def open_point(criterion: Criterion) -> str:
    """What records leave open about a condition, after "don't say"."""
    if isinstance(criterion.value, Wish):
        return f"whether {requirement(criterion.value.requirement)} is asked for"
    return {
        "delivery": "whether study is online or on campus",
        "not_delivery": "whether study is online or on campus",
        "part_time": "whether part-time study is possible",
        "years": "how long study takes",
        "cost": "the price, or it depends on where you live",
        "thesis": "whether a thesis is written",
        "degrees": "the degree title",
        "fields": "the field",
        "control": "whether the school is public or private",
        "hbcu": "whether the school is a historically Black one",
        "open_to_non_music": "whether another bachelor's will do",
        "software": "which software is taught",
        "funding": "whether there is funding",
        "around": "how far they are",
    }.get(criterion.name, "all of that")
