"""Schools by the federal tables: other levels than programs are known for, and places without programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Card, Mentioned, Outcome, Question, Table
from overture.answers.base.words import capital, count, joined, money
from overture.answers.study import program_rows
from overture.knowledge import Knowledge, Subject, prices, ranking
from overture.knowledge.catalog import find_schools
from overture.knowledge.criteria import Criterion, criteria, without
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters

# What the federal tables say of a school; other conditions are known of programs only.
_TABLES_KNOW = frozenset({"places", "not_places", "around", "levels", "fields", "control", "hbcu", "cost"})
_NAMED = 3


def answer(question: Question, knowledge: Knowledge, programs: Sequence[Program] = (), lead: str = "") -> Answer | None:
    """Schools that reported awards under the conditions; None if there are none.

    Args:
        question: what is asked.
        knowledge: what is known.
        programs: those that meet the conditions, to be named beside the schools.
        lead: a sentence that comes first.
    """
    filters = _with_awards(question.filters)
    listed = ranking.schools(find_schools(filters, knowledge).sure, filters, knowledge)
    if not listed:
        return None
    draft = Draft(question, knowledge)
    if lead:
        draft.say(lead)
    _lead(draft, listed, filters)
    if programs:
        draft.say(f"Of programs with pages I know {program_rows.named(programs)}")
    _not_told(draft)
    show(draft, listed, filters)
    _lead_on(draft, listed, filters)
    return draft.answer()


def nothing(question: Question, knowledge: Knowledge) -> Answer:
    """No school meets the conditions in the federal tables: says what is left without the narrowest one."""
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    filters = _with_awards(question.filters)
    _lead_nothing(draft, filters)
    for dropped in _narrowest_first(filters, knowledge):
        left = without(filters, dropped)
        listed = ranking.schools(find_schools(left, knowledge).sure, left, knowledge)
        if listed:
            condition = school_words.condition(dropped, knowledge)
            there = "there is one" if len(listed) == 1 else f"there are {len(listed)}"
            draft.say(f'Without the condition "{condition}" {there}: {_named(listed, left, knowledge)}')
            show(draft, listed, left)
            _lead_on(draft, listed, left)
            break
    return draft.follow("Programs I know", "Which schools offer it?").answer()


def beside(draft: Draft) -> None:
    """Adds how many further schools in the place asked for reported awards, by the federal tables."""
    filters = _with_awards(Filters(places=draft.question.filters.places, around=draft.question.filters.around))
    if not filters.places and not filters.around:
        return
    more = find_schools(filters, draft.knowledge).sure.without(draft.knowledge.catalog.with_programs)
    if more:
        where = " ".join(school_words.condition(c, draft.knowledge) for c in criteria(filters) if c.name != "fields")
        draft.say(
            f"By federal counts {len(more)} more school{'' if len(more) == 1 else 's'} {where} gave degrees or "
            f"certificates in {school_words.codes((), draft.knowledge)}, at any level, between {span(draft.knowledge)}"
        )
        pages.cite_row(draft, *draft.knowledge.catalog.awards(more[0])[:1])


def _with_awards(filters: Filters) -> Filters:
    """The conditions with a level and field asked for at least in general, so that only schools with awards count."""
    kept = Filters(**{name: getattr(filters, name) for name in ("places", "not_places", "around", "miles", "levels")})
    kept = replace(
        kept, fields=filters.fields, control=filters.control, hbcu=filters.hbcu, sort=filters.sort, limit=filters.limit
    )
    if not _undergraduate(filters):
        kept = replace(kept, cost_min=filters.cost_min, cost_max=filters.cost_max)
    elif filters.sort == "cheapest":
        kept = replace(kept, sort=None)
    return kept if kept.levels or kept.fields else replace(kept, levels=LEVELS)


def _undergraduate(filters: Filters) -> bool:
    """Whether a level is asked for that the known prices, those of graduate study, don't hold for."""
    return bool(set(filters.levels) - {"master", "doctorate"})


