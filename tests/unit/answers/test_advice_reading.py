"""What a message tells of somebody's wishes and background."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from overture.answers.advice.advice_lexicon import Lexicon
from overture.answers.advice.advice_reading import Wishes, read_wishes, with_wishes
from overture.answers.advice.advice_state import QUESTIONS, AdviceState, Purpose
from overture.answers.advice.background import LEVELS, Background
from overture.answers.advice.background_reading import read_background
from overture.answers.base.model import Filters
from overture.knowledge import Knowledge
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import mentioned

LABELLED: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("advice_messages.yaml").read_text(encoding="utf-8")
)
BACKGROUNDS, WISHES = LABELLED["backgrounds"], LABELLED["wishes"]


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


class TestBackgrounds:
    @pytest.mark.parametrize("item", BACKGROUNDS, ids=[item["says"] for item in BACKGROUNDS])
    def test_is_what_a_careful_reader_would_note(self, item: dict[str, Any], real: Knowledge) -> None:
        assert read_background(item["says"], real, item.get("asked", "")).background.as_dict() == item["is"]

    def test_what_tells_of_a_degree_is_left_blank(self, real: Knowledge) -> None:
        text = "bachelor in psych, online"
        told = read_background(text, real)
        assert told.without(text).endswith(", online") and "psych" not in told.without(text)
        assert len(told.without(text)) == len(text)

    @given(st.text(max_size=200), st.sampled_from(["", "degree", "grades", "work"]))
    def test_no_text_is_too_strange(self, real: Knowledge, text: str, asked: str) -> None:
        told = read_background(text, real, asked)
        assert Background.from_dict(told.background.as_dict()) == told.background
        assert len(told.without(text)) == len(text)

    def test_newer_things_replace_older_ones(self) -> None:
        first = Background("bachelor", "physics", "physics", grades=3.1)
        assert first.with_newer(Background(grades=3.5)) == replace(first, grades=3.5)
        assert first.with_newer(Background("none")) == Background("none", grades=3.1)

    def test_what_cannot_be_read_is_left_out(self) -> None:
        assert Background.from_dict({"level": "guru", "grades": "high", "work": 1, "subject": 3}) == Background()
        assert Background.from_dict("nonsense") == Background()

    def test_only_levels_from_a_bachelors_on_make_a_graduate(self) -> None:
        assert [Background(level).graduate for level in LEVELS] == [False, False, False, False, True, True, True]
        assert Background().graduate is None

    def test_reading_is_quick(self, real: Knowledge) -> None:
        read_background("warm up", real)
        began = time.process_time()
        for item in BACKGROUNDS:
            read_background(item["says"], real)
        assert (time.process_time() - began) / len(BACKGROUNDS) < 0.005


class TestWishes:
    @pytest.mark.parametrize("item", WISHES, ids=[item["says"] for item in WISHES])
    def test_are_what_a_careful_reader_would_note(self, item: dict[str, Any], real: Knowledge, linker: Linker) -> None:
        text = item["says"]
        told = read_wishes(text, mentioned(text, linker), real, item.get("asked", ""))
        plain = {name: value for name, value in told.filters.as_dict().items() if name != "fields"}
        assert plain == item.get("filters", {})
        assert list(told.aims) == item.get("aims", [])
        assert told.total == item.get("total") and told.or_online is item.get("or_online", False)
        assert list(told.avoid) == item.get("avoid", [])
        if "background" in item:
            assert told.background.as_dict() == item["background"]

    def test_an_aim_brings_its_fields(self, real: Knowledge, linker: Linker) -> None:
        text = "become a mastering engineer"
        told = read_wishes(text, mentioned(text, linker), real, "goal")
        assert told.filters.fields == real.aims["record-and-mix"].fields

    def test_schools_named_are_those_in_mind(self, real: Knowledge, linker: Linker) -> None:
        text = "NYU and Temple"
        told = read_wishes(text, mentioned(text, linker), real, "programs")
        assert {real.programs[id].school for id in told.programs} == {"New York University", "Temple University"}

    def test_a_newer_wish_replaces_the_older_one(self) -> None:
        state = AdviceState(
            filters=Filters(places=("texas",), cost_max=20000.0, fields=("scoring",)), aims=("film-music",)
        )
        later = with_wishes(state, Wishes(Filters(places=("ohio",), fields=("acoustics",)), ("acoustics",)))
        assert later.filters == Filters(places=("ohio",), cost_max=20000.0, fields=("acoustics",))
        assert later.aims == ("acoustics",)

    def test_what_is_lifted_is_not_asked_again(self) -> None:
        state = with_wishes(AdviceState(filters=Filters(places=("texas",))), Wishes(Filters(lifted=("places",))))
        assert state.filters == Filters() and state.answered("where")


class TestState:
    @given(
        st.builds(
            AdviceState,
            purpose=st.sampled_from(Purpose),
            filters=st.builds(Filters, cost_max=st.none() | st.floats(0, 1e5), delivery=st.none() | st.just("online")),
            aims=st.tuples(st.text(max_size=5)),
            background=st.builds(
                Background, level=st.none() | st.sampled_from(LEVELS), grades=st.none() | st.floats(0, 4)
            ),
            total=st.none() | st.floats(1000, 1e6),
            or_online=st.booleans(),
            kept=st.booleans(),
        )
    )
    def test_survives_its_slot(self, state: AdviceState) -> None:
        assert AdviceState.from_dict(state.as_dict()) == state

    @pytest.mark.parametrize(
        "value", [None, 7, "x", ["a"], {"filters": 3, "aims": "x", "background": [], "total": "y"}]
    )
    def test_what_cannot_be_read_is_left_out(self, value: object) -> None:
        assert AdviceState.from_dict(value) == AdviceState()

    @pytest.mark.parametrize("purpose", Purpose)
    def test_settled_asks_nothing(self, purpose: Purpose) -> None:
        settled = AdviceState(purpose=purpose).settled()
        assert all(settled.answered(question) for question in QUESTIONS[purpose])
        assert not any(AdviceState(purpose=purpose).answered(question) for question in QUESTIONS[purpose])


class TestLexicon:
    LEXICON = Lexicon({"a": ("film", "film music"), "b": ("music", "engineering")})

    def test_the_longest_way_to_say_it_counts(self) -> None:
        assert [(hit.id, hit.start, hit.end) for hit in self.LEXICON.find("some film music, music")] == [
            ("a", 5, 15),
            ("b", 17, 22),
        ]

    def test_long_words_are_read_through_a_slip(self) -> None:
        assert [hit.id for hit in self.LEXICON.find("enginering")] == ["b"]
        assert self.LEXICON.find("fihm") == []
