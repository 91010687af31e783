"""Why an answer is none, and what it would have taken."""

from __future__ import annotations

import pytest

from overture.answers import Answer, Facet, Mentioned, Outcome, Question, answer
from overture.knowledge import Knowledge, Subject
from overture.review.missed import Reason
from overture.review.reasons import why

WARDEN = Mentioned(Subject("career", "tone-warden"), "warden")


def of(outcome: Outcome, question: Question | None = None) -> Answer:
    return Answer("Some text.", outcome=outcome, question=question)


def test_an_answer_has_no_reason(knowledge: Knowledge) -> None:
    assert why(of(Outcome.ANSWERED), knowledge) is None


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.NOT_UNDERSTOOD, Reason.LOW_CONFIDENCE),
        (Outcome.GAP, Reason.GAP),
        (Outcome.ASKED_BACK, Reason.ASKED_BACK),
    ],
)
def test_every_other_outcome_has_one(knowledge: Knowledge, outcome: Outcome, reason: Reason) -> None:
    assert why(of(outcome), knowledge) == (reason, "")
    found = why(of(outcome, Question(Facet.SALARY, (WARDEN,), year="2019")), knowledge)
    assert found is not None and found[0] is reason


def test_a_gap_is_named_by_side_subject_and_year(knowledge: Knowledge) -> None:
    gap = of(Outcome.GAP, Question(Facet.SALARY, (WARDEN, WARDEN), year="2019"))
    assert why(gap, knowledge) == (Reason.GAP, "salary: tone warden in 2019")
    assert why(of(Outcome.GAP, Question(Facet.COST)), knowledge) == (Reason.GAP, "cost")


@pytest.mark.parametrize(
    ("facet", "text", "missing"),
    [
        (Facet.SCHOOLS, "does Hogwarts College of Music have it", "school: Hogwarts College of Music"),
        (Facet.COST, "price at the university of narnia", "school: university of narnia"),
        (Facet.TERM, "what is flumbification", "term: what is flumbification"),
    ],
)
def test_a_name_that_is_not_known(knowledge: Knowledge, facet: Facet, text: str, missing: str) -> None:
    assert why(of(Outcome.GAP, Question(facet, text=text)), knowledge) == (Reason.UNKNOWN_NAME, missing)


def test_the_real_answer_on_an_unknown_word(knowledge: Knowledge) -> None:
    reply = answer(Question(Facet.TERM, text="what is flumbification"), knowledge)
    assert why(reply, knowledge) == (Reason.UNKNOWN_NAME, "term: what is flumbification")