LEVELS = ("certificate", "associate", "bachelor", "master", "doctorate")


def span(knowledge: Knowledge) -> str:
    """The school years that awards are known for: "2019-20 and 2023-24"."""
    years = sorted(knowledge.tables.awards[0].counts) if knowledge.tables.awards else [0]
    return f"{school_words.school_year(years[0])} and {school_words.school_year(years[-1])}"


def kinds(filters: Filters, knowledge: Knowledge) -> str:
    """What is given, by the levels asked for: "bachelor's degrees"."""
    if set(filters.levels) == set(LEVELS) or not filters.levels:
        return "degrees or certificates"
    names = [school_words.awarded(id, knowledge) for id in filters.levels]
    return joined(names, "or")


def _where(filters: Filters, knowledge: Knowledge) -> str:
    rest = [c for c in criteria(filters) if c.name not in ("levels", "fields", "control", "hbcu")]
    return "".join(f" {school_words.condition(c, knowledge)}" for c in rest)


def _noun(filters: Filters, many: bool) -> str:
    kind = f"{joined(filters.control, 'or')} " if filters.control else ""
    if filters.hbcu:
        return f"{kind}historically Black {'colleges' if many else 'college'}"
    return f"{kind}{'schools' if many else 'school'}"


def _lead(draft: Draft, listed: Sequence[Institution], filters: Filters) -> None:
    knowledge = draft.knowledge
    if draft.question.skip:
        shown = program_rows.page(draft.question, listed)
        caption = program_rows.page_caption(draft.question, len(shown), len(listed))
        draft.say(f"{caption} {_noun(filters, True)}{_where(filters, knowledge)}: {_named(shown, filters, knowledge)}")
        return
    number = "One" if len(listed) == 1 else f"**{count(len(listed))}**"
    draft.say(
        f"{number} {_noun(filters, len(listed) > 1)}{_where(filters, knowledge)} gave {kinds(filters, knowledge)} in "
        f"{school_words.codes(filters.fields, knowledge)} between {span(knowledge)}, by federal counts"
    )
    year = school_words.school_year(ranking.newest_year(knowledge))
    order = {"cheapest": "Lowest average graduate tuition first", "name": "In order of name"}.get(
        filters.sort or "", f"Nearest first, with the number of {year}" if filters.around else f"Most in {year} first"
    )
    draft.say(
        f"{order if len(listed) > 1 else 'It is'}: {_named(listed, filters, knowledge)}".replace("It is:", "It is")
    )


def _lead_nothing(draft: Draft, filters: Filters) -> None:
    knowledge = draft.knowledge
    if not knowledge.catalog.codes(filters.fields):
        fields = joined([school_words.field(id) for id in filters.fields], "or")
        draft.say(f"Federal counts have no code of its own for {fields}, so they can't name schools for it")
        return
    draft.say(
        f"The federal counts that I have name no {_noun(filters, False)}{_where(filters, knowledge)} that gave "
        f"{kinds(filters, knowledge)} in {school_words.codes(filters.fields, knowledge)} between {span(knowledge)}"
    )
    draft.say("A school may still teach it and count it under another code")


def _named(listed: Sequence[Institution], filters: Filters, knowledge: Knowledge) -> str:
    counts = [ranking.awarded(s, filters, knowledge) for s in listed[:_NAMED]]
    names = [f"{s.name} ({number})" if number else s.name for s, number in zip(listed, counts)]
    rest = len(listed) - len(names)
    return joined([*names, f"{rest} more"] if rest else names)


