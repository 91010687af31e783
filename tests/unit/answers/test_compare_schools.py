"""Programs and schools side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from overture.answers import Answer, Facet, Outcome, Question, answer, as_text
from overture.answers.study import compare_schools
from overture.knowledge import Knowledge

from .conftest import about

Said = Callable[..., str]
Reply = Callable[..., Answer]
C = Facet.COMPARE


def cells(given: Answer) -> dict[str, tuple[str, ...]]:
    assert given.table
    return {row[0]: row[1:] for row in given.table.rows}


def test_two_schools(reply: Reply, files: Any) -> None:
    given = reply(C, "MTSU", "Belmont")
    tuition = {r["unitid"]: r for r in files.rows("tuition")}
    mtsu, belmont = tuition["220978"], tuition["219709"]
    text = as_text(given)
    assert text.startswith(f"Belmont costs less by what I know: ${int(belmont['tuition_out_of_state']):,} a year")
    assert (
        f"against ${int(mtsu['tuition_out_of_state']):,} a year (${int(mtsu['tuition_in_state']):,} for residents)"
        in text
    )
    assert "the whole school's average of 2022-23" in text
    assert given.table and given.table.head == ("", "MTSU", "Belmont")


def test_it_says_which_programs_were_taken_and_which_there_are_besides(said: Said) -> None:
    text = said(C, "MTSU", "Belmont")
    assert (
        "Compared here: the MFA in Recording Arts and Technologies of MTSU and the MM in Commercial Music of Belmont."
        in text
    )
    assert "Belmont also has MS in Audio Engineering." in text


def test_two_programs_of_one_school(reply: Reply) -> None:
    given = reply(C, "program/belmont-ms-audio-engineering", "program/belmont-mm-commercial")
    assert given.table and given.table.head == ("", "MS in Audio Engineering", "MM in Commercial Music")
    assert "Program" not in cells(given)
    assert cells(given)["Credits"] == ("30 semester credits", "not known")


def test_missing_is_not_known_and_never_no(reply: Reply) -> None:
    given = reply(C, "NYU", "MTSU")
    shown = cells(given)
    assert shown["GRE"] == ("not known", "asked for")
    assert shown["Portfolio"] == ("not known", "asked for")
    assert shown["Length"] == ("not known", "3 years")
    assert "GRE is asked for by MTSU, not by NYU" not in given.text
    assert "Not known of any of them: Taught, Bachelor's in, English test and Deadline." in " ".join(given.notes)


def test_a_difference_is_said_where_both_are_known(said: Said) -> None:
    text = said(C, "MTSU", "Syracuse")
    assert "MTSU is planned for 3 years and Syracuse is planned for 14 months." in text
    assert "A portfolio is asked for by MTSU, not by Syracuse." in text
    assert "The GRE is asked for by MTSU, not by Syracuse." in text


def test_four_at_most(reply: Reply) -> None:
    given = reply(C, "MTSU", "Belmont", "Syracuse", "NYU", "Temple")
    assert given.table and len(given.table.head) == 5
    assert "costs least by what I know" in given.text


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Place", ("Montreal, Canada", "New York, NY")),
        ("Tuition", ("not known", "whole school $37,332, 2022-23")),
        ("Length", ("2 years", "not known")),
        ("Credits", ("not known", "40 to 45 semester credits")),
        ("Ends with", ("not known", "thesis (presentation)")),
        ("Bachelor's in", ("music", "not known")),
        ("GRE", ("not asked for", "not known")),
        ("English test", ("TOEFL 86, IELTS 6.5", "not known")),
        ("Deadline", ("1 Dec", "not known")),
        ("Degrees under its federal code, 2023-24", ("not known", "45")),
    ],
)
def test_the_rows(reply: Reply, row: str, expected: tuple[str, str]) -> None:
    assert cells(reply(C, "McGill", "NYU"))[row] == expected


@pytest.mark.parametrize(
    ("id", "credits"),
    [
        ("stanford-ma-mst", "at least 45 quarter credits"),
        ("oregon-mmus-intermedia-music-technology", "56 to 60 credits by terms"),
        ("aau-msc-sound-music-computing", "120 ECTS"),
        ("toronto-mmus-music-technology-digital-media", "7 full-course equivalents"),
        ("northwestern-ma-sound-arts-industries", "12 course credits"),
    ],
)
def test_credits_name_their_system(reply: Reply, id: str, credits: str) -> None:
    given = reply(C, f"program/{id}", "program/temple-ms-music-technology")
    assert cells(given)["Credits"] == (credits, "31 semester credits")


def test_a_school_without_programs_is_compared_on_what_is_known(reply: Reply) -> None:
    given = reply(C, "Full Sail", "MTSU")
    assert "Of Full Sail University I have no page of a program, which does not mean that there is none." in given.text
    assert cells(given)["Place"] == ("Winter Park, FL", "Murfreesboro, TN")
    assert cells(given)["Tuition"][0] == "whole school $16,912, 2022-23"


def test_doubts_are_said(said: Said) -> None:
    assert "Don't plan on the MA in Media Arts before the school confirms it." in said(C, "Michigan", "MTSU")


def test_inferred_codes_are_said_to_be_that(said: Said) -> None:
    assert "Concluded from the award counts: NYU reports none under 50.0913." in said(C, "NYU", "MTSU")


def test_one_school_alone_is_asked_back(reply: Reply) -> None:
    given = reply(C, "MTSU")
    assert given.outcome is Outcome.ASKED_BACK


def test_one_school_with_two_programs_compares_them(reply: Reply) -> None:
    given = reply(C, "NYU")
    assert given.table and given.table.head[1] == "MM in Music Technology"


def test_other_things_are_compared_as_before(real: Knowledge) -> None:
    asked = Question(C, about("degree/mm/MM", "degree/ms/MS"))
    assert compare_schools.answer(asked, real) is None
    assert "Master of Music" in answer(asked, real).text


def test_a_shared_name_is_asked_back(reply: Reply) -> None:
    given = reply(C, "school/us-150066/Anderson University", "MTSU")
    assert given.outcome is Outcome.ASKED_BACK and "Which Anderson University do you mean" in given.text


def test_next_questions_lead_to_both(reply: Reply) -> None:
    assert [f.message for f in reply(C, "MTSU", "Belmont").follow_ups][:2] == [
        "Tell me about MTSU",
        "Tell me about Belmont",
    ]
