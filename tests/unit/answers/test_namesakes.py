"""A name of several things: what decides, what is asked back, and what the buttons say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from overture.answers import book
from overture.answers.base.context import Context
from overture.answers.base.model import Answer, Facet, Filters, Mentioned, Outcome, Question
from overture.answers.reading import choosing
from overture.answers.reading.reading import read
from overture.answers.study import asking_back, namesakes
from overture.knowledge import Knowledge, Subject
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import parsed

NOTHING = Context()


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


def asked(text: str, intent: str, linker: Linker, real: Knowledge, context: Context = NOTHING) -> Question:
    question = read(parsed(text, intent, linker), context, real)
    assert question is not None
    return question


def messages(answer: Answer) -> list[str]:
    return [follow_up.message for follow_up in answer.follow_ups]


class TestAskedBack:
    @pytest.mark.parametrize(
        ("text", "intent", "buttons"),
        [
            (
                "how much is Cornell",
                "ask_cost",
                ["how much is Cornell College", "how much is Cornell University"],
            ),
            (
                "schools in portland without the GRE",
                "ask_schools",
                ["schools in Portland, Oregon without the GRE", "schools in Portland, Maine without the GRE"],
            ),
            (
                "pay for composers in Washington",
                "ask_salary",
                ["pay for composers in Washington State", "pay for composers in Washington, D.C."],
            ),
            (
                "what about Anderson University",
                "ask_schools",
                [
                    "what about Anderson University in Anderson, Indiana",
                    "what about Anderson University in Anderson, South Carolina",
                ],
            ),
            (
                "tell me about Oregon",
                "ask_schools",
                ["tell me about University of Oregon", "Which schools are there in Oregon?"],
            ),
        ],
    )
    def test_each_button_is_the_question_again_with_one_of_them(
        self, linker: Linker, real: Knowledge, text: str, intent: str, buttons: list[str]
    ) -> None:
        answer = book.answer(asked(text, intent, linker, real), real)
        assert answer.outcome is Outcome.ASKED_BACK
        assert messages(answer) == buttons

    def test_of_many_three_are_buttons_and_the_others_named(self, linker: Linker, real: Knowledge) -> None:
        answer = book.answer(asked("what does UC charge", "ask_cost", linker, real), real)
        called = real.schools_called["uc"].schools
        assert len(answer.follow_ups) == 3 < len(called)
        assert [school.name for school in called if school.name not in answer.text] == []

    def test_no_article_stands_twice(self, linker: Linker, real: Knowledge) -> None:
        answer = book.answer(asked("is there aid at the University of Texas", "ask_funding", linker, real), real)
        assert messages(answer)[0].startswith("is there aid at the University of Texas ")

    def test_a_name_that_goes_on_from_before_is_added_to_the_new_question(self, real: Knowledge) -> None:
        about = (Mentioned(Subject("school", real.schools_called["cornell"].schools[0].id), "Cornell"),)
        answer = asking_back.answer(Question(Facet.LENGTH, about, text="and how long?"), real)
        assert answer is not None
        assert messages(answer)[0] == "and how long at Cornell College?"


class TestDecided:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("how much is Anderson University in Indiana", "ask_cost"),
            ("schools in Portland, Maine", "ask_schools"),
            ("schools in Springfield, MO", "ask_schools"),
            ("schools in Cambridge, UK", "ask_schools"),
            ("schools in New York", "ask_schools"),
            ("does columbia have an MFA", "ask_schools"),
            ("is there a thesis at Miami", "ask_thesis"),
            ("how much is it in Louisville", "ask_cost"),
            ("texas schools", "ask_schools"),
            ("who teaches in Columbia, Missouri", "ask_schools"),
        ],
    )
    def test_what_the_message_says_decides(self, linker: Linker, real: Knowledge, text: str, intent: str) -> None:
        question = namesakes.resolved(asked(text, intent, linker, real), real)
        assert namesakes.doubt(question, real) is None

    def test_a_place_of_which_a_program_is_asked_is_the_school_there(self, linker: Linker, real: Knowledge) -> None:
        question = namesakes.resolved(asked("does Louisville ask for an audition", "ask_portfolio", linker, real), real)
        assert [real.institutions[m.subject.id].name for m in question.of_kind("school")] == [
            "University of Louisville"
        ]

    def test_inside_a_place_is_no_school(self, linker: Linker, real: Knowledge) -> None:
        question = namesakes.resolved(asked("tuition in Louisville", "ask_cost", linker, real), real)
        assert question.of_kind("school") == () and question.filters.places == ("louisville",)

    def test_only_meanings_with_a_school_are_left(self, linker: Linker, real: Knowledge) -> None:
        question = asked("schools in Cambridge", "ask_schools", linker, real)
        assert question.filters.places == ("cambridge-england", "cambridge-massachusetts")
        assert namesakes.resolved(question, real).filters.places == ("cambridge-massachusetts",)

    def test_the_school_talked_about_before_is_meant(self, linker: Linker, real: Knowledge) -> None:
        school = next(s for s in real.institutions.values() if s.name == "Cornell University")
        before = Context(Facet.SCHOOLS, (Mentioned(Subject("school", school.id), school.name),))
        question = asked("how much is cornell", "ask_cost", linker, real, before)
        assert [m.subject.id for m in question.of_kind("school")] == [school.id]
        assert namesakes.doubt(question, real) is None

    def test_the_state_talked_about_before_is_meant(self, linker: Linker, real: Knowledge) -> None:
        before = Context(Facet.SCHOOLS, filters=Filters(places=("maine",)))
        question = asked("and schools in portland", "ask_schools", linker, real, before)
        assert question.filters.places == ("portland-maine",)


class TestChosen:
    @pytest.mark.parametrize(
        ("text", "reply", "school"),
        [
            ("how much is Cornell", "the one in iowa", "Cornell College"),
            ("how much is Cornell", "ithaca please", "Cornell University"),
            ("how much is Cornell", "NY", "Cornell University"),
            ("how much is Cornell", "the other thing", None),
            ("how much is Cornell", "no", None),
            ("how much is Cornell", "what does a sound engineer earn in iowa then", None),
        ],
    )
    def test_words_pick_a_school(
        self, linker: Linker, real: Knowledge, text: str, reply: str, school: str | None
    ) -> None:
        question = asked(text, "ask_cost", linker, real)
        context = Context().after(question, book.answer(question, real))
        picked = choosing.chosen(reply, context, real)
        named = [real.institutions[m.subject.id].name for m in picked.about] if picked else [None]
        assert named == [school]
        assert picked is None or namesakes.doubt(picked, real) is None

    @pytest.mark.parametrize(
        ("reply", "places"),
        [("maine", ("portland-maine",)), ("the one in oregon", ("portland-oregon",)), ("both", None)],
    )
    def test_words_pick_a_place_and_the_conditions_stay(
        self, linker: Linker, real: Knowledge, reply: str, places: tuple[str, ...] | None
    ) -> None:
        question = asked("schools in portland without the GRE", "ask_schools", linker, real)
        context = Context.from_dict(Context().after(question, book.answer(question, real)).as_dict())
        picked = choosing.chosen(reply, context, real)
        assert (picked.filters.places if picked else None) == places
        assert picked is None or picked.filters.requirements == question.filters.requirements

    def test_nothing_is_picked_where_nothing_was_asked_back(self, linker: Linker, real: Knowledge) -> None:
        question = asked("how much is Cornell University", "ask_cost", linker, real)
        context = Context().after(question, book.answer(question, real))
        assert choosing.chosen("iowa", replace(context, facet=Facet.COST), real) is None
