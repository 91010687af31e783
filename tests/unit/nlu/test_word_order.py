"""How likely a word is after another is what the examples show, and English where they show nothing."""

from __future__ import annotations

import math

import pytest

from overture.nlu.word_order import START, WordOrder

TEXTS = ("how much is it", "how long is it", "how much, 50 times?", "is it online")


@pytest.fixture(scope="module")
def order() -> WordOrder:
    return WordOrder.of(TEXTS)


def test_words_and_what_follows_on_them_are_counted_without_digits_and_signs(order: WordOrder) -> None:
    assert order.words == {"how": 3, "much": 2, "is": 3, "it": 3, "long": 1, "times": 1, "online": 1}
    assert order.pairs["how"] == {"much": 2, "long": 1}
    assert order.pairs["much"] == {"is": 1, "times": 1}
    assert order.pairs[START] == {"how": 3, "is": 1}
    assert "online" not in order.pairs


def test_what_follows_more_often_is_cheaper(order: WordOrder) -> None:
    assert order.cost("how", "much") < order.cost("how", "long") < order.cost("how", "online")


def test_a_word_that_is_common_in_the_examples_is_cheaper_where_neither_follows(order: WordOrder) -> None:
    assert order.cost("long", "it") < order.cost("long", "times")


def test_of_words_that_no_example_has_the_commoner_in_english_is_cheaper(order: WordOrder) -> None:
    assert order.cost("how", "big", 500) < order.cost("how", "oblong", 20000) < order.cost("how", "qwz")


def test_likelihoods_are_shares_of_one(order: WordOrder) -> None:
    assert all(math.exp(-order.cost("how", word)) < 1 for word in order.words)
    assert sum(math.exp(-order.cost("how", word)) for word in order.words) <= 1


def test_without_any_text_every_word_has_a_cost() -> None:
    assert WordOrder().cost(START, "a") == pytest.approx(-math.log(1e-9))
    assert WordOrder.of([]).words == {}
