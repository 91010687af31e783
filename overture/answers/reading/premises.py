"""A premise in a message ("since all of these are online, ..."): found, checked, and put right before the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from overture.answers.base.context import Context
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Mentioned, Question, Remark
from overture.answers.reading import claims
from overture.knowledge import Knowledge, Subject

_LEAD = re.compile(
    r"\b(?:since|because|cause|given(?: that)?|seeing (?:as|that)|considering(?: that)?|now that|knowing(?: that)?"
    r"|assuming(?: that)?|apparently|obviously"
    r"|as(?= (?:(?:all|every|each|none|no|the|they|you|most|both|it|any)\b"
    r"|(?:\w+ ){1,4}(?:is|are|has|have|requires?|needs?)\b))"
    r"|if(?= (?:all|every|each|none|no|they all|you (?:need|have to|must))\b)"
    r"|i (?:heard|read|know|was told|thought|assume|guess|saw|understand)(?: that)?"
    r"|(?:everyone|everybody|people|my \w+|a friend|somebody|someone) (?:says?|said|knows?|told me|tells me|thinks?)"
    r"(?: that)?)\s+",
    re.IGNORECASE,
)
# "Georgia Tech is private, so everybody pays the same": a claim that something is made to follow from.
_FLAT = re.compile(r"\W*(?:(?:and|but|ok|well|hm+)\s+)*(?=[^,;.?!]{8,90},?\s+(?:so|then|therefore)\b)", re.IGNORECASE)
_END = re.compile(
    r"\s*(?:[,;.?!]|$|\s[-\u2013\u2014]+\s|\b(?:then|so|but|how|what|which|where|when|why|do i|do you|can i|could i"
    r"|should i|is it|is there|are there|does it|will i|would i|am i|i (?:can'?t|cannot|have no|am not|don'?t))\b)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d.,]*")
_LONGEST = 20
_REST = 3


@dataclass(frozen=True)
class Premise:
    """What a message takes for granted: the clause and its place as character offsets, and what is wrong with it."""

    clause: str
    start: int
    end: int
    remark: Remark


def find(
    parse: Mapping[str, Any], about: Sequence[Mentioned], context: Context, knowledge: Knowledge
) -> Optional[Premise]:
    """The first premise of a message that the facts contradict; None if there is none.

    Args:
        parse: what was understood of the message.
        about: what it mentions, with offsets into its text.
        context: the last list, for "all of these".
        knowledge: what is known.
    """
    text = str(parse.get("text") or "")
    for lead in (*_LEAD.finditer(text), *filter(None, [_FLAT.match(text)])):
        end = _END.search(text, lead.end())
        clause = text[lead.end() : end.start() if end else len(text)]
        rest = f"{text[: lead.start()]} {text[end.end() if end else len(text) :]}"
        if not 2 < len(clause.split()) <= _LONGEST or len(rest.split()) < _REST:
            continue
        inside = [
            replace(m, start=m.start - lead.end(), end=m.end - lead.end())
            for m in about
            if lead.end() <= m.start and m.end <= lead.end() + len(clause)
        ]
        remark = claims.wrong(clause, inside, context, knowledge)
        if remark:
            return Premise(clause, lead.start(), lead.end() + len(clause), remark)
    return None


def without(parse: Mapping[str, Any], premise: Premise) -> dict[str, Any]:
    """The message without the premise: its words put no conditions and ask nothing.

    What is named only there stays what the message is about ("since NYU is online, how
    much is it").
    """
    text = str(parse.get("text") or "")
    start, end = premise.start, premise.end
    kept = [e for e in parse.get("entities") or () if not start <= e.get("start", -1) < end]
    named = {e["entity"] for e in kept}
    moved = [
        {**e, "start": -1, "end": -1}
        for e in parse.get("entities") or ()
        if start <= e.get("start", -1) < end
        and e["entity"] not in named
        and e["entity"] in ("school", "program", "career")
    ]
    left = {**parse, "text": text[:start] + " " * (end - start) + text[end:], "entities": [*kept, *moved]}
    parts = [part for part in parse.get("parts") or () if not start <= part["start"] < end]
    if len(parts) == 1:
        left["intent"] = parts[0].get("intent") or parse.get("intent")
    left["parts"] = parts if len(parts) > 1 else []
    return left


def put_right(answer: Answer, question: Question, knowledge: Knowledge) -> Answer:
    """The answer with the premise put right before it."""
    if question.premise is None:
        return answer
    draft = Draft(question, knowledge)
    first, *rest = question.premise.texts
    draft.say(first)
    for text in rest:
        if not set(_FIGURE.findall(text)) <= set(_FIGURE.findall(answer.text)):  # else the answer says it
            draft.say(text)
    draft.cite_ids(question.premise.sources)
    before = draft.answer()
    known = {source.id for source in before.sources}
    sources = (*before.sources, *(source for source in answer.sources if source.id not in known))
    return replace(answer, text=f"{before.text}\n\n{answer.text}", sources=sources)


def mentions(parse: Mapping[str, Any]) -> list[Mentioned]:
    """What a message names, with offsets into its text."""
    return [
        Mentioned(
            Subject(e["entity"], e["value"]), str(e.get("name") or e["value"]), e.get("start", -1), e.get("end", -1)
        )
        for e in parse.get("entities") or ()
        if e.get("extractor") == "SubjectLinker"
    ]
