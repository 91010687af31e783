"""Answers are judged by what they must hold; what no pattern can judge is for a person to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from overture.engine import Reply
from overture.review import scoring
from overture.review.scoring import FAIL, PASS, READ, Heard, Judged, Report, Turn

COST: Mapping[str, Any] = {"any_of": [r"4,444", r"four thousand"], "says": "the price of a tide"}


def heard(text: str = "A tide costs 4,444 shells.", **changes: Any) -> Heard:
    return Heard(**{"intent": "ask_cost", "text": text, "outcome": "answered", "dates": ("2024",), **changes})


def turn(expect: str = "answer", **changes: Any) -> Turn:
    return Turn(**{"id": "q1", "text": "price?", "topic": "cost", "expect": expect, **changes})


def verdict(asked: Turn, came: Heard) -> tuple[str, str]:
    judged = scoring.judge(asked, came)
    assert (judged.turn, judged.heard) == (asked, came)
    return judged.verdict, judged.why


class ScriptedBot:
    """Answers each text with what was laid down for it, and notes who asked what."""

    def __init__(self, answers: Mapping[str, Reply | Sequence[Reply]], intents: Mapping[str, str]) -> None:
        self.answers, self.intents = answers, intents
        self.asked: list[tuple[str, str]] = []

    def ask(self, text: str, sender: str) -> list[Reply]:
        self.asked.append((sender, text))
        found = self.answers[text]
        return [found] if isinstance(found, Reply) else list(found)

    def intent(self, sender: str) -> str:
        return self.intents[next(text for who, text in reversed(self.asked) if who == sender)]


class TestReading:
    def write(self, path: Path, *lines: object) -> Path:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_question_is_a_conversation_of_one_turn(self, tmp_path: Path) -> None:
        line = {"id": "q1", "text": "price?", "topic": "cost", "expect": "answer", "answer_must": [COST]}
        assert scoring.read(self.write(tmp_path / "q.jsonl", line)) == [[turn(must=(COST,))]]

    def test_a_dialogue_has_its_turns_numbered(self, tmp_path: Path) -> None:
        first = {"user": "price?", "expect": "answer", "topic": "cost", "must": [COST], "must_not": ["sorry"]}
        second = {"user": "thanks", "expect": "smalltalk"}
        (talk,) = scoring.read(self.write(tmp_path / "d.jsonl", {"id": "d1", "turns": [first, second]}))
        assert talk == [
            turn(id="d1#1", must=(COST,), must_not=("sorry",)),
            Turn("d1#2", "thanks", "", "smalltalk"),
        ]

    def test_empty_lines_are_passed_over(self, tmp_path: Path) -> None:
        line = {"id": "q1", "text": "price?", "expect": "answer"}
        assert len(scoring.read(self.write(tmp_path / "q.jsonl", "", line, "  ", line, ""))) == 2

    def test_a_line_separator_inside_a_text_is_part_of_it(self, tmp_path: Path) -> None:
        line = {"id": "q1", "text": "price\u2028or\u0085fee?", "expect": "answer"}
        ((only,),) = scoring.read(self.write(tmp_path / "q.jsonl", line))
        assert only.text == "price\u2028or\u0085fee?"

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("{", "JSONDecodeError"),
            ("7", "TypeError"),
            ("[]", "TypeError"),
            ('"turns"', "TypeError"),
            ({"text": "price?", "expect": "answer"}, "KeyError('id')"),
            ({"id": "q1", "expect": "answer"}, "KeyError('text')"),
            ({"id": "q1", "text": "price?"}, "KeyError('expect')"),
            ({"id": "d1", "turns": [{"expect": "answer"}]}, "KeyError('user')"),
            ({"id": "q1", "text": "price?", "expect": "answer", "answer_must": [{}]}, "KeyError('any_of')"),
            ({"id": "q1", "text": "price?", "expect": "answer", "answer_must": [{"any_of": ["("]}]}, "unterminated"),
            ({"id": "d1", "turns": [{"user": "x", "expect": "answer", "must_not": ["["]}]}, "unterminated"),
            ({"id": "d1", "turns": [{"user": "x", "expect": "answer", "must_not": "no"}]}, "a list of patterns"),
            ({"id": "q1", "text": "price?", "expect": "answer", "answer_must": [{"any_of": "4"}]}, "found '4'"),
        ],
    )
    def test_a_bad_line_is_told_by_its_number(self, tmp_path: Path, line: object, said: str) -> None:
        good = {"id": "q0", "text": "price?", "expect": "answer"}
        with pytest.raises(ValueError, match=r"^line 3: ") as caught:
            scoring.read(self.write(tmp_path / "q.jsonl", good, "", line))
        assert said in str(caught.value)

    def test_a_file_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            scoring.read(tmp_path / "none.jsonl")


class TestFacts:
    @pytest.mark.parametrize("text", ["A tide costs 4,444 shells.", "FOUR THOUSAND and more", "x\n4,444"])
    def test_an_answer_that_holds_one_of_the_patterns_passes(self, text: str) -> None:
        assert verdict(turn(must=(COST,)), heard(text)) == (PASS, "holds its facts")

    def test_an_answer_without_the_fact_fails_and_says_which(self) -> None:
        assert verdict(turn(must=(COST,)), heard("It costs a lot.")) == (FAIL, "the price of a tide")

    def test_every_fact_must_be_there(self) -> None:
        both = (COST, {"any_of": ["shells"]}, {"any_of": ["gulls", "terns"]})
        assert verdict(turn(must=both), heard()) == (FAIL, "['gulls', 'terns']")

    def test_what_must_not_be_said_fails_even_beside_the_facts(self) -> None:
        asked = turn(must=(COST,), must_not=("not known", "SHELLS"))
        assert verdict(asked, heard()) == (FAIL, "must not hold SHELLS")

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_silence_fails(self, text: str) -> None:
        assert verdict(turn(), heard(text)) == (FAIL, "silence")

    def test_an_answer_without_facts_to_look_for_is_to_be_read(self) -> None:
        assert verdict(turn(), heard("Yes, it is.")) == (READ, "no fact to look for")


class TestNewerFigures:
    FACT: Mapping[str, Any] = {"any_of": ["52,390"], "newer_ok": True}

    def test_a_newer_figure_may_stand_for_the_old_one(self) -> None:
        assert verdict(turn(must=(self.FACT,)), heard(dates=("2025-05",)))[0] == PASS

    @pytest.mark.parametrize(
        "changes",
        [
            {"dates": ("2019",)},
            {"dates": ()},
            {"dates": ("undated",)},
            {"outcome": "gap"},
            {"text": "It is well paid."},
        ],
    )
    def test_without_a_number_from_a_newer_source_it_does_not(self, changes: dict[str, Any]) -> None:
        assert verdict(turn(must=(self.FACT,)), heard(**changes))[0] == FAIL

    def test_only_where_the_file_allows_it(self) -> None:
        assert verdict(turn(must=({"any_of": ["52,390"]},)), heard(dates=("2025-05",)))[0] == FAIL


class TestExpectations:
    @pytest.mark.parametrize(
        ("expect", "intent", "outcome", "wanted"),
        [
            ("decline_redirect", "oos_gear", "", PASS),
            ("decline_redirect", "nlu_fallback", "", PASS),
            ("decline_redirect", "nlu_fallback", "answered", FAIL),
            ("decline_redirect", "ask_cost", "answered", FAIL),
            ("smalltalk", "greet", "", PASS),
            ("smalltalk", "ask_cost", "answered", FAIL),
            ("smalltalk", "oos_far", "", FAIL),
            ("handoff", "ask_person", "", PASS),
            ("handoff", "greet", "", FAIL),
            ("stay_polite", "insult", "", PASS),
            ("stay_polite", "complain", "", PASS),
            ("stay_polite", "praise", "", FAIL),
            ("crisis_support", "crisis", "", PASS),
            ("crisis_support", "complain", "", FAIL),
            ("answer", "oos_gear", "", FAIL),
            ("answer", "nlu_fallback", "", FAIL),
            ("answer", "nlu_fallback", "answered", READ),
            ("answer", "ask_cost", "answered", READ),
            ("clarify", "ask_cost", "unclear", READ),
        ],
    )
    def test_what_was_expected_is_held_against_intent_and_outcome(
        self, expect: str, intent: str, outcome: str, wanted: str
    ) -> None:
        assert verdict(turn(expect), heard(intent=intent, outcome=outcome))[0] == wanted

    @pytest.mark.parametrize(
        ("expect", "intent", "why"),
        [
            ("decline_redirect", "ask_cost", "answered as ask_cost"),
            ("handoff", "greet", "taken as greet"),
            ("answer", "oos_gear", "refused as oos_gear"),
        ],
    )
    def test_a_failure_says_how_the_message_was_taken(self, expect: str, intent: str, why: str) -> None:
        assert verdict(turn(expect), heard(intent=intent)) == (FAIL, why)


class TestHolding:
    def test_each_conversation_begins_afresh_and_keeps_to_itself(self) -> None:
        said = Reply("4,444 shells", {"outcome": "answered", "sources": [{"as_of": "2024"}]}, ())
        bot = ScriptedBot({"price?": said, "and now?": said}, {"price?": "ask_cost", "and now?": "refer"})
        talks = [[turn(), turn(text="and now?")], [turn()]]
        report = scoring.score(talks, bot)  # type: ignore[arg-type]
        senders = [sender for sender, _ in bot.asked]
        assert [text for _, text in bot.asked] == ["price?", "and now?", "price?"]
        assert senders[0] == senders[1] != senders[2]
        assert [judged.heard.intent for judged in report.judged] == ["ask_cost", "refer", "ask_cost"]

    def test_several_replies_are_judged_as_one(self) -> None:
        replies = [
            Reply("Two things.", {}, ()),
            Reply("4,444", {"outcome": "answered", "sources": [{"as_of": "2024"}, {}]}, ()),
            Reply("7 tides", {"outcome": "gap", "sources": [{"as_of": "2025"}]}, ()),
        ]
        report = scoring.score([[turn()]], ScriptedBot({"price?": replies}, {"price?": "ask_cost"}))  # type: ignore[arg-type]
        assert report.judged[0].heard == Heard("ask_cost", "Two things.\n4,444\n7 tides", "gap", ("2024", "", "2025"))

    def test_no_reply_is_silence(self) -> None:
        report = scoring.score([[turn()]], ScriptedBot({"price?": []}, {"price?": "ask_cost"}))  # type: ignore[arg-type]
        assert [(judged.verdict, judged.why) for judged in report.judged] == [(FAIL, "silence")]


class TestTheReport:
    @pytest.fixture
    def report(self) -> Report:
        return Report(
            [
                Judged(turn(id="a"), heard(), PASS, "holds its facts"),
                Judged(turn(id="b"), heard("No idea."), FAIL, "the price of a tide"),
                Judged(turn(id="c", topic="length"), heard(), PASS, "holds its facts"),
                Judged(turn(id="d", topic="length"), heard("7 tides"), READ, "no fact to look for"),
            ]
        )

    def test_verdicts_are_counted_by_topic_and_in_all(self, report: Report) -> None:
        assert [report.count(which) for which in (PASS, FAIL, READ)] == [2, 1, 1]
        assert [report.count(which, "length") for which in (PASS, FAIL, READ)] == [1, 0, 1]
        assert report.count(PASS, "nothing") == 0

    def test_the_share_leaves_out_what_is_to_be_read(self, report: Report) -> None:
        assert report.share == pytest.approx(2 / 3)

    def test_the_share_of_nothing_is_whole(self) -> None:
        assert Report().share == 1.0
        assert Report([Judged(turn(), heard(), READ, "")]).share == 1.0

    def test_the_text_has_a_line_a_topic_the_failures_and_the_share(self, report: Report) -> None:
        assert report.as_text().splitlines() == [
            "topic                       pass  fail  read",
            "cost                           1     1     0",
            "length                         1     0     1",
            "all                            2     1     1",
            "fail b: 'price?' (ask_cost): the price of a tide",
            "right: 66.7% of 3 that can be judged",
        ]

    @pytest.mark.parametrize(("show", "ids"), [("fail", ["b"]), ("read", ["d"]), ("all", ["a", "b", "c", "d"])])
    def test_answers_are_shown_in_full_when_asked_for(self, report: Report, show: str, ids: list[str]) -> None:
        lines = report.as_text(show).splitlines()
        assert [line.split()[1] for line in lines if line.startswith("--- ")] == ids
        assert not any(line.startswith("fail ") for line in lines)

    def test_an_answer_shown_has_question_and_words(self, report: Report) -> None:
        assert report.as_text("fail").startswith("--- b fail (ask_cost; the price of a tide)\n> price?\nNo idea.\n")
