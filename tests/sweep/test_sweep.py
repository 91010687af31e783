"""Every fact can be asked for and comes back right: thousands of questions, expected values read from the plain files.

`make test` asks a part of them, the same each time; `pytest tests/sweep --all` or
`python -m tests.sweep` asks all.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from overture.engine import Bot
from tests.bench.messages import folded
from tests.sweep import asking, report
from tests.sweep.case import Case, Said, plain, wording
from tests.sweep.files import Files
from tests.sweep.questions import everything
from tests.unit.test_project import training_sentences

KNOWN = Path(__file__).parent / "known.yaml"
# Of so many, two are asked by default: about five thousand, which takes a minute.
_OF, _ASKED = 5, 2


@cache
def _cases() -> list[Case]:
    return everything()


def _part(cases: list[Case]) -> list[Case]:
    return [case for case in cases if zlib.crc32(case.text.encode()) % _OF < _ASKED]


def _known() -> dict[str, str]:
    return dict(yaml.safe_load(KNOWN.read_text(encoding="utf-8")) or {})


def test_every_question_is_answered_right(bot: Bot, request: pytest.FixtureRequest) -> None:
    cases = _cases() if request.config.getoption("--all", default=False) else _part(_cases())
    known = _known()
    failed = report.failures(cases, asking.ask_all(bot, cases))
    new = [failure for failure in failed if failure.case.text not in known]
    assert not new, "\n".join(report.as_lines(cases, new))
    healed = set(known) & {case.text for case in cases} - {failure.case.text for failure in failed}
    assert not healed, f"no longer failing, take them out of {KNOWN.name}: {sorted(healed)}"


def test_there_are_thousands_of_questions_on_every_subject() -> None:
    assert len(_cases()) >= 10_000 and len(_part(_cases())) >= 5_000
    subjects = {case.subject for case in _cases()}
    files = Files()
    assert {program["id"] for program in files.programs} <= subjects
    assert {row["unitid"] for row in files.schools} <= subjects
    for kind in ("careers", "degrees", "levels", "courses", "concentrations", "requirements", "glossary"):
        assert {record["id"] for record in files.records(kind)} <= subjects, kind


def test_no_question_is_a_training_sentence() -> None:
    trained = training_sentences()
    assert [case.text for case in _cases() if folded(case.text) in trained] == []


def test_every_phrasing_is_used_and_stands_once() -> None:
    used = {case.group for case in _cases()}
    assert set(wording()) == used
    for group, phrasings in wording().items():
        assert [text for text, times in Counter(map(plain, phrasings)).items() if times > 1] == [], group


@pytest.mark.parametrize(
    ("case", "text", "faults"),
    [
        (Case("g", "s", "t", has=("Two years.",)), "It takes two  years, full time.", []),
        (Case("g", "s", "t", has=("Two years.",)), "It takes a while.", ["lacks 'Two years.'"]),
        (Case("g", "s", "t", has=(("a year", "one year"),)), "One year.", []),
        (Case("g", "s", "t", lacks=("Temple",)), "Temple has it.", ["holds 'Temple'"]),
        (Case("g", "s", "t", unknown=True), "That isn't recorded.", []),
        (Case("g", "s", "t", unknown=True), "Yes.", ["does not say that it isn't known"]),
        (Case("g", "s", "t", unknown=True), "No, none is not known.", ["says no to what isn't known"]),
        (Case("g", "s", "t", source="bls"), "Yes.", ["does not name the source bls"]),
        (Case("g", "s", "t", cites=frozenset({"own"})), "Yes.", ["cites pages of other"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_with_an_answer_is_told(case: Case, text: str, faults: list[str]) -> None:
    said = Said(text, text, programs=frozenset({"other"}) if case.cites else frozenset())
    assert case.faults(said) == faults


def test_failures_are_told_in_groups() -> None:
    cases = [Case("pay", "one", "what", has=("$1",)), Case("pay", "two", "who"), Case("cost", "three", "how")]
    failed = report.failures(cases, [Said("nothing", "nothing")] * 3)
    lines = report.as_lines(cases, failed)
    assert lines[0] == "2 of 3 questions answered right"
    assert "\npay: 1 of 2 wrong" in lines and "    lacks '$1'" in lines
