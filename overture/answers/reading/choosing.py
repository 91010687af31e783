"""What somebody types instead of pressing a button, when asked which of several things they mean: "the one in Ohio"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Optional, TypeVar

from overture.answers.base import subjects
from overture.answers.base.context import Context
from overture.answers.base.model import Mentioned, Question
from overture.answers.conditions.atlas import atlas
from overture.answers.study.asking_back import whereabouts
from overture.answers.study.namesakes import own_name
from overture.knowledge import Knowledge, Subject, fold
from overture.knowledge.institutions import Institution
from overture.knowledge.places import City, State

_MOST_WORDS = 7
_FILLER = frozenset(
    "a an and at by from i im in is it its mean meant no not of oh ok okay on one please pls rather so sorry that"
    " the there this to uh um want was well yes school schools".split()
)
Thing = TypeVar("Thing")


def chosen(text: str, context: Context, knowledge: Knowledge) -> Optional[Question]:
    """The question before this message, of just the one that the message picks.

    Args:
        text: the message.
        context: what was asked before.
        knowledge: whose schools and places are meant.

    Returns:
        None where nothing was left open, or the message doesn't say which.
    """
    said = [word for word in fold(text).split() if word not in _FILLER]
    last = context.question() if context.doubted else None
    if last is None or not said or len(text.split()) > _MOST_WORDS:
        return None
    asked = replace(last, text=context.doubted)
    return _school(said, asked, knowledge) or _place(said, asked, knowledge)


def _school(said: Sequence[str], asked: Question, knowledge: Knowledge) -> Optional[Question]:
    for named in asked.of_kind("school"):
        bearers = subjects.bearers_of(named, asked, knowledge)
        picked = _only(said, [(school, _words_of(school, knowledge)) for school in bearers])
        if picked:
            settled = f"{picked.name} in {whereabouts(picked, knowledge)}"
            meant = Mentioned(Subject("school", picked.id), settled)
            return replace(asked, about=tuple(meant if m == named else m for m in asked.about))
    return None


def _words_of(school: Institution, knowledge: Knowledge) -> str:
    code = school.row.state if school.row else ""
    return " ".join((*school.surfaces(), whereabouts(school, knowledge), code))


def _place(said: Sequence[str], asked: Question, knowledge: Knowledge) -> Optional[Question]:
    places = asked.filters.places
    for group in _groups(places, knowledge):
        picked = _only(said, [(id, _words_of_place(id, knowledge)) for id in group])
        if picked:
            gone = set(group) - {picked}
            left = replace(asked.filters, places=tuple(id for id in places if id not in gone))
            about = tuple(m for m in asked.about if m.subject.kind != "place" or m.subject.id not in gone)
            return replace(asked, filters=left, about=about)
    return None


def _groups(places: Sequence[str], knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    """Those of the places that one name stands for."""
    for id in places:
        known = knowledge.places.get(id)
        names = {known.name, getattr(known, "city", known.name)} if known else {id.split(":")[1].rpartition(",")[0]}
        for name in names:
            same = {*atlas(knowledge).meanings(id, name), *atlas(knowledge).town_ids(fold(name))}
            if len(group := tuple(other for other in places if other in same)) > 1:
                yield group


def _words_of_place(id: str, knowledge: Knowledge) -> str:
    known = knowledge.places.get(id)
    kind = "state" if isinstance(known, State) else "city town" if isinstance(known, City) else "town"
    state = knowledge.places.get(atlas(knowledge).state_of(id))
    code = known.code if isinstance(known, State) else ""
    surfaces = known.surfaces() if known else ()
    return " ".join((own_name(id, knowledge), *surfaces, kind, state.name if state else "", code))


def _only(said: Sequence[str], choices: Sequence[tuple[Thing, str]]) -> Optional[Thing]:
    """The one choice that has all the words; None where there are several, or there is nothing to choose."""
    fitting = [thing for thing, words in choices if set(said) <= set(fold(words).split())]
    return fitting[0] if len(choices) > 1 and len(fitting) == 1 else None
