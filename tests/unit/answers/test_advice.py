"""Advice: which questions are put, which programs come out of it, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.answers import Answer, Context, Facet, Question, as_text
from overture.answers.advice import advice, advice_intro, advice_talk, advice_words
from overture.answers.advice.advice_match import dropped, matches, narrowest
from overture.answers.advice.advice_questions import WORDINGS, missing
from overture.answers.advice.advice_reasons import reasons
from overture.answers.advice.advice_state import DROP, QUESTIONS, AdviceState, Purpose
from overture.answers.advice.background import Background
from overture.answers.advice.background_fit import Fit
from overture.answers.advice.form_words import AFTER
from overture.answers.base.model import MOST_FOLLOW_UPS, Filters, Wish
from overture.knowledge import Knowledge
from overture.knowledge.catalog import match
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.unit.answers.conftest import about

ODDS = re.compile(r"\b(?:odds are|likely|probab|your chances|\d+ ?% chance|guarantee)", re.IGNORECASE)
PSYCH = Background("bachelor", "social-science", "psych")
SCORING = AdviceState(filters=Filters(fields=("scoring", "composition")), aims=("film-music",))
STATES = [
    AdviceState(),
    SCORING,
    replace(SCORING, background=PSYCH),
    AdviceState(filters=Filters(delivery="online"), background=PSYCH),
    AdviceState(filters=Filters(cost_max=20000.0, requirements=(Wish("gre", False),), thesis=False)),
    AdviceState(filters=Filters(places=("california",), fields=("music-technology",)), avoid=("ensemble",)),
    AdviceState(filters=Filters(sort="cheapest"), background=Background("bachelor", "music", "music", grades=2.5)),
    AdviceState(filters=Filters(places=("nashville",)), or_online=True, aims=("produce",)),
]


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


def heard(text: str, linker: Linker, intent: str = "nlu_fallback") -> Mapping[str, Any]:
    """What the pipeline would hand over."""
    entities = [
        {
            "entity": mention.subject.kind,
            "value": mention.subject.id,
            "name": mention.name,
            "start": mention.start,
            "end": mention.end,
            "extractor": "SubjectLinker",
        }
        for mention in linker.find(text)
    ]
    return {"text": text, "intent": {"name": intent}, "entities": entities}


class TestMatches:
    @pytest.mark.parametrize("state", STATES)
    def test_fail_no_condition(self, state: AdviceState, real: Knowledge) -> None:
        for found in matches(state, real).fitting:
            verdict = match(found.program, state.filters, real)
            online = found.program.delivery is not None and "online" in found.program.delivery.modes
            assert verdict.answer != "no" or (state.or_online and online)

    @pytest.mark.parametrize("state", STATES)
    def test_none_asks_for_another_degree(self, state: AdviceState, real: Knowledge) -> None:
        found = matches(state, real)
        assert all(one.degree is not Fit.NOT for one in found.fitting)
        assert not {one.program.id for one in found.fitting} & {program.id for program in found.barred}

    def test_those_of_which_more_is_known_come_first(self, real: Knowledge) -> None:
        state = AdviceState(filters=Filters(requirements=(Wish("gre", False),)))
        opens = [len(one.open) for one in matches(state, real).fitting if one.program.status.doubt == "none"]
        assert opens == sorted(opens) and 0 in opens and 1 in opens

    def test_the_main_field_comes_before_those_that_only_touch_it(self, real: Knowledge) -> None:
        found = matches(AdviceState(filters=Filters(fields=("acoustics",))), real).fitting
        sure = [one.program for one in found if one.program.status.doubt == "none"]
        touching = [index for index, program in enumerate(sure) if "acoustics" not in program.fields_of_study]
        assert touching and touching[0] > 0 and touching == list(range(touching[0], len(sure)))

    def test_where_online_is_wanted_silence_is_no_hint(self, real: Knowledge) -> None:
        found = matches(AdviceState(filters=Filters(delivery="online")), real).fitting
        assert found and all(one.program.delivery and "online" in one.program.delivery.modes for one in found)

    def test_a_place_or_online(self, real: Knowledge) -> None:
        state = AdviceState(filters=Filters(places=("nashville",)))
        there = {one.program.id for one in matches(state, real).fitting}
        either = {one.program.id for one in matches(replace(state, or_online=True), real).fitting}
        online = {one.program.id for one in matches(AdviceState(filters=Filters(delivery="online")), real).fitting}
        assert either == there | online and there and online - there

    def test_the_cheapest_first(self, real: Knowledge) -> None:
        found = matches(AdviceState(filters=Filters(sort="cheapest")), real).fitting
        paid = [price.other for one in found if (price := real.catalog.price(one.program))]
        assert paid == sorted(paid)


class TestWhatExcludesMost:
    def test_is_the_condition_without_which_most_is_left(self, real: Knowledge) -> None:
        state = replace(SCORING, filters=replace(SCORING.filters, places=("hawaii",), thesis=False))
        found = narrowest(state, real)
        assert found and found.criterion.name == "places"
        assert found.left == len(matches(replace(state, filters=replace(state.filters, places=())), real).fitting)

    def test_given_up_it_is_not_asked_for_again(self, real: Knowledge) -> None:
        state = replace(SCORING, filters=replace(SCORING.filters, places=("hawaii",)))
        found = narrowest(state, real)
        assert found
        later = dropped(state, found.criterion)
        assert later.filters == SCORING.filters and later.answered("where")

    def test_where_no_single_one_is_to_blame_the_narrowest_goes(self, real: Knowledge) -> None:
        state = AdviceState(filters=Filters(places=("hawaii",), cost_max=1.0, fields=("worship",)))
        found = narrowest(state, real)
        assert found and found.left == 0


class TestQuestions:
    def test_come_in_order_and_each_once(self, real: Knowledge) -> None:
        state, asked = AdviceState(), []
        while question := missing(state, real):
            asked.append(question)
            state = state.skip(question)
        assert tuple(asked) == QUESTIONS[Purpose.CHOOSE]

    def test_what_is_known_is_not_asked(self, real: Knowledge) -> None:
        state = AdviceState(filters=Filters(fields=("recording",), places=("united-states",)), background=PSYCH)
        assert missing(state, real) == "budget"

    def test_what_would_change_nothing_is_not_asked(self, real: Knowledge) -> None:
        few = AdviceState(filters=Filters(fields=("media-forensics",)))
        assert len(matches(few, real).fitting) <= 3 and missing(few, real) is None

    def test_nothing_left_leads_to_an_offer(self, real: Knowledge) -> None:
        state = AdviceState(filters=Filters(places=("hawaii",)))
        assert missing(state, real) == DROP
        assert missing(replace(state, kept=True), real) is None

    def test_without_a_degree_there_is_nothing_to_choose_yet(self, real: Knowledge) -> None:
        assert missing(AdviceState(background=Background("school")), real) is None

    def test_getting_in_asks_for_what_the_programs_state(self, real: Knowledge) -> None:
        state = AdviceState(purpose=Purpose.ADMISSION)
        assert missing(state, real) == "programs"
        state = state.skip("programs")
        assert missing(state, real) == "degree"
        assert missing(replace(state, background=PSYCH), real) == "grades"
        # Who has no degree is not asked for its grades.
        assert missing(replace(state, background=Background("none")), real) == "work"
        silent = next(program for program in real.programs.values() if not program.requirements)
        assert missing(AdviceState(Purpose.ADMISSION, programs=(silent.id,), background=PSYCH), real) is None

    @pytest.mark.parametrize("purpose", Purpose)
    def test_each_has_words_and_a_way_past_it(self, purpose: Purpose, real: Knowledge) -> None:
        for question in QUESTIONS[purpose]:
            put = advice_intro.following(AdviceState(purpose=purpose), question, real)
            assert put.text.count("?") >= 1 and [f.label for f in put.follow_ups][-1] == "Skip"
            assert len(put.follow_ups) <= MOST_FOLLOW_UPS
            again = advice_intro.again(AdviceState(purpose=purpose), question, real, unclear=False)
            assert len(again.text) < 110 and again.text.startswith("Back to my question: ")
            assert WORDINGS[question].short in advice_intro.again(AdviceState(), question, real, unclear=True).text

    @pytest.mark.parametrize("purpose", Purpose)
    def test_the_first_one_begins_with_facts(self, purpose: Purpose, real: Knowledge) -> None:
        state = AdviceState(purpose=purpose, background=PSYCH)
        first = advice_intro.first(state, QUESTIONS[purpose][0], real)
        assert re.search(r"\d", first.text.split(".")[0]) and first.sources
        assert "a bachelor's in psych" in first.text


class TestResult:
    @pytest.mark.parametrize("state", STATES)
    def test_up_to_five_real_programs_with_reasons(self, state: AdviceState, real: Knowledge) -> None:
        given = advice.advise(state, real)
        names = {program.full_name for program in real.programs.values()}
        assert 1 <= len(given.cards) <= advice.MOST and {card.title for card in given.cards} <= names
        assert [m.subject.id for m in given.listed] == [
            one.id for card in given.cards for one in real.programs.values() if one.full_name == card.title
        ]
        assert given.sources and not ODDS.search(as_text(given))

    @pytest.mark.parametrize("state", STATES[1:])
    def test_reasons_name_what_was_wanted(self, state: AdviceState, real: Knowledge) -> None:
        for found in matches(state, real).fitting[:5]:
            why = reasons(found, state, real)
            told = [reason.text for reason in (*why.pro, *why.con)] + list(why.unknown)
            assert told and len(set(told)) == len(told)
            for reason in (*why.pro, *why.con):
                assert all(fact.page or fact.source for fact in reason.facts)

    def test_what_is_not_known_is_never_a_reason(self, real: Knowledge) -> None:
        state = AdviceState(filters=Filters(requirements=(Wish("gre", False),)))
        for found in matches(state, real).fitting:
            why = reasons(found, state, real)
            assert bool(found.open) is ("whether the GRE is asked for" in why.unknown)
            assert bool(found.open) is not any("GRE" in reason.text for reason in why.pro)

    def test_hurdles_speak_against(self, real: Knowledge) -> None:
        program = next(p for p in real.programs.values() if p.demand("audition") == "required")
        state = AdviceState(programs=(program.id,))
        (found,) = matches(state, real).fitting
        assert any("an audition" in reason.text for reason in reasons(found, state, real).con)

    def test_it_says_what_it_went_by(self, real: Knowledge) -> None:
        given = advice.advise(replace(SCORING, background=PSYCH), real)
        assert "writing music for film and television; a bachelor's in psych" in given.text

    def test_without_any_condition_none_fits_best(self, real: Knowledge) -> None:
        given = advice.advise(AdviceState(), real)
        assert "nothing to go by" in given.text and "fits best" not in given.text

    def test_follow_ups_can_go_on_from_it(self, real: Knowledge) -> None:
        given = advice.advise(SCORING, real)
        context = Context().after(given.question or Question(Facet.FIT), given)
        assert context.has_list and context.filters.fields == SCORING.filters.fields
        assert [m.subject.kind for m in context.listed] == ["program"] * 5

    def test_who_is_still_at_school_hears_what_comes_first(self, real: Knowledge) -> None:
        given = advice.advise(replace(SCORING, background=Background("school")), real)
        assert given.text.startswith("Not yet") and "Bachelor's programs" in [f.label for f in given.follow_ups]

    def test_getting_in_somewhere_named(self, real: Knowledge) -> None:
        state = AdviceState(Purpose.ADMISSION, programs=("gatech-ms-music-technology",), background=PSYCH)
        assert "Georgia Institute" in advice.advise(state, real).text
        assert advice.advise(replace(state, background=Background()), real).text

    def test_nothing_is_left_and_nothing_given_up(self, real: Knowledge) -> None:
        given = advice.advise(AdviceState(filters=Filters(places=("hawaii",)), kept=True), real)
        assert "no program in Hawaii" in given.text


class TestTalk:
    def test_begins_with_what_was_told_before(self, real: Knowledge, linker: Linker) -> None:
        earlier = [
            heard("I live in Ohio and have about 20k", linker, "tell_background"),
            heard("what can i do with a physics degree? i have one", linker, "ask_careers"),
            heard("my son has a degree in physics", linker, "tell_background"),
        ]
        state = advice_talk.begin(
            AdviceState(), heard("help me choose", linker, "ask_advice"), earlier, Context(), real
        )
        assert state.filters.cost_max == 20000.0 and state.background.subject == "physics"
        assert state.purpose is Purpose.CHOOSE and not state.filters.places

    def test_keeps_to_the_list_before(self, real: Knowledge, linker: Linker) -> None:
        listed = Question(Facet.SCHOOLS, filters=Filters(places=("texas",), sort="cheapest", limit=3))
        context = Context().after(listed, Answer("A list."))
        state = advice_talk.begin(AdviceState(), heard("help me choose", linker), [], context, real)
        assert state.filters == Filters(places=("texas",))

    def test_getting_in_is_about_the_school_talked_about(self, real: Knowledge, linker: Linker) -> None:
        context = Context().after(Question(Facet.COST, about("NYU")), Answer("So much."))
        state = advice_talk.begin(AdviceState(), heard("help me see whether i can get in", linker), [], context, real)
        assert state.purpose is Purpose.ADMISSION
        assert {real.programs[id].school for id in state.programs} == {"New York University"}

    def test_a_degree_told_with_the_question_is_answered_at_once(self, real: Knowledge, linker: Linker) -> None:
        at_once = advice_talk.begin(
            AdviceState(), heard("i have a psych BA, where can i get in", linker), [], Context(), real
        )
        assert missing(at_once, real) is None
        talk = advice_talk.begin(
            AdviceState(), heard("help me find out where i get in with a psych BA", linker), [], Context(), real
        )
        assert missing(talk, real) == "programs"

    def test_an_unknown_aim_leaves_it_open(self, real: Knowledge, linker: Linker) -> None:
        state = advice_talk.take(AdviceState(), "goal", heard("be a gaffer", linker), "be a gaffer", real)
        assert state and state.aim_said == "be a gaffer" and state.answered("goal")
        assert "can't tie" in advice_words.noted(AdviceState(), state, real)

    def test_a_question_tells_of_a_degree_but_of_no_wish(self, real: Knowledge, linker: Linker) -> None:
        text = "can i get into NYU online with a psych BA?"
        state = advice_talk.take(AdviceState(), "goal", heard(text, linker), " " * len(text), real)
        assert state and state.background.subject == "social-science" and not state.filters and not state.programs

    @pytest.mark.parametrize(
        ("text", "changes"),
        [
            ("actually make it 30k", True),
            ("only online ones", True),
            ("not Texas, Ohio", True),
            ("40k", True),
            ("tell me about Temple", False),
            ("compare the first two", False),
            ("thanks", False),
            ("only the ones at Berklee", False),
        ],
    )
    def test_what_changes_a_result(self, text: str, changes: bool, real: Knowledge, linker: Linker) -> None:
        taken = advice_talk.take(SCORING.settled(), AFTER, heard(text, linker), text, real)
        assert (taken is not None) is changes

    @pytest.mark.parametrize(("text", "left"), [("yes please", False), ("ok drop it", False), ("no, keep it", True)])
    def test_the_offer_to_give_up_a_condition(self, text: str, left: bool, real: Knowledge, linker: Linker) -> None:
        state = AdviceState(filters=Filters(places=("hawaii",)))
        decided = advice_talk.decide(state, heard(text, linker), real)
        assert decided and bool(decided.filters.places) is left and decided.kept is left

    def test_neither_yes_nor_no_decides_nothing(self, real: Knowledge, linker: Linker) -> None:
        state = AdviceState(filters=Filters(places=("hawaii",)))
        assert advice_talk.decide(state, heard("hm let me think", linker), real) is None

    def test_what_was_understood_is_said(self, real: Knowledge, linker: Linker) -> None:
        text = "online, 30k total, and i have a psych BA"
        state = advice_talk.take(AdviceState(), "budget", heard(text, linker), text, real)
        assert state
        noted = advice_words.noted(AdviceState(), state, real)
        assert noted.startswith("Noted: taught online; for at most $15,000 a year; a bachelor's in psych.")
        assert "$30,000 in all" in noted

    @settings(max_examples=60)
    @given(
        st.lists(
            st.sampled_from(
                SAID := [
                    "online",
                    "20k",
                    "psych BA",
                    "no gre",
                    "texas",
                    "not texas",
                    "any state",
                    "film music",
                    "no degree",
                    "one year",
                    "the cheapest",
                    "thesis",
                    "NYU and Temple",
                    "3.1",
                    "yes",
                    "no",
                    "skip",
                    "germany or online",
                    "30k total",
                    "🙂",
                ]
            ),
            max_size=8,
        ),
        st.sampled_from(Purpose),
    )
    def test_any_talk_ends_in_an_answer(
        self, real: Knowledge, linker: Linker, said: list[str], purpose: Purpose
    ) -> None:
        state = AdviceState(purpose=purpose)
        for text in said:
            question = missing(state, real) or AFTER
            if question == DROP and (decided := advice_talk.decide(state, heard(text, linker), real)):
                state = decided
            else:
                state = advice_talk.take(state, question, heard(text, linker), text, real) or state
            state = AdviceState.from_dict(state.as_dict())
            if question := missing(state, real):
                assert advice_intro.following(state, question, real).text
        given_up = 0
        while (question := missing(state, real)) and given_up < 20:
            state, given_up = advice_talk.passed(state, question), given_up + 1
        assert missing(state, real) is None
        result = advice.advise(state, real)
        assert result.text and not ODDS.search(as_text(result)) and "None" not in as_text(result)
