"""Any call of the action server of `rasa run actions`: no error of the server's, and it still answers."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.faults.test_the_action_server import Actions
from tests.fuzz.anything import as_json, objects, values
from tests.rest.client import Client

TRACKER: dict[str, Any] = {
    "sender_id": "a", "slots": {}, "latest_message": {"text": "hello", "intent": {"name": "greet"}, "entities": []},
    "events": [], "paused": False, "active_loop": {}, "latest_action_name": "action_listen",
    "latest_input_channel": "rest", "followup_action": None,
}  # fmt: skip
MARK = "zwiebelfisch"


@pytest.fixture(scope="module")
def calls(fixture_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The action server; no traceback and no words may be in its log."""
    actions = Actions(tmp_path_factory.mktemp("actions"), fixture_knowledge)
    actions.start()
    try:
        yield Client(actions.port)
        said = actions.log.read_text(encoding="utf-8")
        assert "Traceback" not in said and MARK not in said, said
    finally:
        actions.end()


changed = st.tuples(st.sampled_from(sorted(TRACKER)), values).map(lambda part: {**TRACKER, part[0]: part[1]})
trackers = st.one_of(st.just(TRACKER), changed, objects(*TRACKER), values)
names = st.one_of(st.sampled_from(["action_answer", "action_repeat", "validate_advice_form", "none"]), values)
bodies = st.one_of(
    st.builds(lambda name, tracker: {"next_action": name, "tracker": tracker, "domain": {}}, names, trackers),
    objects("next_action", "tracker", "domain", "version", "sender_id"),
    values,
)


@settings(max_examples=200)
@given(body=bodies)
@example(body=[])
@example(body={"next_action": "action_answer"})
@example(body={"next_action": "action_answer", "tracker": {"latest_message": MARK}})
def test_any_call(calls: Client, body: Any) -> None:
    got = calls.post(as_json(body), "/webhook")
    assert got.status < 500 and MARK.encode() not in got.body, (body, got)


@settings(max_examples=60)
@given(body=st.binary(max_size=60), packed=st.booleans())
def test_any_bytes(calls: Client, body: bytes, packed: bool) -> None:
    head = {"Content-Encoding": "deflate"} if packed else {}
    assert calls.request("POST", "/webhook", body, head).status == 400


def test_a_call_that_is_small_only_when_packed(calls: Client) -> None:
    packed = zlib.compress(b'{"a": "' + b"a" * 20_000_000)
    got = calls.request("POST", "/webhook", packed, {"Content-Encoding": "deflate"})
    assert (got.status, got.json["error"]) == (413, "too_large")


def test_it_still_answers(calls: Client) -> None:
    body = as_json({"next_action": "action_repeat", "tracker": TRACKER, "domain": {}, "version": "3.6.21"})
    for sent, head in ((body, {}), (zlib.compress(body), {"Content-Encoding": "deflate"})):
        got = calls.request("POST", "/webhook", sent, head)
        assert got.status == 200 and got.json["responses"], got
    assert calls.get("/health").json == {"status": "ok"}
