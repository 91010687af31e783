"""Every kind of answer as Slack messages: within all limits, with all its parts, and safe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.answers.base.model import Answer, Card, FollowUp, Table
from overture.channels.slack import blocks, limits, mrkdwn, simpler, tables
from overture.channels.slack.offers import Offers
from overture.channels.slack.outgoing import Outgoing, Piece, pages
from overture.channels.slack.render import Renderer
from tests.slack import samples
from tests.slack.limits_check import faults

OFFERS = Offers(b"key")
RENDERER = Renderer(OFFERS)
KINDS = pytest.mark.parametrize("kind", samples.KINDS)


def render(answer: Answer, **more: Any) -> list[Outgoing]:
    return RENDERER.render([samples.said(answer)], **more)


def texts(value: Any) -> Iterator[str]:
    """All texts in some blocks, as they are read."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [inner] if key == "text" and isinstance(inner, str) else texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def shown(messages: list[Outgoing]) -> str:
    return "\n".join(text for message in messages for text in texts(message.blocks))


def kinds(message: Outgoing) -> list[str]:
    return [str(block["type"]) for block in message.blocks]


@KINDS
def test_the_blocks_pass_slacks_models_and_written_limits(kind: str) -> None:
    for message in render(samples.KINDS[kind]):
        assert faults(message.blocks) == []
        assert message.text.strip()


@KINDS
def test_the_simpler_blocks_pass_as_well(kind: str) -> None:
    for message in render(samples.KINDS[kind]):
        for page in simpler.simplified(message):
            assert faults(page) == []
            assert {block["type"] for block in page} <= {"section", "context", "actions", "divider", "image"}


@KINDS
def test_the_plain_texts_fit_into_a_message(kind: str) -> None:
    for message in render(samples.KINDS[kind]):
        for text in simpler.texts(message):
            assert 0 < len(text) <= limits.TEXT * 3


@KINDS
def test_a_message_can_be_kept_and_read_again(kind: str) -> None:
    for message in render(samples.KINDS[kind]):
        assert Outgoing.from_dict(json.loads(json.dumps(message.as_dict()))) == message


def test_no_part_of_an_answer_is_left_out() -> None:
    messages = render(samples.FULL)
    said = shown(messages)
    for part in (
        "*$73,130*", "A&amp;R &lt;less&gt;", "<https://bells.example/p_q|the page>",  # text
        "Tone wardens, 2025", "An hour", "$37,570", "Lowest tenth",  # table
        "*<https://l.ex/mm|MM in &lt;Bells&gt; &amp; Tides>*", "Lirra College.", "*Length*\n2 tides", "*No link*",
        "Note: Employees only. Few are *\u200basked*.",  # notes
        "Sources: <https://bells.example/a?x=1&amp;y=2|Bureau of Bells, May 2025>; tide tables (March 2024)",
        "Tide &amp; Sons own the tides.",
        "Outlook", "A&R pay", "Compare",
    ):  # fmt: skip
        assert part in said, part
    assert messages[-1].chart == samples.FULL.as_dict()["chart"]


def test_the_text_beside_the_blocks_says_the_same_in_plain_words() -> None:
    text = render(samples.FULL)[0].text
    assert text.startswith(
        "Tone wardens earned $73,130 in 2025 (A&R <less>). See the page (https://bells.example/p_q)."
    )
    for part in (
        "Lowest tenth  $37,570",
        "MM in <Bells> & Tides (Lirra College)",
        "Note: Employees only.",
        "tide tables",
    ):
        assert part in text


def test_an_answer_comes_first_and_its_buttons_last() -> None:
    (message, chart) = render(samples.FULL)
    assert kinds(message) == [
        "section", "section", "section", "section", "section", "section", "table", "context", "context", "actions",
        "context_actions",
    ]  # fmt: skip
    assert chart.blocks == () and chart.chart is not None


def test_one_table_a_message_and_all_rows_in_order() -> None:
    messages = render(samples.KINDS["a long table"])
    rows = [row for m in messages for block in m.blocks if block["type"] == "table" for row in block["rows"][1:]]
    assert [tables._text_of(row[0]) for row in rows] == [f"row {n}" for n in range(350)]
    heads = [block["rows"][0] for m in messages for block in m.blocks if block["type"] == "table"]
    assert len(heads) == 4 and all(tables._text_of(head[0]) == "Name" for head in heads)


