"""The REST webhook as its callers meet it: answers, clear errors, never a 5xx and never silence."""

from __future__ import annotations

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.rest.client import Client, Response

SORRY = re.compile(r"Something went wrong")
DEEP = 100_000


def _sender() -> str:
    return uuid.uuid4().hex


def _body(**parts: Any) -> bytes:
    return json.dumps({"sender": "somebody", "message": "hello", **parts}).encode()


def _without(part: str) -> bytes:
    body = {"sender": "somebody", "message": "hello"}
    del body[part]
    return json.dumps(body).encode()


# What is sent -> the code of the error and words of its sentence.
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "an empty body": (b"", "not_json", "Send JSON"),
    "white space": (b" \n ", "not_json", "Send JSON"),
    "no JSON": (b"hello", "not_json", "Send JSON"),
    "half of a JSON object": (b'{"sender": "a", "mess', "not_json", "Send JSON"),
    "a form": (b"sender=a&message=hello", "not_json", "Send JSON"),
    "invalid UTF-8": (b'{"sender": "a", "message": "\xff\xfe"}', "not_json", "Send JSON"),
    "nothing but brackets": (b"[" * DEEP, "not_json", "Send JSON"),
    "a message nested deep": (
        b'{"sender": "a", "message": ' + b"[" * DEEP + b"]" * DEEP + b"}",
        "not_json",
        "Send JSON",
    ),
    "an array": (b"[]", "not_an_object", "JSON object"),
    "null": (b"null", "not_an_object", "JSON object"),
    "a text": (b'"hello"', "not_an_object", "JSON object"),
    "a number": (b"7", "not_an_object", "JSON object"),
    "no message": (_without("message"), "no_message", '"message"'),
    "a null message": (_body(message=None), "no_message", '"message"'),
    "a number as message": (_body(message=7), "message_not_text", "not a number"),
    "not a number as message": (b'{"sender": "a", "message": NaN}', "message_not_text", "not a number"),
    "true as message": (_body(message=True), "message_not_text", "not true or false"),
    "a list as message": (_body(message=["hello"]), "message_not_text", "not a list"),
    "an object as message": (_body(message={"text": "hello"}), "message_not_text", "not an object"),
    "an empty message": (_body(message=""), "empty_message", "empty"),
    "a blank message": (_body(message=" \t\n "), "empty_message", "empty"),
    "a message of control characters": (_body(message="\u0000\u0007\u200b\u202e"), "empty_message", "empty"),
    "a message of half a character": (_body(message="\ud83d"), "empty_message", "empty"),
    "no sender": (_without("sender"), "no_sender", '"sender"'),
    "a null sender": (_body(sender=None), "no_sender", '"sender"'),
    "an object as sender": (_body(sender={"id": "a"}), "no_sender", '"sender"'),
    "a number as sender": (_body(sender=7), "no_sender", '"sender"'),
    "an empty sender": (_body(sender=" "), "no_sender", '"sender"'),
    "a sender of a thousand characters": (_body(sender="a" * 1000), "sender_too_long", "128"),
    "a text as metadata": (_body(metadata="x"), "metadata_not_object", "not text"),
    "a list as metadata": (_body(metadata=[1]), "metadata_not_object", "not a list"),
}

# Odd, but something that can be answered.
READ: dict[str, str] = {
    "control characters in the middle": "how much does\u0000 it\u0007 \u001b[31mcost",
    "marks that turn the direction": "\u202ehow much does it cost\u202c",
    "zero-width characters": "how much does it co\u200bst",
    "half a character": "how much does it cost \ud83d",
    "nothing but an emoji": "🎛️",
    "nothing but marks": "?!?!",
    "another script": "これはいくらですか",
    "a very long word": "a" * 1999,
    "markup": "<script>alert(1)</script> how much does it cost",
    "SQL": "'; DROP TABLE events; --",
    "a template": "{{7*7}} ${7*7} %s %d {0}",
    "an intent typed by hand": '/ask_salary{"career": "tone-warden"}',
    "an intent with nothing": "/intent{}",
    "a broken intent": "/ask_salary{",
    "a restart typed by hand": "/restart",
    "a session start typed by hand": "/session_start",
    "a lone slash": "/",
    "many slashes": "////restart",
    "a slash behind a mark that cannot be seen": "\u200b/restart",
}


def _is_answered(got: Response) -> bool:
    return got.status == 200 and bool(got.json) and all(text.strip() for text in got.texts)


