"""Figures, dates and lists as they read in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.answers.base import words


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2025-05", "May 2025"),
        ("2024-09-01", "1 September 2024"),
        ("2024-12-31", "31 December 2024"),
        ("2025", "2025"),
        ("2022-23", "2022-23"),
        ("2024-34", "2024-34"),
        ("2024-00", "2024-00"),
        ("undated", "undated"),
        ("2024 to 2034", "2024 to 2034"),
        ("2023-05 to 2025-05", "May 2023 to May 2025"),
        ("2019-20 to 2023-24", "2019-20 to 2023-24"),
    ],
)
def test_a_date_reads_as_people_write_it(as_of: str, said: str) -> None:
    assert words.date(as_of) == said


@pytest.mark.parametrize(
    ("value", "cents", "said"),
    [
        (73130, False, "$73,130"),
        (999, False, "$999"),
        (1234567, False, "$1,234,567"),
        (35.16, True, "$35.16"),
        (35, True, "$35.00"),
        (1234.5, True, "$1,234.50"),
        (0, False, "$0"),
    ],
)
def test_money_has_thousands_and_cents_by_the_hour(value: float, cents: bool, said: str) -> None:
    assert words.money(value, cents=cents) == said


def test_pay_names_its_unit() -> None:
    assert words.pay(73130, "USD a year") == "$73,130 a year"
    assert words.pay(35.16, "USD an hour") == "$35.16 an hour"


def test_a_count_has_thousands() -> None:
    assert [words.count(n) for n in (0, 900, 16900, 18863300.0)] == ["0", "900", "16,900", "18,863,300"]


@pytest.mark.parametrize(
    ("value", "plain", "signed"),
    [
        (3.1, "3.1 %", "+3.1 %"),
        (4.0, "4 %", "+4 %"),
        (-1.7, "−1.7 %", "−1.7 %"),
        (-10.0, "−10 %", "−10 %"),
        (39.585, "39.6 %", "+39.6 %"),
        (0, "0 %", "0 %"),
        (0.04, "0 %", "0 %"),
        (-0.04, "0 %", "0 %"),
    ],
)
def test_a_percentage_has_one_digit_at_most_and_no_sign_at_zero(value: float, plain: str, signed: str) -> None:
    assert words.percent(value) == plain
    assert words.percent(value, sign=True) == signed


@given(st.floats(-999, 999))
def test_no_percentage_has_a_hyphen_for_a_minus(value: float) -> None:
    assert "-" not in words.percent(value, sign=True)


def test_lists_join_with_commas_and_a_last_word() -> None:
    assert words.joined([]) == ""
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "b"]) == "a and b"
    assert words.joined(["a", "b", "c"]) == "a, b and c"
    assert words.joined(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("text", "said"),
    [("tone wardens", "Tone wardens"), ("MM", "MM"), ("", ""), ("$5 a bell", "$5 a bell"), ("audio DSP", "Audio DSP")],
)
def test_only_the_first_letter_is_raised(text: str, said: str) -> None:
    assert words.capital(text) == said


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("tone warden", "tone wardens"),
        ("beat maker", "beat makers"),
        ("AV tech", "AV techs"),
        ("salesperson", "salespeople"),
        ("coach", "coaches"),
        ("boss", "bosses"),
        ("secretary", "secretaries"),
        ("boy", "boys"),
        ("director of photography", "directors of photography"),
        ("letter of recommendation", "letters of recommendation"),
    ],
)
def test_plurals(name: str, several: str) -> None:
    assert words.plural(name) == several


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("master's degree", "a master's degree"),
        ("associate's degree", "an associate's degree"),
        ("undergraduate degree", "an undergraduate degree"),
        ("online program", "an online program"),
        ("one-year program", "a one-year program"),
        ("university", "a university"),
        ("European degree", "a European degree"),
        ("US degree", "a US degree"),
        ("UK degree", "a UK degree"),
        ("hourly wage", "an hourly wage"),
        ("MM", "an MM"),
        ("MA", "an MA"),
        ("MFA", "an MFA"),
        ("MMus", "an MMus"),
        ("MPhil", "an MPhil"),
        ("MIDI class", "a MIDI class"),
        ("BMus", "a BMus"),
        ("A&R manager", "an A&R manager"),
        ("FOH engineer", "an FOH engineer"),
        ("NYU program", "an NYU program"),
    ],
)
def test_articles_go_by_the_sound(name: str, named: str) -> None:
    assert words.article(name) == named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tone wardens ring", "Tone wardens ring."),
        ("  it rings. ", "It rings."),
        ("does it ring?", "Does it ring?"),
        ("it rings!", "It rings!"),
        ("the bells:", "The bells:"),
        ("they earn **$5**", "They earn **$5**."),
        ("**it rings.**", "**it rings.**"),
        ('they say "it rings."', 'They say "it rings."'),
        ("it rings (in May)", "It rings (in May)."),
    ],
)
def test_a_sentence_begins_large_and_ends_once(text: str, said: str) -> None:
    assert words.sentence(text) == said
