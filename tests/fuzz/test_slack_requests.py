"""Requests signed as Slack's are, but with anything in them: no error of the server's, and it still answers."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.anything import values
from tests.slack import harness, loopback, payloads
from tests.slack.harness import HttpChannel, StubBot

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
URL = "https://hooks.example/response"
BUTTON = {"action_id": "ask:0", "text": {"type": "plain_text", "text": "Pay"}, "value": "and the pay?"}
EVENTS = [
    payloads.message("how long is it?"), payloads.mention("how long is it?"), payloads.pane_started(),
    payloads.home_opened(), {"type": "url_verification", "challenge": "a"},
]  # fmt: skip
INTERACTIONS = [
    payloads.press(BUTTON), payloads.thumb("up"), payloads.shortcut("how long is it?", URL),
    payloads.sent_modal({"callback_id": "feedback", "private_metadata": "{}"}, "a word"),
]  # fmt: skip
COMMAND = payloads.command("how long is it?", URL)


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a payload."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [(*before, key) for key, _ in inner] + [path for key, v in inner for path in paths(v, (*before, key))]


@st.composite
def changed(draw: Any, payloads_: list[dict[str, Any]]) -> dict[str, Any]:
    """A payload in which up to three places hold something else, or nothing."""
    body: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(payloads_)))
    for _ in range(draw(st.integers(0, 3))):
        places = paths(body)
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        at: Any = body
        for key in way:
            at = at[key]
        if draw(st.booleans()):
            at[last] = draw(values)
        else:
            del at[last]
    return body


bodies = st.one_of(
    changed(EVENTS).map(lambda body: (json.dumps(body), JSON)),
    changed(INTERACTIONS).map(payloads.as_payload),
    changed([COMMAND]).map(
        lambda body: payloads.as_form({k: str(v).encode("utf-8", "replace") for k, v in body.items()})
    ),
    values.map(lambda value: (json.dumps(value), JSON)),
    st.text(max_size=80).map(lambda text: (text.encode("utf-8", "replace").decode(), FORM)),
)


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Python's own loop, as in the tests of Slack."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture
async def http(tmp_path: Path, in_the_world: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[HttpChannel]:
    harness.quick(monkeypatch)
    async with loopback.running() as slack, harness.over_http(slack, tmp_path, StubBot()) as serving:
        yield serving


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sent=bodies)
async def test_any_request(http: HttpChannel, sent: tuple[str, str]) -> None:
    got = await http.post(sent[0].encode(), sent[1], payloads.signed(sent[0]))
    assert got.status < 500, (sent, got)


async def test_it_still_answers(http: HttpChannel) -> None:
    body, kind = payloads.as_json(payloads.message("how long is it?"))
    assert (await http.post(body, kind)).status == 200
    await http.settled()
    assert http.bot.texts == ["how long is it?"]  # type: ignore[attr-defined]
