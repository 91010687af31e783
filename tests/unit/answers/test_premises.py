"""Wrong premises are put right before the answer, right ones are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from overture.answers import Answer, Context, answer, read_all
from overture.answers.base.model import Filters, Question, Wish
from overture.knowledge import Knowledge
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import parsed

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


@pytest.fixture
def read_one(linker: Linker, real: Knowledge) -> Callable[..., Question]:
    def go(text: str, intent: str, context: Context | None = None) -> Question:
        return read_all(parsed(text, intent, linker), context or Context(), real)[0]

    return go


@pytest.fixture
def ask(read_one: Callable[..., Question], real: Knowledge) -> Ask:
    return lambda text, intent: answer(read_one(text, intent), real)


def counts(filters: Filters, real: Knowledge) -> tuple[int, int, int]:
    """Programs that meet a condition, don't, and may: matched one by one."""
    answers = [real.catalog.match(program, filters).answer for program in real.programs.values()]
    return answers.count("yes"), answers.count("no"), answers.count("unknown")


@pytest.mark.parametrize(
    ("text", "intent", "filters", "begins"),
    [
        (
            "since all of these are online, do i still need a studio?",
            "ask_studio_ensemble",
            Filters(delivery="online"),
            "not all programs are taught online",
        ),
        (
            "as the GRE is required everywhere, how do i prepare",
            "ask_entrance_exam",
            Filters(requirements=(Wish("gre", True),)),
            "not all programs ask for the GRE",
        ),
        (
            "if none of them take part time students how long does it take",
            "ask_length",
            Filters(part_time=True),
            "some programs can be studied part-time",
        ),
        (
            "because every program asks for a music degree i can't apply, what else do they ask for",
            "ask_prerequisites",
            Filters(open_to_non_music=False),
            "not all programs insist on a music degree",
        ),
    ],
)
def test_a_claim_on_all_programs_is_counted(
    ask: Ask, real: Knowledge, text: str, intent: str, filters: Filters, begins: str
) -> None:
    reply = ask(text, intent)
    first, rest = reply.text.split("\n\n", 1)
    yes, no, open = counts(filters, real)
    assert begins in first
    assert [int(number) for number in re.findall(r"\d+", first)] == [len(real.programs), yes, no, open]
    assert rest.strip(), "the question itself is answered too"
    assert "school-pages" in {source.id for source in reply.sources}


def test_the_premise_puts_no_condition(read_one: Callable[..., Question]) -> None:
    question = read_one("since all of these are online, how long does it take", "ask_length")
    assert question.filters == Filters()


def test_a_wrong_figure_is_set_against_the_median(ask: Ask, real: Knowledge) -> None:
    reply = ask("my uncle says sound engineers make 150k, what jobs are there", "ask_careers")
    wage = real.careers["sound-engineering-technician"].wage("USD a year")
    assert wage and wage.median
    assert "$150,000 is not what" in reply.text
    assert f"${wage.median:,.0f}" in reply.text
    assert wage.source in {source.id for source in reply.sources}


def test_a_figure_near_the_median_is_left_alone(ask: Ask, real: Knowledge) -> None:
    wage = real.careers["sound-engineering-technician"].wage("USD a year")
    assert wage and wage.median
    reply = ask(f"i heard sound engineers make {wage.median + 2000:.0f}, what jobs are there", "ask_careers")
    assert "One thing first" not in reply.text


def test_growth_that_nobody_expects(ask: Ask, real: Knowledge) -> None:
    projection = real.careers["sound-engineering-technician"].projection()
    assert projection and projection.change_pct < 0
    assert (
        "growth is not what is expected" in ask("now that the field is booming, what do they earn", "ask_salary").text
    )
    assert "One thing first" not in ask("since the field is not growing, what do they earn", "ask_salary").text


def test_a_named_program_is_checked_by_its_own_pages(ask: Ask) -> None:
    wrong = ask("since mcgill requires the gre, what score do i need", "ask_entrance_exam")
    assert "that isn't so of the MMus in Sound Recording at McGill" in wrong.text
    right = ask("since mcgill doesn't require the gre, what else do they want", "ask_prerequisites")
    assert "One thing first" not in right.text


def test_what_is_named_in_the_premise_stays_the_subject(read_one: Callable[..., Question]) -> None:
    question = read_one("since berklee is public, how much is tuition", "ask_cost")
    assert [m.subject.id for m in question.of_kind("school")] == ["us-164748"]
    assert question.premise and "private nonprofit" in question.premise.texts[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("because i live in texas which schools are close", "ask_schools"),
        ("since i love music what should i study", "ask_fit"),
        ("are all of them online?", "ask_online"),
        ("since tuition went up, is there funding", "ask_funding"),
        ("i heard good things about belmont, what does it cost", "ask_cost"),
        ("if i need a portfolio, what goes in", "ask_portfolio"),
    ],
)
def test_what_is_no_wrong_claim_is_left_alone(ask: Ask, text: str, intent: str) -> None:
    assert "One thing first" not in ask(text, intent).text
