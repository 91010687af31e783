"""The real knowledge holds together.  What it says is not repeated here, since it changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from overture.answers.base.topics import TOPICS
from overture.knowledge import Knowledge, default_folder, load
from overture.knowledge.model import Career, Record

# Measured at 0.8 s; counting coverage makes every line two to three times as dear.
SECONDS = 6.0 if sys.gettrace() else 2.0
# Ranks order the levels, the unitid is a school's number in the federal tables; they are no facts.
NO_FACTS = {("StudyLevel", "rank"), ("Program", "unitid"), ("FederalCode", "unitid")}


@pytest.fixture(scope="module")
def real() -> Knowledge:
    return load(default_folder())


def test_it_loads_without_fault_in_under_two_seconds() -> None:
    def seconds() -> float:
        # Of this process alone, so that others on the machine don't count.
        began = time.process_time()
        load(default_folder())
        return time.process_time() - began

    assert any(seconds() < SECONDS for _ in range(3))


def test_every_job_at_the_heart_of_the_field_has_pay_and_outlook_or_says_why_not(real: Knowledge) -> None:
    def silent(career: Career) -> bool:
        paid = any(wage.median is not None for wage in career.wages)
        return not (paid and career.projections) and not career.cautions

    core = [career for career in real.careers.values() if career.scope == "core"]
    assert core and [career.id for career in core if silent(career)] == []


def test_a_job_with_hourly_pay_only_says_so(real: Knowledge) -> None:
    hourly = [c for c in real.careers.values() if c.wages and all(w.unit == "USD an hour" for w in c.wages)]
    assert hourly and [c.id for c in hourly if not c.cautions and not c.points] == []


def test_every_figure_has_a_source(real: Knowledge) -> None:
    records = [*((subject.id, thing) for subject, thing in real.things()), *real.guidance.items()]
    found = [figure for id, record in records for figure in figures(record, id, None)]
    assert len(found) > 1000
    assert [place for place, source in found if source is None] == []


def figures(value: object, place: str, source: str | None) -> Iterator[tuple[str, str | None]]:
    """Each number in a record with the source, or the page of the program, that it stands under."""
    if isinstance(value, Record):
        source = getattr(value, "source", None) or getattr(value, "page", None) or source
        for name, inner in value:
            if (type(value).__name__, name) not in NO_FACTS:
                yield from figures(inner, f"{place}.{name}", source)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from figures(inner, f"{place}.{key}", source)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from figures(inner, f"{place}.{index}", source)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield place, source


def test_percentiles_rise(real: Knowledge) -> None:
    for career in real.careers.values():
        for wage in career.wages:
            known = [v for v in (wage.p10, wage.p25, wage.median, wage.p75, wage.p90) if v is not None]
            assert known == sorted(known), f"{career.id} {wage.as_of}"


def test_every_topic_that_an_answer_speaks_of_is_there(real: Knowledge) -> None:
    assert {id for ids in TOPICS.values() for id in ids} - set(real.topics) == set()


def test_a_statement_is_a_sentence(real: Knowledge) -> None:
    wrong = [key for key, passage in real.passages.items() if passage.statement.text.strip()[-1:] not in ".!?)"]
    assert wrong == []


def test_no_two_statements_are_asked_for_in_the_same_words(real: Knowledge) -> None:
    seen: dict[str, str] = {}
    for key, passage in real.passages.items():
        for ask in dict.fromkeys(passage.statement.asks):
            assert seen.setdefault(ask.lower(), key) == key, f"{ask!r} stands in {seen[ask.lower()]} and {key}"
