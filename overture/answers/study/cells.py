"""A program's attributes as short cells of a table, each with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from overture.answers.base import pages, school_words
from overture.answers.base.draft import Draft
from overture.answers.base.words import MONTHS, count, date, joined, money
from overture.knowledge import Knowledge, ranking
from overture.knowledge.programs import Ask, Cited, Deadline, Program, Tuition
from overture.knowledge.rows import Award
from overture.knowledge.rows import Tuition as WideTuition

UNKNOWN = "not known"
# Credits in words; numbers of different systems are never compared.
_CREDITS = {
    "semester": "semester credits",
    "quarter": "quarter credits",
    "term": "credits by terms",
    "ects": "ECTS",
    "full-course": "full-course equivalents",
    "course": "course credits",
}
_DEMANDS = {
    "required": "asked for",
    "recommended": "recommended",
    "optional": "optional",
    "possible": "may be asked for",
    "accepted": "counts",
    "not-required": "not asked for",
    "formerly": "formerly asked for",
    "unclear": "unclear",
}
_SUBJECTS = {
    "any": "any subject",
    "music": "music",
    "music-or-equivalent": "music or equivalent",
    "music-or-other": "music, or other with skills",
    "music-or-engineering": "music or engineering",
    "technical": "technical",
    "related": "named fields, not only music",
    "relevant": "a related field",
}
_EVENTS = {"application": "", "priority": "priority ", "early": "early ", "final": "final ", "portfolio": "portfolio "}


@dataclass(frozen=True)
class Cell:
    """Text of a cell, the facts or table rows behind it, and what has to be said with it."""

    text: str = UNKNOWN
    facts: tuple[Cited, ...] = ()
    rows: tuple[Award | WideTuition, ...] = ()
    notes: tuple[str, ...] = ()

    def cite(self, draft: Draft, program: Program) -> str:
        """The text, its sources listed in the draft."""
        pages.cite(draft, program, *self.facts)
        pages.cite_row(draft, *self.rows)
        draft.note(*self.notes)
        return self.text


def place(program: Program, knowledge: Knowledge) -> Cell:
    """Where it is."""
    return Cell(school_words.places(program, knowledge))


def length(program: Program, knowledge: Knowledge) -> Cell:
    """Planned full-time length."""
    known = program.length
    if known is None or known.years_min is None:
        return Cell()
    if known.months:
        return Cell(f"{known.months} months", (known,))
    if known.years_max is None or known.basis == "minimum":
        return Cell(f"at least {school_words.years(known.years_min)}", (known,))
    if known.years_max != known.years_min:
        return Cell(f"{known.years_min:g} to {school_words.years(known.years_max)}", (known,))
    return Cell(school_words.years(known.years_min), (known,))


def delivery(program: Program, knowledge: Knowledge) -> Cell:
    """On campus, online or both."""
    known = program.delivery
    return Cell(joined(known.modes, "or"), (known,)) if known else Cell()


def credits(program: Program, knowledge: Knowledge) -> Cell:
    """Size of the degree with the unit it is counted in."""
    known = program.credits
    if known is None or known.min is None:
        return Cell()
    least = f"{known.min:g}"
    number = (
        f"at least {least}" if known.max is None else least if known.max == known.min else f"{least} to {known.max:g}"
    )
    return Cell(f"{number} {_CREDITS[known.system]}", (known,))


def ending(program: Program, knowledge: Knowledge) -> Cell:
    """What closes the degree."""
    known = program.ending
    if known is None:
        return Cell()
    kinds = joined(known.kinds, "or")
    if known.thesis == "required":
        return Cell("thesis" + (f" ({', '.join(known.kinds)})" if kinds else ""), (known,))
    if known.thesis == "optional":
        return Cell(f"thesis or {kinds}" if kinds else "thesis, optional", (known,))
    return Cell(kinds or UNKNOWN, (known,))


def subject(program: Program, knowledge: Knowledge) -> Cell:
    """Which bachelor's it builds on."""
    ask = program.ask("bachelors-degree")
    return Cell(_SUBJECTS[ask.subject], (ask,)) if ask and ask.subject else Cell()


def demand(requirement: str) -> Shown:
    """A cell on whether something is asked for."""

    def cell(program: Program, knowledge: Knowledge) -> Cell:
        ask = program.ask(requirement)
        return Cell(_demanded(ask), (ask,)) if ask else Cell()

    return cell


def _demanded(ask: Ask) -> str:
    least = f"{ask.number:g}" + (f" to {ask.up_to:g}" if ask.up_to else "") if ask.number else ""
    if least and ask.requirement == "gpa":
        return f"{least} {'' if ask.demand == 'required' else _DEMANDS[ask.demand]}".strip()
    return f"{_DEMANDS[ask.demand]}, {least} {ask.unit}" if least and ask.unit else _DEMANDS[ask.demand]