def test_a_wide_table_keeps_its_first_column_in_each_part() -> None:
    parts = [b for m in render(samples.KINDS["a wide table"]) for b in m.blocks if b["type"] == "table"]
    columns = [[tables._text_of(cell) for cell in part["rows"][0]] for part in parts]
    assert [names[0] for names in columns] == ["c0"] * 3
    assert [name for names in columns for name in names[1:]] == [f"c{n}" for n in range(1, 45)]


def test_figures_stand_on_the_right_and_words_on_the_left() -> None:
    block = tables.block(
        Table(("Job", "Median", "Change"), (("Bell", "$7,000", "+39.6 %"), ("Lamp", "not known", "−1.7 %")))
    )
    assert [setting["align"] for setting in block["column_settings"]] == ["left", "right", "right"]


def test_a_long_text_is_parted_between_sentences_and_nothing_is_lost() -> None:
    messages = render(samples.KINDS["a long text"])
    sections = [block["text"]["text"] for m in messages for block in m.blocks if block["type"] == "section"]
    assert " ".join(sections) == samples.KINDS["a long text"].text.strip()
    assert all(section.endswith(".") for section in sections) and len(messages) > 1


def test_long_labels_are_cut_and_their_messages_are_not() -> None:
    (message,) = render(samples.KINDS["long labels"])
    (button,) = message.blocks[-2]["elements"]
    assert len(button["text"]["text"]) == 75 and button["text"]["text"].endswith("…")
    assert button["value"] == "message " * 200


def test_a_message_too_long_for_a_button_has_none() -> None:
    assert OFFERS.piece([("Label", "x" * 2_001)]) is None
    assert OFFERS.piece([]) is None and OFFERS.piece([("", "x"), ("x", "")]) is None


def test_many_choices_become_a_menu() -> None:
    piece = OFFERS.piece([(f"Label {n}", f"Question {n}") for n in range(120)])
    assert piece
    (select,) = piece.blocks[0]["elements"]
    assert select["type"] == "static_select" and len(select["options"]) == 100
    assert faults(piece.blocks) == []
    assert OFFERS.message({"action_id": "choose", "selected_option": select["options"][7]}) == "Question 7"


def test_many_choices_that_are_long_stay_buttons() -> None:
    piece = OFFERS.piece([(f"Label {n}", "long " * 40 + str(n)) for n in range(30)])
    assert piece and len(piece.blocks[0]["elements"]) == 25 and faults(piece.blocks) == []


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"action_id": None},
        {"action_id": "ask:0:0000", "value": "Will there be more jobs?"},
        {"action_id": "ask:0:", "value": "x"},
        {"action_id": "ask:0:ä", "value": "x"},
        {"action_id": "ask", "value": "x"},
        {"action_id": "ask:0:abc", "value": None},
        {"action_id": "ask:0:abc", "value": ["x"]},
        {"action_id": "choose"},
        {"action_id": "choose", "selected_option": "x"},
        {"action_id": "choose", "selected_option": {"value": "0000 What?"}},
        {"action_id": "choose", "selected_option": {"value": ""}},
        {"action_id": "other", "value": "x"},
    ],
)
def test_what_was_not_offered_is_not_taken(action: dict[str, Any]) -> None:
    assert OFFERS.message(action) is None


def test_another_bots_button_is_not_taken() -> None:
    piece = OFFERS.piece([("Outlook", "Will there be more jobs?")])
    assert piece
    (button,) = piece.blocks[0]["elements"]
    assert OFFERS.message(button) == "Will there be more jobs?"
    assert Offers(b"another key").message(button) is None
    assert OFFERS.message({**button, "value": "Something else"}) is None


def test_thumbs_stand_under_answers_only() -> None:
    for kind, wanted in (("a gap", True), ("not understood", True), ("asked back", False)):
        assert ("context_actions" in kinds(render(samples.KINDS[kind])[0])) is wanted
    (greeting,) = RENDERER.render([{"text": "Hello!", "buttons": [{"title": "Cost", "payload": "What does it cost?"}]}])
    assert kinds(greeting) == ["section", "actions"]


