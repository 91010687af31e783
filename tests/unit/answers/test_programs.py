"""Questions on one side of studying at a school or in a program that is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from overture.answers import Answer, Facet, Mentioned, Outcome, Question, Shape, answer, as_text
from overture.answers.base import pages
from overture.answers.base.model import Filters, Wish
from overture.answers.provenance import answer as provenance
from overture.answers.study import programs
from overture.answers.study.program_words import FACETS
from overture.knowledge import Knowledge, Subject

from .conftest import about

Said = Callable[..., str]
Reply = Callable[..., Answer]


@pytest.mark.parametrize("facet", FACETS)
def test_a_general_question_is_not_for_a_program(real: Knowledge, facet: Facet) -> None:
    assert programs.answer(Question(facet, text="how is it"), real) is None


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize(
    "id", ["temple-ms-music-technology", "mcgill-mmus-sound-recording", "esmuc-master-composition-technologies"]
)
def test_every_side_has_an_answer_or_an_honest_gap(real: Knowledge, facet: Facet, id: str) -> None:
    given = answer(Question(facet, about(f"program/{id}")), real)
    program = real.programs[id]
    assert program.name in given.text and program.school in given.text
    assert given.sources, "what is said names a page"
    if given.outcome is Outcome.GAP:
        assert pages.address(program) in given.text
        assert "no answer either way" in given.text or "I don't have the price" in given.text


# Cost


def test_cost_falls_back_to_the_whole_school_and_says_so(said: Said) -> None:
    text = said(Facet.COST, "Temple")
    assert text.startswith("I don't have the price of the MS in Music Technology at Temple University itself.")
    assert (
        "The institution-wide graduate tuition of Temple University was $20,531 a year for residents of the state"
        in text
    )
    assert "and $26,672 for others in 2022-23, with fees of $924." in text
    assert "The program may differ, so check its page (https://bulletin.temple.edu/" in text
    assert "NCES IPEDS charges, 2022-23" in text


def test_cost_of_several_programs(said: Said) -> None:
    text = said(Facet.COST, "NYU")
    assert "I don't have the price of any of the 2 programs itself." in text
    assert "The institution-wide graduate tuition of New York University was $37,332 a year in 2022-23" in text
    assert "A program may differ from its school's average, so check its page." in text


def test_a_price_of_its_own_is_multiplied_only_by_its_own_credits(said: Said) -> None:
    text = said(Facet.COST, "Penn State")
    assert "1,007 USD a credit online, on the page for the August 2023 start." in text
    assert "For its 30 credits that comes to $30,210 before fees." in text
    assert "Prices rise; look up this year's." in text and "2,650" not in text


def test_another_currency_stays_what_it_is(said: Said) -> None:
    text = said(Facet.COST, "program/york-ma-music-production")
    assert "13,900 GBP for the first year, 2026 entry." in text and "$" not in text
    assert "Whether it holds for home or for overseas students is not known; check." in text


def test_cost_at_a_school_without_programs(reply: Reply) -> None:
    given = reply(Facet.COST, "Full Sail")
    assert given.text.startswith("I don't have a program's own price for Full Sail University.")
    assert "was **$16,912** a year in 2022-23" in given.text and "federal directory of 2024" in given.text


def test_cost_abroad_is_a_gap(reply: Reply) -> None:
    given = reply(Facet.COST, "McGill")
    assert "I have no average of the school either" in given.text and given.outcome is Outcome.GAP


# Asked of applicants


MTSU_MFA = "the MFA in Recording Arts and Technologies at Middle Tennessee State University"
TEMPLE_MS = "the MS in Music Technology at Temple University"
TECH_MS = "the MS in Music Technology at the Georgia Institute of Technology"
CMU_MS = "the MS in Music and Technology at Carnegie Mellon University"
MENG = "the MEng in Acoustics at Pennsylvania State University"


@pytest.mark.parametrize(
    ("school", "facet", "requirement", "starts"),
    [
        ("MTSU", Facet.ENTRANCE_EXAM, "gre", f"Yes, {MTSU_MFA} asks for the GRE: "),
        ("Temple", Facet.ENTRANCE_EXAM, "gre", f"No, {TEMPLE_MS} does not ask for the GRE: "),
        (
            "Georgia Tech",
            Facet.ENTRANCE_EXAM,
            "gre",
            f"No, it is optional at {TECH_MS}: Not required; scores may be sent.",
        ),
        ("Carnegie Mellon", Facet.PORTFOLIO, "portfolio", f"Yes, {CMU_MS} asks for a portfolio: "),
        ("Syracuse", Facet.PORTFOLIO, "portfolio", "No, it is optional at the MA in Audio Arts at Syracuse University"),
        (
            "Temple",
            Facet.PORTFOLIO,
            "portfolio",
            f"My records on {TEMPLE_MS} don't say whether it asks for a portfolio",
        ),
        (
            "MTSU",
            Facet.PREREQUISITES,
            "gpa",
            f"Yes, {MTSU_MFA} asks for a minimum grade average: A grade average of 3.0.",
        ),
        ("Carnegie Mellon", Facet.PREREQUISITES, "gpa", f"It is recommended, though no condition, at {CMU_MS}"),
        ("Carnegie Mellon", Facet.APPLICATION, "admission-interview", f"Possibly: {CMU_MS} has an interview for some"),
        ("Penn State", Facet.INTERNATIONAL, "english-test", f"Yes, {MENG} asks for an English test: TOEFL iBT 80"),
    ],
)
def test_yes_no_or_in_between(said: Said, school: str, facet: Facet, requirement: str, starts: str) -> None:
    assert said(facet, school, f"requirement/{requirement}").startswith(starts)


def test_formerly_is_neither_yes_nor_no(said: Said) -> None:
    text = said(Facet.ENTRANCE_EXAM, "program/belmont-ms-audio-engineering", "requirement/gre")
    assert text.startswith(
        "It seems not any more: an older text of the MS in Audio Engineering at Belmont University asked for the GRE"
    )


def test_exams_that_are_not_recorded_are_named(said: Said) -> None:
    text = said(Facet.ENTRANCE_EXAM, "Temple")
    assert "Whether it asks for an entrance or placement exam or an audition isn't recorded" in text
    assert "which is no answer either way" in text and "which is no no" not in text


def test_a_rule_of_the_whole_school_is_said_to_be_one(said: Said) -> None:
    text = said(Facet.ENTRANCE_EXAM, "Temple", "requirement/gre")
    assert "Some of this is the school's rule for all its applicants, not the program's own." in text


def test_requirements_come_as_a_list_with_their_cautions(said: Said) -> None:
    text = said(Facet.PREREQUISITES, "program/uml-mm-sound-recording-technology")
    assert "What the pages of the MM in Sound Recording Technology" in text
    assert "- Bachelor's degree: A major in music or engineering." in text
    assert "The school's catalog reads more strictly" in text


def test_scores_carry_their_scale(said: Said) -> None:
    text = said(Facet.INTERNATIONAL, "Carnegie Mellon")
    assert "TOEFL iBT 84" in text and "scale of 0 to 120 used before 21 January 2026" in text
    assert "is not on the 2024 DHS STEM list" in text and "The code on the Form I-20 decides" in text


# Applying


def test_a_deadline_comes_first_with_its_round(said: Said) -> None:
    text = said(Facet.APPLICATION, "school/us-191205/Five Towns", text="when is the deadline")
    assert text.startswith(
        "Application deadline of the MM in Music Technology at Five Towns College: 13 February 2026, for fall 2026."
    )
    assert "- Application deadline: 3 April 2026, for fall 2026" in text and "Letters" not in text


def test_chances_are_what_the_school_says(said: Said) -> None:
    text = said(Facet.APPLICATION, "McGill", text="what are my chances")
    assert "About eight students a year are admitted; the school calls it highly competitive." in text
    given = said(Facet.APPLICATION, "Temple", text="what are my chances")
    assert "don't say how many it admits" in given


def test_a_program_s_own_words_pick_it(said: Said) -> None:
    text = said(Facet.APPLICATION, "Peabody", text="deadline for peabody audio sciences")
    assert text.startswith("Application deadline of the MA in Audio Sciences at Johns Hopkins University: 1 December")
    assert "Film and Game" not in text


def test_a_whole_application_of_two_programs_is_short(reply: Reply) -> None:
    given = reply(Facet.APPLICATION, "Peabody", text="how do I apply")
    assert given.table and len(given.table.rows) == 2
    assert "asks for portfolio, recommendation letters, statement or essay, resume" in given.table.rows[0][1]


# Studying


def test_length_says_the_plan_and_what_belongs_to_it(said: Said) -> None:
    text = said(Facet.LENGTH, "Temple")
    assert text.startswith(
        "The MS in Music Technology at Temple University: The study plan runs over two years; six years are allowed."
    )
    assert "- Credits: 31 credits." in text and "Temple University: courses page (undated)" in text


def test_length_that_is_not_planned_is_not_made_up(said: Said) -> None:
    text = said(Facet.LENGTH, "program/nyu-mm-music-technology")
    assert text.startswith("A planned length of the MM in Music Technology at New York University isn't in my records")
    assert "40 to 45 credits" in text


@pytest.mark.parametrize(
    ("facet", "named", "words"),
    [
        (Facet.ONLINE, ("Penn State",), "On campus, or online through World Campus."),
        (Facet.THESIS, ("Temple",), "A final project closes the degree."),
        (Facet.FUNDING, ("school/us-182670/Dartmouth",), "Every student is fully funded, with tuition covered and a"),
        (Facet.FUNDING, ("Temple",), "The school's financial aid office: Temple University (https://sfs.temple.edu/)"),
        (Facet.COURSES, ("Temple",), "- Courses named: Research in Music, Advanced Audio Production"),
        (Facet.COURSES, ("Temple",), "- Software taught: Max and Pro Tools"),
        (Facet.COURSE_DETAIL, ("Temple", "course/acoustics/acoustics"), "names Acoustics and Psychoacoustics of Music"),
        (Facet.COURSE_DETAIL, ("McGill", "course/acoustics/acoustics"), "don't say whether it teaches acoustics"),
        (Facet.STUDIO_ENSEMBLE, ("school/us-166513/UMass Lowell",), "Full-time students play in an ensemble each"),
        (Facet.ACCREDITATION, ("Temple",), "The bulletin names NASM."),
        (Facet.ACCREDITATION, ("Berklee",), "For all 5 programs of Berklee College of Music in my records: "),
        (Facet.CAREERS, ("NYU",), "don't say what their graduates go on to do"),
        (Facet.CONCENTRATIONS, ("Temple",), "don't say whether it has concentrations"),
        (Facet.INTERNATIONAL, ("Temple",), "50.0913, the code this school reports its degrees under, is not on"),
    ],
)  # fmt: skip
def test_what_the_pages_say(said: Said, facet: Facet, named: tuple[str, ...], words: str) -> None:
    assert words in said(facet, *named)


def test_a_subject_comes_with_its_definition(said: Said, real: Knowledge) -> None:
    text = said(Facet.COURSE_DETAIL, "Temple", "course/acoustics/acoustics")
    assert real.courses["acoustics"].summary.text.strip() in text


def test_two_programs_of_one_school_in_a_table(reply: Reply) -> None:
    given = reply(Facet.THESIS, "school/us-126562/CU Denver")
    assert given.table and [row[0] for row in given.table.rows] == [
        "MS in Recording Arts",
        "MS in Recording Arts, Media Forensics emphasis",
    ]
    assert "Either a thesis, which is written research, or a portfolio." in given.table.rows[0][1]


def test_several_schools_in_one_table(reply: Reply) -> None:
    given = reply(Facet.LENGTH, "NYU", "MTSU")
    assert given.table and "(MTSU)" in given.table.rows[-1][0]
    assert "it goes by program; I have it for all 3 in my records" in given.text


def test_old_news_is_marked(said: Said) -> None:
    text = said(Facet.APPLICATION, "Michigan")
    assert "Ask first whether it is still offered." in text


def test_a_school_without_programs_is_a_gap_with_its_address(reply: Reply) -> None:
    given = reply(Facet.PORTFOLIO, "Full Sail")
    assert "I have no page of a program at Full Sail University, so I can't say" in given.text
    assert "https://www.fullsail.edu/admissions" in given.text and given.outcome is Outcome.GAP


def test_a_school_without_a_program_of_that_kind(reply: Reply) -> None:
    given = reply(Facet.LENGTH, "MTSU", levels=("doctorate",))
    assert "I have no page of a program of that kind at Middle Tennessee State University" in given.text
    assert "What I have there: MFA in Recording Arts and Technologies." in given.text


def test_an_unknown_school_is_not_answered_in_general(reply: Reply) -> None:
    given = reply(Facet.COST, text="how much is tuition at University of Narnia")
    assert given.text.startswith("I don't have University of Narnia") and given.outcome is Outcome.GAP


def test_a_school_called_like_a_place_is_meant_after_does_and_at(real: Knowledge) -> None:
    place = Mentioned(Subject("place", "louisville"), "Louisville", 22, 32)
    asked = Question(Facet.PORTFOLIO, (place,), text="what portfolio does     Louisville want")
    at = asked.text.index("Louisville")
    asked = Question(Facet.PORTFOLIO, (Mentioned(place.subject, "Louisville", at, at + 10),), text=asked.text)
    assert "University of Louisville asks for a portfolio" in answer(asked, real).text
    text = "portfolios in Louisville"
    general = Question(Facet.PORTFOLIO, (Mentioned(place.subject, "Louisville", 14, 24),), text=text)
    assert programs.answer(general, real) is None


def test_a_list_is_a_list_whatever_side_it_is_asked_from(real: Knowledge) -> None:
    asked = Question(Facet.ENTRANCE_EXAM, filters=Filters(requirements=(Wish("gre", False),)), shape=Shape.LIST)
    assert answer(asked, real).text.startswith("I know **7** programs without the GRE")


def test_levels_and_titles_of_a_school_are_its_own(said: Said) -> None:
    assert "has one program in my records" in said(Facet.LEVELS, "MTSU")
    assert "has one program in my records" in said(Facet.OVERVIEW, "MTSU")


def test_general_questions_keep_their_answers(real: Knowledge) -> None:
    for facet in FACETS:
        assert answer(Question(facet), real).text
    assert "no fair typical price" in answer(Question(Facet.COST), real).text


def test_a_source_is_a_page_with_its_date(reply: Reply, real: Knowledge) -> None:
    given = reply(Facet.LENGTH, "Temple")
    first = given.sources[0]
    assert first.id == "program/temple-ms-music-technology/courses" and first.as_of == "undated"
    assert first.url and first.url.startswith("https://www-drupal.temple.edu/")
    assert pages.by_id(first.id, real) == first
    assert pages.by_id("program/temple-ms-music-technology/none", real) is None
    assert pages.by_id("bls-oews-2025", real) is None


def test_where_is_that_from_names_the_pages(reply: Reply, real: Knowledge) -> None:
    given = reply(Facet.LENGTH, "Temple")
    text = as_text(provenance(Question(Facet.SOURCES), real, [s.id for s in given.sources]))
    pages_named = "Temple University, courses page (undated); Temple University, bulletin page (undated)."
    assert f"The last answer rests on: {pages_named}" in text


def test_every_fact_told_is_in_the_file(real: Knowledge, files: Any) -> None:
    """What is said of portfolios, thesis and length is the text of the program's own record."""
    keys = {Facet.THESIS: "ending", Facet.LENGTH: "length", Facet.ONLINE: "delivery"}
    for raw in files.programs():
        for facet, key in keys.items():
            text = answer(Question(facet, about(f"program/{raw['id']}")), real).text
            assert (raw[key]["text"].strip() in text) if key in raw else ("records" in text)


@pytest.mark.parametrize("requirement", ["portfolio", "gre", "letters", "admission-interview", "application-fee"])
def test_every_requirement_told_is_in_the_file(real: Knowledge, files: Any, requirement: str) -> None:
    verdicts = {"required": "Yes, ", "not-required": "No, ", "optional": "No, ", "possible": "Possibly"}
    for raw in files.programs():
        asks = {ask["requirement"]: ask for ask in raw.get("requirements", ())}
        asked = Question(Facet.APPLICATION, about(f"program/{raw['id']}", f"requirement/{requirement}"))
        given = answer(asked, real)
        if requirement not in asks:
            assert given.outcome is Outcome.GAP and "no answer either way" in given.text
        else:
            assert asks[requirement]["text"].strip() in given.text
            assert given.text.startswith(verdicts.get(asks[requirement]["demand"], ""))
