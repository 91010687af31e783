"""Lists that a conversation goes through: their pages, one side of studying under conditions, programs by a subject."""

from __future__ import annotations

from dataclasses import replace

import pytest

from overture.answers import Facet, Mentioned, Question, Shape, answer
from overture.answers.base.model import Filters
from overture.answers.further import more
from overture.knowledge import Knowledge, Subject, fold
from overture.knowledge.catalog import find

ALL = Question(Facet.SCHOOLS, shape=Shape.LIST)


class TestPages:
    def test_more_shows_the_rows_that_come_next_until_there_are_none(self, real: Knowledge) -> None:
        first, shown, seen = answer(ALL, real), 0, 0
        rows = list(first.table.rows) if first.table else []
        while seen < len(real.programs):  # a bound, should the pages never end
            seen += 1
            reply, shown = more(ALL, real, shown)
            if reply.table is None:
                break
            rows += reply.table.rows
        assert reply.text == "That was the whole list."
        assert len(rows) == len(real.programs)
        assert [m.subject.id for m in first.listed] == list(dict.fromkeys(m.subject.id for m in first.listed))

    def test_a_page_says_which_part_it_is(self, real: Knowledge) -> None:
        reply, _ = more(ALL, real, 0)
        assert reply.table and reply.table.caption == f"11 to 20 of {len(real.programs)}"
        assert reply.text.startswith("11 to 20 of")

    def test_what_is_pointed_at_is_on_the_page_that_is_shown(self, real: Knowledge) -> None:
        first, second = answer(ALL, real), answer(replace(ALL, skip=10), real)
        assert second.listed[0] == first.listed[10]

    def test_as_many_rows_as_were_asked_for(self, real: Knowledge) -> None:
        reply = answer(replace(ALL, filters=Filters(limit=25)), real)
        assert reply.table and len(reply.table.rows) == 25


class TestOneSideUnderConditions:
    @pytest.mark.parametrize(
        ("facet", "head"),
        [
            (Facet.COST, "Tuition"),
            (Facet.LENGTH, "Length"),
            (Facet.PORTFOLIO, "Portfolio"),
            (Facet.ENTRANCE_EXAM, "GRE"),
        ],
    )
    def test_the_programs_that_meet_them_are_listed_with_it(self, real: Knowledge, facet: Facet, head: str) -> None:
        filters = Filters(places=("california",))
        reply = answer(Question(facet, filters=filters), real)
        assert reply.table and head in reply.table.head
        assert {m.subject.id for m in reply.listed} == {program.id for program in find(filters, real).sure}

    def test_without_a_condition_it_is_answered_in_general(self, real: Knowledge) -> None:
        assert not answer(Question(Facet.LENGTH), real).listed


class TestProgramsByASubject:
    def ask(self, id: str, real: Knowledge) -> tuple[Question, list[str]]:
        about = (Mentioned(Subject("course", id), real.courses[id].name),)
        question = Question(Facet.COURSE_DETAIL, about, shape=Shape.LIST)
        return question, [m.subject.id for m in answer(question, real).listed]

    def test_those_that_name_it_are_listed(self, real: Knowledge) -> None:
        _, listed = self.ask("psychoacoustics", real)
        named = [
            program.id
            for program in real.programs.values()
            for listing in (program.courses, program.electives, program.topics)
            if listing and any("psychoacoustics" in fold(item) for item in listing.items)
        ]
        assert sorted(listed) == sorted(set(named))
        assert listed

    def test_nobody_naming_it_is_a_gap_not_a_no(self, real: Knowledge) -> None:
        question, listed = self.ask("record-analysis", real)
        reply = answer(question, real)
        assert not listed
        assert "others may teach it" in reply.text
        assert reply.outcome.value == "gap"
