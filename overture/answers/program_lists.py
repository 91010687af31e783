"""Programs under conditions: which they are, how many, which comes first; never a ranking of quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from overture.answers import cells, pages, school_words, subjects
from overture.answers.cells import COLUMNS, Cell, Column
from overture.answers.draft import Draft
from overture.answers.model import Answer, Card, Outcome, Question, Shape, Table
from overture.answers.words import capital, count, date, joined, money
from overture.knowledge import Knowledge, ranking
from overture.knowledge.catalog import Found, find
from overture.knowledge.criteria import Criterion
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters, Wish
from overture.knowledge.whereabouts import HOME

_ROWS = 10
_CARDS = 5
_NAMED = 3
# Which column shows what a condition or an order asks for.
_SHOWS = {
    "years": "length",
    "shortest": "length",
    "delivery": "delivery",
    "not_delivery": "delivery",
    "cost": "price",
    "cheapest": "price",
    "thesis": "ending",
    "open_to_non_music": "subject",
    "graduates": "graduates",
}
_USUAL = ("length", "delivery")
_ON_CARDS = ("price", "portfolio", "deadline")
_SCHOOLS_PAGES = "school-pages"
_SMALLER = "This is from the programs I have pages for, some of them years old, so check with the school"


def answer(question: Question, knowledge: Knowledge) -> Answer | None:
    """Programs that meet the question's conditions; None where no program meets or may meet them."""
    found = find(question.filters, knowledge)
    draft = Draft(question, knowledge)
    if not found.sure and not found.maybe:
        return None
    listed = ranking.programs(found.sure or found.maybe, question.filters, knowledge)
    _lead(draft, found, listed)
    _left_open(draft, found)
    program_rows.show(draft, listed, found.criteria)
    _doubtful(draft, listed[:program_rows.ROWS])
    _lead_on(draft, listed)
    return draft.answer()


def nothing(question: Question, knowledge: Knowledge) -> Answer:
    """No program meets the conditions: says so, and shows what is left without the narrowest one."""
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    found = find(question.filters, knowledge)
    draft.say(f"Of the programs I know, none is {_one_of(found.criteria, knowledge)}")
    nearest = knowledge.catalog.relax(question.filters)
    if nearest is None:
        draft.say("A missing name says nothing about a school: my list is no complete directory")
        return draft.answer()
    dropped, left = nearest
    listed = ranking.programs(left.sure, replace(question.filters, sort=None), knowledge)
    number = len(listed)
    draft.say(
        f'Without the condition "{school_words.condition(dropped, knowledge)}" there '
        f"{'is one' if number == 1 else f'are {number}'}: {program_rows.named(listed)}"
    )
    program_rows.show(draft, listed, left.criteria)
    _lead_on(draft, listed)
    return draft.answer()


def _one_of(criteria: Sequence[Criterion], knowledge: Knowledge) -> str:
    words = school_words.programs(criteria, knowledge, many=False)
    return f"{'an' if words[0] in 'aeioAEIO' or words.startswith(('MA', 'MS', 'MF', 'MM')) else 'a'} {words}"


def _lead(draft: Draft, found: Found[Program], listed: Sequence[Program]) -> None:
    """The first sentence: how many, which come first, and by what measure."""
    knowledge, filters = draft.knowledge, draft.question.filters
    described = school_words.programs(found.criteria, knowledge, many=len(listed) != 1)
    if not found.sure:
        draft.say(f"I can't say for sure of any {school_words.programs(found.criteria, knowledge, many=False)}")
        draft.say(f"These fit in all that I know of them: {program_rows.named(listed)}")
        return
    if draft.question.shape is Shape.BEST or (filters.sort and filters.limit == 1):
        _first(draft, found, listed)
        return
    number = count(len(listed))
    if draft.question.shape is Shape.COUNT or len(listed) > _NAMED:
        draft.say(f"I know **{number}** {described}, at {_schools(listed)}")
        if not found.criteria:
            draft.say(_spread(listed, knowledge))
        draft.say(f"{_order(filters)}: {program_rows.named(listed)}" if filters.sort else f"For example {program_rows.named(listed)}")
    else:
        draft.say(f"I know {'one' if len(listed) == 1 else number} {described}: {program_rows.named(listed)}")
    _measure(draft, listed)


def _schools(listed: Sequence[Program]) -> str:
    number = len({program.school for program in listed})
    return f"{number} schools" if number > 1 else "one school"


def _spread(listed: Sequence[Program], knowledge: Knowledge) -> str:
    """How many there are by country, the first few."""
    codes = Counter(where.country for program in listed for where in program.places[:1])
    countries = knowledge.tables.places.countries
    most = [(countries[code].name if code in countries else code, number) for code, number in codes.most_common(4)]
    words = [f"{number} in {'the ' if name.startswith(('United', 'Nether')) else ''}{name}" for name, number in most]
    rest = len(listed) - sum(number for _, number in most)
    return f"{joined([*words, f'{rest} elsewhere'] if rest else words)}; name a state, a country or a condition to narrow them"


