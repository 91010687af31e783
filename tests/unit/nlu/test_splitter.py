"""A message is cut into the clauses that may each ask something, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.nlu.splitter import Clause, clauses


@pytest.mark.parametrize(
    ("message", "cut"),
    [
        ("What does it cost? How long does it take?", ["What does it cost?", "How long does it take?"]),
        ("I ring bells. Can I apply", ["I ring bells.", "Can I apply"]),
        ("what does it cost and how long does it take", ["what does it cost", "how long does it take"]),
        ("what does it cost, and also how long is it", ["what does it cost", "how long is it"]),
        ("what does it cost, how long is it", ["what does it cost", "how long is it"]),
        ("how long is it & is it online", ["how long is it", "is it online"]),
        ("what does it cost\n\nhow long is it", ["what does it cost", "how long is it"]),
        ("MM and MS", ["MM and MS"]),
        ("cost, length, and exams", ["cost, length, and exams"]),
        ("Hi! How long is it?", ["How long is it?"]),
        ("ok", ["ok"]),
        ("  ?!  ", ["?!"]),
        ("", [""]),
    ],
)
def test_a_message_is_cut_where_a_new_question_begins(message: str, cut: list[str]) -> None:
    assert [clause.text for clause in clauses(message)] == cut


def test_a_clause_tells_where_it_stands() -> None:
    message = "what does it cost, and how long is it?"
    assert clauses(message) == [Clause("what does it cost", 0, 17), Clause("how long is it?", 23, 38)]


@given(st.text() | st.text(st.sampled_from("aB ?.,!\n"), max_size=30))
def test_clauses_stand_in_order_apart_and_hold_their_own_words(message: str) -> None:
    found = clauses(message)
    assert found
    before = 0
    for clause in found:
        assert before <= clause.start <= clause.end <= len(message)
        assert message[clause.start : clause.end].strip() == clause.text
        before = clause.end
