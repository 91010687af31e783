"""Names that must be places though nobody knows them; everything else behind "in" is left alone."""

from __future__ import annotations

import pytest

from overture.nlu import unknown_places
from overture.nlu.word_order import WordOrder

SEEN = WordOrder.of(["what can i study in nashville", "schools in nashville", "mixing in ableton", "mix in ableton"])
ORDINARY = {"in": 1, "general": 220, "person": 900, "evening": 1500, "cheyenne": 13000, "the": 2}


def named(text: str) -> str | None:
    place = unknown_places.find(text, SEEN, ORDINARY)
    return text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sound engineer pay in cheyenne", "cheyenne"),
        ("Schools near Poughkeepsie?", "Poughkeepsie"),
        ("is there one around Zwolle, please", "Zwolle"),
        ("schools in Zwolle please", "Zwolle"),
        ("anything close to Saint-Malo with a studio", "Saint-Malo"),
        ("jobs outside of Kirkby Lonsdale.", "Kirkby Lonsdale"),
    ],
)
def test_a_strange_name_behind_a_word_of_place_is_found(text: str, name: str) -> None:
    assert named(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "is it cheaper in general",
        "can i study in person",
        "which are in the evening",
        "programs in nashville",
        "mixing in ableton",
        "poughkeepsie",
        "in cheyenne i met a friend of mine",
        "near me",
        "schools in 2025",
        "",
    ],
)
def test_words_of_english_and_of_the_examples_are_none(text: str) -> None:
    assert named(text) is None