def test_a_question_that_nobody_saw_typed_stands_above_its_answer() -> None:
    (message,) = render(Answer("Two years."), asked="How long & how <much>?", by="W222")
    assert message.blocks[0]["elements"][0]["text"] == "<@W222> asked: How long &amp; how &lt;much&gt;?"
    (message,) = render(Answer("Two years."), asked="How long?")
    assert message.blocks[0]["elements"][0]["text"] == "You asked: How long?"
    assert message.text == "You asked: How long?\nTwo years."


def test_two_answers_to_one_message_stay_in_order() -> None:
    messages = RENDERER.render([samples.said(samples.FULL), samples.said(samples.KINDS["a table"])])
    assert [m.chart is None for m in messages] == [True, True, False]  # each table has a message of its own
    assert messages[1].blocks[0]["text"]["text"] != "Tone wardens, 2025"


def test_parts_that_are_none_are_no_answer() -> None:
    for custom in (None, {}, [], "x", {"answer": None}, {"answer": "x"}, {"other": 1}):
        (message,) = RENDERER.render([{"text": "Hello.", "custom": custom}])
        assert shown([message]) == "Hello."


def test_nothing_to_say_becomes_no_message() -> None:
    assert RENDERER.render([]) == [] and RENDERER.render([{"text": "  "}]) == []


def test_an_image_is_linked() -> None:
    assert "<https://x.example/a.png>" in shown(RENDERER.render([{"text": "See.", "image": "https://x.example/a.png"}]))


def test_pages_are_filled_in_order_within_50_blocks() -> None:
    pieces = [Piece((blocks.section(f"{n}"),), f"{n}") for n in range(120)]
    filled = pages(pieces)
    assert [block["text"]["text"] for page in filled for block in page.blocks] == [str(n) for n in range(120)]
    assert len(filled) == 3


@given(st.text(max_size=400))
def test_no_text_makes_a_mark_of_slacks(text: str) -> None:
    said = mrkdwn.marked(text.replace("**", "").replace("](", ""))
    rest = mrkdwn._MARKED.sub("", text)  # addresses become links, and nothing else does
    assert "<" not in said or "http" in text
    assert "<!" not in said and "<@" not in said and "<#" not in said
    assert rest is not None


@given(st.text(min_size=1, max_size=300), st.integers(min_value=5, max_value=60))
def test_splitting_keeps_every_word(text: str, most: int) -> None:
    pieces = limits.split(text, most)
    assert all(len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(
    st.text(min_size=1, max_size=4000).filter(str.strip),
    st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=30),
    st.lists(st.tuples(st.text(min_size=1, max_size=100), st.text(min_size=1, max_size=300)), max_size=3),
)
def test_any_answer_is_within_the_limits(
    text: str, rows: list[tuple[str, str]], follow_ups: list[tuple[str, str]]
) -> None:
    answer = Answer(
        text,
        table=Table(("<a>", "&b"), tuple(rows)) if rows else None,
        cards=tuple(Card(a or "x", b, ((a, b),)) for a, b in rows[:4]),
        notes=tuple(b for _, b in rows if b)[:4],
        follow_ups=tuple(FollowUp(a, b) for a, b in follow_ups),
    )
    for message in render(answer):
        assert faults(message.blocks) == []


class TestMarks:
    @pytest.mark.parametrize(
        ("given", "wanted"),
        [
            ("A&R <b> > c", "A&amp;R &lt;b&gt; &gt; c"),
            ("**bold** word", "*bold* word"),
            ("in**side**word", "in\u200b*side*\u200bword"),
            ("**a** and **b**", "*a* and *b*"),
            ("[NYU](https://nyu.edu/a?b=1&c=2)", "<https://nyu.edu/a?b=1&amp;c=2|NYU>"),
            ("[a|b](https://x.y/p|q)", "<https://x.y/p%7Cq|a¦b>"),
            ("**[NYU](https://nyu.edu)**", "*<https://nyu.edu|NYU>*"),
            ("see https://x.org/a_b.", "see <https://x.org/a_b>."),
            ("*star* _under_ ~til~ `tick`", "*\u200bstar* _\u200bunder_ ~\u200btil~ `\u200btick`"),
            ("2 * 3, a_b, snake_case_x", "2 * 3, a_b, snake_case_x"),
            ("<!channel> <@U1> <#C1>", "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1&gt;"),
            ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
            ("", ""),
        ],
    )
    def test_are_slacks_where_the_answer_has_some_and_nowhere_else(self, given: str, wanted: str) -> None:
        assert mrkdwn.marked(given) == wanted