def _order(filters: Filters) -> str:
    return {
        "cheapest": "Cheapest first, as far as prices are known",
        "graduates": "Those with the most degrees under their federal code first",
        "shortest": "Shortest first",
    }.get(filters.sort or "", "In order of name")


def _first(draft: Draft, found: Found[Program], listed: Sequence[Program]) -> None:
    """The one that comes first by a measure, never "the best"."""
    first, knowledge, sort = listed[0], draft.knowledge, draft.question.filters.sort
    among = school_words.programs(found.criteria, knowledge)
    if sort == "cheapest" and (price := knowledge.catalog.price(first)):
        own = "its own price" if price.own else "its school's average graduate tuition, not the program's price"
        draft.say(
            f"The lowest price I know among {among} is that of {subjects.one_name(first)}: {_yearly(price.other)}, {own}"
        )
    elif sort == "graduates" and (number := ranking.graduates(first, knowledge)) is not None:
        year = ranking.newest_year(knowledge)
        draft.say(
            f"Among {among}, the most degrees under a federal field code in {school_year(year)} were reported at "
            f"{first.school}: **{number}**, under the code of its {first.name}"
        )
    elif sort == "shortest" and first.length:
        same = [p for p in listed if p.length and p.length.years_min == first.length.years_min]
        draft.say(f"The shortest plan I know among {among} is {cells.length(first, knowledge).text}: {program_rows.named(same)}")
    else:
        draft.say(f"I know {len(listed)} {among}: {program_rows.named(listed)}")
    _measure(draft, listed)


def _yearly(amount: float) -> str:
    return f"**{money(amount)}** a year"


def school_year(year: int) -> str:
    """A survey year as a school year: 2024 -> "2023-24"."""
    return f"{year - 1}-{year % 100:02d}"


def _measure(draft: Draft, listed: Sequence[Program]) -> None:
    """What the order rests on, of how many it is known, and what it is not."""
    knowledge, filters = draft.knowledge, draft.question.filters
    if filters.sort == "cheapest" or filters.cost_max is not None or filters.cost_min is not None:
        known = [price for p in listed if (price := knowledge.catalog.price(p))]
        own = sum(price.own is not None for price in known)
        wide = next((price.wide for price in known if price.wide), None)
        if wide:
            year = date(knowledge.tables.about[wide.table].as_of)
            few = f"{own} of them the program's own" if own else "none of them the program's own"
            draft.say(
                f"I have a price for {len(known)} of these {len(listed)}, {few}; the others are the average of the whole "
                f"school for {year}, ordered by what non-residents pay"
            )
            pages.cite_row(draft, wide)
    if filters.sort == "graduates":
        known_counts = [p for p in listed if ranking.graduates(p, knowledge) is not None]
        draft.say(f"I have such a count for {len(known_counts)} of {len(listed)} programs")
    if filters.sort == "shortest":
        planned = sum(1 for p in listed if p.length and p.length.years_min is not None)
        draft.say(f"I have a planned length for {planned} of {len(listed)}")


def _left_open(draft: Draft, found: Found[Program]) -> None:
    """Of how many it isn't known."""
    number = len(found.maybe)
    if not number or not found.sure:
        return
    unknown = [c for c in found.criteria if any(c in _unknown(p, draft) for p in found.maybe)]
    points = joined([school_words.open_point(c) for c in unknown], "or")
    if number == 1:
        draft.say(f"One more may fit: what I have of its pages doesn't say {points}")
    else:
        draft.say(f"{number} more may fit: what I have of their pages doesn't say {points}")


def _unknown(program: Program, draft: Draft) -> tuple[Criterion, ...]:
    return draft.knowledge.catalog.match(program, draft.question.filters).unknown


def _doubtful(draft: Draft, listed: Sequence[Program]) -> None:
    strong = [p for p in listed if p.status.doubt == "strong"]
    if strong:
        draft.note(f"Ask first whether it is still offered: {joined([p.full_name for p in strong])}")
    draft.note(_SMALLER)


def _lead_on(draft: Draft, listed: Sequence[Program]) -> None:
    schools = list(dict.fromkeys(subjects.school_alias(program) for program in listed))
    if len(schools) > 1:
        draft.follow(f"Compare {schools[0]} and {schools[1]}", f"Compare {schools[0]} and {schools[1]}")
    if schools:
        draft.follow(f"More on {schools[0]}", f"Tell me about {schools[0]}")
    if draft.question.filters.sort != "cheapest" and any(p.places[0].country == HOME for p in listed):
        draft.follow("Cheapest programs", "Which programs are the cheapest?")
    draft.follow("What it takes to get in", "What do I need to get in?")
