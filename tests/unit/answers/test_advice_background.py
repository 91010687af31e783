"""How a degree stands to what programs state: recounted from the plain files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from overture.answers import Answer, Facet, Question, answer, as_text
from overture.answers.advice import background_answer, background_one
from overture.answers.advice.background import Background
from overture.answers.advice.background_fit import DEGREE, Fit, judge, overall, sort
from overture.answers.base.model import Filters
from overture.knowledge import Knowledge
from overture.knowledge.programs import Program
from tests.unit.answers.conftest import Files

PSYCH = Background("bachelor", "social-science", "psych")
ENGINEER = Background("bachelor", "engineering", "EE")
MUSICIAN = Background("bachelor", "music", "music")
NONE = Background("none")
# Nobody is ever told how likely it is.
ODDS = re.compile(r"\b(?:odds of|likely|probab|your chances|\d+ ?% chance|guarantee)", re.IGNORECASE)


def ask_of(program: dict[str, Any], id: str = DEGREE) -> dict[str, Any]:
    return next((ask for ask in program.get("requirements", ()) if ask["requirement"] == id), {})


def degree(program: Program, background: Background, real: Knowledge) -> Fit:
    return next((one.fit for one in judge(program, background, real) if one.requirement == DEGREE), Fit.OPEN)


def made(real: Knowledge, subject: str | None, text: str, **more: Any) -> Program:
    """A program that differs from a real one in what it asks for."""
    asks = [{"requirement": DEGREE, "demand": "required", "subject": subject, "text": text, "page": "p"}]
    asks += [{"requirement": id, "text": "So it is.", "page": "p", **ask} for id, ask in more.items()]
    plain = {
        "id": "made-up",
        "name": "MA in Bells",
        "school": "Lirra",
        "places": [{"country": "US", "state": "OH", "city": "Lirra"}],
        "level": "master",
        "status": {"standing": "recent", "text": "It is there.", "page": "p"},
        "requirements": asks,
        "pages": [{"key": "p", "url": "https://lirra.example", "as_of": "2026"}],
    }
    return Program.parse_obj(plain)


class TestOneCondition:
    @pytest.mark.parametrize(
        ("subject", "text", "fits"),
        [
            ("any", "Any bachelor's.", (Fit.MEETS, Fit.MEETS, Fit.MEETS)),
            (None, "A bachelor's.", (Fit.MEETS, Fit.MEETS, Fit.MEETS)),
            ("music", "A bachelor's in music.", (Fit.NOT, Fit.NOT, Fit.MEETS)),
            ("music-or-other", "Music, or other with skills.", (Fit.MAY, Fit.MAY, Fit.MEETS)),
            ("music-or-engineering", "Music or engineering.", (Fit.NOT, Fit.MEETS, Fit.MEETS)),
            ("technical", "Computer science or electronics.", (Fit.NOT, Fit.MEETS, Fit.NOT)),
            ("technical", "Engineering. Other degrees can do if the maths is there.", (Fit.MAY, Fit.MEETS, Fit.MAY)),
            ("related", "Music, engineering or physics.", (Fit.NOT, Fit.MEETS, Fit.MEETS)),
            ("related", "The arts, social sciences or something like them.", (Fit.MEETS, Fit.MAY, Fit.MEETS)),
            ("related", "Physics. This program does not ask for a music degree.", (Fit.NOT, Fit.NOT, Fit.NOT)),
            ("relevant", "A related field.", (Fit.MAY, Fit.MAY, Fit.MAY)),
        ],
    )
    def test_of_three_degrees(self, subject: str | None, text: str, fits: tuple[Fit, ...], real: Knowledge) -> None:
        program = made(real, subject, text)
        assert tuple(degree(program, background, real) for background in (PSYCH, ENGINEER, MUSICIAN)) == fits

    def test_without_a_degree_only_experience_may_count(self, real: Knowledge) -> None:
        strict = made(real, "any", "A bachelor's.")
        open_to_work = made(real, None, "A bachelor's.", **{"prior-audio-work": {"demand": "accepted"}})
        no_exceptions = made(
            real, "any", "A bachelor's, no exceptions.", **{"prior-audio-work": {"demand": "accepted"}}
        )
        assert [degree(p, NONE, real) for p in (strict, open_to_work, no_exceptions)] == [Fit.NOT, Fit.MAY, Fit.NOT]
        assert degree(open_to_work, replace(NONE, work=False), real) is Fit.NOT

    def test_grades_are_held_against_the_number(self, real: Knowledge) -> None:
        program = made(real, "any", "Any.", gpa={"demand": "required", "number": 3.0, "unit": "points of 4"})
        fits = {grades: overall(judge(program, replace(PSYCH, grades=grades), real)) for grades in (2.9, 3.0, 3.5)}
        assert fits == {2.9: Fit.NOT, 3.0: Fit.MEETS, 3.5: Fit.MEETS}

    def test_grades_that_are_only_recommended_rule_nobody_out(self, real: Knowledge) -> None:
        program = made(real, "any", "Any.", gpa={"demand": "recommended", "number": 3.0, "unit": "points of 4"})
        assert overall(judge(program, replace(PSYCH, grades=2.0), real)) is Fit.MAY

    @pytest.mark.parametrize(
        ("held", "fit"), [("first", Fit.MEETS), ("2:1", Fit.MEETS), ("2:2", Fit.NOT), ("", Fit.MEETS)]
    )
    def test_a_class_is_held_against_the_one_asked_for(self, held: str, fit: Fit, real: Knowledge) -> None:
        program = real.programs["york-ma-music-production"]
        assert degree(program, replace(PSYCH, honours=held), real) is fit

    def test_silence_is_no_verdict(self, real: Knowledge) -> None:
        silent = next(program for program in real.programs.values() if not program.requirements)
        assert judge(silent, PSYCH, real)[0].fit is Fit.OPEN
        assert judge(silent, Background(), real) == []


class TestAllPrograms:
    def test_the_groups_are_those_of_the_files(self, real: Knowledge, files: Files) -> None:
        groups = sort(real.programs.values(), PSYCH, real)
        records = files.programs()
        stated = [record for record in records if ask_of(record)]
        assert groups.stated == len(stated) and len(groups.silent) == len(records) - len(stated)
        unnamed = {record["id"] for record in stated if "subject" not in ask_of(record)}
        assert {program.id for program in groups.any_subject} == unnamed
        anything = {record["id"] for record in stated if ask_of(record).get("subject") == "any"}
        assert anything <= {program.id for program in groups.meets}
        music = {record["id"] for record in stated if ask_of(record).get("subject") == "music"}
        assert music and music <= {program.id for program in groups.fails}

    def test_every_subject_can_be_held_against_every_program(self, real: Knowledge) -> None:
        for known in real.backgrounds.values():
            groups = sort(real.programs.values(), Background("bachelor", known.id, known.name), real)
            parts = (groups.meets, groups.any_subject, groups.may, groups.fails, groups.silent)
            assert sum(map(len, parts)) == len(real.programs)

    def test_music_meets_more_than_any_other_subject(self, real: Knowledge) -> None:
        met = {
            known.id: len(sort(real.programs.values(), Background("bachelor", known.id), real).met)
            for known in real.backgrounds.values()
        }
        assert max(met, key=lambda id: met[id]) == "music" and min(met.values()) == met["other"]


class TestWhatIfIStudiedX:
    def test_counts_and_lists(self, real: Knowledge, files: Files) -> None:
        given = answer(Question(Facet.PREREQUISITES, text="i only have a psych BA am i screwed"), real)
        groups = sort(real.programs.values(), PSYCH, real)
        stated = sum(bool(ask_of(record)) for record in files.programs())
        assert f"**{len(groups.met)}** of the {stated} programs" in given.text
        for name, programs in (("Met", groups.meets), ("Not met", groups.fails), ("Not known", groups.silent)):
            assert re.search(rf"\*\*{name}[^*]*\*\*(?: \(|: ){len(programs)}\b", given.text), name
        assert "Georgia Tech" in given.text and given.table and given.sources
        assert not ODDS.search(as_text(given))

    def test_other_conditions_narrow_it(self, real: Knowledge) -> None:
        given = answer(Question(Facet.PREREQUISITES, text="EE degree, online"), real)
        assert "programs taught online" in given.text and "Georgia Tech" not in given.text

    def test_without_a_degree(self, real: Knowledge) -> None:
        given = answer(Question(Facet.PREREQUISITES, text="no degree at all"), real)
        assert given.text.startswith("Not by the usual way") and "professional experience" in given.text
        assert "Trinity" in as_text(given) and "Georgia Institute" not in as_text(given)

    def test_grades_are_counted(self, real: Knowledge, files: Files) -> None:
        given = answer(Question(Facet.PREREQUISITES, text="i have a math degree and a 2.9 gpa"), real)
        numbers = [ask["number"] for record in files.programs() if (ask := ask_of(record, "gpa")).get("number")]
        assert f"Of the {len(numbers)} that state a lowest grade average" in given.text
        assert f"{sum(number <= 2.9 for number in numbers)} are at or below your 2.9" in given.text

    @pytest.mark.parametrize("text", ["what do I need to get in", "can I get in without a music degree", ""])
    def test_a_question_that_tells_of_no_degree_is_answered_as_ever(self, text: str, real: Knowledge) -> None:
        assert background_answer.answer(Question(Facet.PREREQUISITES, text=text), real) is None

    def test_a_list_of_schools_stays_one(self, real: Knowledge) -> None:
        question = Question(Facet.SCHOOLS, text="i have a psych BA, which schools are in Ohio")
        assert background_answer.for_list(question, real) is None
        assert background_answer.for_list(replace(question, text="i have a psych BA, where can I get in"), real)

    def test_in_short_for_what_is_only_told(self, real: Knowledge) -> None:
        short = background_answer.in_short(PSYCH, real)
        assert short and short.table is None and len(short.text) < 350
        assert background_answer.in_short(NONE, real) is None

    def test_without_programs_there_is_nothing_to_compare(self, knowledge: Knowledge) -> None:
        assert background_answer.answer(Question(Facet.PREREQUISITES, text="no degree at all"), knowledge) is None


class TestNamedPrograms:
    def test_each_stated_requirement_has_its_row(self, real: Knowledge) -> None:
        program = real.programs["gatech-ms-music-technology"]
        given = background_one.answer(Question(Facet.PREREQUISITES), PSYCH, [program], real)
        assert given.table and given.table.head == ("Asked for", "What the page says", "You")
        cells = {row[0]: row[2] for row in given.table.rows}
        assert cells["Bachelor's degree"] == "met" and cells["Math, science or programming"] == "perhaps"
        assert "Portfolio" not in cells and "a portfolio" in given.text
        assert given.sources and "no place yet" in " ".join(given.notes)

    def test_what_is_not_met_is_said_first(self, real: Knowledge) -> None:
        given = background_one.answer(
            Question(Facet.PREREQUISITES), PSYCH, [real.programs["mcgill-mmus-sound-recording"]], real
        )
        assert "you don't meet what it states on the degree" in given.text

    def test_through_the_question(self, real: Knowledge, reply: Callable[..., Answer]) -> None:
        given = reply(Facet.PREREQUISITES, "Temple", text="can I get into Temple with a business degree")
        assert "Temple" in given.text and "don't meet" in given.text and not ODDS.search(as_text(given))

    def test_several_programs_stand_in_one_table(self, real: Knowledge) -> None:
        programs = [real.programs[id] for id in ("gatech-ms-music-technology", "usc-mm-screen-scoring")]
        given = background_one.answer(Question(Facet.PREREQUISITES), MUSICIAN, programs, real)
        assert given.table and given.table.head[0] == "Program" and len({row[0] for row in given.table.rows}) == 2


def test_filters_of_the_advice_are_kept(real: Knowledge) -> None:
    """In a talk the conditions come from what was told, not from the words of one message."""
    given = background_answer.over_all(
        Question(Facet.PREREQUISITES), MUSICIAN, Filters(places=("california",)), real, offer=False
    )
    assert "in California" in given.text and "Go through it with me" not in [f.label for f in given.follow_ups]
