"""What is taken out of a message before it is read, and what has to stay in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.nlu.text import clean, for_reading

TYPED = st.text() | st.text(st.sampled_from("aAoO \t\n\u0301\u200b\u202e\ud800’“–é2 4me"), max_size=15)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  What\tdoes \n it   cost? ", "What does it cost?"),
        ("what’s “it” – or — not", 'what\'s "it" - or - not'),
        ("it`s and it´s", "it's and it's"),
        ("pay\u0000 of\u0007 a\u001b DJ", "pay of a DJ"),
        ("\u202epay\u202c of \u2066a DJ\u2069", "pay of a DJ"),
        ("\ufeffpay", "pay"),
        ("pay\u200bof", "pay of"),
        ("pay \ud83d", "pay"),
        ("cafe\u0301", "café"),
        ("CAPITALS & Signs: $50k, 3-4 years; A&R!", "CAPITALS & Signs: $50k, 3-4 years; A&R!"),
        ("👍🏽 ok", "👍🏽 ok"),
        ("多少钱?", "多少钱?"),
        ("\u200b \u0000", ""),
        ("", ""),
    ],
)
def test_cleaning_drops_what_nobody_meant_and_keeps_the_words(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("How MUCH?", "how much?"),
        ("sooooo much", "soo much"),
        ("SOOOoo much", "soo much"),
        ("noooo!!! wayyyy", "noo!!! wayy"),
        ("mm, mmm, mmmm", "mm, mm, mm"),
        ("50000 and 1,000,000", "50000 and 1,000,000"),
        ("too good, bass, B", "too good, bass, b"),
        ("am i 2 old", "am i too old"),
        ("am i 2 years behind", "am i 2 years behind"),
        ("is it good 4 me", "is it good for me"),
        ("4 years", "4 years"),
    ],
)
def test_reading_is_in_small_letters_with_stretched_words_cut(typed: str, read: str) -> None:
    assert for_reading(typed) == read


@given(TYPED)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TYPED)
def test_a_clean_text_has_single_spaces_and_can_be_written_anywhere(text: str) -> None:
    kept = clean(text)
    assert kept == " ".join(kept.split())
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert not any(unicodedata.category(character) == "Cc" for character in kept)


@given(TYPED)
def test_reading_twice_changes_nothing(text: str) -> None:
    assert for_reading(for_reading(text)) == for_reading(text)


@given(st.text(st.characters(categories=["L", "N", "Z"])))
def test_no_letter_gets_lost_in_cleaning(text: str) -> None:
    letters = [character for character in unicodedata.normalize("NFC", text) if character.isalnum()]
    assert [character for character in clean(text) if character.isalnum()] == letters
