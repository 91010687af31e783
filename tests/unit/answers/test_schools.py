"""Lists, counts, firsts and details of schools and programs, as they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from overture.answers import Answer, Facet, Outcome, Question, Shape, answer, as_text
from overture.answers.base.model import Filters, Wish
from overture.answers.study import unknown_school as unknown
from overture.knowledge import Knowledge

from .conftest import about

Said = Callable[..., str]
Reply = Callable[..., Answer]
S = Facet.SCHOOLS


def test_a_short_list_is_named_in_the_first_sentence(said: Said) -> None:
    text = said(S, places=("utah",), shape=Shape.LIST)
    assert text.startswith("I know one program in Utah: MM in Music Technology (Southern Utah University).")
    assert "Cedar City, UT" in text and "online" in text


def test_a_list_says_how_many_of_how_many_schools(said: Said, files: Any) -> None:
    there = [r for r in files.programs() if any(p.get("state") == "CA" for p in r["places"])]
    text = said(S, places=("california",), shape=Shape.LIST)
    assert f"I know {len(there)} programs in California, at {len({r['school'] for r in there})} schools." in text
    assert all(r["school"] in text for r in there)


def test_a_long_list_shows_ten_and_says_so(reply: Reply) -> None:
    given = reply(S, places=("united-states",), shape=Shape.LIST)
    assert given.table and len(given.table.rows) == 10
    assert given.table.caption == "The first 10 of 48"
    assert not given.cards


def test_a_limit_is_kept(reply: Reply) -> None:
    given = reply(S, places=("united-states",), sort="cheapest", limit=3, shape=Shape.LIST)
    assert given.table and len(given.table.rows) == 3


def test_a_few_come_as_cards_too(reply: Reply) -> None:
    given = reply(S, places=("tennessee",), shape=Shape.LIST)
    assert len(given.cards) == 4 and all(card.url for card in given.cards)
    assert given.cards[0].title == "MFA in Recording Arts and Technologies at Middle Tennessee State University"


def test_what_the_pages_leave_open_is_counted_and_never_taken_for_no(said: Said, real: Knowledge) -> None:
    text = said(S, delivery="online", shape=Shape.LIST)
    unknown = sum(1 for p in real.programs.values() if p.delivery is None)
    assert "I know 6 programs taught online, at 6 schools." in text
    assert (
        f"{unknown} more may fit: what I have of their pages doesn't say whether study is online or on campus" in text
    )


@pytest.mark.parametrize(
    ("filters", "head"),
    [
        ({"years_max": 1.0}, "Length"),
        ({"delivery": "campus"}, "Taught"),
        ({"thesis": True}, "Ends with"),
        ({"open_to_non_music": True}, "Bachelor's in"),
        ({"requirements": (Wish("gre", False),)}, "GRE"),
        ({"requirements": (Wish("portfolio", True),)}, "Portfolio"),
        ({"sort": "cheapest"}, "Tuition"),
        ({"sort": "graduates"}, "Degrees under its federal code"),
        ({"around": "chicago"}, "Miles"),
        ({"fields": ("acoustics",)}, "Field"),
    ],
)
def test_the_table_shows_what_was_asked_for(reply: Reply, filters: dict[str, Any], head: str) -> None:
    given = reply(S, shape=Shape.LIST, **filters)
    assert given.table and head in given.table.head
    assert given.table.head[:3] == ("Program", "School", "Place")


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"degrees": ("mfa",), "places": ("east-coast",)}, "MFA programs on the East Coast"),
        ({"levels": ("master",), "places": ("midwest",)}, "master's programs in the Midwest"),
        ({"requirements": (Wish("gre", False),)}, "programs without the GRE"),
        ({"requirements": (Wish("portfolio", True),)}, "programs asking for a portfolio"),
        ({"not_places": ("united-states",)}, "programs outside the United States"),
        ({"years_max": 1.0}, "programs of at most 1 year"),
        ({"cost_max": 25000.0}, "programs for at most $25,000 a year"),
        ({"part_time": True}, "programs that can be studied part time"),
        ({"open_to_non_music": True}, "programs open to a bachelor's outside music"),
        ({"control": ("public",)}, "programs at public schools"),
        ({"fields": ("game-audio",)}, "programs in game audio"),
        ({"thesis": False}, "programs that can end without a thesis"),
        ({"funding": True}, "programs with funding for some students at least"),
    ],
)
def test_the_conditions_are_said_back(said: Said, filters: dict[str, Any], words: str) -> None:
    assert words in said(S, shape=Shape.LIST, **filters)


def test_a_count_is_a_number_first(said: Said) -> None:
    assert said(S, shape=Shape.COUNT, places=("tennessee",)).startswith(
        "I know 4 programs in Tennessee, at 3 schools: "
    )


def test_the_whole_list_is_spread_over_countries(said: Said, files: Any) -> None:
    text = said(S, text="which schools offer it", shape=Shape.LIST)
    raw = files.programs()
    home = sum(r["places"][0]["country"] == "US" for r in raw)
    assert f"I know {len(raw)} programs, at 66 schools." in text
    assert f"{home} in the United States" in text and "name a state, a country or a condition" in text


def test_the_cheapest_says_whose_price_it_is_and_of_how_many_it_is_known(said: Said, real: Knowledge) -> None:
    text = said(S, shape=Shape.BEST, sort="cheapest")
    known = [price for p in real.programs.values() if (price := real.catalog.price(p))]
    assert "$7,893 a year, its school's average graduate tuition, not the program's price" in text
    assert f"I have a price for {len(known)} of 82, 1 of them the program's own" in text
    assert "average graduate tuition of 2022-23, ordered by what non-residents pay" in text
    assert "NCES IPEDS charges, 2022-23" in text and "ask the program" in text


def test_a_price_that_depends_on_residence_is_told_apart(said: Said) -> None:
    text = said(S, cost_max=15000.0, shape=Shape.LIST)
    assert "For residents of the state the school's average is so low at" in text
    assert "MTSU" in text and "Georgia Tech" in text
    assert "the price, or it depends on where you live" in text


def test_the_most_graduates_are_awards_under_a_code_and_never_the_biggest_program(said: Said) -> None:
    text = said(S, shape=Shape.BEST, sort="graduates")
    assert (
        "the most degrees under a federal field code in 2023-24 were reported by Southern Utah University: 83" in text
    )
    assert "biggest" not in text and "not the graduates of one program" in text
    assert "I have such a count for 21 of 82" in text
    assert "Concluded from the award counts: NYU reports none under 50.0913." in text


def test_the_shortest_names_all_that_are_so_short(said: Said) -> None:
    text = said(S, shape=Shape.BEST, sort="shortest", places=("united-states",))
    assert text.startswith("The shortest plan among the programs in the United States that I know is 1 year: ")
    assert "I have a planned length for 25 of 48" in text


def test_no_school_is_called_the_best(reply: Reply) -> None:
    given = reply(S, text="which school is the best", shape=Shape.BEST)
    assert given.text.startswith("I don't rank schools")
    assert [f.label for f in given.follow_ups] == ["Cheapest", "Most graduates", "Shortest"]


def test_the_best_in_a_place_still_lists_the_place(said: Said) -> None:
    text = said(S, shape=Shape.BEST, places=("tennessee",))
    assert text.startswith("I don't rank schools") and "I know 4 programs in Tennessee" in text


def test_nothing_left_names_the_nearest_thing_known(reply: Reply) -> None:
    given = reply(S, places=("texas",), degrees=("mfa",), shape=Shape.LIST)
    text = as_text(given)
    assert text.startswith("I know no MFA program in Texas.")
    assert "The nearest that I know are 2 in the South: MFA in Recording Arts and Technologies" in text
    assert given.outcome is Outcome.GAP


def test_only_maybe_is_said_to_be_that(said: Said) -> None:
    text = said(S, places=("utah",), delivery="online", years_max=1.0, shape=Shape.LIST)
    assert "I know no program in Utah taught online of at most 1 year for sure." in text
    assert "But one may fit, as what I have of the pages doesn't say how long study takes." in text


# Schools by the federal counts


def test_a_place_without_programs_falls_back_to_federal_counts(said: Said) -> None:
    text = said(S, places=("texas",), shape=Shape.LIST)
    assert text.startswith("I have no page of a program in Texas. 16 schools in Texas gave degrees or certificates in ")
    assert "Houston Community College (56)" in text and "The first 10 of 16" in text
    assert "not the graduates of one program" in text


def test_bachelors_come_from_the_federal_counts(said: Said, files: Any) -> None:
    text = said(S, places=("ohio",), levels=("bachelor",), shape=Shape.LIST)
    assert text.startswith("6 schools in Ohio gave bachelor's degrees in Recording Arts Technology or Music Technology")
    assert "between 2019-20 and 2023-24, by federal counts" in text
    ids = {r["unitid"]: r["name"] for r in files.rows("schools")}
    oberlin = [r for r in files.rows("awards") if ids[r["unitid"]] == "Oberlin College"]
    row = next(r for r in oberlin if r["cip"] == "50.0913" and r["level"] == "5")
    assert f"Oberlin College ({row['2024']})" in text


def test_a_blank_is_not_a_zero(reply: Reply) -> None:
    given = reply(S, places=("ohio",), levels=("bachelor",), shape=Shape.LIST)
    assert given.table
    cells = {row[0]: row[3] for row in given.table.rows}
    assert cells["Malone University"] == "not reported" and cells["Oberlin College"] == "5"


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"levels": ("doctorate",)}, "gave doctorates in"),
        ({"levels": ("associate",), "places": ("wyoming",)}, "One school in Wyoming gave associate's degrees"),
        ({"levels": ("certificate",), "places": ("nashville",)}, "schools in Nashville gave certificates"),
        ({"levels": ("bachelor",), "fields": ("acoustics",)}, "3 schools gave bachelor's degrees in Acoustics"),
        ({"levels": ("bachelor",), "around": "atlanta"}, "within 60 miles of Atlanta gave bachelor's degrees"),
        ({"hbcu": True}, "2 historically Black colleges gave degrees or certificates"),
        ({"levels": ("bachelor",), "control": ("public",)}, "public schools gave bachelor's degrees"),
    ],
)
def test_other_levels_and_kinds_of_school(said: Said, filters: dict[str, Any], words: str) -> None:
    assert words in said(S, shape=Shape.LIST, **filters)


def test_what_the_counts_cannot_tell_is_left_out_and_said(said: Said) -> None:
    text = said(S, levels=("bachelor",), places=("ohio",), delivery="online", shape=Shape.LIST)
    assert 'These counts don\'t tell "taught online", so I left that out.' in text
    text = said(S, levels=("bachelor",), sort="cheapest", shape=Shape.LIST)
    assert "The prices that I have for schools are those of graduate study, so I left the price out." in text


def test_no_school_in_the_counts_is_no_proof(reply: Reply) -> None:
    given = reply(S, levels=("bachelor",), places=("alaska",), shape=Shape.LIST)
    assert "name no school in Alaska that gave bachelor's degrees" in given.text
    assert "A school may still teach it and count it under another code." in given.text
    assert 'Without the condition "in Alaska" there are 117' in given.text and given.outcome is Outcome.GAP
    given = reply(S, levels=("bachelor",), fields=("game-audio",), shape=Shape.LIST)
    assert given.text.startswith("Federal counts have no code of its own for game audio")


# One school


def test_a_school_with_a_program(said: Said) -> None:
    text = said(S, "MTSU")
    assert text.startswith(
        "Middle Tennessee State University, in Murfreesboro, TN, has one program in my records: "
        "MFA in Recording Arts and Technologies."
    )
    assert "25 master's degrees in Recording Arts Technology" in text and "in 2023-24" in text
    assert "The school is public, with 20,000 or more students." in text
    assert "The institution-wide graduate tuition of Middle Tennessee State University was $9,396 a year" in text
    assert "for residents of the state and $26,010 for others in 2022-23" in text
    assert "https://www.mtsu.edu/admissn/" in text and "its pages ask for" in text.lower()


def test_the_award_table_has_five_years(reply: Reply, files: Any) -> None:
    given = reply(S, "MTSU")
    assert given.table and given.table.head[2:] == ("2019-20", "2020-21", "2021-22", "2022-23", "2023-24")
    rows = {(r["cip"], r["level"]): r for r in files.rows("awards") if r["unitid"] == "220978"}
    row = rows["10.0203", "7"]
    assert (
        "Recording Arts Technology",
        "master's degree",
        *(row[y] for y in ("2020", "2021", "2022", "2023", "2024")),
    ) in (given.table.rows)


def test_a_school_abroad_has_its_program_s_table(said: Said) -> None:
    text = said(S, "McGill")
    assert text.startswith("McGill University has one program in my records: MMus in Sound Recording.")
    assert "5 of 11 known" in text and "TOEFL 86, IELTS 6.5" in text
    assert "Portfolio" in text and "not known" in text


def test_several_programs_of_one_school(said: Said) -> None:
    text = said(S, "Berklee")
    assert "Berklee College of Music, in Boston, MA, has 5 programs in my records" in text
    assert "What I have on these is old, undated or second-hand, so check first" in text


def test_the_kind_asked_for_picks_among_a_school_s_programs(said: Said) -> None:
    text = said(S, "Berklee", delivery="online")
    assert "has one program of that kind in my records: MM in Music Production, Berklee Online." in text
    assert "Valencia" not in text


def test_a_campus_picks_too(said: Said) -> None:
    text = said(S, "school/us-164748/Berklee Online")
    assert "one program of that kind" in text and "Entirely online" in text


def test_a_doubtful_program_is_said_to_be_that(said: Said) -> None:
    text = said(S, "Michigan")
    assert "Don't plan on the MA in Media Arts before the school confirms it. Only old pages describe it." in text
    assert "Check first on the MS in Music Technology." in said(S, "Temple")


def test_a_known_school_without_such_a_program(reply: Reply) -> None:
    given = reply(S, "MTSU", levels=("doctorate",))
    assert given.text.startswith("I have no record of a doctorate program at Middle Tennessee State University")
    assert "which does not mean that there is none" in given.text
    assert "What I have there: the MFA in Recording Arts and Technologies." in given.text
    assert given.outcome is Outcome.GAP


def test_federal_counts_answer_for_other_levels(reply: Reply) -> None:
    given = reply(S, "Full Sail", levels=("bachelor",))
    assert given.text.startswith(
        "Yes: by federal counts Full Sail University, in Winter Park, FL, gave 281 bachelor's degrees"
    )
    assert "I have no page of a program for it." in given.text and given.outcome is Outcome.ANSWERED
    given = reply(S, "Full Sail", levels=("master",))
    assert given.text.startswith("I have no record of a master's program at Full Sail University")
    assert given.outcome is Outcome.GAP


def test_awards_in_another_field_are_no_yes(said: Said, files: Any) -> None:
    ids = {
        r["unitid"]
        for r in files.rows("awards")
        if r["cip"] == "50.0904" and r["level"] == "7" and r["2024"] not in ("", "0")
    }
    core = {r["unitid"] for r in files.rows("awards") if r["cip"] in ("50.0913", "10.0203") and r["level"] == "7"}
    own = {str(r.get("unitid")) for r in files.programs()}
    school = min(ids - core - own)
    text = said(S, f"school/us-{school}", levels=("master",))
    assert text.startswith("I have no record of a master's program") and "Music Theory and Composition" in text


def test_a_closed_school_is_said_to_be_out_of_the_directory(said: Said, real: Knowledge) -> None:
    gone = next(s for s in real.institutions.values() if s.row and not real.tables.listed(s.row))
    text = said(S, f"school/{gone.id}/{gone.name}")
    assert "This school is no longer in the newest federal directory that I have, that of 2024." in text
    assert "It may have closed or merged" in text


def test_a_slip_in_the_price_is_said_and_not_passed_on(said: Said) -> None:
    text = said(S, "Columbia College Chicago")
    assert (
        "is given as $1,209 for 2022-23, for a year as well as for a credit, so it can only be the rate of a credit"
        in text
    )


def test_several_schools_by_one_name_ask_back(reply: Reply) -> None:
    given = reply(S, "school/us-150066/Anderson University")
    assert given.outcome is Outcome.ASKED_BACK
    assert given.text.startswith("Which Anderson University do you mean:")
    assert "Anderson University in Anderson, Indiana or Anderson University in Anderson, South Carolina?" in given.text
    assert given.follow_ups[0].message == "Tell me about Anderson University in Anderson, Indiana"


@pytest.mark.parametrize(("place", "town"), [("indiana", "Anderson, IN"), ("south-carolina", "Anderson, SC")])
def test_a_place_tells_schools_of_one_name_apart(said: Said, place: str, town: str) -> None:
    text = said(S, "school/us-150066/Anderson University", places=(place,))
    assert f"Anderson University, in {town}," in text


@pytest.mark.parametrize(
    ("id", "name", "starts"),
    [
        ("us-214777", "Penn State", "Pennsylvania State University, in University Park, PA, has one program"),
        ("technische-universitat-berlin", "Royal Conservatoire The Hague", "The Royal Conservatoire The Hague has 2"),
    ],
)
def test_a_shared_name_goes_to_the_school_that_bears_it(said: Said, id: str, name: str, starts: str) -> None:
    assert said(S, f"school/{id}/{name}").startswith(starts)


def test_one_program(said: Said) -> None:
    text = said(S, "program/mtsu-mfa-recording-arts")
    assert text.startswith(
        "The MFA in Recording Arts and Technologies at Middle Tennessee State University is a master's program in "
        "Murfreesboro, TN."
    )
    assert "GRE: asked for" in text and "Length: 3 years" in text and "6 of 11 known" in text
    assert "MS in Audio Engineering" not in text


def test_two_schools_side_by_side_in_a_list(said: Said) -> None:
    text = said(S, "NYU", "Full Sail")
    assert "New York University: MM in Music Technology and MA in Music Business" in text
    assert "Full Sail University: nothing of that kind in my records, which does not mean that there is none." in text


# Schools that aren't known


def question(text: str) -> Question:
    return Question(S, text=text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tell me about University of Narnia", "University of Narnia"),
        ("tell me about university of narnia", "university of narnia"),
        ("Does BIMM Institute offer a masters", "BIMM Institute"),
        ("Hogwarts College of Music?", "Hogwarts College of Music"),
        ("does the Art Institute of Fargo still exist", "Art Institute of Fargo"),
        ("how is pemberley college", "pemberley college"),
        ("is there anything at Beauxbatons", "Beauxbatons"),
    ],
)
def test_a_name_that_looks_like_a_school_is_found(real: Knowledge, text: str, name: str) -> None:
    assert unknown.names(question(text), real)[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "which university is best",
        "what about the college of music",
        "i went to a good university in Ohio",
        "do I need a degree from a music college",
        "community college programs",
        "is a university of applied sciences ok?",
        "should I do an MM or an MFA at a state university",
        "Is Music Production hard?",
        "how do I get into University of Southern Mississippi",
        "does Juilliard have it",
        "i want to study at a university in Europe",
    ],
)
def test_ordinary_words_and_known_schools_are_no_unknown_names(real: Knowledge, text: str) -> None:
    assert unknown.names(question(text), real) == []


def test_an_unknown_school_is_a_gap_that_says_nothing_about_it(real: Knowledge) -> None:
    given = answer(question("does University of Narnia have a program"), real)
    assert given.text.startswith("I don't have University of Narnia: it is neither among the programs")
    assert "That says nothing about the school" in given.text and given.outcome is Outcome.GAP
    assert given.follow_ups[0].message == "Which schools offer it?"


def test_a_slip_in_a_name_is_offered_the_right_one(real: Knowledge) -> None:
    given = answer(question("tell me about Universty of North Texass, University of Nort Texas"), real)
    assert "The nearest name that I know is University of North Texas" in given.text


def test_a_linked_name_is_not_unknown(real: Knowledge) -> None:
    named = about("NYU")[0]
    linked = Question(S, (type(named)(named.subject, "NYU", 3, 6),), text="at NYU they said")
    assert unknown.names(linked, real) == []


@pytest.mark.parametrize("text", ["Which programs are the cheapest?", "Which schools offer it?"])
def test_next_questions_are_ordinary_messages(reply: Reply, text: str) -> None:
    given = reply(S, places=("tennessee",), shape=Shape.LIST)
    assert all(f.message and not f.message.startswith("/") for f in given.follow_ups) and len(given.follow_ups) <= 3


def test_every_school_and_program_has_an_answer_with_its_name(real: Knowledge) -> None:
    for school in real.institutions.values():
        given = answer(Question(S, about(f"school/{school.id}/{school.name}")), real)
        assert school.name in given.text and given.outcome is not Outcome.NOT_UNDERSTOOD
    for program in real.programs.values():
        given = answer(Question(S, about(f"program/{program.id}")), real)
        assert program.name in given.text and program.school in given.text
        assert given.sources


def test_filters_of_the_question_are_kept_in_the_answer(real: Knowledge) -> None:
    asked = Question(S, filters=Filters(places=("ohio",)), shape=Shape.LIST)
    assert answer(asked, real).question == asked
