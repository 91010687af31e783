"""One school: its programs with pages, its awards by the federal counts, what it is and where to look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.base import pages, prices_said, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Card, Outcome, Question, Table
from overture.answers.base.words import article, capital, count, joined
from overture.answers.study import program_detail, program_rows
from overture.knowledge import Knowledge, ranking
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program
from overture.knowledge.rows import Award

_AWARD_ROWS = 8
_HOW_MANY = re.compile(
    r"\b(?:how many|number of) (?:\w+[ '’-]+){0,4}"
    r"(?:degrees?|graduates?|awards?|certificates?|diplomas?|bachelors?|masters?)\b",
    re.IGNORECASE,
)


def answer(question: Question, knowledge: Knowledge, school: Institution, programs: Sequence[Program]) -> Answer:
    """What is known of a school.

    Args:
        question: what is asked.
        knowledge: what is known.
        school: the school.
        programs: those of its programs that were meant; empty where it has none of the kind asked for.
    """
    draft = Draft(question, knowledge)
    awards = _awards(school, knowledge)
    codes = knowledge.catalog.codes(question.filters.fields)
    given = [a for a in awards if a.cip in codes and _level(a, knowledge) in question.filters.levels]
    counted = bool(given or awards) and bool(_HOW_MANY.search(question.text))
    if counted:
        draft.say(_how_many_given(school, given or awards, knowledge))
    elif not programs and given:
        draft.say(_gave(school, given, knowledge))
        draft.say("I have no page of a program for it")
    elif programs:
        _programs(draft, school, programs)
    else:
        _no_program(draft, school)
        if other := [a for a in awards if _level(a, knowledge) in question.filters.levels]:
            draft.say(_under_other_codes(other, knowledge))
    _listed(draft, school)
    if not given and not counted:
        _awarded(draft, school, awards, bool(programs))
    pages.cite_row(draft, *awards)
    _kind_of_school(draft, school)
    draft.table = _award_table(draft, awards) if awards else None
    if len(programs) == 1:
        draft.table = draft.table or program_detail.table(draft, programs[0])
    draft.cards = (*(program_rows.card(draft, p) for p in programs[: program_rows.CARDS - 1]), _card(draft, school))
    _lead_on(draft, school, programs)
    return draft.answer()


def _how_many_given(school: Institution, awards: Sequence[Award], knowledge: Knowledge) -> str:
    """How many awards it gave in the newest year, as a sentence."""
    name = capital(subjects.school_name(school))
    year = school_words.school_year(ranking.newest_year(knowledge))
    return f"By federal counts {name} gave {_counted(awards, knowledge) or f'none in {year}, but awards before'}"


def _under_other_codes(awards: Sequence[Award], knowledge: Knowledge) -> str:
    """That it gave awards of the level asked for in neighboring fields."""
    titles = joined(list(dict.fromkeys(school_words.title(knowledge.tables.fields[a.cip].title) for a in awards)))
    counted = _counted(awards, knowledge)
    year = school_words.school_year(ranking.newest_year(knowledge))
    return f"By federal counts it gave {counted or f'none in {titles} in {year}, but awards before'}"


def _gave(school: Institution, given: Sequence[Award], knowledge: Knowledge) -> str:
    """That a school gives such awards, or did until the newest year."""
    name = f"{subjects.school_name(school)}{_where(school)}"
    if counted := _counted(given, knowledge):
        return f"Yes: by federal counts {name} gave {counted}"
    year = school_words.school_year(ranking.newest_year(knowledge))
    return f"It did: federal counts have none from {name} for {year}, but awards before"


def _programs(draft: Draft, school: Institution, programs: Sequence[Program]) -> None:
    """Which of its programs I have."""
    number = "one program" if len(programs) == 1 else f"{len(programs)} programs"
    kind = "" if len(programs) == len(school.programs) else " of that kind"
    names = joined([f"**{subjects.short_program(program)}**" for program in programs])
    draft.say(f"{capital(subjects.school_name(school))}{_where(school)} has {number}{kind} in my records: {names}.")
    program_detail.doubts(draft, programs)
    if len(programs) == 1:
        program_detail.sketch(draft, programs[0])


def _no_program(draft: Draft, school: Institution) -> None:
    """The gap, and what there is instead."""
    name, filters = subjects.school_name(school), draft.question.filters
    draft.outcome = Outcome.GAP
    kinds = joined([school_words.level(id, draft.knowledge) for id in filters.levels], "or")
    kinds = kinds or joined([school_words.field(id) for id in filters.fields], "or")
    wanted = article(f"{kinds} program") if kinds else "a program of that kind" if school.programs else "a program page"
    draft.say(f"I have no record of {wanted} at {name}{_where(school) or ','} which does not mean that there is none")
    others = [f"the {subjects.short_program(program)}" for program in school.programs]
    if others:
        draft.say(f"What I have there: {joined(others)}")


def _where(school: Institution) -> str:
    """The town, set off by commas; a comma alone where none is known."""
    return f", in {school.row.city}, {school.row.state}," if school.row else ""


def _awards(school: Institution, knowledge: Knowledge) -> list[Award]:
    """Its awards in all fields of the tables, those with the most in the newest year first."""
    rows = knowledge.tables.awards_by_school.get(school.row.unitid, ()) if school.row else ()
    year = ranking.newest_year(knowledge)
    levels, fields = knowledge.tables.award_levels, knowledge.tables.fields
    order = {"core": 0, "related": 1, "broad": 2}
    given = [row for row in rows if any(row.reported.values())]
    return sorted(
        given,
        key=lambda r: (order[fields[r.cip].relevance], -(r.counts.get(year) or 0), -int(levels[r.level].graduate)),
    )


def _awarded(draft: Draft, school: Institution, awards: Sequence[Award], with_programs: bool) -> None:
    """The newest counts in one sentence."""
    year = school_words.school_year(ranking.newest_year(draft.knowledge))
    if counted := _counted(awards, draft.knowledge):
        draft.say(f"By federal counts it {'also ' if with_programs else ''}gave {counted}")
    elif awards:
        draft.say(f"Federal counts have nothing from it under the codes of this field for {year}, but awards before")
    elif school.row and not with_programs:
        draft.say("Federal counts show no awards there under the codes of this field")


def _counted(awards: Sequence[Award], knowledge: Knowledge) -> str:
    """Up to three of the newest counts: "132 bachelor's degrees in Music Technology in 2023-24"."""
    year, tables = ranking.newest_year(knowledge), knowledge.tables
    newest = [(row, number) for row in awards if (number := row.counts.get(year))][:3]
    said = [
        f"{count(number)} {_kind(tables.award_levels[row.level].name, number)} in "
        f"{school_words.title(tables.fields[row.cip].title)}"
        for row, number in newest
    ]
    return f"{joined(said)} in {school_words.school_year(year)}" if said else ""


def _level(award: Award, knowledge: Knowledge) -> str:
    return knowledge.tables.award_levels[award.level].study_level


def _kind(name: str, number: int) -> str:
    """The name of an award for a number: "bachelor's degrees", "certificates of 1 to less than 2 years"."""
    first, _, rest = name.partition(" of ")
    many = first if number == 1 else f"{first}s"
    return f"{many} of {rest}" if rest else many


def _listed(draft: Draft, school: Institution) -> None:
    """Says so if the newest directory no longer has the school."""
    if school.row and not draft.knowledge.tables.listed(school.row):
        for caution in draft.knowledge.tables.cautions(school.row):
            draft.say(caution)


def _kind_of_school(draft: Draft, school: Institution) -> None:
    """Public or private, size, and the average price of graduate study."""
    row = school.row
    if row is None:
        return
    size = f", with {school_words.size(row.size)}" if row.size else ""
    black = ", a historically Black college" if row.hbcu else ""
    draft.say(f"The school is {row.control}{black}{size}")
    draft.cite_ids([draft.knowledge.tables.about[row.table].source])
    if not set(draft.question.filters.levels) & {"certificate", "associate", "bachelor"}:
        prices_said.whole_school(draft, school)


def _award_table(draft: Draft, awards: Sequence[Award]) -> Table:
    knowledge = draft.knowledge
    levels, fields = knowledge.tables.award_levels, knowledge.tables.fields
    years = sorted(awards[0].counts)
    rows = []
    for award in awards[:_AWARD_ROWS]:
        cells = [_number(award.counts.get(year)) for year in years]
        rows.append((school_words.title(fields[award.cip].title), levels[award.level].name, *cells))
    head = ("Field code", "Award", *map(school_words.school_year, years))
    more = f", the first {len(rows)} of {len(awards)}" if len(awards) > len(rows) else ""
    return Table(head, tuple(rows), f"Awards under federal field codes{more}")


def _number(value: int | None) -> str:
    return count(value) if value is not None else "–"


def _card(draft: Draft, school: Institution) -> Card:
    row = school.row
    if row is None:
        where = school_words.places(school.programs[0], draft.knowledge) if school.programs else ""
        return Card(school.name, where, (), pages.address(school.programs[0]) if school.programs else None)
    addresses = (
        ("Admissions", row.admissions_page),
        ("Financial aid", row.aid_page),
        ("Net price", row.net_price_page),
    )
    facts = [("Kind", row.control), *((label, url) for label, url in addresses if url)]
    return Card(school.name, f"{row.city}, {row.state}", tuple(facts), row.website)


def _lead_on(draft: Draft, school: Institution, programs: Sequence[Program]) -> None:
    short = subjects.short_name(school)
    if programs:
        draft.follow("What it takes to get in", f"What do I need to get in at {short}?")
        draft.follow("Cost", f"How much does it cost at {short}?")
        draft.follow("How long it takes", f"How long does it take at {short}?")
        return
    if school.row:
        state = draft.knowledge.tables.places.state_name(school.row.state)
        draft.follow(f"Programs in {state}", f"Which schools in {state} have a master's program?")
    draft.follow("All programs I know", "Which schools offer it?")
