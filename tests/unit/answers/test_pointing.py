"""What is pointed at instead of named: "the second one", "both of them", "the cheaper one", "the other one"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from overture.answers import Answer, Context, Facet, Mentioned, Outcome, Question, answer, read_all
from overture.answers.base.model import Shape, Wish
from overture.answers.reading.pointing import beyond
from overture.answers.reading.second_look import second_look
from overture.knowledge import Knowledge, Subject
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import parsed

SCHOOLS, COMPARE = "ask_schools", "ask_compare"
Talk = Callable[..., tuple[Question, Answer]]


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


@pytest.fixture
def talk(linker: Linker, real: Knowledge) -> Talk:
    """Answers messages one after the other, each as (text, intent); returns the last question and answer."""

    def go(*messages: tuple[str, str]) -> tuple[Question, Answer]:
        context = Context()
        for text, intent in messages:
            parse = parsed(text, intent, linker)
            questions = read_all(parse, context, real) or [second_look(parse, context, real)]
            assert questions[0] is not None, text
            question = questions[0]
            reply = answer(question, real, context.sources)
            if reply.question:
                question = reply.question
            context = Context.from_dict(context.after(question, reply).as_dict())
        return question, reply

    return go


def subjects(question: Question) -> list[str]:
    return [m.subject.id for m in question.about if m.subject.kind in ("school", "program", "career", "degree")]


TENNESSEE = ("which schools in tennessee have a master's", SCHOOLS)
JOBS = (("what does a recording engineer do", "ask_career_detail"), ("and a music director?", "refer"))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("the second one", 1),
        ("tell me about the third program", 2),
        ("number 4", 3),
        ("#2 please", 1),
        ("2", 1),
        ("the first", 0),
        ("and the last one?", -1),
        ("ok the 3rd", 2),
    ],
)
def test_a_place_on_the_list_is_a_thing(talk: Talk, words: str, place: int) -> None:
    _, listing = talk(TENNESSEE)
    question, _ = talk(TENNESSEE, (words, "refer"))
    assert subjects(question)[:1] == [listing.listed[place].subject.id]
    assert question.facet is Facet.SCHOOLS


@pytest.mark.parametrize("words", ["the second year", "number 9", "the first semester is hard", "my second degree"])
def test_other_numbers_point_at_nothing(talk: Talk, words: str) -> None:
    _, listing = talk(TENNESSEE)
    question, _ = talk(TENNESSEE, (words, "ask_courses"))
    assert not {m.subject for m in question.about} & {m.subject for m in listing.listed}


def test_what_else_is_said_is_asked_of_it(talk: Talk) -> None:
    _, listing = talk(TENNESSEE)
    question, reply = talk(TENNESSEE, ("what does the second one cost", "ask_cost"))
    assert (question.facet, subjects(question)) == (Facet.COST, [listing.listed[1].subject.id])
    assert listing.listed[1].name in reply.text


def test_the_next_pointing_asks_the_same_of_another(talk: Talk) -> None:
    _, listing = talk(TENNESSEE)
    question, _ = talk(TENNESSEE, ("what does the second one cost", "ask_cost"), ("and the first?", "refer"))
    assert (question.facet, subjects(question)) == (Facet.COST, [listing.listed[0].subject.id])


def test_a_list_outlives_a_digression(talk: Talk) -> None:
    _, listing = talk(TENNESSEE)
    digression = ("what does a sound engineer earn", "ask_salary")
    question, _ = talk(TENNESSEE, digression, ("back to the third one", "refer"))
    assert listing.listed[2].subject.id in subjects(question)


def test_two_of_a_list_are_compared(talk: Talk) -> None:
    _, listing = talk(TENNESSEE)
    question, reply = talk(TENNESSEE, ("compare the first two", COMPARE))
    assert question.shape is Shape.COMPARE
    assert subjects(question) == [m.subject.id for m in listing.listed[:2]]
    assert reply.table and len(reply.table.head) == 3


@pytest.mark.parametrize(
    "words", ["both of them side by side", "which of the two pays more", "which one is better paid", "compare them"]
)
def test_things_named_one_after_the_other_are_both(talk: Talk, words: str) -> None:
    question, reply = talk(*JOBS, (words, COMPARE))
    assert subjects(question) == ["sound-engineering-technician", "music-director"]
    assert reply.table and len(reply.table.head) == 3


def test_the_other_one_is_not_the_one_before(talk: Talk) -> None:
    pair = ("compare berklee and nyu", COMPARE)
    question, _ = talk(pair, ("is nyu online", "ask_online"), ("and the other one?", "refer"))
    assert question.facet is Facet.ONLINE
    assert subjects(question) == ["us-164748"]


def test_the_cheaper_one_goes_by_known_prices(talk: Talk, real: Knowledge) -> None:
    pair = ("compare berklee and nyu", COMPARE)
    cheaper, _ = talk(pair, ("the cheaper one", "ask_cost"))
    dearer, _ = talk(pair, ("tell me about the more expensive one", SCHOOLS))
    tuition = real.tables.tuition
    prices = {id: tuition[int(id.removeprefix("us-"))].tuition_out_of_state for id in ("us-164748", "us-193900")}
    assert subjects(cheaper) == [min(prices, key=lambda id: prices[id])]
    assert subjects(dearer) == [max(prices, key=lambda id: prices[id])]


def test_a_comparison_with_one_name_takes_the_thing_before(talk: Talk) -> None:
    question, reply = talk(("tell me about mtsu", SCHOOLS), ("how does that compare with belmont", COMPARE))
    assert subjects(question) == ["us-220978", "us-219709"]
    assert reply.table


def test_a_new_list_is_not_taken_for_the_old_things(talk: Talk) -> None:
    pair = ("compare berklee and nyu", COMPARE)
    question, _ = talk(pair, ("which schools in ohio are public", SCHOOLS))
    assert subjects(question) == []
    assert question.filters.places == ("ohio",)


def test_a_list_of_one_is_it(talk: Talk) -> None:
    _, listing = talk(("programs in new york without gre", SCHOOLS))
    assert len(listing.listed) == 1
    question, _ = talk(("programs in new york without gre", SCHOOLS), ("how long does it take", "ask_length"))
    assert subjects(question) == [listing.listed[0].subject.id]


class TestSecondLook:
    def test_counts_what_is_left_of_a_list(self, talk: Talk) -> None:
        question, reply = talk(TENNESSEE, ("how many are left", "nlu_fallback"))
        assert question.shape is Shape.COUNT
        assert "4" in reply.text

    def test_reads_a_lone_name_as_a_follow_up(self, talk: Talk) -> None:
        pay = ("what does a sound engineer earn", "ask_salary")
        question, _ = talk(pay, ("broadcast technicians tho", "nlu_fallback"))
        assert (question.facet, subjects(question)) == (Facet.SALARY, ["broadcast-technician"])

    def test_leaves_other_messages_alone(self, linker: Linker, real: Knowledge) -> None:
        for text in ("is that before tax", "qwrty", "my dog ate the portfolio of my sister and i am sad"):
            assert second_look(parsed(text, "nlu_fallback", linker), Context(), real) is None


class TestBehindTheEnd:
    LISTED = Context(listed=(Mentioned(Subject("program", "a"), "A"), Mentioned(Subject("program", "b"), "B")))

    @pytest.mark.parametrize("text", ["the third one", "number 4", "the fifth school, how long is it"])
    def test_how_many_there_are_is_said(self, text: str) -> None:
        remark = beyond(text, self.LISTED)
        assert remark is not None and remark.texts == ("I named no more than 2 of them",)

    @pytest.mark.parametrize("text", ["the second one", "the last one", "the third year", "what is a thesis"])
    def test_nothing_is_said_of_what_is_there_or_no_place_in_it(self, text: str) -> None:
        assert beyond(text, self.LISTED) is None

    def test_without_a_list_there_is_no_end(self) -> None:
        assert beyond("the second one", Context()) is None


class TestWhoHasWhatWasJustAsked:
    @pytest.mark.parametrize(
        ("first", "intent", "then", "wish"),
        [
            ("what is the gre", "ask_entrance_exam", "which schools want it", Wish("gre", True)),
            ("what is an audition", "ask_entrance_exam", "which programs don't ask for it", Wish("audition", False)),
        ],
    )
    def test_the_programs_that_ask_for_it_or_not(
        self, talk: Talk, first: str, intent: str, then: str, wish: Wish
    ) -> None:
        question, reply = talk((first, intent), (then, SCHOOLS))
        assert question.filters.requirements == (wish,) and reply.table

    def test_with_a_thesis(self, talk: Talk) -> None:
        question, _ = talk(("what is a thesis", "ask_term"), ("who requires one", SCHOOLS))
        assert question.facet is Facet.SCHOOLS and question.filters.thesis is True

    def test_what_no_record_tells_is_no_list_of_all(self, talk: Talk) -> None:
        _, reply = talk(("what is a capstone", "ask_term"), ("who requires one", SCHOOLS))
        assert reply.outcome is Outcome.GAP and "by **capstone**" in reply.text and reply.table is None

    def test_where_one_is_asks_of_that_one(self, talk: Talk) -> None:
        question, _ = talk(("does the NYU music technology MM have a thesis", "ask_thesis"), ("where is it", SCHOOLS))
        assert question.filters.thesis is None
