"""Every button is understood as what it says: its message asks one question, of the facet and job that are meant."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from overture.answers import Facet, Mentioned, Question, answer, read_all
from overture.answers.base.topics import NEXT
from overture.answers.doubt import CHOICES, ON_A_JOB
from overture.answers.work.jobs import Job
from overture.engine import Bot
from overture.knowledge import Knowledge, Subject, default_folder, load
from overture.knowledge.model import Career

ROOT = Path(__file__).parents[1]
REAL: Knowledge = load(default_folder())
THRESHOLD: float = next(
    component["threshold"]
    for component in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    if component["name"] == "FallbackClassifier"
)

# What buttons ask that stand for no choice of doubt's.
ASKS: dict[str, Facet] = {
    "What do college music teachers earn?": Facet.SALARY,
    "What is the job outlook for college music teachers?": Facet.OUTLOOK,
    "What do you learn in mixing?": Facet.COURSE_DETAIL,
    "What do you learn in music business?": Facet.COURSE_DETAIL,
    "What software do sound engineers use?": Facet.CAREER_DETAIL,
    "Which master's degree titles are there?": Facet.DEGREE_TITLES,
    "Compare recording engineer and music director": Facet.COMPARE,
    "How do the production and acoustical tracks differ?": Facet.COMPARE,
    "How do the production and technical tracks differ?": Facet.COMPARE,
    "Which track is right for me?": Facet.FIT,
    "Which programs teach Pro Tools?": Facet.COURSES,
    "Can I work in the US after the degree?": Facet.INTERNATIONAL,
    "Is this degree right for me with a hearing loss?": Facet.FIT,
    **{message: facet for facet, (_, message) in CHOICES.items()},
}
# Buttons that ask for nothing in the knowledge; tests/test_buttons.py presses them.
OTHER = frozenset(
    {
        "What can I ask you?",
        "I'd like to talk to a person",
        "Help me choose a program",
        "Help me find out where I can get in",
    }
)
# Messages made for a job: how they are worded -> what they ask.
ON_JOBS: tuple[tuple[str, Facet], ...] = (
    (r"Compare the pay of .+ and .+", Facet.SALARY),
    *((re.escape(message).replace(r"\{people\}", ".+"), facet) for facet, message in ON_A_JOB.items()),
)
# Facets answered from lists of schools; their messages are made of names of schools and have tests of their own.
ELSEWHERE = frozenset({Facet.SCHOOLS})
# What teachers at colleges need is told by the facet that is about just that.
TEACHERS = frozenset({"college-music-teacher"})
# Strict: what is listed must go wrong, so that it has to be taken out once it is right.
KNOWN_FAILURES: frozenset[str] = frozenset()


def _parse(bot: Bot, message: str) -> dict[str, Any]:
    parsed: dict[str, Any] = asyncio.run(bot.agent.parse_message(message))
    return parsed


def _faults(bot: Bot, message: str, facets: set[Facet], career: str = "") -> list[str]:
    parsed = _parse(bot, message)
    questions = read_all(parsed)
    asked = [question.facet for question in questions]
    faults = []
    if parsed["intent"]["name"] not in {f"ask_{facet.value}" for facet in facets}:
        faults.append(f"read as {parsed['intent']['name']}")
    if parsed["intent"]["confidence"] < THRESHOLD:
        faults.append(f"not sure: {parsed['intent']['confidence']:.2f}")
    if len(asked) != 1 or asked[0] not in facets:
        faults.append(f"asks {[facet.value for facet in asked]}")
    if career and career not in {m.subject.id for question in questions for m in question.of_kind("career")}:
        faults.append("the job is not found")
    return [f"{message!r}: {fault}" for fault in faults]


def _of_the_domain() -> Iterator[str]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for responses in domain["responses"].values():
        for response in responses:
            payloads = (button["payload"] for button in response.get("buttons", ()))
            yield from (payload for payload in payloads if payload not in OTHER)


def _things() -> Iterator[tuple[Mentioned, ...]]:
    yield ()
    for kind in ("degree", "level", "concentration", "course", "requirement", "term"):
        found = [Mentioned(subject, thing.name) for subject, thing in REAL.things() if subject.kind == kind]
        yield from ((mentioned,) for mentioned in found)
        yield (found[0], found[1])


def _of_answers() -> Iterator[str]:
    """The follow-ups of all answers that are about no job in particular."""
    for facet in (facet for facet in Facet if facet not in ELSEWHERE):
        for about in _things():
            yield from (follow_up.message for follow_up in answer(Question(facet, about), REAL).follow_ups)


FIXED = sorted(
    {
        *(message for offered in NEXT.values() for _, message in offered),
        *(message for _, message in CHOICES.values()),
        *_of_the_domain(),
        *_of_answers(),
    }
    - OTHER
)


def _meant(message: str) -> Facet | None:
    if message in ASKS:
        return ASKS[message]
    return next((facet for pattern, facet in ON_JOBS if re.fullmatch(pattern, message)), None)


@pytest.mark.parametrize("message", FIXED)
def test_a_fixed_message_is_understood_as_what_it_says(bot: Bot, message: str) -> None:
    facet = _meant(message)
    assert facet, f"{message!r} is offered by a button: say in ASKS what it asks"
    assert not _faults(bot, message, {facet})


@pytest.mark.parametrize("facet", CHOICES, ids=lambda facet: facet.value)
def test_a_choice_asks_for_its_facet(bot: Bot, facet: Facet) -> None:
    assert not _faults(bot, CHOICES[facet][1], {facet})


def _of_a_job(career: Career, name: str) -> set[str]:
    """The follow-ups of all answers on a job by one of its names, and the choices that doubt makes of it."""
    about = (Mentioned(Subject("career", career.id), name),)
    offered = {
        follow_up.message
        for facet in (Facet.CAREER_DETAIL, *ON_A_JOB, Facet.COMPARE)
        for follow_up in answer(Question(facet, about), REAL).follow_ups
    }
    choices = {message.format(people=Job(career, name).people()) for message in ON_A_JOB.values()}
    return (offered | choices) - set(FIXED)


@pytest.mark.parametrize("career", REAL.careers.values(), ids=lambda career: career.id)
def test_a_message_on_a_job_is_understood_and_finds_the_job(bot: Bot, career: Career) -> None:
    messages = sorted({message for name in (career.name, *career.titles) for message in _of_a_job(career, name)})
    assert messages
    wrong = []
    for message in messages:
        facet = _meant(message)
        assert facet, f"{message!r} is offered by a button: say in ON_JOBS what it asks"
        facets = {facet, Facet.TEACHING} if career.id in TEACHERS else {facet}
        wrong += _faults(bot, message, facets, career.id)
    unexpected = [fault for fault in wrong if not any(name in fault for name in KNOWN_FAILURES)]
    assert not unexpected, "\n".join(unexpected)
    for name in KNOWN_FAILURES:
        if any(name in message for message in messages):
            assert any(name in fault for fault in wrong), f"{name} is understood now: take it out of KNOWN_FAILURES"
