"""Misspelt words are put right towards what the bot has seen; everything else is left as it was typed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overture.nlu.spelling import CHAT, Spelling, count_words

SEEN = {
    "salary": 9,
    "program": 30,
    "programs": 12,
    "thesis": 5,
    "portfolio": 4,
    "prerequisites": 3,
    "study": 20,
    "sturdy": 2,
    "tuition": 2,
    "clarinet": 1,
    "gre": 5,
}
ORDINARY = ("what", "is", "the", "tuition", "salad", "celery", "sturdy", "stud", "make", "about", "pay", "it")
NAMES = ("warden", "lirra", "tonewarder")


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(SEEN, ORDINARY, NAMES)


class TestCorrecting:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("salery", "salary"),
            ("salaryy", "salary"),
            ("slary", "salary"),
            ("saalry", "salary"),
            ("porgram", "program"),
            ("progam", "program"),
            ("prerequsites", "prerequisites"),
            ("prerekwisites", "prerequisites"),
            ("tution", "tuition"),
            ("thesus", "thesis"),
        ],
    )
    def test_a_slip_of_one_or_two_letters_is_put_right(self, spelling: Spelling, typed: str, meant: str) -> None:
        assert spelling.correct(typed) == meant

    def test_the_rest_of_the_sentence_stays_letter_for_letter(self, spelling: Spelling) -> None:
        typed = "what is the 'salery', roughly -- 50% of 3.000? (tution...)"
        assert spelling.correct(typed) == "what is the 'salary', roughly -- 50% of 3.000? (tuition...)"

    @pytest.mark.parametrize("word", ["celery", "salad", "warden", "lirra", "thesis", "clarinet"])
    def test_a_word_that_is_known_is_left(self, spelling: Spelling, word: str) -> None:
        assert spelling.correct(word) == word

    @pytest.mark.parametrize("word", ["making", "maker", "studly", "wardens", "tuitions"])
    def test_a_known_word_with_an_ending_is_left(self, spelling: Spelling, word: str) -> None:
        assert spelling.correct(word) == word

    @pytest.mark.parametrize("word", ["gra", "pya", "gr", "iz3", "xylophone", "qwrtz", "salaries"])
    def test_a_word_too_short_or_too_far_from_any_is_left(self, spelling: Spelling, word: str) -> None:
        assert spelling.correct(word) == word

    def test_a_short_word_may_be_one_letter_off_and_a_long_one_two(self) -> None:
        spelling = Spelling({"bells": 9, "belfries": 9}, ())
        assert spelling.correct("bellz") == "bells"
        assert spelling.correct("bxllz") == "bxllz"
        assert spelling.correct("bxlfriez") == "belfries"
        assert spelling.correct("bxlfrxez") == "bxlfrxez"

    def test_names_are_not_corrected_to(self, spelling: Spelling) -> None:
        assert spelling.correct("wardne") == "wardne"

    def test_a_word_seen_once_or_twice_may_itself_be_a_slip(self) -> None:
        spelling = Spelling({"clarinet": 1, "trumpet": 2, "bassoon": 3, "violin": 2}, ("violin",))
        typed = ("clarinte", "trumpte", "basson", "violni")
        assert [spelling.correct(word) for word in typed] == ["clarinte", "trumpte", "bassoon", "violin"]

    def test_of_equally_near_words_one_with_the_same_first_letter_is_taken(self) -> None:
        spelling = Spelling({"night": 100, "fight": 3}, ())
        assert spelling.correct("fnight") == "fight"

    def test_of_equally_near_words_the_commoner_is_taken(self) -> None:
        assert Spelling({"score": 3, "scope": 9}, ()).correct("scoze") == "scope"
        assert Spelling({"score": 9, "scope": 3}, ()).correct("scoze") == "score"

    def test_ordinary_words_may_come_from_a_generator(self) -> None:
        spelling = Spelling({"tuition": 2}, (word for word in ("tuition", "tune")))
        assert spelling.correct("tution") == "tuition"

    def test_without_any_words_nothing_is_corrected(self) -> None:
        assert Spelling({}, ()).correct("salery of a teh") == "salery of a the"


class TestChat:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("how r u", "how are you"),
            ("thank u.", "thank you."),
            ("y tho?", "why though?"),
            ("wat is da salery", "what is the salary"),
            ("b4 i apply", "before i apply"),
            ("tell me str8", "tell me straight"),
            ("rock n roll", "rock and roll"),
            ("im 16 yo", "im 16 years old"),
            ("u're", "you're"),
            ("idk", "i don't know"),
            ("prereqs/reqs", "prerequisites/requirements"),
        ],
    )
    def test_chat_spellings_are_written_out(self, spelling: Spelling, typed: str, meant: str) -> None:
        assert spelling.correct(typed) == meant

    @pytest.mark.parametrize(
        "typed",
        ["r&b", "a b.a. in music", "u.s. schools", "in the u.s.", "b.mus. or m.m.", "a&r", "u/r", "b.f.a.", "y'all"],
    )
    def test_a_letter_in_an_abbreviation_is_no_chat_spelling(self, spelling: Spelling, typed: str) -> None:
        assert spelling.correct(typed) == typed

    @pytest.mark.parametrize("typed", ["50k", "$50k a year", "401k", "mp3", "4th", "2nd b3ll", "48khz", "thes1s"])
    def test_letters_at_a_number_are_no_word(self, spelling: Spelling, typed: str) -> None:
        assert spelling.correct(typed) == typed

    @pytest.mark.parametrize("short", sorted(CHAT))
    def test_every_entry_of_the_table_is_reached(self, short: str) -> None:
        assert Spelling({}, ()).correct(f"so {short} ok") == f"so {CHAT[short]} ok"


class TestCounting:
    def test_words_are_counted_over_all_texts_without_digits_and_signs(self) -> None:
        assert count_words(["pay, pay 50k!", "what's the pay?"]) == Counter(pay=3, k=1, what=1, s=1, the=1)

    def test_no_text_has_no_words(self) -> None:
        assert count_words([]) == Counter()


@given(st.text())
def test_any_text_can_be_corrected_and_words_that_are_known_survive(text: str) -> None:
    spelling = Spelling(SEEN, ORDINARY, NAMES)
    assert spelling.correct(f"salary {text} thesis").startswith("salary ")
    assert spelling.correct(f"salary {text} thesis").endswith(" thesis")


@given(st.text(st.sampled_from("salrytheiu ")))
def test_correcting_what_was_corrected_changes_nothing(text: str) -> None:
    assume(not set(text.split()) & set(CHAT))
    spelling = Spelling(SEEN, ORDINARY, NAMES)
    once = spelling.correct(text)
    assert spelling.correct(once) == once