def english(program: Program, knowledge: Knowledge) -> Cell:
    """Least scores in English tests."""
    ask = program.ask("english-test")
    if ask is None:
        return Cell()
    scores = ", ".join(
        f"{test.upper() if len(test) < 6 else test.capitalize()} {score:g}" for test, score in ask.scores.items()
    )
    return Cell(scores or f"{_DEMANDS[ask.demand]}, score not known", (ask,))


def deadline(program: Program, knowledge: Knowledge) -> Cell:
    """The application deadline, with the round that it was given for."""
    dated = [d for d in program.deadlines if d.event in _EVENTS and (d.month or d.rolling)]
    if not dated:
        return Cell()
    first = min(dated, key=lambda d: list(_EVENTS).index(d.event))
    same = [d for d in dated if d.event == first.event and d.audience == first.audience]
    return Cell(joined([when(d) for d in same[:2]], "or"), tuple(same[:2]))


def when(known: Deadline) -> str:
    """A date of the calendar: "15 Jan (fall 2023)", "priority 31 Jan", "at any time"."""
    kind = _EVENTS.get(known.event, "")
    if known.month is None:
        return "at any time" if known.rolling else "date on the school's site"
    day = f"{known.day} " if known.day else ""
    year = f" {known.year}" if known.year else ""
    cycle = f" ({known.cycle})" if known.cycle and known.cycle != str(known.year or "") else ""
    return f"{kind}{day}{MONTHS[known.month - 1][:3]}{year}{cycle}"


def calendar(known: Deadline) -> str:
    """A date in words: "13 February 2026, for fall 2026", "at any time"."""
    if known.month is None:
        return "at any time" if known.rolling else ""
    day = f"{known.day} " if known.day else ""
    year = f" {known.year}" if known.year else ""
    cycle = f", for {known.cycle}" if known.cycle and known.cycle != str(known.year or "") else ""
    return f"{day}{MONTHS[known.month - 1]}{year}{cycle}"


def own_price(known: Tuition) -> str:
    """A program's price: "$1,007 a credit (2023)", "13,900 GBP a year (2026)"."""
    amount = money(known.amount) if known.currency == "USD" else f"{count(known.amount)} {known.currency}"
    return f"{amount} a {known.per}" + (f" ({known.year})" if known.year else "")


def newest_price(program: Program) -> Tuition | None:
    """The newest of a program's own prices."""
    return max(program.tuition, key=lambda price: price.year or "", default=None)


def price(program: Program, knowledge: Knowledge) -> Cell:
    """The program's own price, else its school's average, said to be that."""
    own = newest_price(program)
    if own:
        return Cell(own_price(own), (own,))
    known = knowledge.catalog.price(program)
    return Cell(wide_price(known.wide, knowledge), (), (known.wide,)) if known and known.wide else Cell()


def wide_price(wide: WideTuition, knowledge: Knowledge) -> str:
    """A school's average graduate tuition: "whole school $9,396 (others $26,010), 2022-23"."""
    year = date(knowledge.tables.about[wide.table].as_of)
    inside, outside = wide.tuition_in_state, wide.tuition_out_of_state
    if inside == outside or inside is None:
        return f"whole school {money(outside or 0)}, {year}"
    return f"whole school {money(inside)}, non-residents {money(outside or 0)}, {year}"


def graduates(program: Program, knowledge: Knowledge) -> Cell:
    """Degrees under the program's federal codes in the newest year."""
    counted = ranking.graduates(program, knowledge)
    if counted is None:
        return Cell()
    inferred = tuple(f"{program.school}: {code.note}" for code in program.federal_codes if code.inferred and code.note)
    return Cell(count(counted), (), tuple(program_awards(program, knowledge)), inferred)


def program_awards(program: Program, knowledge: Knowledge) -> list[Award]:
    """Award rows of a program's level under its federal codes."""
    tables = knowledge.tables
    keys = {(code.unitid, code.cip) for code in program.federal_codes}
    rows = [
        row for unitid in dict.fromkeys(unitid for unitid, _ in keys) for row in tables.awards_by_school.get(unitid, ())
    ]
    return [r for r in rows if (r.unitid, r.cip) in keys and tables.award_levels[r.level].study_level == program.level]


# What makes a cell of a program, and a column: its head and what makes its cells.
Shown = Callable[[Program, Knowledge], Cell]
Column = tuple[str, Shown]

COLUMNS: Mapping[str, Column] = {
    "place": ("Place", place),
    "length": ("Length", length),
    "delivery": ("Taught", delivery),
    "credits": ("Credits", credits),
    "ending": ("Ends with", ending),
    "subject": ("Bachelor's in", subject),
    "portfolio": ("Portfolio", demand("portfolio")),
    "gre": ("GRE", demand("gre")),
    "english": ("English test", english),
    "deadline": ("Deadline", deadline),
    "price": ("Tuition", price),
    "graduates": ("Degrees under its federal code", graduates),
}
