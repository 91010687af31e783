"""How people shorten the names of schools, worked out from the names themselves.

Nobody says "The University of Texas at Austin": it is "U of Texas Austin", and "Oberlin
College" is "Oberlin".  A school added to the data gets such names without anybody
writing them down.  Where several schools are left under one short name ("Columbia",
"UC"), all of them bear it, so that the one who answers can ask which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from overture.knowledge.institutions import Institution
from overture.knowledge.names import fold

_KIND = r"(?:University|College|Institute|Conservatory|School|Academy)"
# Other ways to write a name in full; each may be applied to what another has made.
_REWRITES = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"^The ", ""),
        (r"[- ]Main Campus$| Campus Immersion$| District$|(?<=-)The ", ""),
        (r"(?<=\w) at (?=[A-Z])", " "),
        (r"^University of ", "U of "),
        (r"^University of ", "Univ of "),
        (r"^University of ", "Uni of "),
        (r"(?<=\w) University\b", " Univ"),
        (r"(?<=\w) University$", " Uni"),
        (r"(?<=\w) University$", " U"),
        (r"(?<=\w) Community College$", " CC"),
        (r"(?<=\w) Conservatory of Music$", " Conservatory"),
        (r"\bSaint\b", "St"),
        (r"\bSt\b\.?", "Saint"),
        (r"\bMount\b", "Mt"),
        (r"\bMt\b\.?", "Mount"),
    )
)
_ROUNDS = 3
NOTHING: Mapping[str, str] = MappingProxyType({})
# What is left without the kind of school: "Oberlin College", "Loyola University New Orleans", "University of Dayton".
_BARE = (
    re.compile(rf"^(?P<bare>\S.*?) {_KIND}(?= |$|-)(?! of (?!Music|Technology|the Arts|Art and Design))"),
    re.compile(r"^(?:University|College) of (?!the )(?P<bare>\S.*)$"),
    re.compile(r"^(?P<bare>\S.* State) (?:University|College)\b"),
    re.compile(r"^[A-Z]{4} (?:at )?(?P<bare>[A-Z][a-z]+)$"),  # "SUNY Fredonia"
)
_BRANCH = re.compile(r"(?:-|,| at ).*$")
# Beginnings that several schools share: up to a kind of school, "State", or capitals ("UC", "SUNY").
_SHARED = re.compile(rf"^(?P<head>(?:\S+ ){{0,3}}?(?:(?<= )(?:{_KIND}|State)|[A-Z]{{2,4}}))(?=[ -](?!of\b))")
# "Columbia College Chicago": people leave out the place behind.
_TAILED = re.compile(r"^(?P<head>\S.*? (?:University|College))(?= (?!of\b))")
_OF_PLACE = re.compile(r"^University of (?P<head>(?:[A-Z]\w+ ?){1,2}?)(?=[,-]| at | [A-Z])")
_FEWEST_LETTERS = 4


# What alone is nobody's name.
_KINDS = frozenset({"college", "university", "school", "institute", "academy", "conservatory"})


@dataclass(frozen=True)
class Called:
    """What a way of writing stands for.

    ``bare`` is True for a name without the kind of school ("Rice", "Central Michigan"):
    the words may be something else, so that they are a school only where one is spoken
    of.  A bare name of several schools ("Columbia", "UC") is nobody's own.
    """

    name: str
    schools: tuple[Institution, ...]
    bare: bool = False


def school_names(
    institutions: Iterable[Institution], taken: Container[str] = (), short: Mapping[str, str] = NOTHING
) -> dict[str, Called]:
    """All ways to write the names of schools, by folded form.

    Args:
        institutions: the schools.
        taken: folded names of other things; a shortened name gives way to them.
        short: what people write for a city at the beginning of a name ("SF").
    """
    surfaces = [(school, surface) for school in institutions for surface in school.surfaces()]
    found = _collected(surfaces)
    spelled = [(s, name) for s, surface in surfaces for name in (*_with_short_city(surface, short), surface)]
    other = _collected((s, name) for s, surface in spelled for name in (surface, *rewritten(surface)))
    found |= {key: called for key, called in other.items() if key not in found and key not in taken}
    for key, called in _bare(surfaces, taken):
        if key not in found and key not in taken:
            found[key] = called
    return found


def _with_short_city(name: str, short: Mapping[str, str]) -> Iterator[str]:
    for city, written in short.items():
        if name.startswith(f"{city} "):
            yield f"{written}{name.removeprefix(city)}"


def _collected(names: Iterable[tuple[Institution, str]]) -> dict[str, Called]:
    grouped: dict[str, tuple[str, dict[str, Institution]]] = {}
    for school, name in names:
        grouped.setdefault(fold(name), (name, {}))[1][school.id] = school
    return {key: Called(name, tuple(bearers.values())) for key, (name, bearers) in grouped.items() if key}


def rewritten(name: str) -> list[str]:
    """Other ways to write a name in full."""
    known, last = [name], [name]
    for _ in range(_ROUNDS):
        made = (pattern.sub(written, old) for old in last for pattern, written in _REWRITES)
        last = [new for new in dict.fromkeys(made) if new and new not in known]
        known += last
    return known[1:]


def bare_names(name: str) -> list[str]:
    """What is left of a name without the kind of school."""
    plain = _BRANCH.sub("", name.removeprefix("The "))
    found = (match["bare"].removesuffix(",") for pattern in _BARE if (match := pattern.match(plain)))
    # An abbreviation with dots ("F.I.R.S.T.") is a word without them.
    return [b for b in dict.fromkeys(found) if len(b) >= _FEWEST_LETTERS and not b.endswith((" of", ".", " and"))]


def _bare(surfaces: Iterable[tuple[Institution, str]], taken: Container[str]) -> Iterator[tuple[str, Called]]:
    """Bare names, and beginnings that several schools share, with all schools that bear them."""
    known = [(school, surface.removeprefix("The ")) for school, surface in surfaces]
    bare: dict[str, tuple[str, dict[str, Institution]]] = {}
    for school, surface in known:
        for name in bare_names(surface):
            for spelled in (name, *rewritten(name)):
                bare.setdefault(fold(spelled), (spelled, {}))[1][school.id] = school
        for head in _heads(surface, taken):
            bare.setdefault(fold(head), (head, {}))
        if match := _TAILED.match(surface):
            bare.setdefault(fold(match["head"]), (match["head"], {}))[1][school.id] = school
    begun = _begun(known, bare)
    for key, (name, own) in bare.items():
        if key in _KINDS:
            continue
        bearers = _without_branches({**own, **begun.get(key, {})})
        if own or len(bearers) > 1:
            yield key, Called(name, tuple(bearers), bare=True)


def _heads(surface: str, taken: Container[str]) -> Iterator[str]:
    if match := _SHARED.match(surface):
        yield match["head"]
    if (match := _OF_PLACE.match(surface)) and fold(match["head"]) in taken:
        yield f"University of {match['head'].strip()}"


def _begun(surfaces: Iterable[tuple[Institution, str]], heads: Container[str]) -> dict[str, dict[str, Institution]]:
    """Schools by those of the beginnings that their names have, whole words, folded."""
    found: dict[str, dict[str, Institution]] = {}
    for school, surface in surfaces:
        words = fold(surface).split()
        for begun in (" ".join(words[:length]) for length in range(1, len(words))):
            if begun in heads:
                found.setdefault(begun, {})[school.id] = school
    return found


def _without_branches(bearers: Mapping[str, Institution]) -> list[Institution]:
    """The schools that are no branch of another one: not "Northeastern University Oakland"."""
    names = [(school.id, f"{fold(surface)} ") for school in bearers.values() for surface in school.surfaces()]
    return [s for s in bearers.values() if not any(id != s.id and fold(s.name).startswith(n) for id, n in names)]
