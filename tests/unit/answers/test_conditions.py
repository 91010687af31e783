"""What conditions are read from messages, how they change in a follow-up, and how they read in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from overture.answers.base.model import Filters, Mentioned, Shape, Wish
from overture.answers.conditions.conditions import conditions, describe, is_follow_up, refine
from overture.answers.conditions.numerals import in_digits
from overture.answers.conditions.slips import mend
from overture.knowledge import Knowledge, Subject
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import mentioned

Labelled = dict[str, list[dict[str, Any]]]
LABELLED: Labelled = yaml.safe_load(Path(__file__).with_name("conditions.yaml").read_text(encoding="utf-8"))
ALL = [item for group in LABELLED.values() for item in group]


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


def read(text: str, linker: Linker, knowledge: Knowledge) -> tuple[Filters, Shape]:
    return conditions(text, mentioned(text, linker), knowledge)


class TestLabelledMessages:
    @pytest.mark.parametrize("item", ALL, ids=[item["says"] for item in ALL])
    def test_the_conditions_are_those_of_a_careful_reader(
        self, item: dict[str, Any], linker: Linker, real: Knowledge
    ) -> None:
        found, shape = read(item["says"], linker, real)
        assert sorted_values(found.as_dict()) == sorted_values(item.get("is", {}))
        assert "shape" not in item or shape.value == item["shape"]

    def test_there_are_enough_of_each_kind(self) -> None:
        assert len(ALL) >= 250
        assert len(LABELLED["negated"]) >= 60
        assert len(LABELLED["ordinary"]) >= 60
        assert len({item["says"] for item in ALL}) == len(ALL)

    def test_reading_takes_less_than_four_milliseconds(self, linker: Linker, real: Knowledge) -> None:
        messages = [(item["says"], mentioned(item["says"], linker)) for item in ALL]
        assert min(mean_milliseconds(messages, real) for _ in range(3)) < 4.0


def sorted_values(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(map(str, value)) if isinstance(value, list) else value for name, value in plain.items()}


def mean_milliseconds(messages: list[tuple[str, tuple[Mentioned, ...]]], knowledge: Knowledge) -> float:
    start = time.thread_time()
    for text, about in messages:
        conditions(text, about, knowledge)
    return (time.thread_time() - start) / len(messages) * 1000


class TestRobustness:
    @given(text=st.text(max_size=80))
    def test_any_text_is_read(self, text: str, real: Knowledge) -> None:
        found, shape = conditions(text, (), real)
        assert isinstance(found, Filters) and isinstance(shape, Shape)

    @given(
        words=st.lists(st.sampled_from("no not in near Texas OR , under 20k 2 years GRE or and only online".split()))
    )
    def test_any_order_of_words_of_conditions_is_read(self, words: list[str], linker: Linker, real: Knowledge) -> None:
        found, _ = read(" ".join(words), linker, real)
        assert Filters.from_dict(found.as_dict()) == found

    def test_mentions_without_offsets_are_left_out(self, real: Knowledge) -> None:
        about = (Mentioned(Subject("place", "texas"), "Texas"),)
        assert conditions("schools there", about, real) == (Filters(), Shape.LIST)

    def test_the_made_up_world_can_be_read_for(self, knowledge: Knowledge) -> None:
        assert conditions("online programs in PA without the GRE", (), knowledge)[0].delivery == "online"

    def test_no_common_word_is_taken_for_a_slip(self) -> None:
        mended = {word for word in vocabulary.ordinary() if mend(word) != word and len(word) >= 5}
        # Forms of the same words, in English and others.
        assert mended <= {
            "compares",
            "distances",
            "programmes",
            "universite",
            "skools",
            "musik",
            "wheres",
            "progs",
            "somethin",
        }


class TestNumbersInWords:
    @pytest.mark.parametrize(
        ("text", "digits"),
        [
            ("two years", "2 years"),
            ("twenty five thousand", "25 thousand"),
            ("within a hundred miles", "within 100 miles"),
            ("a year and a half", "1.5 years"),
            ("two and a half years", "2.5 years"),
            ("which one", "which one"),
            ("often", "often"),
        ],
    )
    def test_numbers_become_digits(self, text: str, digits: str) -> None:
        assert in_digits(text) == digits


TEXAS_ONLINE = Filters(places=("texas",), delivery="online")
NO_GRE = Wish("gre", False)


class TestFollowUps:
    @pytest.mark.parametrize(
        ("earlier", "says", "after"),
        [
            (Filters(places=("texas",)), "only online ones", TEXAS_ONLINE),
            (Filters(delivery="online"), "in Texas", TEXAS_ONLINE),
            (TEXAS_ONLINE, "what about Ohio", Filters(places=("ohio",), delivery="online")),
            (TEXAS_ONLINE, "under 20k", Filters(places=("texas",), delivery="online", cost_max=20000.0)),
            (TEXAS_ONLINE, "any state", Filters(delivery="online")),
            (TEXAS_ONLINE, "not online", Filters(places=("texas",), not_delivery="online")),
            (TEXAS_ONLINE, "on campus please", Filters(places=("texas",), delivery="campus")),
            (TEXAS_ONLINE, "forget the filters", Filters()),
            (TEXAS_ONLINE, "online or on campus", Filters(places=("texas",))),
            (Filters(places=("texas",)), "not Texas, Colorado", Filters(places=("colorado",), not_places=("texas",))),
            (Filters(places=("texas", "ohio")), "not Texas", Filters(places=("ohio",), not_places=("texas",))),
            (Filters(not_places=("texas",)), "not Ohio", Filters(not_places=("texas", "ohio"))),
            (Filters(places=("denver",)), "within 50 miles", Filters(around="denver", miles=50.0)),
            (Filters(around="denver", miles=100.0), "within 50 miles", Filters(around="denver", miles=50.0)),
            (Filters(around="denver", miles=100.0), "in Utah", Filters(places=("utah",))),
            (Filters(around="denver", miles=100.0), "not Denver", Filters(not_places=("denver",))),
            (Filters(), "within 50 miles", Filters()),
            (Filters(requirements=(NO_GRE,)), "no thesis", Filters(requirements=(NO_GRE,), thesis=False)),
            (
                Filters(requirements=(NO_GRE,)),
                "and without an audition",
                Filters(requirements=(NO_GRE, Wish("audition", False))),
            ),
            (Filters(requirements=(NO_GRE,)), "that require the GRE", Filters(requirements=(Wish("gre", True),))),
            (Filters(cost_min=10000.0), "under 20k", Filters(cost_min=10000.0, cost_max=20000.0)),
            (Filters(cost_min=30000.0), "under 20k", Filters(cost_max=20000.0)),
            (Filters(cost_max=20000.0), "over 30k", Filters(cost_min=30000.0)),
            (Filters(years_min=2.0, years_max=2.0), "one year", Filters(years_min=1.0, years_max=1.0)),
            (Filters(degrees=("mfa",)), "bachelor's instead", Filters(levels=("bachelor",))),
            (Filters(levels=("bachelor",)), "and the MFA ones", Filters(degrees=("mfa",))),
            (Filters(fields=("recording",)), "how about acoustics", Filters(fields=("acoustics",))),
            (
                Filters(software=("Pro Tools",)),
                "that teach ableton too",
                Filters(software=("Pro Tools", "Ableton Live")),
            ),
            (
                Filters(places=("ohio",), sort="cheapest"),
                "which of those take non-music degrees",
                Filters(places=("ohio",), sort="cheapest", open_to_non_music=True),
            ),
        ],
    )
    def test_newer_conditions_replace_or_add(
        self, earlier: Filters, says: str, after: Filters, linker: Linker, real: Knowledge
    ) -> None:
        assert refine(earlier, read(says, linker, real)[0]) == after

    @pytest.mark.parametrize("filters", [Filters(), TEXAS_ONLINE, Filters(requirements=(NO_GRE,), limit=3)])
    def test_nothing_new_changes_nothing(self, filters: Filters) -> None:
        assert refine(filters, Filters()) == filters
        assert refine(Filters(), filters) == filters

    @pytest.mark.parametrize(
        "text",
        [
            "only online ones",
            "and in Ohio?",
            "ok, what about the private ones",
            "which of those are public",
            "any of them part time?",
            "in Texas",
            "not Texas, Colorado",
            "under 20k",
            "no GRE",
            "any state",
            "the cheap ones",
            "bachelor's instead",
            "Colorado then",
        ],
    )
    def test_what_goes_on(self, text: str) -> None:
        assert is_follow_up(text)

    @pytest.mark.parametrize(
        "text",
        [
            "which schools are in Texas",
            "tell me about MTSU",
            "in Texas, which schools have it",
            "without a GRE where can I go to school",
            "online masters in acoustics please list",
            "what is a thesis",
        ],
    )
    def test_what_stands_by_itself(self, text: str) -> None:
        assert not is_follow_up(text)


class TestInWords:
    @pytest.mark.parametrize(
        ("filters", "words"),
        [
            (Filters(), ""),
            (Filters(places=("texas",), delivery="online", requirements=(NO_GRE,)), "online, in Texas, without a GRE"),
            (Filters(around="chicago", miles=100.0), "within 100 miles of Chicago"),
            (Filters(places=("town:Waco,TX", "south")), "in Waco, TX or the South"),
            (Filters(not_places=("united-states",)), "not in the United States"),
            (Filters(levels=("master",), fields=("acoustics",)), "master's level, in acoustics"),
            (Filters(levels=("certificate", "associate", "master", "doctorate")), "any level but bachelor's"),
            (Filters(degrees=("mm", "mfa")), "MM or MFA"),
            (Filters(degrees=("mm", "ma", "ms", "mphil", "mmus", "msc", "meng")), "any title but MFA"),
            (Filters(years_max=2.0), "2 years at most"),
            (Filters(years_min=1.0, years_max=1.0), "1 year long"),
            (Filters(cost_min=10000.0, cost_max=20000.0), "$10,000 to $20,000 a year"),
            (Filters(control=("private nonprofit", "private for-profit")), "private"),
            (Filters(control=("public", "private nonprofit")), "public or private nonprofit"),
            (Filters(requirements=(Wish("portfolio", True),), thesis=False), "with a portfolio, without a thesis"),
            (Filters(software=("Max/MSP", "Max")), "teaching Max/MSP"),
            (Filters(not_delivery="online", part_time=True), "not online, part-time"),
            (Filters(sort="cheapest", limit=5), "cheapest first, 5 of them"),
        ],
    )
    def test_conditions_read_like_a_person_says_them(self, filters: Filters, words: str, real: Knowledge) -> None:
        assert describe(filters, real) == words


def all_conditions() -> Iterator[Filters]:
    yield Filters()
    yield TEXAS_ONLINE
    yield Filters(
        around="town:Waco,TX",
        miles=49.7,
        years_max=1.5,
        cost_max=20000.0,
        requirements=(NO_GRE, Wish("portfolio", True)),
        thesis=False,
        hbcu=True,
        limit=3,
        not_places=("ohio",),
        lifted=("places",),
    )


class TestAsPlainValues:
    @pytest.mark.parametrize("filters", all_conditions())
    def test_they_come_back_as_they_were(self, filters: Filters) -> None:
        assert Filters.from_dict(filters.as_dict()) == filters

    @pytest.mark.parametrize(
        "garbage",
        [
            None,
            3,
            "places",
            [],
            {"places": 3},
            {"limit": "two"},
            {"thesis": 1},
            {"requirements": [["gre"], 4]},
            {"x": 1},
        ],
    )
    def test_what_cannot_be_read_is_left_out(self, garbage: object) -> None:
        assert Filters.from_dict(garbage) == Filters()

    def test_the_readable_part_is_kept(self) -> None:
        plain = {"places": ["texas", 4], "limit": True, "requirements": [["gre", False], [1, 2]], "cost_max": 100}
        assert Filters.from_dict(plain) == Filters(places=("texas",), requirements=(NO_GRE,), cost_max=100)
