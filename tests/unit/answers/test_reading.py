"""From parse results to questions: facet, subjects, conditions and shape, over several messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from overture.answers.base.context import Context
from overture.answers.base.model import Answer, Facet, Filters, Mentioned, Question, Shape, Wish
from overture.answers.reading.facets import named_facet
from overture.answers.reading.reading import read, read_all
from overture.knowledge import Knowledge, Subject
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import parsed

SCHOOLS = "ask_schools"
Talk = Callable[..., list[Question]]


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


@pytest.fixture
def talk(linker: Linker, real: Knowledge) -> Talk:
    """Reads messages one after the other, each as (text, intent), the context going through a slot."""

    def go(*messages: tuple[str, str]) -> list[Question]:
        context, questions = Context(), []
        for text, intent in messages:
            question = read(parsed(text, intent, linker), context, real)
            assert question is not None, text
            questions.append(question)
            context = Context.from_dict(context.after(question, Answer("An answer.")).as_dict())
        return questions

    return go


def ids(question: Question, kind: str) -> list[str]:
    return [m.subject.id for m in question.of_kind(kind)]


class TestConditions:
    def test_a_question_has_conditions_and_shape(self, talk: Talk) -> None:
        (question,) = talk(("how many schools in Texas don't ask for the GRE", SCHOOLS))
        assert question.filters == Filters(places=("texas",), requirements=(Wish("gre", False),))
        assert question.shape is Shape.COUNT

    def test_comparing_is_always_side_by_side(self, talk: Talk) -> None:
        (question,) = talk(("which of MM and MFA", "ask_compare"))
        assert question.shape is Shape.COMPARE

    def test_mentions_know_where_they_stand(self, talk: Talk) -> None:
        (question,) = talk(("schools in Texas", SCHOOLS))
        assert [question.text[m.start : m.end] for m in question.about] == ["Texas"]

    def test_offsets_do_not_count_in_comparisons(self) -> None:
        texas = Subject("place", "texas")
        assert Mentioned(texas, "Texas", 3, 8) == Mentioned(texas, "Texas")
        assert len({Mentioned(texas, "Texas", 3, 8), Mentioned(texas, "Texas")}) == 1

    def test_a_town_is_the_one_in_the_state_named(self, talk: Talk) -> None:
        (question,) = talk(("pay in Portland, ME", "ask_salary"))
        assert ids(question, "place") == ["portland-maine"]

    @pytest.mark.parametrize("text", ["schools that aren't in Texas", "I moved here from Texas, which schools take me"])
    def test_a_place_that_is_not_wanted_is_no_subject(self, text: str, talk: Talk) -> None:
        assert ids(talk((text, SCHOOLS))[0], "place") == []

    def test_entities_without_offsets_are_subjects_all_the_same(self, real: Knowledge) -> None:
        entity = {"entity": "career", "value": "disc-jockey", "extractor": "SubjectLinker"}
        question = read({"text": "and DJs?", "intent": {"name": "ask_salary"}, "entities": [entity]}, Context(), real)
        assert question is not None and ids(question, "career") == ["disc-jockey"]

    def test_small_talk_asks_nothing(self, linker: Linker, real: Knowledge) -> None:
        assert read(parsed("hello", "greet", linker), Context(), real) is None


class TestRefining:
    def test_follow_ups_narrow_the_list(self, talk: Talk) -> None:
        questions = talk(
            ("which schools in Texas offer this", SCHOOLS),
            ("only online ones", "ask_online"),
            ("without the gre", "ask_entrance_exam"),
            ("what about Ohio", "refer"),
            ("under 20k", "ask_cost"),
            ("any state", "refer"),
        )
        assert {q.facet for q in questions} == {Facet.SCHOOLS}
        assert {q.shape for q in questions} == {Shape.LIST}
        no_gre = (Wish("gre", False),)
        assert [q.filters for q in questions[1:]] == [
            Filters(places=("texas",), delivery="online"),
            Filters(places=("texas",), delivery="online", requirements=no_gre),
            Filters(places=("ohio",), delivery="online", requirements=no_gre),
            Filters(places=("ohio",), delivery="online", requirements=no_gre, cost_max=20000.0),
            Filters(delivery="online", requirements=no_gre, cost_max=20000.0),
        ]
        assert [ids(q, "place") for q in questions] == [["texas"], ["texas"], ["texas"], ["ohio"], ["ohio"], []]

    def test_a_question_of_its_own_starts_afresh(self, talk: Talk) -> None:
        *_, last = talk(("online schools in Texas", SCHOOLS), ("which schools are in Boston", SCHOOLS))
        assert last.filters == Filters(places=("boston",))

    def test_counting_goes_on_as_counting(self, talk: Talk) -> None:
        *_, last = talk(("how many schools are in Texas", SCHOOLS), ("and in Ohio?", "refer"))
        assert (last.filters, last.shape) == (Filters(places=("ohio",)), Shape.COUNT)

    def test_the_list_is_taken_up_again_after_a_digression(self, talk: Talk) -> None:
        *_, last = talk(
            ("schools in Texas", SCHOOLS), ("what is a thesis", "ask_term"), ("only the ones without one", SCHOOLS)
        )
        assert last.filters.places == ("texas",)

    def test_a_side_of_studying_narrows_the_list_only_when_it_speaks_of_the_list(self, talk: Talk) -> None:
        *_, last = talk(("schools in Texas", SCHOOLS), ("is it online?", "ask_online"))
        assert last.facet is Facet.ONLINE

    def test_what_they_ask_is_asked_of_the_list(self, talk: Talk) -> None:
        *_, last = talk(("schools in Texas", SCHOOLS), ("do they require the GRE", "ask_entrance_exam"))
        assert (last.facet, last.filters.places) == (Facet.ENTRANCE_EXAM, ("texas",))

    def test_a_school_named_next_is_not_narrowed(self, talk: Talk) -> None:
        *_, last = talk(("online schools in Texas", SCHOOLS), ("and at NYU?", "refer"))
        assert (last.facet, last.filters, ids(last, "school")) == (Facet.SCHOOLS, Filters(), ["us-193900"])

    def test_a_job_named_next_is_about_the_job(self, talk: Talk) -> None:
        *_, last = talk(("schools in Texas", SCHOOLS), ("what about music directors", "refer"))
        assert last.facet is Facet.CAREER_DETAIL


class TestCarryingOver:
    def test_the_job_goes_on_when_a_place_is_named(self, talk: Talk) -> None:
        *_, last = talk(("what do mastering engineers earn", "ask_salary"), ("what about Texas", "refer"))
        assert (last.facet, last.filters) == (Facet.SALARY, Filters(places=("texas",)))
        assert ids(last, "career") == ["sound-engineering-technician"]

    def test_the_place_goes_on_when_a_job_is_named(self, talk: Talk) -> None:
        *_, last = talk(("what do sound engineers earn in Texas", "ask_salary"), ("and music directors?", "refer"))
        assert (ids(last, "career"), ids(last, "place")) == (["music-director"], ["texas"])

    def test_the_place_ends_when_it_is_given_up(self, talk: Talk) -> None:
        *_, last = talk(("what do sound engineers earn in Texas", "ask_salary"), ("and nationwide?", "refer"))
        assert (last.filters, ids(last, "place")) == (Filters(), [])

    def test_the_place_goes_from_pay_to_schools_in_a_follow_up_only(self, talk: Talk) -> None:
        pay = ("what do sound engineers earn in Texas", "ask_salary")
        assert talk(pay, ("and which schools are there?", SCHOOLS))[1].filters == Filters(places=("texas",))
        assert talk(pay, ("which schools offer it?", SCHOOLS))[1].filters == Filters()

    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("how much is it", "ask_cost"),
            ("is an audition required", "ask_entrance_exam"),
            ("how long does it take", "ask_length"),
            ("is it online", "ask_online"),
            ("do I have to write a thesis", "ask_thesis"),
            ("what does the portfolio need", "ask_portfolio"),
            ("is it public", SCHOOLS),
            ("which tracks do they have", "ask_concentrations"),
        ],
    )
    def test_a_school_goes_on(self, text: str, intent: str, talk: Talk) -> None:
        *_, last = talk(("tell me about MTSU", SCHOOLS), (text, intent))
        assert ids(last, "school") == ["us-220978"]

    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("which schools are in Texas", SCHOOLS),
            ("which programs don't need the GRE", "ask_entrance_exam"),
            ("what do other schools cost", "ask_cost"),
            ("and at NYU?", "ask_cost"),
        ],
    )
    def test_a_school_does_not_go_on(self, text: str, intent: str, talk: Talk) -> None:
        *_, last = talk(("tell me about MTSU", SCHOOLS), (text, intent))
        assert "us-220978" not in ids(last, "school")

    @pytest.mark.parametrize(("text", "kind"), [("MTSU", "school"), ("Texas", "place")])
    def test_a_bare_name_asks_about_schools(self, text: str, kind: str, talk: Talk) -> None:
        (question,) = talk((text, "refer"))
        assert question.facet is Facet.SCHOOLS and ids(question, kind)

    def test_going_back_to_a_name(self, linker: Linker) -> None:
        assert named_facet(parsed("back to MTSU", "go_back", linker)) is Facet.SCHOOLS


class TestClauses:
    TEXT = "It has to be online. Which schools in Texas have it? How much does it cost and is there a thesis?"

    def questions(self, linker: Linker, knowledge: Knowledge) -> list[Question]:
        parse = parsed(self.TEXT, SCHOOLS, linker)
        asking = (
            ("Which schools in Texas have it?", SCHOOLS),
            ("How much does it cost", "ask_cost"),
            ("is there a thesis?", "ask_thesis"),
        )
        parse["parts"] = [self.part(text, intent) for text, intent in asking]
        return read_all(parse, Context(), knowledge)

    def part(self, text: str, intent: str) -> dict[str, Any]:
        start = self.TEXT.index(text)
        return {"text": text, "intent": {"name": intent}, "start": start, "end": start + len(text)}

    def test_each_clause_is_a_question(self, linker: Linker, real: Knowledge) -> None:
        facets = [question.facet for question in self.questions(linker, real)]
        assert facets == [Facet.SCHOOLS, Facet.COST, Facet.THESIS]

    def test_a_sentence_that_asks_nothing_lends_its_condition(self, linker: Linker, real: Knowledge) -> None:
        first = self.questions(linker, real)[0]
        assert first.filters == Filters(places=("texas",), delivery="online")

    def test_offsets_are_those_of_the_clause(self, linker: Linker, real: Knowledge) -> None:
        for question in self.questions(linker, real):
            for m in question.about:
                assert m.start < 0 or question.text[m.start : m.end].casefold() == m.name.casefold()


class TestContext:
    def test_it_comes_back_from_a_slot(self, talk: Talk) -> None:
        question = talk(("which public schools in Texas don't need the GRE", SCHOOLS))[0]
        context = Context().after(question, Answer("An answer."))
        again = Context.from_dict(context.as_dict())
        assert again == context
        assert again.filters == question.filters and again.shape is Shape.LIST

    def test_the_last_question_comes_back_with_its_conditions(self, talk: Talk) -> None:
        question = talk(("which public schools in Texas", SCHOOLS))[0]
        again = Context().after(question, Answer("An answer.")).question()
        assert again is not None
        assert (again.facet, again.filters, again.shape) == (question.facet, question.filters, question.shape)

    @pytest.mark.parametrize(
        "value",
        [
            None,
            {},
            {"filters": 3},
            {"filters": {"places": "texas"}},
            {"shape": "round"},
            {"shape": 4},
            {"about": [["a"]]},
        ],
    )
    def test_garbage_is_an_empty_context(self, value: Any) -> None:
        context = Context.from_dict(value)
        assert (context.filters, context.shape) == (Filters(), Shape.ONE)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("which schools there have a master's", ("tennessee",)),
        ("who has a program there?", ("tennessee",)),
        ("which programs there are online", ("tennessee",)),
        ("which schools are there", ()),
        ("what programs are out there", ()),
        ("which schools in ohio, and why there", ("ohio",)),
    ],
)
def test_there_is_where_the_pay_was_asked_for(talk: Talk, text: str, places: tuple[str, ...]) -> None:
    _, question = talk(("pay of sound engineers in tennessee", "ask_salary"), (text, SCHOOLS))
    assert question.filters.places == places
