"""What goes on from one question to the next: subjects, places, and the conditions of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Optional

from overture.answers.base.context import FACET_KINDS, Context
from overture.answers.base.model import Facet, Filters, Mentioned, Shape, Wish
from overture.answers.conditions.conditions import conditions
from overture.answers.conditions.refining import is_follow_up, refine
from overture.answers.work import living
from overture.knowledge import Knowledge, Subject


def _wish(requirement: str, wanted: bool) -> Filters:
    return Filters(requirements=(Wish(requirement, wanted),))


_LISTS = (Shape.LIST, Shape.COUNT, Shape.BEST)
_OFFERS = frozenset(("school", "program"))
# Kinds that a message may mention beside the subject that it leaves out ("the tuition", "with a master's", "in Ohio").
_BESIDE = frozenset(("topic", "requirement", "term", "course", "place", "level", "degree"))
# Facets on which a list of schools can be narrowed further ("only online ones").
_NARROWING = frozenset(
    (
        Facet.ONLINE,
        Facet.COST,
        Facet.FUNDING,
        Facet.LENGTH,
        Facet.THESIS,
        Facet.PREREQUISITES,
        Facet.ENTRANCE_EXAM,
        Facet.PORTFOLIO,
        Facet.LEVELS,
        Facet.DEGREE_TITLES,
        Facet.APPLICATION,
    )
)
_BEYOND = re.compile(
    r"\b(?:other|others|else|(?<!at )all|any|every|list|exist|are there|in general|generally|usually|typical(?:ly)?"
    r"|average)\b",
    re.IGNORECASE,
)
# Lifts the place of a figure.
_NATION = re.compile(
    r"\b(?:nation-?wide|national(?:ly)?|(?:the )?(?:whole|entire) country|overall"
    r"|(?:in|for|across) (?:the )?(?:us|u\.s\.|usa|states|united states)(?! \w))",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\b(?:it|its|it's|they|their|them"
    r"|(?:that|this|the same|the) (?:school|program|one|university|college|place|course))\b"
    r"|(?<!is )(?<!are )(?<!was )\bthere\b(?! (?:is|are|any|a|other))",
    re.IGNORECASE,
)
_WHICH_ONES = re.compile(
    r"\b(?:which|what) (?:(?:ones?|schools?|programs?|of them) )?(?:are|do|does|is|have|has|don'?t|aren'?t|isn'?t)\b"
    r"|\bwhere (?:is|are|do|does|can|isn'?t|aren'?t|don'?t)\b(?! (?:it|that|this|the \w+|they)\W*$)|\bwhich ones\b"
    r"|\b(?:who|(?:which|what) (?:ones?|schools?|programs?|programmes?|universities|colleges|of them))"
    r" (?:still |really |actually |all )*(?:(?:do|does) ?n(?:o|['’])?t )?"
    r"(?:requires?|asks? for|wants?|needs?|demands?|expects?)\b",
    re.IGNORECASE,
)
_DO_NOT = re.compile(
    r"\b(?:not|never|no|without)\b|n['’]t\b|\b(?:do|does|did|is|are|has|have|wo|ca)nt\b", re.IGNORECASE
)
# What is then wanted, and what if it is not.
_HAVE: Mapping[Optional[Facet], tuple[Filters, Filters]] = {
    Facet.ONLINE: (Filters(delivery="online"), Filters(not_delivery="online")),
    Facet.THESIS: (Filters(thesis=True), Filters(thesis=False)),
    Facet.FUNDING: (Filters(funding=True), Filters(funding=False)),
    Facet.PORTFOLIO: (_wish("portfolio", True), _wish("portfolio", False)),
    Facet.ENTRANCE_EXAM: (_wish("gre", True), _wish("gre", False)),
    Facet.PREREQUISITES: (Filters(open_to_non_music=True), Filters(open_to_non_music=False)),
}
_THESIS = Subject("term", "thesis")
_WHOLE_STATE = re.compile(r"\b(?:whole|entire|rest of the|all of the|anywhere in the) state\b", re.IGNORECASE)
# "Which schools there have one": of the place that was just asked of; "are there schools" says nothing of a place.
_THERE = re.compile(
    r"\b(?:schools?|programs?|programmes?|colleges?|universit(?:y|ies)|unis?|degrees?|masters?|offered|study"
    r"|taught) there\b"
    r"|(?<!are )(?<!is )\bthere (?:have|has|offers?|teach(?:es)?|with)\b|(?<!is )(?<!are )(?<!out )\bthere[ ?.!]*$",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:it|that|them|one|ones|this|those|such|exactly)\b", re.IGNORECASE)
_STUDIED = frozenset({"degree", "concentration", "course", "school", "program"})
_THOSE = re.compile(r"\b(?:they|those|these|them)\b", re.IGNORECASE)
_OF_LIST = re.compile(r"\b(?:ones|those|these|them)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:is|are|do|does|did|can|could|will|would|should|must|what|how|why|when|who|i|it|my)\b", re.IGNORECASE
)


def is_of_the_list(facet: Optional[Facet], found: Filters, shape: Shape, context: Context, text: str) -> bool:
    """Whether a message narrows the list before it, whatever side of studying it speaks of.

    "Only online ones" speaks of online study, but after a list of schools it wants
    those of them; "and is it online?" doesn't.
    """
    if facet not in _NARROWING or not found or not is_follow_up(text):
        return False
    if context.facet is not Facet.SCHOOLS and not (context.has_list and _OF_LIST.search(text)):
        return False
    return bool(found.lifted) or shape in _LISTS or not _ASKS.search(text)


def narrowed(
    facet: Facet,
    about: Sequence[Mentioned],
    found: Filters,
    shape: Shape,
    context: Context,
    text: str,
    follows: bool,
    knowledge: Knowledge,
) -> tuple[Filters, Shape]:
    """The conditions and the shape of a question, with those that go on from before.

    Args:
        facet: what is asked.
        about: what the message mentions.
        found: its own conditions.
        shape: its own shape.
        context: what was asked before.
        text: the message.
        follows: whether it is a follow-up.
        knowledge: whose places are meant.
    """
    asked = _of_what_was_asked(context, text) if facet is Facet.SCHOOLS and not found else None
    if asked:
        return asked, Shape.LIST
    if facet is Facet.SCHOOLS and follows and not _names_offers(about):
        goes_on = shape is Shape.ONE and context.facet is Facet.SCHOOLS
        before = _list_before(context)
        if _WHOLE_STATE.search(text):
            before = replace(before, places=_states(before.places, knowledge))
        return refine(before, found), context.shape if goes_on else shape
    if facet is Facet.SCHOOLS and not _names_offers(about) and not found.places and _THERE.search(text):
        return refine(_places_of(context.filters), found), shape
    if (
        facet is Facet.SALARY
        and (follows or context.facet is Facet.SALARY)
        and not (_BEYOND.search(text) or _NATION.search(text))
    ):
        return refine(_places_of(context.filters), found), shape
    if facet is Facet.COST and context.facet is Facet.SALARY and not found.places and living.is_asked(text):
        return refine(_places_of(context.filters), found), shape  # "is that enough to live on there"
    if _asks_of_those(facet, context, text):
        return refine(replace(context.filters, sort=None, limit=None), found), shape
    return refine(Filters(), found), shape


def _asks_of_those(facet: Facet, context: Context, text: str) -> bool:
    """Whether a side of the programs just listed is asked for: "do they ask for the GRE"."""
    listed = context.facet is Facet.SCHOOLS and not _names_offers(context.about)
    return listed and facet in _NARROWING and bool(_THOSE.search(text))


def _states(places: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """The states that places lie in: "in the whole state then"."""
    codes = {area.within for id in places if (area := knowledge.catalog.area(id)) and area.within}
    states = [state.id for code, state in knowledge.tables.places.states.items() if code in codes]
    return tuple(states) or tuple(places)


def _of_what_was_asked(context: Context, text: str) -> Optional[Filters]:
    """The conditions of "which ones are" after a question on one side of studying; "which ones don't" the opposite."""
    if not _WHICH_ONES.search(text):
        return None
    demands = [m.subject.id for m in context.about if m.subject.kind == "requirement"]
    if len(demands) == 1:
        return _wish(demands[0], not _DO_NOT.search(text))
    of_a_thesis = context.facet is Facet.TERM and _THESIS in (m.subject for m in context.about)
    facet = Facet.THESIS if of_a_thesis else context.facet
    if facet not in _HAVE:
        return None
    have, have_not = _HAVE[facet]
    return have_not if _DO_NOT.search(text) else have


def is_untold(facet: Facet, about: Sequence[Mentioned], found: Filters, context: Context, text: str) -> bool:
    """Whether the schools are asked for that have what a word means, of which nothing tells: "who wants a capstone"."""
    if facet is not Facet.SCHOOLS or context.facet is not Facet.TERM or about or found:
        return False
    return bool(_WHICH_ONES.search(text)) and _of_what_was_asked(context, text) is None


def of_what_was_said(
    filters: Filters, text: str, about: Sequence[Mentioned], context: Context, knowledge: Knowledge
) -> Filters:
    """The conditions of "which schools offer it", where "it" is a title, track or subject talked about."""
    if filters.degrees or filters.fields or not _ONE.search(text) or any(m.subject.kind in _STUDIED for m in about):
        return filters
    for mentioned in reversed(context.about):
        if mentioned.subject.kind == "degree":
            return replace(filters, degrees=(mentioned.subject.id,))
        if mentioned.subject.kind in ("concentration", "course"):
            fields = conditions(f"programs in {mentioned.name}", (), knowledge)[0].fields
            return replace(filters, fields=fields) if fields else filters
    return filters


def _names_offers(about: Sequence[Mentioned]) -> bool:
    return any(m.subject.kind in _OFFERS for m in about)


def _list_before(context: Context) -> Filters:
    """The conditions of the list before; after a question on pay in a place, with that place."""
    listed = context.list_conditions()
    return refine(listed, _places_of(context.filters)) if context.facet is Facet.SALARY else listed


def _places_of(filters: Filters) -> Filters:
    return Filters(places=filters.places, around=filters.around, miles=filters.miles, not_places=filters.not_places)


def placed(facet: Facet, about: Sequence[Mentioned], filters: Filters, knowledge: Knowledge) -> tuple[Mentioned, ...]:
    """The mentions with their places as the conditions have them.

    "Portland, ME" is Portland in Maine, a place that is not wanted is no subject, and in
    a question on schools neither is one that only comes up ("I moved here from Texas").
    """
    wanted = [id for id in (*filters.places, filters.around) if id and id in knowledge.places]
    kept = [m for m in about if m.subject.kind != "place" or _stays(m, wanted, facet, filters)]
    named = {m.subject for m in kept}
    added = (Mentioned(Subject("place", id), knowledge.places[id].name) for id in wanted)
    return (*kept, *(m for m in added if m.subject not in named))


def _stays(place: Mentioned, wanted: Sequence[str], facet: Facet, filters: Filters) -> bool:
    if place.subject.id in filters.not_places:
        return False
    return place.subject.id in wanted or not (wanted or filters.places or filters.around or facet is Facet.SCHOOLS)


def carried(
    facet: Facet,
    about: Sequence[Mentioned],
    filters: Filters,
    shape: Shape,
    context: Context,
    text: str,
    follows: bool,
) -> tuple[Mentioned, ...]:
    """The subjects that go on from before; see :func:`narrowed` for the arguments.

    None do when the message asks beyond them ("which others are there"), and a school
    doesn't when a list of schools is asked for.
    """
    kinds = set(FACET_KINDS.get(facet, ()))
    named = {m.subject.kind for m in about}
    if _BEYOND.search(text) or (facet is Facet.COMPARE and named):
        return ()
    lists_all = facet is Facet.SCHOOLS and shape in _LISTS and _of_what_was_asked(context, text) is not None
    if _OFFERS & kinds and (lists_all or not _goes_on(facet, filters, shape, text, follows)):
        kinds -= _OFFERS
    if named - _BESIDE or named & (kinds - {"place"}) or (named and not kinds & {"school", "program", "career"}):
        return ()
    # Places go on as conditions and have come with those.
    kinds -= {"place"}
    found = [m for m in context.about if m.subject.kind in kinds]
    if not found and _IT.search(text):  # "is it expensive" after a digression
        found = [m for m in context.recent if m.subject.kind in kinds][-1:]
    return tuple(replace(m, start=-1, end=-1) for m in found)


def _goes_on(facet: Facet, filters: Filters, shape: Shape, text: str, follows: bool) -> bool:
    """Whether a school or program talked about before is still meant."""
    if _IT.search(text):
        return True
    return shape not in _LISTS and not (facet is Facet.SCHOOLS and (follows or filters))
