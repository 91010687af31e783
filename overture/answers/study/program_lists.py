"""Programs under conditions: which they are, how many, which comes first; never a ranking of quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Outcome, Question, Shape
from overture.answers.base.words import count, date, joined, money
from overture.answers.study import cells, nearby, program_rows
from overture.knowledge import Knowledge, ranking
from overture.knowledge.catalog import Found, find
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters
from overture.knowledge.whereabouts import HOME

# Up to so many are named in the first sentence, without a count of schools.
_FEW = 3
_ROUGH = "This is from the programs I have pages for, some of them years old, so check with the school"


def answer(question: Question, knowledge: Knowledge) -> Answer | None:
    """Programs that meet the question's conditions; None where no program meets or may meet them."""
    found = find(question.filters, knowledge)
    if not found.sure and not found.maybe:
        return None
    draft = Draft(question, knowledge)
    listed = ranking.programs(found.sure or found.maybe, question.filters, knowledge)
    if not found.sure:
        # Those of which most is known to fit come first.
        listed.sort(key=lambda program: sum(program.id in knowledge.catalog.open(c) for c in found.criteria))
    _lead(draft, found, listed)
    _side(draft, listed)
    _left_open(draft, found)
    program_rows.show(draft, listed, found.criteria)
    _doubtful(draft, program_rows.page(draft.question, listed))
    lead_on(draft, listed)
    return draft.answer()


def nothing(question: Question, knowledge: Knowledge) -> Answer:
    """No program meets the conditions: says so, and shows what is left without the narrowest one."""
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    found = find(question.filters, knowledge)
    draft.say(f"I know no {school_words.programs(found.criteria, knowledge, many=False)}")
    nearest = knowledge.catalog.relax(question.filters)
    if nearest is None:
        draft.say("A missing name says nothing about a school: my list is no complete directory")
        return draft.follow("Which schools I know", "Which schools offer it?").answer()
    dropped, left = nearest
    if dropped.name == "places":
        return _nearest(draft, left)
    listed = ranking.programs(left.sure, replace(question.filters, sort=None), knowledge)
    there = "there is one" if len(listed) == 1 else f"there are {len(listed)}"
    condition = school_words.condition(dropped, knowledge)
    draft.say(f'Without the condition "{condition}" {there}: {program_rows.named(listed)}')
    program_rows.show(draft, listed, left.criteria)
    _doubtful(draft, program_rows.page(draft.question, listed))
    lead_on(draft, listed)
    return draft.answer()


def _nearest(draft: Draft, anywhere: Found[Program]) -> Answer:
    """What is known nearest to a place where nothing is."""
    listed = nearby.say(draft, anywhere.sure)
    program_rows.show(draft, listed, anywhere.criteria)
    _doubtful(draft, program_rows.page(draft.question, listed))
    lead_on(draft, listed)
    return draft.answer()


def _lead(draft: Draft, found: Found[Program], listed: Sequence[Program]) -> None:
    """The first sentence: how many, which come first, and by what measure."""
    knowledge, question = draft.knowledge, draft.question
    described = school_words.programs(found.criteria, knowledge, many=len(listed) != 1)
    number, named = count(len(listed)), program_rows.named(listed)
    if question.skip:
        shown = program_rows.page(question, listed)
        caption = program_rows.page_caption(question, len(shown), len(listed))
        draft.say(f"{caption} {described}: {program_rows.named(shown)}")
    elif not found.sure:
        _only_maybe(draft, found, listed)
    elif question.shape is Shape.BEST or (question.filters.sort and question.filters.limit == 1):
        _first(draft, found, listed)
    elif question.shape is not Shape.COUNT and len(listed) <= _FEW:
        draft.say(f"I know {'one' if len(listed) == 1 else number} {described}: {named}")
        _measure(draft, listed)
    else:
        all_named = len(listed) <= program_rows.CARDS and not question.filters.sort
        draft.say(f"I know **{number}** {described}, at {_schools(listed)}{': ' + named if all_named else ''}")
        if not found.criteria:
            draft.say(_spread(listed, knowledge))
        if not all_named:
            draft.say(f"{_order(question.filters) or 'Among them'}: {named}")
        _measure(draft, listed)


def _only_maybe(draft: Draft, found: Found[Program], listed: Sequence[Program]) -> None:
    described = school_words.programs(found.criteria, draft.knowledge, many=False)
    draft.say(f"I know no {described} for sure")
    points = joined(_open_points(draft, found), "or")
    which = "one may fit" if len(listed) == 1 else f"{len(listed)} may fit"
    draft.say(f"But {which}, as what I have of the pages doesn't say {points}")
    named = program_rows.named(listed)
    draft.say(f"Those I know most of: {named}" if len(listed) > program_rows.CARDS else f"That is {named}")


def _side(draft: Draft, listed: Sequence[Program]) -> None:
    """Of how many the side of studying that is asked for is known: "do I need the GRE in California"."""
    side = program_rows.SIDES.get(draft.question.facet)
    if side is None or draft.question.filters.sort:
        return
    head, show = cells.COLUMNS[side]
    texts = Counter(show(program, draft.knowledge).text for program in listed)
    known = len(listed) - texts.pop(cells.UNKNOWN, 0)
    one = f", the same for all of them: {next(iter(texts))}" if len(texts) == 1 and known > 1 else ""
    draft.say(f"{head}: I know it of {count(known)} of them{one}; the table has it")


def _schools(listed: Sequence[Program]) -> str:
    number = len({program.school for program in listed})
    return f"{number} schools" if number > 1 else "one school"


