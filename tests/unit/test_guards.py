"""What every channel refuses before a message reaches the bot, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.channels import guards
from overture.channels.guards import LONGEST_MESSAGE, LONGEST_SENDER, Refusal
from overture.nlu.text import clean


def refused(check: Callable[[Any], Any], value: Any) -> tuple[str, str, int]:
    with pytest.raises(Refusal) as caught:
        check(value)
    return caught.value.code, caught.value.message, caught.value.status


class TestTheText:
    @pytest.mark.parametrize(
        ("sent", "passed_on"),
        [
            ("what does it cost", "what does it cost"),
            ("  what\n does\tit cost  ", "what does it cost"),
            ("\u202ewhat does it cost\u0000", "what does it cost"),
            ("it’s “here”", 'it\'s "here"'),
            ("/restart", "restart"),
            ("//restart", "restart"),
            (" / /restart now", "restart now"),
            ("\u200b/restart", "restart"),
            ('/ask_cost{"degree": "mm"}', 'ask_cost{"degree": "mm"}'),
            ("mm/ms", "mm/ms"),
            ("/", "?"),
            ("/ / /", "?"),
            ("👍", "👍"),
            ("?", "?"),
            ("0", "0"),
            ("<b>pay</b> & ' OR 1=1 --", "<b>pay</b> & ' OR 1=1 --"),
        ],
    )
    def test_a_message_goes_on_clean_and_never_as_a_command(self, sent: str, passed_on: str) -> None:
        assert guards.checked_text(sent) == passed_on

    def test_no_message(self) -> None:
        assert refused(guards.checked_text, None) == ("no_message", 'Send the text as "message".', 400)

    @pytest.mark.parametrize(
        ("sent", "named"),
        [
            (7, "a number"),
            (7.5, "a number"),
            (True, "true or false"),
            (["pay"], "a list"),
            ({"text": "pay"}, "an object"),
            (b"pay", "null"),
        ],
    )
    def test_a_message_that_is_no_text(self, sent: Any, named: str) -> None:
        said = f'"message" has to be text, not {named}.'
        assert refused(guards.checked_text, sent) == ("message_not_text", said, 400)

    @pytest.mark.parametrize("sent", ["", "   ", "\n\t", "\u200b\u0000\u202e", "\ud83d"])
    def test_a_message_without_anything_to_read(self, sent: str) -> None:
        said = "The message is empty. Please type a question."
        assert refused(guards.checked_text, sent) == ("empty_message", said, 400)

    def test_the_longest_message_is_read(self) -> None:
        assert len(guards.checked_text("b" * LONGEST_MESSAGE)) == LONGEST_MESSAGE

    def test_a_longer_one_is_refused_with_both_lengths(self) -> None:
        assert refused(guards.checked_text, "b" * 12_345) == (
            "message_too_long",
            "That message has 12,345 characters; up to 2,000 can be read. Please send a shorter one.",
            413,
        )

    def test_one_character_too_many_is_too_many(self) -> None:
        assert refused(guards.checked_text, "b" * (LONGEST_MESSAGE + 1))[0] == "message_too_long"

    @given(st.text(max_size=LONGEST_MESSAGE))
    def test_whatever_is_typed_is_refused_or_goes_on_as_plain_words(self, sent: str) -> None:
        try:
            passed_on = guards.checked_text(sent)
        except Refusal as refusal:
            passed_on = refusal.message
        assert passed_on.strip() == passed_on != ""
        assert not passed_on.startswith("/")
        assert passed_on.encode("utf-8").decode("utf-8") == passed_on

    @given(st.text(st.sampled_from("/ \u200b\tab"), max_size=10))
    def test_no_mixture_of_slashes_and_spaces_makes_a_command(self, sent: str) -> None:
        assert not guards.without_command(clean(sent)).startswith(("/", " "))


class TestTheSender:
    @pytest.mark.parametrize("sender", ["a", "0", "U12345", "e3b0-c442", "ünï", "b" * LONGEST_SENDER])
    def test_an_id_goes_on_as_it_is(self, sender: str) -> None:
        assert guards.checked_sender(sender) == sender

    @pytest.mark.parametrize("sender", [None, "", "  ", 7, True, ["a"], {"id": "a"}])
    def test_without_an_id_strangers_would_share_a_conversation(self, sender: Any) -> None:
        said = 'Send an id of the conversation as "sender".'
        assert refused(guards.checked_sender, sender) == ("no_sender", said, 400)

    def test_an_id_that_is_too_long(self) -> None:
        said = '"sender" may have up to 128 characters.'
        assert refused(guards.checked_sender, "b" * (LONGEST_SENDER + 1)) == ("sender_too_long", said, 400)


class TestTheMetadata:
    @pytest.mark.parametrize("metadata", [None, {}, {"page": "/degrees", "nested": {"a": [1]}}])
    def test_an_object_or_nothing_goes_on(self, metadata: Any) -> None:
        assert guards.checked_metadata(metadata) is metadata

    @pytest.mark.parametrize(
        ("metadata", "named"), [("page", "text"), (7, "a number"), ([], "a list"), (False, "true or false")]
    )
    def test_anything_else_is_refused(self, metadata: Any, named: str) -> None:
        said = f'"metadata" has to be an object, not {named}.'
        assert refused(guards.checked_metadata, metadata) == ("metadata_not_object", said, 400)