def _not_told(draft: Draft) -> None:
    """Names conditions that the federal counts can't answer."""
    filters = draft.question.filters
    dropped = [c for c in criteria(filters) if c.name not in _TABLES_KNOW]
    if dropped:
        words = joined([f'"{school_words.condition(c, draft.knowledge)}"' for c in dropped])
        draft.say(f"These counts don't tell {words}, so I left that out")
    priced = filters.sort == "cheapest" or filters.cost_max is not None or filters.cost_min is not None
    if priced and _undergraduate(filters):
        draft.say("The prices that I have for schools are those of graduate study, so I left the price out")


def _narrowest_first(filters: Filters, knowledge: Knowledge) -> list[Criterion]:
    droppable = [c for c in criteria(filters) if c.name not in ("levels",)]
    return sorted(droppable, key=lambda c: len(find_schools(_only(filters, c), knowledge).sure))


def _only(filters: Filters, criterion: Criterion) -> Filters:
    others = [c for c in criteria(filters) if c != criterion]
    for other in others:
        filters = without(filters, other)
    return filters


def show(draft: Draft, listed: Sequence[Institution], filters: Filters) -> None:
    """The schools as a table, as many rows as are wanted of it at once, and as cards where they are few."""
    knowledge = draft.knowledge
    year = school_words.school_year(ranking.newest_year(knowledge))
    shown = program_rows.page(draft.question, listed)
    draft.listed = tuple(Mentioned(Subject("school", s.id), s.name) for s in listed[draft.question.skip :])
    extra = "Graduate tuition" if filters.sort == "cheapest" or filters.cost_max or filters.cost_min else ""
    extra = extra or ("Miles" if filters.around else "Kind")
    rows = tuple(_row(draft, school, filters, extra) for school in shown)
    caption = program_rows.page_caption(draft.question, len(shown), len(listed))
    draft.table = Table(("School", "Place", extra, f"Awards {year}"), rows, caption)
    if len(listed) <= program_rows.CARDS:
        draft.cards = tuple(_card(school) for school in listed)


def _row(draft: Draft, school: Institution, filters: Filters, extra: str) -> tuple[str, ...]:
    knowledge, row = draft.knowledge, school.row
    awards = knowledge.catalog.awards(school, filters.levels, filters.fields)
    pages.cite_row(draft, *awards, row if row and not knowledge.tables.listed(row) else None)
    where = f"{row.city}, {row.state}" if row else "not known"
    newest = [a.counts.get(ranking.newest_year(knowledge)) for a in awards]
    known = [number for number in newest if number is not None]
    return (school.name, where, _extra(draft, school, filters, extra), count(sum(known)) if known else "not reported")


def _extra(draft: Draft, school: Institution, filters: Filters, extra: str) -> str:
    if extra == "Miles":
        apart = ranking.school_miles(school, filters, draft.knowledge)
        return f"{apart:.0f}" if apart is not None else "not known"
    if extra == "Kind":
        return school.row.control if school.row else "not known"
    price = prices.of_school(school.row.unitid, draft.knowledge.tables) if school.row else None
    if price is None or price.wide is None:
        return "not known"
    pages.cite_row(draft, price.wide)
    return (
        money(price.other) if price.other == price.resident else f"{money(price.resident)}, others {money(price.other)}"
    )


def _card(school: Institution) -> Card:
    row = school.row
    facts = [("Students", row.size)] if row and row.size else []
    return Card(school.name, f"{row.city}, {row.state}" if row else "", tuple(facts), row.website if row else None)


def _lead_on(draft: Draft, listed: Sequence[Institution], filters: Filters) -> None:
    first = subjects.short_name(listed[0])
    draft.follow(f"More on {first}", f"Tell me about {first}")
    level = next((id for id in ("bachelor", "associate", "certificate") if id not in filters.levels), "")
    if level and filters.places:
        kind = school_words.awarded(level, draft.knowledge)
        where = " or ".join(school_words.area(id, draft.knowledge) for id in filters.places)
        draft.follow(f"{capital(kind)} there", f"Which schools in {where} have {kind}?")
    draft.follow("Master's programs", "Which schools have a master's in music production?")
