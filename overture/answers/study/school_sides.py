"""One thing about one school, where a question wants no more: where it is, public or private, how big, an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

from overture.answers.base import pages, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question, Shape
from overture.answers.base.words import capital, date
from overture.answers.study import asking_back
from overture.knowledge import Knowledge
from overture.knowledge.institutions import Institution
from overture.knowledge.rows import School

_ADDRESS = r"(?:web ?)?(?:page|site|address|office|department|link|url|services?|contact|people)s?"
_ON_SCHOOLS = frozenset({Facet.SCHOOLS, Facet.OVERVIEW, Facet.LEVELS, Facet.ACCREDITATION, Facet.FIT})
_ON_ANY = frozenset(Facet) - {Facet.SALARY, Facet.OUTLOOK, Facet.COMPARE, Facet.SOURCES, Facet.CAREER_DETAIL}


@dataclass(frozen=True)
class _Side:
    """A thing that is asked: in which facets, by which words, and what tells it."""

    facets: frozenset[Facet]
    words: re.Pattern[str]
    tell: Callable[[Draft, Institution], None]


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """The one thing that is asked of the one school named; None for any other question."""
    if question.of_kind("program"):
        return None
    side = next((s for s in _SIDES if question.facet in s.facets and s.words.search(question.text)), None)
    if side and question.shape is not Shape.ONE and side.facets is not _ON_ANY:
        return None
    asked = subjects.asked(question, knowledge) if side else None
    if side is None or asked is None or asked.alike or len(asked.schools) != 1:
        return None
    school, draft = asked.schools[0], Draft(question, knowledge)
    side.tell(draft, school)
    _lead_on(draft, school)
    return draft.answer()


def _where(draft: Draft, school: Institution) -> None:
    name = capital(subjects.school_name(school))
    if school.row:
        draft.say(f"**{name}** is in {asking_back.whereabouts(school, draft.knowledge)}")
        _cite(draft, school.row)
    else:
        places = dict.fromkeys(school_words.places(p, draft.knowledge) for p in school.programs)
        draft.say(f"**{name}** is in {' and '.join(places)}")
        for program in school.programs[:1]:
            pages.cite_main(draft, program)
    campuses = [p for p in school.programs if p.campus]
    for program in campuses:
        draft.say(f"Its {program.name} is taught in {school_words.places(program, draft.knowledge)}")


def _kind(draft: Draft, school: Institution) -> None:
    name, row = capital(subjects.school_name(school)), school.row
    if row is None:
        _unknown(draft, f"whether {subjects.school_name(school)} is public or private")
        return
    draft.say(f"{name} is **{row.control}**{', a historically Black college' if row.hbcu else ''}")
    _cite(draft, row)


def _size(draft: Draft, school: Institution) -> None:
    name, row = subjects.school_name(school), school.row
    if row is None or row.size is None:
        _unknown(draft, f"how many students {name} has")
        return
    draft.say(f"{capital(name)} has **{school_words.size(row.size)}** in all subjects, {_by_directory(draft, row)}")
    _cite(draft, row)


def _black_college(draft: Draft, school: Institution) -> None:
    name, row = subjects.school_name(school), school.row
    if row is None:
        _unknown(draft, f"whether {name} is a historically Black college")
        return
    answer = "Yes" if row.hbcu else "No"
    draft.say(
        f"{answer}, {name} is {'' if row.hbcu else 'not '}a historically Black college, {_by_directory(draft, row)}"
    )
    _cite(draft, row)


def _page(what: str, column: str) -> Callable[[Draft, Institution], None]:
    """Tells one of the addresses in the federal directory."""

    def tell(draft: Draft, school: Institution) -> None:
        name, row = subjects.school_name(school), school.row
        url: Optional[str] = getattr(row, column) if row else None
        own = pages.address(school.programs[0]) if column == "website" and school.programs else None
        if row and url:
            draft.say(f"The {what} of {name}, {_by_directory(draft, row)}: [{_short(url)}]({url})")
            _cite(draft, row)
        elif own:
            draft.say(f"The page that I have of {name}: [{_short(own)}]({own})")
            pages.cite_main(draft, school.programs[0])
        else:
            _unknown(draft, f"the address of the {what} of {name}")

    return tell


def _unknown(draft: Draft, what: str) -> None:
    draft.outcome = Outcome.GAP
    draft.say(f"I don't have {what} in my records, which is no answer either way")


def _short(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|/$", "", url)


def _by_directory(draft: Draft, row: School) -> str:
    return f"by the federal directory of {date(draft.knowledge.tables.about[row.table].as_of)}"


def _cite(draft: Draft, row: School) -> None:
    pages.cite_row(draft, row)


def _lead_on(draft: Draft, school: Institution) -> None:
    short = subjects.short_name(school)
    draft.follow(f"More on {short}", f"Tell me about {short}")
    draft.follow("Cost", f"How much does it cost at {short}?")
    draft.follow("All programs I know", "Which schools offer it?")


def _side(facets: frozenset[Facet], words: str, tell: Callable[[Draft, Institution], None]) -> _Side:
    return _Side(facets, re.compile(words, re.IGNORECASE), tell)


_SIDES = (
    _side(_ON_ANY, r"\bnet[- ]price\b", _page("net price calculator", "net_price_page")),
    _side(_ON_ANY, rf"\bveterans?\b|\bmilitary\b.*\b{_ADDRESS}\b", _page("veterans' page", "veterans_page")),
    _side(
        _ON_ANY,
        rf"\bdisabilit\w+ (?:services?|{_ADDRESS})|\b(?:students?|people|help\w*)\b.*\b(?:disabilit|disabled)",
        _page("page on disability services", "disability_page"),
    ),
    _side(
        _ON_ANY,
        rf"\b(?:financial )?aid {_ADDRESS}\b|\bwhere\b.*\b(?:ask|find|go)\b.*\b(?:financial )?aid\b",
        _page("financial aid page", "aid_page"),
    ),
    _side(_ON_ANY, rf"\badmissions? {_ADDRESS}\b", _page("admissions page", "admissions_page")),
    _side(
        _ON_ANY,
        r"\b(?:web ?site|home ?page|web ?page|web address|url)\b|\blink (?:to|for|of)\b|\ba link\b",
        _page("website", "website"),
    ),
    _side(_ON_SCHOOLS, r"\bhbcu\b|\bhistorically black\b", _black_college),
    _side(
        _ON_SCHOOLS,
        r"\b(?:public|private)(?:ly)?\b|\bfor[- ]profit\b|\bstate school\b",
        _kind,
    ),
    _side(
        _ON_SCHOOLS,
        r"\bhow (?:big|large|small|many (?:students|people))\b(?!.*\bgraduat|.*\bprogram\b)"
        r"|\b(?:big|large|small) (?:school|college|university|campus|student body)\b|\bsize of\b|\bstudent body\b",
        _size,
    ),
    _side(
        _ON_SCHOOLS,
        r"\bwhere(?:abouts)?(?:'s|s| is| are| exactly)\b|\b(?:what|which) (?:city|town|state|country) is\b|\blocated\b"
        r"|\blocation of\b|\bin (?:what|which) (?:city|town|state|country)\b",
        _where,
    ),
)
