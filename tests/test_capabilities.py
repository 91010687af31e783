"""The contract holds: every example is understood as what it stands for, and answered."""

from __future__ import annotations

import asyncio
import copy
from pathlib import Path

import pytest
import yaml

from overture import cli
from overture.answers import answer, read_all
from overture.answers.base.context import Context
from overture.answers.base.model import Outcome, Question
from overture.engine import Bot
from overture.knowledge import shared
from overture.review import contract, contract_text
from overture.review.contract import FILE, Combination
from tests.unit.test_project import asked_in_tests, folded, training_sentences

COMBINATIONS = contract.read()
ASKED = [combination for combination in COMBINATIONS if combination.answered and combination.facet]
TALKED = [combination for combination in COMBINATIONS if combination.answered and combination.talk]


def _heard(bot: Bot, combination: Combination) -> tuple[list[Question], list[Outcome]]:
    """What the example was read as after the messages before it, and what became of it."""
    context, knowledge = Context(), shared().current()
    questions: list[Question] = []
    outcomes: list[Outcome] = []
    answered: list[Question] = []
    for message in (*combination.before, combination.example):
        parse = asyncio.run(bot.agent.parse_message(message))
        questions = read_all(parse, context, knowledge)
        outcomes, answered = [], []
        for question in questions:
            given = answer(question, knowledge, context.sources)
            outcomes.append(given.outcome)
            # A list under conditions is one of schools, whatever side of studying its words speak of.
            answered.append(given.question or question)
            context = context.after(answered[-1], given)
    return answered, outcomes


@pytest.mark.parametrize("combination", ASKED, ids=lambda c: c.id)
def test_a_question_is_read_as_its_combination_and_answered(bot: Bot, combination: Combination) -> None:
    questions, outcomes = _heard(bot, combination)
    fitting = [question for question in questions if question.facet is combination.facet]
    assert fitting, f"read as {[q.facet.value for q in questions]}"
    question = fitting[0]
    assert question.shape is combination.shape
    kinds = {mentioned.subject.kind for mentioned in question.about}
    assert set(combination.of) <= kinds, kinds
    assert set(combination.filters) <= set(question.filters.as_dict()), question.filters
    assert outcomes[questions.index(question)] is combination.outcome


@pytest.mark.parametrize("combination", TALKED, ids=lambda c: c.id)
def test_what_is_no_question_gets_its_own_reply(bot: Bot, combination: Combination) -> None:
    sender = f"contract-{combination.id}"
    replies = bot.ask_all([*combination.before, combination.example], sender)[-1]
    assert bot.intent(sender) == combination.talk
    assert replies and all(reply.text.strip() for reply in replies)
    lost = "I didn't get that" in replies[0].text
    assert lost is (combination.outcome is Outcome.NOT_UNDERSTOOD) or combination.talk == "nlu_fallback"


def test_nothing_is_wrong_with_the_contract() -> None:
    assert contract.faults(COMBINATIONS, contract.intents()) == []


def test_no_example_is_a_training_sentence_or_stands_in_another_test() -> None:
    taken = training_sentences() | {folded(says) for _, says, _ in asked_in_tests()}
    assert [c.id for c in COMBINATIONS if folded(c.example) in taken and not c.before] == []


def test_the_page_is_what_the_contract_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert contract_text.is_current(COMBINATIONS), "run `overture capabilities --write`"
    assert cli.main(["capabilities", "--check"]) == 0
    assert contract_text.score_line(COMBINATIONS) in capsys.readouterr().out
    for combination in COMBINATIONS:
        assert combination.example in contract_text.DOCS.read_text(encoding="utf-8")


def test_what_a_user_cannot_do_without_is_answered() -> None:
    must = contract_text.score(COMBINATIONS)[0]
    assert must.weight == "must" and must.answered == must.of


def _with(tmp_path: Path, **changes: object) -> list[str]:
    """The faults once the first record has been changed."""
    raw = copy.deepcopy(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    raw[0].update(changes)
    raw[0] = {key: value for key, value in raw[0].items() if value is not None}
    file = tmp_path / "capabilities.yml"
    file.write_text(yaml.safe_dump(raw), encoding="utf-8")
    try:
        return contract.faults(contract.read(file), contract.intents())
    except contract.ContractError as error:
        return str(error).splitlines()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"test": None}, "has no test that shows it"),
        ({"test": "tests/nowhere.py"}, "there is no test tests/nowhere.py"),
        ({"test": "tests/test_capabilities.py::test_nothing_of_the_kind"}, "has no test_nothing_of_the_kind"),
        ({"test": "README.md"}, "there is no test README.md"),
        ({"talk": "greet"}, "expected a facet or a talk"),
        ({"why": "later"}, "says why it is not answered"),
        ({"id": "thesis"}, "the id 'thesis' stands twice"),
        ({"of": ["spaceship"]}, "'spaceship' is not a kind"),
        ({"filters": ["color"]}, "'color' is not a condition"),
        ({"importance": "vital"}, "importance"),
        ({"mood": "good"}, "mood"),
    ],
    ids=str,
)
def test_a_fault_of_the_contract_is_told(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    assert any(said in fault for fault in _with(tmp_path, **changes)), _with(tmp_path, **changes)


def test_a_contract_that_leaves_something_out_is_told() -> None:
    few = [c for c in COMBINATIONS if c.id == "overview"]
    said = contract.faults(few, ["greet", "ask_salary"])
    assert "nothing is said of the facet 'salary'" in said
    assert "nothing is said of the shape 'list'" in said
    assert "nothing is said of the condition 'places'" in said
    assert "nothing is said of the intent 'greet'" in said
    assert "nothing is said of the intent 'ask_salary'" not in said


def test_what_is_not_answered_yet_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["capabilities"]) == 0
    shown = capsys.readouterr().out
    assert all(combination.want in shown for combination in COMBINATIONS if not combination.answered)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for text in ("- id: [", "id: one"):
        (tmp_path / "c.yml").write_text(text, encoding="utf-8")
        with pytest.raises(contract.ContractError, match=r"c\.yml: "):
            contract.read(tmp_path / "c.yml")
    with pytest.raises(contract.ContractError, match="can't be read"):
        contract.read(tmp_path / "none.yml")
