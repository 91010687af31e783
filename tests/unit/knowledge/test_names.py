"""Spellings of a name that count as the same, and where its words stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from overture.knowledge.names import Word, fold, words


@pytest.mark.parametrize(
    ("spelling", "folded"),
    [
        ("Master of Music", "master of music"),
        ("  MASTER   of\tMusic\n", "master of music"),
        ("MM/MS", "mm ms"),
        ("MM, MS", "mm ms"),
        ("(MM)", "mm"),
        ("B.Mus.", "bmus"),
        ("B.Mus", "bmus"),
        ("b.mus.", "bmus"),
        ("M.M.", "mm"),
        ("Ph.D.", "phd"),
        ("PhD", "phd"),
        ("B.Mus.Ed.", "bmused"),
        ("M.A./M.S.", "ma ms"),
        ("A&R", "a and r"),
        ("A & R", "a and r"),
        ("A and R", "a and r"),
        ("C++", "c plus plus"),
        ("master's degree", "masters degree"),
        ("Master’s degree", "masters degree"),
        ("master`s degree", "masters degree"),
        ("students'", "students"),
        ("rock 'n' roll", "rock n roll"),
        ("audio-visual", "audio visual"),
        ("audio–visual", "audio visual"),
        ("audio_visual", "audio visual"),
        ("Café", "cafe"),
        ("CAFE\u0301", "cafe"),
        ("re\u0301sume\u0301", "resume"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ﬁlm", "film"),
        ("Ｍaster", "master"),
        ("İstanbul", "istanbul"),
        ("16-bit", "16 bit"),
        ("48kHz", "48khz"),
        ("2½ years", "212 years"),
        ("No. 5", "no 5"),
        ("音楽", "音楽"),
        ("?!", ""),
        ("👍", ""),
        ("", ""),
    ],
)
def test_a_spelling_folds_to_its_words(spelling: str, folded: str) -> None:
    assert fold(spelling) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MM", "MS"),
        ("B.Mus.", "B.M."),
        ("tone warden", "tone warder"),
        ("A&R", "R&A"),
        ("C", "C+"),
        ("audio", "audios"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_words_tell_where_they_stand() -> None:
    assert words("MM/MS or B.Mus.?") == [
        Word("mm", 0, 2),
        Word("ms", 3, 5),
        Word("or", 6, 8),
        Word("bmus", 9, 15),
    ]


def test_a_sign_that_is_read_as_a_word_has_its_own_place() -> None:
    assert words("A&R") == [Word("a", 0, 1), Word("and", 1, 2), Word("r", 2, 3)]


def test_an_accent_behind_its_letter_belongs_to_the_word() -> None:
    assert words("cafe\u0301 au") == [Word("cafe", 0, 5), Word("au", 6, 8)]


def test_the_end_of_a_sentence_is_no_abbreviation() -> None:
    assert [word.text for word in words("I want a master. Then what?")] == ["i", "want", "a", "master", "then", "what"]


NAMELY = st.text(st.sampled_from("aAbBéİßǅ½ﬁ.'’&+-/ \u0301\u200bMPhd1"), max_size=12)


@given(st.text() | NAMELY)
@example("½")
@example("ﷺ")
@example("ͺ")
@example("Ŀ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text() | NAMELY)
@example("cafe\u0301")
def test_places_point_into_the_text_in_order_and_without_overlap(text: str) -> None:
    found = words(text)
    ends = [0, *(word.end for word in found)]
    for word, before in zip(found, ends):
        assert before <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.text


@given(st.text() | NAMELY)
def test_a_folded_word_is_never_empty_and_has_no_space_or_accent(text: str) -> None:
    for word in words(text):
        assert word.text and word.text.isalnum()
        assert not any(unicodedata.combining(character) for character in word.text)


@given(st.text() | NAMELY)
def test_the_folded_form_is_the_words_with_one_space_between(text: str) -> None:
    assert fold(text) == " ".join(word.text for word in words(text))


@given(st.text(st.characters(codec="ascii")))
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


@given(st.text(st.sampled_from("éàüñçabc "), max_size=12))
def test_composed_and_decomposed_accents_make_no_difference(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
