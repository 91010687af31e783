"""Conditions in words, for an answer: "online, in Texas, without a GRE"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overture.answers.base import school_words
from overture.answers.base.model import Filters
from overture.answers.base.words import count, joined, money
from overture.knowledge import Knowledge

_MANY_TITLES = 4
_MODES = {"campus": "on campus", "online": "online", "hybrid": "partly online"}
_CONTROL = {"public": "public", "private nonprofit": "private nonprofit", "private for-profit": "for-profit"}
_PRIVATE = {"private nonprofit", "private for-profit"}
_SORTS = {
    "cheapest": "cheapest first",
    "graduates": "most graduates first",
    "shortest": "shortest first",
    "name": "by name",
}


def describe(filters: Filters, knowledge: Knowledge) -> str:
    """The conditions in words, in the order in which people say them; empty without any."""
    return ", ".join(_parts(filters, knowledge))


def _parts(filters: Filters, knowledge: Knowledge) -> Iterator[str]:
    yield from _control(filters)
    yield from _studies(filters, knowledge)
    yield from _ways(filters)
    yield from _where(filters, knowledge)
    yield from _length(filters)
    yield from _cost(filters)
    yield from _demands(filters)
    yield from _order(filters)


def _control(filters: Filters) -> Iterator[str]:
    if set(filters.control) == _PRIVATE:
        yield "private"
    elif filters.control:
        yield joined([_CONTROL.get(kind, kind) for kind in filters.control], "or")
    if filters.hbcu is not None:
        yield "HBCU" if filters.hbcu else "not an HBCU"


def _studies(filters: Filters, knowledge: Knowledge) -> Iterator[str]:
    if filters.levels:
        names = [school_words.level(id, knowledge) for id in filters.levels]
        few = len(names) < len(knowledge.levels) - 1
        yield f"{joined(names, 'or')} level" if few else _all_but(filters.levels, knowledge)
    if filters.degrees:
        yield _titles(filters.degrees, knowledge)
    if filters.fields:
        yield "in " + joined([school_words.field(id) for id in filters.fields], "or")
    if filters.software:
        yield "teaching " + joined(_software(filters.software), "or")


def _all_but(levels: Sequence[str], knowledge: Knowledge) -> str:
    left_out = [school_words.level(id, knowledge) for id in knowledge.levels if id not in levels]
    return f"any level but {joined(left_out, 'or')}" if left_out else "any level"


def _titles(ids: Sequence[str], knowledge: Knowledge) -> str:
    known = [knowledge.degrees[id] for id in ids if id in knowledge.degrees]
    same = [d for d in knowledge.degrees.values() if d.level in {degree.level for degree in known}]
    left_out = [degree.short for degree in same if degree.id not in ids]
    if len(known) > _MANY_TITLES and left_out:
        return f"any title but {joined(left_out, 'or')}"
    return joined([degree.short for degree in known], "or")


def _software(names: Sequence[str]) -> list[str]:
    """Without a name that another one holds ("Max" beside "Max/MSP")."""
    return [name for name in names if not any(name != other and other.startswith(name) for other in names)]


def _ways(filters: Filters) -> Iterator[str]:
    if filters.delivery:
        yield _MODES.get(filters.delivery, filters.delivery)
    if filters.not_delivery:
        yield f"not {_MODES.get(filters.not_delivery, filters.not_delivery)}"
    if filters.part_time is not None:
        yield "part-time" if filters.part_time else "full-time"


def _where(filters: Filters, knowledge: Knowledge) -> Iterator[str]:
    if filters.places:
        yield "in " + joined([school_words.area(id, knowledge) for id in filters.places], "or")
    if filters.around:
        within = f"within {count(filters.miles)} miles of" if filters.miles is not None else "near"
        yield f"{within} {school_words.area(filters.around, knowledge)}"
    if filters.not_places:
        yield "not in " + joined([school_words.area(id, knowledge) for id in filters.not_places], "or")


def _length(filters: Filters) -> Iterator[str]:
    low, high = filters.years_min, filters.years_max
    if low is not None and high is not None:
        yield f"{school_words.years(low)} long" if low == high else f"{low:g} to {school_words.years(high)} long"
    elif high is not None:
        yield f"{school_words.years(high)} at most"
    elif low is not None:
        yield f"{school_words.years(low)} or more"


def _cost(filters: Filters) -> Iterator[str]:
    low, high = filters.cost_min, filters.cost_max
    if low is not None and high is not None:
        yield f"{money(low)} to {money(high)} a year"
    elif high is not None:
        yield f"up to {money(high)} a year" if high else "free of tuition"
    elif low is not None:
        yield f"{money(low)} a year or more"
    if filters.funding is not None:
        yield "with funding" if filters.funding else "without funding"


def _demands(filters: Filters) -> Iterator[str]:
    wanted = [_demand(wish.requirement) for wish in filters.requirements if wish.wanted]
    unwanted = [_demand(wish.requirement) for wish in filters.requirements if not wish.wanted]
    if filters.thesis is not None:
        (wanted if filters.thesis else unwanted).append("a thesis")
    if wanted:
        yield "with " + joined(wanted)
    if unwanted:
        yield "without " + joined(unwanted, "or")
    if filters.open_to_non_music is not None:
        yield "open to other bachelor's degrees than music" if filters.open_to_non_music else "for music graduates"


def _demand(id: str) -> str:
    """A requirement as any of its kind: "a GRE"."""
    return school_words.requirement(id).replace("the ", "a ", 1)


def _order(filters: Filters) -> Iterator[str]:
    if filters.sort:
        yield _SORTS.get(filters.sort, filters.sort)
    if filters.limit is not None:
        yield f"{filters.limit} of them" if filters.limit > 1 else "one of them"
