"""Answers as text: every part is there, in lines, for channels that know nothing better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from overture.answers import as_text
from overture.answers.base.model import Answer, Card, Chart, Citation, FollowUp, Series, Table
from overture.answers.base.plain import sources_text, table_text

BUREAU = Citation("b", "Lirra Bureau, May 2025", "Bureau of Towers", "Count of Towers, May 2025", "2025-05")
COLLEGE = Citation("c", "Harbor College", "Harbor College of Lirra", "Handbook", "2024-09-01")
GUILD = Citation("g", "Lamp Guild", "Guild", "What They Do", "2023", attribution="From the Guild, by permission.")
PAMPHLET = Citation("p", "old pamphlet", "Unknown printer", "Riches", "undated")
PAY = Table(("Job", "Pay"), (("Tone warden", "$55,555"), ("Lamp singer", "$33.33")))


def test_a_bare_answer_is_its_text() -> None:
    assert as_text(Answer("They ring.")) == "They ring."


def test_bold_is_taken_off() -> None:
    assert as_text(Answer("They **earn** a **$5**.")) == "They earn a $5."


def test_a_link_shows_its_address() -> None:
    said = as_text(Answer("See [the handbook](https://college.invalid/a)."))
    assert said == "See the handbook (https://college.invalid/a)."


def test_all_parts_stand_in_order() -> None:
    answer = Answer(
        "They earn **$55,555**.",
        table=PAY,
        cards=(Card("Tone warden", "of the towers", (("Pay", "$55,555"), ("Jobs", "0 %"))),),
        notes=("The figures jump.", "Ask the lighthouse."),
        sources=(BUREAU, GUILD),
        follow_ups=(FollowUp("Outlook", "What is the outlook?"),),
    )
    assert as_text(answer).splitlines() == [
        "They earn $55,555.",
        "Job          Pay",
        "Tone warden  $55,555",
        "Lamp singer  $33.33",
        "Tone warden (of the towers). Pay: $55,555; Jobs: 0 %",
        "Note: The figures jump. Ask the lighthouse.",
        "Sources: Lirra Bureau, May 2025; Lamp Guild (2023).",
        "From the Guild, by permission.",
    ]


def test_no_line_is_blank() -> None:
    answer = Answer("They ring.\n- once\n- twice", table=replace(PAY, caption="Pay"), notes=("a.",), sources=(COLLEGE,))
    assert all(line.strip() for line in as_text(answer).splitlines())


def test_the_picture_of_a_chart_is_left_out_and_its_figures_are_not() -> None:
    chart = Chart("bars", "Median pay", "USD a year", (Series("median", (("Tone warden", 55555.0),)),), "Pay: $55,555.")
    assert as_text(Answer("They earn.", table=PAY, chart=chart)) == as_text(Answer("They earn.", table=PAY))


class TestTable:
    def test_columns_line_up(self) -> None:
        lines = table_text(PAY).splitlines()
        assert {line.index(cell) for line, cell in zip(lines, ("Pay", "$55", "$33"))} == {13}

    def test_a_caption_comes_first(self) -> None:
        assert table_text(replace(PAY, caption="Lirra, 2025")).splitlines()[0] == "Lirra, 2025"

    def test_long_cells_are_told_row_by_row(self) -> None:
        table = Table(
            ("Track", "Taught"), (("Harbor", "pier microphones and fog mixing on ships that nobody can see"),)
        )
        assert table_text(table) == "- Harbor: pier microphones and fog mixing on ships that nobody can see"

    def test_long_rows_name_their_cells_and_skip_empty_ones(self) -> None:
        long = "a text that is much too long for any column of a small screen"
        table = Table(("Title", "In full", "About"), (("MM", "Master of Music", long), ("MS", "", long)))
        assert table_text(table).splitlines() == [
            f"- MM: In full: Master of Music; About: {long}",
            f"- MS: About: {long}",
        ]


class TestCard:
    def test_a_title_may_stand_alone(self) -> None:
        assert as_text(Answer("Yes.", cards=(Card("Tone warden"),))).splitlines()[1] == "Tone warden"

    def test_a_full_stop_does_not_stand_before_the_bracket(self) -> None:
        card = Card("Tone warden", "Includes those who oil.", (("Pay", "$5"),))
        assert as_text(Answer("Yes.", cards=(card,))).splitlines()[1] == "Tone warden (Includes those who oil). Pay: $5"

    def test_its_address_is_told(self) -> None:
        card = Card("Tone warden", url="https://bureau.invalid")
        assert "https://bureau.invalid" in as_text(Answer("Yes.", cards=(card,)))


class TestSources:
    def test_one_is_a_source(self) -> None:
        assert sources_text((BUREAU,)) == "Source: Lirra Bureau, May 2025."

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            (BUREAU, "Lirra Bureau, May 2025"),
            (COLLEGE, "Harbor College (1 September 2024)"),
            (GUILD, "Lamp Guild (2023)"),
            (PAMPHLET, "old pamphlet (undated)"),
            (replace(BUREAU, as_of="2025-05-28"), "Lirra Bureau, May 2025"),
            (replace(COLLEGE, short="Handbook 2024-34", as_of="2024-34"), "Handbook 2024-34"),
        ],
    )
    def test_each_has_its_date_once(self, source: Citation, said: str) -> None:
        assert sources_text((source,)).splitlines()[0] == f"Source: {said}."

    def test_an_attribution_is_shown_once(self) -> None:
        two = (GUILD, replace(GUILD, id="h", short="Guild book"))
        assert sources_text(two).splitlines()[1:] == ["From the Guild, by permission."]
