"""Whatever is named is understood: every school, job and word of the knowledge, in questions nobody trained on.

The real pipeline parses, without the dialogue around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker

from overture.answers import Context, read
from overture.answers.base import subjects
from overture.answers.base.model import Facet, Question
from overture.answers.study import namesakes
from overture.engine import Bot
from overture.knowledge import Knowledge, Subject, fold, shared
from overture.knowledge.institutions import Institution

OF_A_SCHOOL = {
    "Tell me about {}": {Facet.SCHOOLS, Facet.OVERVIEW},
    "does {} have a masters in audio": {Facet.SCHOOLS, Facet.LEVELS, Facet.DEGREE_TITLES, Facet.OVERVIEW},
    "how much is {}": {Facet.COST},
    "where is {}": {Facet.SCHOOLS},
    "what about {}": {Facet.SCHOOLS},
}
OF_A_JOB = {
    "Which state pays {} most?": {Facet.SALARY},
    "outlook for {}": {Facet.OUTLOOK},
    "tell me about {}": {Facet.CAREER_DETAIL},
}
DEFINED = {"term": Facet.TERM, "course": Facet.COURSE_DETAIL, "degree": Facet.DEGREE_TITLES}
# Questions that are asked back, and the facet that each of their buttons asks for.
IN_DOUBT = {
    "what would columbia cost": Facet.COST,
    "does Cornell ask for a portfolio": Facet.PORTFOLIO,
    "deadline at Trinity please": Facet.APPLICATION,
    "how long does concordia take": Facet.LENGTH,
    "tell me about loyola": Facet.SCHOOLS,
    "what about Anderson University": Facet.SCHOOLS,
    "is there funding at the University of Texas": Facet.FUNDING,
    "schools in Springfield that are online": Facet.ONLINE,
    "what do composers earn in Washington": Facet.SALARY,
    "compare Cornell with NYU": Facet.COMPARE,
    "tell me about Georgia": Facet.SCHOOLS,
    "how much is Leeds": Facet.COST,
}


@dataclass(frozen=True)
class Case:
    """A question about something, and the facets that it may have."""

    text: str
    about: str
    facets: set[Facet]


@pytest.fixture(scope="module")
def real() -> Knowledge:
    return shared().current()


def parsed(bot: Bot, texts: Sequence[str]) -> list[dict[str, Any]]:
    """All messages through the pipeline at once, which is quicker than one by one."""
    processor = bot.agent.processor
    assert processor is not None
    wanted = processor.model_metadata.nlu_target
    messages = [UserMessage(text) for text in texts]
    nobody = DialogueStateTracker.from_events("nobody", [])
    inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: nobody}
    found = processor.graph_runner.run(inputs=inputs, targets=[wanted])[wanted]
    return [message.as_dict(only_output_properties=True) for message in found]


def misread(bot: Bot, real: Knowledge, cases: Sequence[Case]) -> list[str]:
    """What was linked to something else, or read as another question."""
    wrong = []
    for case, parse in zip(cases, parsed(bot, [case.text for case in cases])):
        question = read(parse, Context(), real)
        ids = named(question, real) if question else set()
        if question is None or case.about not in ids or question.facet not in case.facets:
            what = question.facet.value if question else parse["intent"]["name"]
            wrong.append(f"{case.text!r}: {what} of {sorted(ids)}")
    return wrong


def named(question: Question, real: Knowledge) -> set[str]:
    """Ids of what a question is about; for a program its school's as well."""
    question = namesakes.resolved(question, real)
    ids = {f"{m.subject.kind}:{m.subject.id}" for m in question.about}
    schools = [s for m in question.of_kind("school") for s in subjects.bearers_of(m, question, real)]
    programs = {m.subject.id for m in question.of_kind("program")}
    schools += [s for s in real.institutions.values() if programs & {p.id for p in s.programs}]
    return ids | {f"school:{school.id}" for school in schools}


def own_names(school: Institution, real: Knowledge) -> Iterable[str]:
    """A school's name and its first alias; without those that another thing or a better known school has too."""
    for name in (school.name, *school.names[:1]):
        called = real.schools_called.get(fold(name))
        if fold(name) not in real.by_name and called and len(called.schools) == 1:
            yield name


def test_every_school_is_understood_by_its_name(bot: Bot, real: Knowledge) -> None:
    cases = [
        Case(form.format(school.name), f"school:{school.id}", facets)
        for school in real.institutions.values()
        for form, facets in OF_A_SCHOOL.items()
        if school.name in own_names(school, real)
    ]
    assert len(cases) > 3000
    assert misread(bot, real, cases) == []


def test_every_school_is_understood_by_its_usual_name_in_small_letters(bot: Bot, real: Knowledge) -> None:
    cases = [
        Case(f"tell me about {name.lower()}", f"school:{school.id}", OF_A_SCHOOL["Tell me about {}"])
        for school in real.institutions.values()
        for name in own_names(school, real)
    ]
    assert len(cases) > 800
    assert misread(bot, real, cases) == []


def test_every_job_title_is_understood(bot: Bot, real: Knowledge) -> None:
    cases = [
        Case(form.format(title), f"career:{career.id}", facets)
        for career in real.careers.values()
        for title in career.surfaces()
        for form, facets in OF_A_JOB.items()
    ]
    assert len(cases) > 900
    assert misread(bot, real, cases) == []


def test_every_word_is_defined(bot: Bot, real: Knowledge) -> None:
    cases = [
        Case(f"define {surface}", f"{subject.kind}:{subject.id}", {DEFINED[subject.kind]})
        for subject, thing in real.things()
        if subject.kind in DEFINED
        for surface in thing.surfaces()
    ]
    assert len(cases) > 200
    assert misread(bot, real, cases) == []


@pytest.mark.parametrize(("text", "facet"), IN_DOUBT.items())
def test_each_button_asks_the_same_of_one_of_them(bot: Bot, real: Knowledge, text: str, facet: Facet) -> None:
    (reply,) = bot.ask(text, f"doubt {text}")
    assert reply.parts["outcome"] == "asked_back"
    assert 2 <= len(reply.buttons) <= 3
    pressed = [button["payload"] for button in reply.buttons]
    for parse, message in zip(parsed(bot, pressed), pressed):
        question = read(parse, Context(), real)
        of_all = message.startswith("Which ")  # "Schools in Leeds" instead of one of them
        assert question is not None and (question.facet is facet or of_all), message
        answer = bot.ask(message, f"pressed {message}")[0]
        assert answer.parts["outcome"] in ("answered", "gap"), message


def test_radio_djs_are_no_club_djs(bot: Bot, real: Knowledge) -> None:
    wrong = misread(
        bot,
        real,
        [
            Case("what do radio DJs make", "career:radio-announcer", {Facet.SALARY}),
            Case("what do DJs make", "career:disc-jockey", {Facet.SALARY}),
        ],
    )
    assert wrong == []


def test_what_is_in_doubt_is_told_by_subject(real: Knowledge) -> None:
    """The ambiguous names that the conversations speak of are still shared."""
    shares = {name: len(real.schools_called[name].schools) for name in ("columbia", "cornell", "loyola", "uc", "sae")}
    assert min(shares.values()) > 1
    assert real.get(Subject("place", "portland-maine")) and real.get(Subject("place", "portland-oregon"))
