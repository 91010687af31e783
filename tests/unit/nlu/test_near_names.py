"""Names of several words with a slip that makes another word."""

from __future__ import annotations

import pytest

from overture.nlu.near_names import NearNames

NAMES = NearNames(
    ["carnegie mellon university", "full sail university", "radio producer", "audio producer", "ball state"]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("is carnegie melon university good", [("carnegie mellon university", 1, 4)]),
        ("full sale university", [("full sail university", 0, 3)]),
        ("full university", []),
        ("full moon university", []),
        ("video producer", []),
        ("carnegie hall", []),
        ("", []),
    ],
)
def test_one_word_spelt_right_leads_to_the_name(typed: str, found: list[tuple[str, int, int]]) -> None:
    assert sorted(set(NAMES.find(typed.split()))) == found


def test_a_word_of_many_names_leads_to_none_by_itself_but_two_do() -> None:
    many = NearNames([f"{word} college of music" for word in ("berklee", *(f"school{n:03}" for n in range(70)))])
    assert list(many.find("berklee college of musci".split())) != []
    assert list(many.find("college".split())) == []