class TestBadInput:
    @pytest.mark.parametrize("stream", [False, True], ids=["at once", "as a stream"])
    @pytest.mark.parametrize("name", REFUSED)
    def test_is_refused_in_a_sentence(self, server: Client, name: str, stream: bool) -> None:
        body, code, words = REFUSED[name]
        got = server.post(body, "/webhooks/rest/webhook" + ("?stream=true" if stream else ""))
        assert got.status == 400, got
        assert got.kind == "application/json"
        assert set(got.json) == {"error", "message"} and got.json["error"] == code
        assert words in got.json["message"] and got.json["message"].endswith((".", "}."))

    @pytest.mark.parametrize("length", [2001, 10_000, 290_000])
    def test_a_message_that_is_too_long_is_refused_with_the_limit(self, server: Client, length: int) -> None:
        got = server.ask("a " * (length // 2) + "a" * (length % 2), _sender())
        assert got.status == 413 and got.json["error"] == "message_too_long"
        assert f"{length:,} characters; up to 2,000 can be read" in got.json["message"]

    def test_the_longest_message_is_answered(self, server: Client) -> None:
        assert _is_answered(server.ask("how much does it cost? " + "please " * 282, _sender()))

    @pytest.mark.parametrize("size", [310_000, 1_000_000, 3_000_000])
    def test_a_request_that_is_too_large_is_refused(self, server: Client, size: int) -> None:
        got = server.ask("a" * size, _sender())
        assert got.status == 413 and got.json["error"] == "too_large" and "bytes can be read" in got.json["message"]

    def test_metadata_that_is_too_long_is_refused(self, server: Client) -> None:
        got = server.send({"sender": _sender(), "message": "hello", "metadata": {"a": "b" * 10_001}})
        assert got.status == 413 and got.json["error"] == "metadata_too_long"

    @pytest.mark.parametrize("name", READ)
    def test_what_can_be_read_is_answered(self, server: Client, name: str) -> None:
        got = server.ask(READ[name], _sender())
        assert _is_answered(got) and not SORRY.search(got.text), got.text

    @pytest.mark.parametrize(
        "name",
        [
            "control characters in the middle",
            "marks that turn the direction",
            "zero-width characters",
            "half a character",
        ],
    )
    def test_characters_that_cannot_be_seen_change_nothing(self, server: Client, name: str) -> None:
        assert "4,444 shells" in server.ask(READ[name], _sender()).text

    @pytest.mark.parametrize("sender", ["ä" * 128, "' OR 1=1 --", "../../etc", "a b", "🎛"])
    def test_an_odd_sender_is_answered(self, server: Client, sender: str) -> None:
        assert "4,444 shells" in server.ask("how much does it cost", sender).text

    @pytest.mark.parametrize(
        "metadata", [None, {}, {"a": [1, {"b": None}]}, {"a": float("inf")}, {"\ud83d": "\ud83d"}], ids=repr
    )
    def test_metadata_is_passed_by(self, server: Client, metadata: object) -> None:
        got = server.send({"sender": _sender(), "message": "how much does it cost", "metadata": metadata})
        assert got.status == 200 and got.json and got.texts[0]

    def test_metadata_nested_as_deep_as_it_can_be_read(self, server: Client) -> None:
        deep = '{"sender": "deep", "message": "hello", "metadata": {"a": ' + "[" * 900 + "]" * 900 + "}}"
        got = server.post(deep.encode())
        assert got.status in (200, 400) and got.json

    def test_another_content_type_is_read_all_the_same(self, server: Client) -> None:
        for kind in ("text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded"):
            got = server.post(_body(message="how much does it cost", sender=_sender()), kind=kind)
            assert got.status == 200 and "4,444" in got.text

    @pytest.mark.parametrize(("typed", "said_if_executed"), [("/praise", "Glad"), ("/tell_background{}", "Thanks for")])
    def test_a_command_typed_by_hand_is_no_command(self, server: Client, typed: str, said_if_executed: str) -> None:
        got = server.ask(typed, _sender())
        assert _is_answered(got) and said_if_executed not in got.text

    def test_a_restart_typed_by_hand_is_read_as_the_word(self, server: Client) -> None:
        assert "forgotten" in server.ask("/restart", _sender()).text

    @pytest.mark.parametrize("sender", ["\ud83d", "a\u0000b", "a\nb", "a\u202eb"], ids=ascii)
    def test_a_sender_that_cannot_be_printed_is_refused(self, server: Client, sender: str) -> None:
        # The first one once ended the server: Rasa's tracker store exits when a database can't encode an id.
        got = server.ask("hello", sender)
        assert got.status == 400 and got.json["error"] == "sender_not_printable"

    def test_asking_for_the_webhook_with_get_is_a_client_error(self, server: Client) -> None:
        assert 400 <= server.get("/webhooks/rest/webhook").status < 500

    def test_the_users_words_are_not_in_the_servers_log(self, server: Client, server_log: Path) -> None:
        secret = "supercalifragilistic"
        for message in (f"my name is {secret}", f"/{secret}{{", f"how much does {secret} cost"):
            server.ask(message, _sender())
        server.post(f'{{"sender": "{secret}", "message": 7}}'.encode())
        assert secret not in server_log.read_text(encoding="utf-8", errors="replace")


class TestAnswers:
    def test_the_channel_says_that_it_is_well(self, server: Client) -> None:
        assert server.get("/webhooks/rest/").json == {"status": "ok"}

    def test_an_answer_has_text_buttons_and_parts_with_sources(self, server: Client) -> None:
        sender = _sender()
        (message,) = server.ask("tone warden salary", sender).json
        assert message["recipient_id"] == sender
        assert "$55,555" in message["text"] and "**" not in message["text"]
        assert message["buttons"][0] == {
            "title": "Outlook",
            "payload": "Will there be more jobs for tone wardens in ten years?",
        }
        parts = message["custom"]["answer"]
        assert "**$55,555**" in parts["text"]
        assert parts["table"]["head"] == ["", "A year", "An hour"] and parts["chart"]["kind"] == "range"
        assert [source["id"] for source in parts["sources"]] == ["lirra-bureau-2025", "lirra-bureau-2018"]
        assert parts["sources"][0]["as_of"] == "2025-05"
        assert parts["outcome"] == "answered"
        assert len(parts["follow_ups"]) == len(message["buttons"]) == 3

    def test_small_talk_has_a_text_and_may_have_buttons(self, server: Client) -> None:
        (message,) = server.ask("good evening", _sender()).json
        assert message["text"].startswith("Hello!") and message["buttons"] and "custom" not in message

    def test_a_message_with_two_questions_has_two_answers(self, server: Client) -> None:
        got = server.ask("what do bell engineers make a year and how much does it cost?", _sender())
        assert len(got.json) == 2
        assert "$55,555" in got.texts[0] and "4,444 shells" in got.texts[1]

    def test_nothing_is_a_question_of_layout(self, server: Client) -> None:
        got = server.post(b'{\n "message" : "how much does it cost" ,\r\n\t"sender":"\\u0061" }')
        assert "4,444" in got.text

    def test_a_stream_is_answered_a_line_a_message_and_ends(self, server: Client) -> None:
        body = {"sender": _sender(), "message": "what do bell engineers make a year and how much does it cost?"}
        got = server.send(body, stream=True)
        assert got.status == 200 and got.kind == "text/event-stream"
        messages = [json.loads(line) for line in got.body.decode().splitlines()]
        assert len(messages) == 2 and "$55,555" in messages[0]["text"] and messages[0]["custom"]["answer"]["sources"]


class TestConversations:
    def test_two_senders_do_not_share_what_was_talked_about(self, server: Client) -> None:
        one, other = _sender(), _sender()
        assert "$33.33" in server.ask("how much does a lamp singer earn", one).text
        assert "tone wardens" in server.ask("and what is the job outlook?", other).text
        assert "Down for lamp singers" in server.ask("and what is the job outlook?", one).text

    def test_starting_over_forgets_only_ones_own(self, server: Client) -> None:
        one, other = _sender(), _sender()
        for sender in (one, other):
            server.ask("how much does a lamp singer earn", sender)
        assert "forgotten" in server.ask("let us start all over again", one).text
        assert "tone wardens" in server.ask("and what is the job outlook?", one).text
        assert "lamp singers" in server.ask("and what is the job outlook?", other).text

    def test_twenty_at_once_are_all_answered(self, server: Client) -> None:
        asked = ["tone warden salary", "how much does it cost", "good evening", "what does the word clapper mean"] * 5
        expected = ["$55,555", "4,444 shells", "Hello", "hangs in a bell"] * 5
        with ThreadPoolExecutor(20) as pool:
            got = list(pool.map(lambda message: server.ask(message, _sender()), asked))
        assert [response.status for response in got] == [200] * 20
        assert all(words in response.text for words, response in zip(expected, got))

    def test_one_sender_may_send_several_at_once(self, server: Client) -> None:
        sender = _sender()
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda _: server.ask("how much does it cost", sender), range(8)))
        assert all("4,444 shells" in response.text for response in got)
