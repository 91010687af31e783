"""Where the facts come from and how old they are."""

from __future__ import annotations

from collections.abc import Sequence

from overture.answers.base import narrow, pages
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Question, Table
from overture.answers.base.words import date
from overture.knowledge import Knowledge

_SHOWN = 12


def answer(question: Question, knowledge: Knowledge, last: Sequence[str] = ()) -> Answer:
    """The sources of the last answer; of everything when there was none.

    Args:
        question: what is asked.
        knowledge: what is known.
        last: ids of the sources of the last answer, in their order.
    """
    draft = Draft(question, knowledge)
    named = [knowledge.sources[id] for id in last if id in knowledge.sources]
    for statement in narrow.near(question, knowledge, lambda s: s.kind == "career" or s.id == "sources", 0.62, most=1):
        draft.state(statement)
    read = [page for id in last if (page := pages.by_id(id, knowledge))]
    if named or read:
        shown = [(s.publisher, s.title, s.as_of) for s in read] + [(s.publisher, s.title, s.as_of) for s in named]
        listed = "; ".join(f"{publisher}, {title} ({date(as_of)})" for publisher, title, as_of in shown)
        draft.say(f"The last answer rests on: {listed}").refer(*read).cite_ids(s.id for s in named)
        for source in named:
            if source.note:
                draft.note(f"{source.short}: {source.note}")
    else:
        _everything(draft)
    draft.say("Nothing is made up: what no source gives, I say I don't know")
    draft.follow("Newest pay figures", "What do sound engineers earn?")
    return draft.answer()


def _everything(draft: Draft) -> None:
    knowledge = draft.knowledge
    topic = knowledge.topics.get("sources")
    if topic:
        draft.state(topic.lead)
    used: dict[str, int] = {}
    for career in knowledge.careers.values():
        for dated in (*career.wages, *career.projections):
            used[dated.source] = used.get(dated.source, 0) + 1
    main = sorted(used, key=lambda id: -used[id])
    others = [id for id in knowledge.sources if id not in used]
    shown = [knowledge.sources[id] for id in [*main, *others] if id in knowledge.sources][:_SHOWN]
    rows = tuple((s.publisher, s.title, date(s.as_of)) for s in shown)
    draft.table = Table(("Publisher", "What", "As of"), rows, f"{len(shown)} of {len(knowledge.sources)} sources")
    draft.cite_ids(s.id for s in shown[:3])
