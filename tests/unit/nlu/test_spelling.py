"""Misspelt words are put right towards what the bot has seen; everything else is left as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overture.nlu.spelling import CHAT, Spelling
from overture.nlu.word_order import WordOrder

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
RANKS = {word: rank for rank, word in enumerate(ORDINARY, 2000)}
NAMES = ("warden", "lirra", "tonewarder")


def made(words: dict[str, int], *ordinary: str) -> Spelling:
    return Spelling(WordOrder(words), dict.fromkeys(ordinary, 2000))


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(WordOrder(SEEN), RANKS, NAMES)


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

    @pytest.mark.parametrize("word", ["making", "maker", "wardens"])
    def test_a_known_word_with_an_ending_is_left(self, spelling: Spelling, word: str) -> None:
        assert spelling.correct(word) == word

    @pytest.mark.parametrize("word", ["pya", "iz3", "xylophone", "qwrtz", "g"])
    def test_a_word_too_short_or_too_far_from_any_is_left(self, spelling: Spelling, word: str) -> None:
        assert spelling.correct(word) == word

    @pytest.mark.parametrize(
        ("typed", "read"),
        [("belx", "bell"), ("bexx", "bexx"), ("fllww", "fllww"), ("fxllxw", "fellow"), ("fxxxow", "fxxxow")],
    )
    def test_a_word_of_up_to_five_letters_may_be_one_off_and_a_longer_one_two(self, typed: str, read: str) -> None:
        assert made({"bell": 9, "fellow": 9}).correct(typed) == read

    def test_a_long_word_may_be_three_letters_off(self) -> None:
        assert made({"instruments": 9}).correct("xnxtrxments") == "instruments"
        assert made({"instruments": 9}).correct("xnxtrxmenxs") == "xnxtrxmenxs"

    def test_letters_typed_twice_hardly_count(self) -> None:
        assert made({"mother": 9}).correct("mmootthherr") == "mother"

    def test_the_word_before_tells_which_of_two_is_meant(self) -> None:
        seen = WordOrder.of(["the pay"] * 5 + ["a play"] * 5)
        spelling = Spelling(seen, {})
        assert spelling.correct("the pzay") == "the pay"
        assert spelling.correct("a pzay") == "a play"

    def test_a_common_word_is_only_read_otherwise_where_another_is_much_likelier(self) -> None:
        seen = WordOrder.of(["is it a median figure"] * 5 + ["what do people pay"] * 5000)
        spelling = Spelling(seen, {"medina": 15000, "town": 500})
        assert spelling.correct("is it a medina figure") == "is it a median figure"
        assert spelling.correct("town medina") == "town medina"

    def test_names_are_not_corrected_to(self, spelling: Spelling) -> None:
        assert spelling.correct("wardne") == "wardne"

    def test_a_word_seen_once_or_twice_may_itself_be_a_slip(self) -> None:
        spelling = made({"clarinet": 1, "trumpet": 2, "bassoon": 3, "violin": 2}, "violin")
        typed = ("clarinte", "trumpte", "basson", "violni")
        assert [spelling.correct(word) for word in typed] == ["clarinte", "trumpte", "bassoon", "violin"]

    def test_of_equally_near_words_one_with_the_same_first_letter_is_taken(self) -> None:
        spelling = made({"night": 6, "fight": 3})
        assert spelling.correct("fnight") == "fight"

    def test_of_equally_near_words_the_commoner_is_taken(self) -> None:
        assert made({"score": 3, "scope": 9}).correct("scoze") == "scope"
        assert made({"score": 9, "scope": 3}).correct("scoze") == "score"

    def test_without_any_words_nothing_is_corrected(self) -> None:
        assert made({}).correct("salery of a teh") == "salery of a the"


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
        assert made({}).correct(f"so {short} ok") == f"so {CHAT[short]} ok"


@given(st.text())
def test_any_text_can_be_corrected_and_words_that_are_known_survive(text: str) -> None:
    spelling = Spelling(WordOrder(SEEN), RANKS, NAMES)
    assert spelling.correct(f"salary {text} thesis").startswith("salary ")
    assert spelling.correct(f"salary {text} thesis").endswith(" thesis")


@given(st.text(st.sampled_from("salrytheiu ")))
def test_correcting_what_was_corrected_changes_nothing(text: str) -> None:
    assume(not set(text.split()) & set(CHAT))
    spelling = Spelling(WordOrder(SEEN), RANKS, NAMES)
    once = spelling.correct(text)
    assert spelling.correct(once) == once
