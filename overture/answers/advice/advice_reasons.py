"""What speaks for a program and what against it, from its facts, and what isn't known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Optional

from overture.answers.advice.advice_match import Match
from overture.answers.advice.advice_state import AdviceState
from overture.answers.advice.background_fit import DEGREE, Fit, Judged, judge
from overture.answers.base import school_words
from overture.answers.base.school_words import requirement
from overture.answers.base.words import joined
from overture.answers.study import cells
from overture.answers.study.cells import Cell
from overture.knowledge import Knowledge
from overture.knowledge.criteria import Criterion, criteria
from overture.knowledge.programs import Cited, Program
from overture.knowledge.query import Wish
from overture.knowledge.rows import Tuition as WideTuition

# Asked of everybody and a hurdle to some.
_HURDLES = ("gre", "audition", "entrance-exam", "prescreening", "project-proposal")
_LONG_YEARS = 3.0
_MOST = 4
# A price is called high from this share of the known prices on.
_HIGH = 0.75


@dataclass(frozen=True)
class Reason:
    """A few words, and the facts or rows of tables that they rest on."""

    text: str
    facts: tuple[Cited, ...] = ()
    rows: tuple[WideTuition, ...] = ()


@dataclass(frozen=True)
class Reasons:
    """For, against, and not known; the weightier first."""

    pro: tuple[Reason, ...] = ()
    con: tuple[Reason, ...] = ()
    unknown: tuple[str, ...] = ()


def reasons(found: Match, state: AdviceState, knowledge: Knowledge) -> Reasons:
    """What speaks for and against a program, given what somebody told."""
    program = found.program
    judged = judge(program, state.background, knowledge)
    known = [one for one in criteria(state.filters) if one not in found.open]
    for_it = [
        *_fields(program, state),
        *_met(program, known, knowledge),
        *_judged(program, judged, knowledge, Fit.MEETS),
    ]
    pro = {reason.text: reason for reason in for_it}.values()
    con = [
        *_judged(program, judged, knowledge, Fit.NOT, Fit.MAY),
        *_hurdles(program, known),
        *_doubts(program, state, knowledge),
    ]
    return Reasons(tuple(pro), tuple(con[:_MOST]), tuple(_unknown(found, state, judged, knowledge))[:_MOST])


def _fields(program: Program, state: AdviceState) -> Iterator[Reason]:
    wanted = [field for field in state.filters.fields if field in program.fields_of_study]
    if wanted:
        yield Reason(f"is about {joined([school_words.field(field) for field in wanted[:2]])}")


def _met(program: Program, known: Iterable[Criterion], knowledge: Knowledge) -> Iterator[Reason]:
    for criterion in known:
        reason = _wished(program, criterion.value) if isinstance(criterion.value, Wish) else None
        if reason is None and criterion.name in _MET:
            reason = _MET[criterion.name](program, criterion.value, knowledge)
        if reason:
            yield reason


def _wished(program: Program, wish: Wish) -> Optional[Reason]:
    ask = program.ask(wish.requirement)
    if ask is None:
        return None
    name = requirement(wish.requirement)
    if wish.wanted:
        return Reason(f"asks for {name}", (ask,))
    how = {"not-required": f"does not ask for {name}", "optional": f"leaves {name} optional"}
    return Reason(how.get(ask.demand, f"can do without {name}"), (ask,))


def _place(program: Program, value: Any, knowledge: Knowledge) -> Reason:
    return Reason(f"is in {school_words.places(program, knowledge)}")


def _cell(lead: str, cell: Cell) -> Optional[Reason]:
    rows = tuple(row for row in cell.rows if isinstance(row, WideTuition))
    return Reason(f"{lead}{cell.text}", cell.facts, rows) if cell.text != cells.UNKNOWN else None


def _control(program: Program, value: Any, knowledge: Knowledge) -> Optional[Reason]:
    row = knowledge.catalog.row(program)
    return Reason(f"is at a {row.control} school") if row else None


def _part_time(program: Program, value: Any, knowledge: Knowledge) -> Optional[Reason]:
    fact = program.part_time or program.length
    return Reason("can be studied part time", (fact,)) if fact and value else None


_MET: Mapping[str, Callable[[Program, Any, Knowledge], Optional[Reason]]] = {
    "places": _place,
    "around": _place,
    "not_places": _place,
    "delivery": lambda p, v, k: _cell("is taught ", _taught(cells.delivery(p, k))),
    "not_delivery": lambda p, v, k: _cell("is taught ", _taught(cells.delivery(p, k))),
    "part_time": _part_time,
    "years": lambda p, v, k: _cell("takes ", cells.length(p, k)),
    "cost": lambda p, v, k: _cell("tuition: ", cells.price(p, k)),
    "thesis": lambda p, v, k: _cell("ending: ", cells.ending(p, k)),
    "control": _control,
    "funding": lambda p, v, k: Reason("has funding for some", p.funding[:1]),
}


def _taught(cell: Cell) -> Cell:
    words = {"online": "online", "campus": "on campus", "campus or online": "on campus or online"}
    return Cell(words.get(cell.text, cell.text), cell.facts)


def _judged(program: Program, judged: Iterable[Judged], knowledge: Knowledge, *fits: Fit) -> Iterator[Reason]:
    for one in judged:
        if one.ask and one.fit in fits:
            text = _on_degree(one, program, knowledge) if one.requirement == DEGREE else _on(one)
            yield Reason(text, (one.ask,))


def _on_degree(one: Judged, program: Program, knowledge: Knowledge) -> str:
    subject = cells.subject(program, knowledge).text
    if one.fit is Fit.MEETS:
        return "takes your degree" + (f" (bachelor's in {subject})" if one.ask and one.ask.subject else "")
    said = one.ask.text.rstrip(".") if one.ask else ""
    return f"on the degree it says: {said[:1].lower()}{said[1:]}"


def _on(one: Judged) -> str:
    ask = one.ask
    if ask and ask.requirement == "gpa" and ask.number:
        how = "your grades reach" if one.fit is Fit.MEETS else "your grades are below"
        return f"{how} its {ask.number:g} of 4"
    name = requirement(one.requirement)
    return f"you bring {name}" if one.fit is Fit.MEETS else f"wants {name}"


def _hurdles(program: Program, known: Iterable[Criterion]) -> Iterator[Reason]:
    spoken = {one.value.requirement for one in known if isinstance(one.value, Wish)}
    asks = [ask for id in _HURDLES if id not in spoken and (ask := program.ask(id)) and ask.demand == "required"]
    if asks:
        yield Reason(f"asks for {joined([requirement(ask.requirement) for ask in asks])}", tuple(asks))


def _doubts(program: Program, state: AdviceState, knowledge: Knowledge) -> Iterator[Reason]:
    """What makes it dearer, longer, less certain or less to the point."""
    filters = state.filters
    if filters.fields and not set(filters.fields) & set(program.fields_of_study):
        touched = [school_words.field(f) for f in filters.fields if f in program.touches]
        yield Reason(f"{joined(touched[:2])} is only part of it")
    if program.status.doubt != "none":
        yield Reason("ask first whether it is still offered", (program.status,))
    if program.ending and program.ending.thesis == "required" and filters.thesis is None:
        yield Reason("ends with a thesis", (program.ending,))
    if program.length and (program.length.years_min or 0) >= _LONG_YEARS:
        yield Reason(f"takes {cells.length(program, knowledge).text}", (program.length,))
    yield from _dear(program, state, knowledge)
    yield from _ensemble(program, state)


def _dear(program: Program, state: AdviceState, knowledge: Knowledge) -> Iterator[Reason]:
    price = knowledge.catalog.price(program)
    if price is None or state.filters.cost_max is not None:
        return
    known = sorted(other.other for other in knowledge.catalog.prices.values())
    reason = _cell("costly: ", cells.price(program, knowledge))
    if reason and price.other >= known[int(_HIGH * (len(known) - 1))]:
        yield reason


def _ensemble(program: Program, state: AdviceState) -> Iterator[Reason]:
    listings = [listing for listing in (program.courses, program.electives) if listing]
    facts: list[Cited] = [listing for listing in listings if any("ensemble" in item.lower() for item in listing.items)]
    facts += [note for note in program.notes if "ensemble" in note.text.lower()]
    if "ensemble" in state.avoid and facts:
        yield Reason("names an ensemble", tuple(facts[:1]))


def _unknown(found: Match, state: AdviceState, judged: Iterable[Judged], knowledge: Knowledge) -> Iterator[str]:
    program = found.program
    for criterion in found.open:
        yield school_words.open_point(criterion)
    if state.background and not any(one.requirement == DEGREE and one.ask for one in judged):
        yield "which degree it asks for"
    if "ensemble" in state.avoid and not list(_ensemble(program, state)):
        yield "whether there is an ensemble"
    if state.filters.cost_max is None and knowledge.catalog.price(program) is None and not program.tuition:
        yield "what it costs"
    if not any(ask.requirement == "portfolio" for ask in program.requirements):
        yield "whether it wants a portfolio"
