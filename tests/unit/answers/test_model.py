"""Questions and answers as plain data."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from overture.answers.base.model import (
    MOST_FOLLOW_UPS,
    Answer,
    Card,
    Chart,
    Citation,
    Facet,
    FollowUp,
    Mentioned,
    Outcome,
    Question,
    Series,
    Shape,
    Table,
)
from overture.knowledge import Subject

WARDEN, SINGER, MM = Subject("career", "tone-warden"), Subject("career", "lamp-singer"), Subject("degree", "mm")
SOURCE = Citation("guild", "Lamp Guild", "Guild of Lamp Singers", "What They Do", "2023", None, "By permission.")
FULL = Answer(
    "They **sing**.",
    table=Table(("Job", "Pay"), (("Lamp singer", "$33.33"),), "Pay"),
    chart=Chart("bars", "Pay", "USD an hour", (Series("median", (("lamp singers", 33.33),)),), "Pay: $33.33."),
    cards=(Card("Lamp singer", "by night", (("Pay", "$33.33"),), "https://guild.invalid"),),
    notes=("By the hour.",),
    sources=(SOURCE,),
    follow_ups=(FollowUp("Outlook", "What is the job outlook for lamp singers?"),),
    outcome=Outcome.GAP,
    question=Question(Facet.SALARY, (Mentioned(SINGER, "lamp singer"),), text="what do they get"),
    data={"internal": object()},
)


class TestAnswer:
    def test_as_a_dict_it_is_json(self) -> None:
        parts = FULL.as_dict()
        assert json.loads(json.dumps(parts)) == parts

    def test_as_a_dict_it_has_all_parts(self) -> None:
        assert FULL.as_dict() == {
            "text": "They **sing**.",
            "table": {"head": ["Job", "Pay"], "rows": [["Lamp singer", "$33.33"]], "caption": "Pay"},
            "chart": {
                "kind": "bars",
                "title": "Pay",
                "unit": "USD an hour",
                "series": [{"name": "median", "values": [["lamp singers", 33.33]]}],
                "alternative": "Pay: $33.33.",
            },
            "cards": [
                {
                    "title": "Lamp singer",
                    "subtitle": "by night",
                    "facts": [["Pay", "$33.33"]],
                    "url": "https://guild.invalid",
                }
            ],
            "notes": ["By the hour."],
            "sources": [
                {
                    "id": "guild",
                    "short": "Lamp Guild",
                    "publisher": "Guild of Lamp Singers",
                    "title": "What They Do",
                    "as_of": "2023",
                    "url": None,
                    "attribution": "By permission.",
                }
            ],
            "follow_ups": [{"label": "Outlook", "message": "What is the job outlook for lamp singers?"}],
            "outcome": "gap",
        }

    def test_what_is_internal_stays_inside(self) -> None:
        assert "what do they get" not in json.dumps(FULL.as_dict())
        assert not {"question", "data"} & set(FULL.as_dict())

    def test_parts_that_are_empty_are_left_out(self) -> None:
        assert Answer("Yes.").as_dict() == {"text": "Yes.", "outcome": "answered"}

    @pytest.mark.parametrize("text", ["", " ", "\n\t "])
    def test_one_without_text_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="without text"):
            Answer(text)

    def test_more_follow_ups_than_fit_are_refused(self) -> None:
        follow_ups = tuple(FollowUp(str(n), f"question {n}?") for n in range(MOST_FOLLOW_UPS + 1))
        assert Answer("Yes.", follow_ups=follow_ups[:MOST_FOLLOW_UPS]).follow_ups
        with pytest.raises(ValueError, match="4 follow-ups, at most 3 fit"):
            Answer("Yes.", follow_ups=follow_ups)

    def test_it_does_not_change(self) -> None:
        with pytest.raises(FrozenInstanceError):
            FULL.text = "something else"  # type: ignore[misc]


class TestTable:
    @pytest.mark.parametrize("row", [(), ("a",), ("a", "b", "c")])
    def test_a_row_of_another_length_than_the_head_is_refused(self, row: tuple[str, ...]) -> None:
        with pytest.raises(ValueError, match=rf"a row of {len(row)} cells under a head of 2"):
            Table(("A", "B"), (("1", "2"), row))

    def test_it_may_be_empty(self) -> None:
        assert Table(("A", "B"), ()).rows == ()


class TestQuestion:
    ABOUT = (
        Mentioned(MM, "M.M.", 0, 4),
        Mentioned(SINGER, "lamp singer", 10, 21),
        Mentioned(WARDEN, "bell engineer", 30, 43),
        Mentioned(SINGER, "lantern soloist", 50, 65),
    )

    def test_subjects_of_a_kind_come_once_and_in_order(self) -> None:
        question = Question(Facet.SALARY, self.ABOUT)
        assert [m.name for m in question.of_kind("career")] == ["lamp singer", "bell engineer"]
        assert [m.name for m in question.of_kind("degree", "career")] == ["M.M.", "lamp singer", "bell engineer"]
        assert question.of_kind("school") == ()

    def test_asking_another_facet_keeps_the_rest(self) -> None:
        question = Question(Facet.SALARY, self.ABOUT, shape=Shape.LIST, year="2018", text="pay?")
        other = question.asking(Facet.OUTLOOK)
        assert other.facet is Facet.OUTLOOK
        assert (other.about, other.shape, other.year, other.text) == (self.ABOUT, Shape.LIST, "2018", "pay?")

    def test_where_a_name_stood_does_not_count(self) -> None:
        assert Mentioned(MM, "M.M.", 0, 4) == Mentioned(MM, "M.M.", 7, 11)
        assert Mentioned(MM, "M.M.") != Mentioned(MM, "Master of Music")

    def test_facets_are_named_as_their_intents(self) -> None:
        assert all(facet.value.isidentifier() and facet.value.islower() for facet in Facet)
