"""In which states the degrees of the field are given, by the federal counts."""

from __future__ import annotations

import re
from collections import Counter
from typing import Optional

from overture.answers.base import pages, school_words
from overture.answers.base.charts import chart
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Question, Table
from overture.answers.base.words import capital, count, joined
from overture.answers.study import school_lists
from overture.knowledge import Knowledge, ranking

_AWARDS = r"(?:degrees?|awards?|graduates?|bachelor'?s|masters?|master's|certificates?|diplomas?|doctorates?)"
_BY_STATE = re.compile(
    rf"\b(?:which|what) (?:us )?states?\b.*\bmost\b.*\b{_AWARDS}\b"
    rf"|\b{_AWARDS}\b.*\b(?:by|per|in (?:each|every)|across) (?:the )?(?:us )?states?\b",
    re.IGNORECASE,
)
_SHOWN = 10


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """The states with the most awards of the newest year; None where that is not asked, or none are known."""
    if question.filters.places or not _BY_STATE.search(question.text):
        return None
    filters = question.filters
    given = knowledge.catalog.awarded(filters.levels, filters.fields)
    states, schools = Counter[str](), Counter[str]()
    for school in knowledge.tables.schools.values():
        if number := given.get(school.unitid):
            states[school.state] += number
            schools[school.state] += 1
    if not states:
        return None
    draft = Draft(question, knowledge)
    top = states.most_common(_SHOWN)
    what = f"{school_lists.kinds(filters, knowledge)} in {school_words.codes(filters.fields, knowledge)}"
    _told(draft, top, what, sum(states.values()))
    name = knowledge.tables.places.state_name
    rows = tuple((name(code), count(number), str(schools[code])) for code, number in top)
    year = school_words.school_year(ranking.newest_year(knowledge))
    draft.table = Table(("State", f"Awards {year}", "Schools"), rows, f"The first {len(top)} of {len(states)} states")
    points = [(name(code), float(number)) for code, number in top]
    draft.chart = chart("bars", capital(f"{what}, {year}"), "awards", "awards", points, count)
    pages.cite_row(draft, knowledge.tables.awards[0])
    draft.follow("Schools there", f"Which schools are in {name(top[0][0])}?")
    return draft.answer()


def _told(draft: Draft, top: list[tuple[str, int]], what: str, total: int) -> None:
    (first, most), *others = top
    year = school_words.school_year(ranking.newest_year(draft.knowledge))
    name = draft.knowledge.tables.places.state_name
    behind = joined([f"{name(code)} ({count(number)})" for code, number in others[:2]])
    draft.say(
        f"Most {what} were given in {name(first)}: **{count(most)}** of the {count(total)} of "
        f"{year}, by federal counts{f'; then come {behind}' if behind else ''}"
    )