def _spread(listed: Sequence[Program], knowledge: Knowledge) -> str:
    """How many there are by country, the first few."""
    countries = Counter(school_words.country(program.places[0].country, knowledge) for program in listed)
    most = countries.most_common(4)
    words = [f"{number} in {name}" for name, number in most]
    rest = len(listed) - sum(number for _, number in most)
    where = joined([*words, f"{rest} elsewhere"] if rest else words)
    return f"{where}; name a state, a country or a condition to narrow them"


def _order(filters: Filters) -> str:
    return {
        "cheapest": "Cheapest first, as far as prices are known",
        "graduates": "Those with the most degrees under their federal code first",
        "shortest": "Shortest first",
        "name": "In order of name",
    }.get(filters.sort or "", "")


def _first(draft: Draft, found: Found[Program], listed: Sequence[Program]) -> None:
    """The one that comes first by a measure, never "the best"."""
    first, knowledge, sort = listed[0], draft.knowledge, draft.question.filters.sort
    among = f"the {school_words.programs(found.criteria, knowledge)} that I know"
    if sort == "cheapest" and (price := knowledge.catalog.price(first)):
        own = "its own price" if price.own else "its school's average graduate tuition, not the program's price"
        name = subjects.one_name(first)
        draft.say(f"The lowest price among {among} is that of {name}: **{money(price.other)}** a year, {own}")
    elif sort == "graduates" and (number := ranking.graduates(first, knowledge)) is not None:
        year = school_words.school_year(ranking.newest_year(knowledge))
        draft.say(
            f"Among {among}, the most degrees under a federal field code in {year} were reported by "
            f"{first.school}: **{number}**, under the code of its {first.name}"
        )
    elif sort == "shortest" and first.length:
        same = [p for p in listed if p.length and p.length.years_min == first.length.years_min]
        plan = cells.length(first, knowledge).text
        draft.say(f"The shortest plan among {among} is **{plan}**: {program_rows.named(same)}")
        pages.cite(draft, first, first.length)
    else:
        draft.say(f"I know {len(listed)} {among}: {program_rows.named(listed)}")
    _measure(draft, listed)


def _measure(draft: Draft, listed: Sequence[Program]) -> None:
    """What an order rests on, and of how many that is known."""
    filters, knowledge = draft.question.filters, draft.knowledge
    if filters.sort == "cheapest" or filters.cost_max is not None or filters.cost_min is not None:
        _prices(draft, listed)
    if len(listed) == 1:
        return
    if filters.sort == "graduates":
        known = [p for p in listed if p.id in knowledge.catalog.graduates]
        draft.say(f"I have such a count for {len(known)} of {len(listed)}")
    if filters.sort == "shortest":
        planned = [p for p in listed if p.length and p.length.years_min is not None]
        draft.say(f"I have a planned length for {len(planned)} of {len(listed)}")


def _prices(draft: Draft, listed: Sequence[Program]) -> None:
    prices = draft.knowledge.catalog.prices
    known = [prices[p.id] for p in listed if p.id in prices]
    wide = next((price.wide for price in known if price.wide), None)
    if wide is None:
        return
    year = date(draft.knowledge.tables.about[wide.table].as_of)
    pages.cite_row(draft, wide)
    if len(listed) == 1:
        draft.say(f"That price is the school's average graduate tuition of {year}, not the program's own")
        return
    own = sum(price.own is not None for price in known)
    draft.say(
        f"I have a price for {len(known)} of {len(listed)}, {own or 'none'} of them the program's own; otherwise it is "
        f"the school's average graduate tuition of {year}, ordered by what non-residents pay"
    )


def _left_open(draft: Draft, found: Found[Program]) -> None:
    """Of how many it isn't known."""
    number = len(found.maybe)
    if not number or not found.sure:
        return
    points = joined(_open_points(draft, found), "or")
    which = (
        "One more may fit: what I have of its pages"
        if number == 1
        else f"{number} more may fit: what I have of their pages"
    )
    draft.say(f"{which} doesn't say {points}")
    priced = draft.question.filters.cost_max is not None
    low = [p for p in found.maybe if _for_residents(p, draft)] if priced else []
    if low:
        draft.say(f"For residents of the state the school's average is so low at {joined(_names(low))}")


def _names(programs: Sequence[Program]) -> list[str]:
    return list(dict.fromkeys(subjects.school_alias(program) for program in programs))


def _for_residents(program: Program, draft: Draft) -> bool:
    price, most = draft.knowledge.catalog.price(program), draft.question.filters.cost_max
    return price is not None and most is not None and price.resident <= most < price.other


def _open_points(draft: Draft, found: Found[Program]) -> list[str]:
    ids = {program.id for program in found.maybe}
    unknown = [c for c in found.criteria if ids & draft.knowledge.catalog.open(c)]
    return list(dict.fromkeys(school_words.open_point(criterion) for criterion in unknown))


def _doubtful(draft: Draft, listed: Sequence[Program]) -> None:
    strong = [p.full_name for p in listed if p.status.doubt == "strong"]
    if strong:
        draft.note(f"Ask first whether these are still offered: {joined(strong)}")
    draft.note(_ROUGH)


def lead_on(draft: Draft, listed: Sequence[Program]) -> None:
    """Next questions on what was listed."""
    schools = _names(program_rows.page(draft.question, listed))
    if len(listed) > program_rows.ROWS:
        draft.follow("Help me choose", "Help me choose a program")
    if len(schools) > 1:
        draft.follow(f"Compare {schools[0]} and {schools[1]}", f"Compare {schools[0]} and {schools[1]}")
    if schools:
        draft.follow(f"More on {schools[0]}", f"Tell me about {schools[0]}")
    if draft.question.filters.sort != "cheapest" and any(p.places[0].country == HOME for p in listed):
        draft.follow("Cheapest programs", "Which programs are the cheapest?")
    draft.follow("What it takes to get in", "What do I need to get in?")
