"""A long conversation, of which only a part is read, stands where it would stand if all of it were read."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core import events as said
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import event as sql_event

from overture.conversations import window
from overture.conversations.store import ConversationStore

pytestmark = [
    pytest.mark.filterwarnings("ignore:Calling URL:DeprecationWarning"),  # Rasa's store
    pytest.mark.filterwarnings("ignore:The explicit passing of coroutine objects:DeprecationWarning"),
]
FORM, OTHER_FORM = "advice_form", "handover_form"
DOMAIN = Domain.from_dict(
    {
        "intents": ["greet", "ask", "deny"],
        "slots": {
            "context": {"type": "any", "mappings": [{"type": "custom"}], "influence_conversation": False},
            "level": {"type": "categorical", "values": ["masters", "phd"], "mappings": [{"type": "custom"}]},
        },
        "forms": {FORM: {"required_slots": []}, OTHER_FORM: {"required_slots": []}},
        "actions": ["action_answer"],
    }
)
SENDER = "somebody"
Made = list[said.Event]


def turn(intent: str, *events: said.Event) -> Made:
    """As Rasa writes a turn down: the bot has listened, somebody says something, and what follows."""
    return [said.ActionExecuted("action_listen"), said.UserUttered("so", {"name": intent, "confidence": 0.9}), *events]


def answer(value: Any) -> Made:
    return turn("ask", said.ActionExecuted("action_answer"), said.SlotSet("context", value), said.BotUttered("So"))


def form(name: str, *events: said.Event) -> Made:
    return turn("deny", said.ActionExecuted(name), *events)


SIMPLE: st.SearchStrategy[Callable[[], Made]] = st.one_of(
    st.builds(lambda value: lambda: answer(value), st.integers(0, 3)),
    st.sampled_from(
        [
            lambda: turn("greet", said.ActionExecuted("utter_greet"), said.BotUttered("Hello")),
            lambda: turn("ask", said.SlotSet("level", "phd"), said.ActionExecuted("action_answer")),
            lambda: turn("ask", said.SlotSet("level", None), said.FollowupAction("action_answer")),
            lambda: turn("deny", said.AllSlotsReset()),
            lambda: turn("deny", said.ConversationPaused()),
            lambda: turn("deny", said.ConversationResumed()),
            lambda: turn("deny", said.ReminderCancelled("later")),
            lambda: turn("deny", said.ActionExecuted("action_restart"), said.Restarted()),
            lambda: [said.ActionExecuted("action_session_start"), said.SessionStarted(), said.SlotSet("level", "phd")],
        ]
    ),
)
FORMS: st.SearchStrategy[Callable[[], Made]] = st.sampled_from(
    [
        lambda: form(FORM, said.ActiveLoop(FORM), said.SlotSet("requested_slot", "level"), said.BotUttered("Level?")),
        lambda: form(OTHER_FORM, said.ActiveLoop(OTHER_FORM)),
        lambda: form(FORM, said.BotUttered("Level?")),
        lambda: form(FORM, said.ActiveLoop(None), said.SlotSet("requested_slot", None)),
        lambda: form(OTHER_FORM, said.ActiveLoop(None)),
        lambda: turn("ask", said.ActionExecutionRejected(FORM), said.ActionExecuted("action_answer")),
        lambda: turn("ask", said.ActionExecutionRejected(FORM), said.LoopInterrupted(True), said.ActionExecuted(FORM)),
    ]
)
TAKEN_BACK = st.sampled_from(
    [lambda: turn("deny", said.UserUtteranceReverted()), lambda: turn("deny", said.ActionReverted())]
)


def talked(turns: Sequence[Callable[[], Made]]) -> DialogueStateTracker:
    clock = itertools.count(1_700_000_000)
    tracker = DialogueStateTracker(SENDER, DOMAIN.slots)
    for event in itertools.chain([said.SessionStarted()], *(make() for make in turns)):
        event.timestamp = float(next(clock))
        tracker.update(event, DOMAIN)
    return tracker


def read_both(turns: Sequence[Callable[[], Made]], folder: Path) -> tuple[DialogueStateTracker, DialogueStateTracker]:
    """The conversation read by Rasa's store and by ours, from one file."""
    file = str(folder / "conversations.db")
    theirs, own = SQLTrackerStore(DOMAIN, db=file), ConversationStore(DOMAIN, db=file, keep_days=0)
    asyncio.run(theirs.save(talked(turns)))
    found = tuple(asyncio.run(store.retrieve(SENDER)) for store in (theirs, own))
    for store in (theirs, own):
        store.engine.dispose()
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


def stands(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Where a conversation stands, for whoever goes on with it."""
    loop = tracker.active_loop
    return {
        "slots": tracker.current_slot_values(),
        "loop": (loop.name, loop.is_interrupted, loop.rejected, loop.trigger_message) if loop else None,
        "latest": _said(tracker.latest_message),
        "action": tracker.latest_action,
        "said": _said(tracker.latest_bot_utterance),
        "followup": tracker.followup_action,
        "paused": tracker.is_paused(),
        "state": tracker.past_states(DOMAIN)[-1],
    }


def _said(event: said.Event | None) -> dict[str, Any]:
    """An event without its time, since one that stands for "none yet" is made when the conversation is read."""
    return {key: value for key, value in event.as_dict().items() if key != "timestamp"} if event else {}


@pytest.fixture(autouse=True, scope="module")
def _short_windows() -> Iterator[None]:
    """Conversations are long ones after some ten turns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "MOST_EVENTS", 30)
        patch.setattr(window, "TURNS", 6)
        yield


@settings(max_examples=40)
@given(st.lists(SIMPLE, min_size=8, max_size=30))
def test_it_stands_and_looks_back_as_if_all_were_read(turns: list[Callable[[], Made]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs, own = read_both(turns, Path(folder))
    assert stands(own) == stands(theirs)
    assert own.past_states(DOMAIN)[-4:] == theirs.past_states(DOMAIN)[-4:]


@settings(max_examples=60)
@given(st.lists(st.one_of(SIMPLE, FORMS, FORMS), min_size=8, max_size=30))
def test_in_forms_it_stands_as_if_all_were_read(turns: list[Callable[[], Made]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs, own = read_both(turns, Path(folder))
    assert stands(own) == stands(theirs)


@settings(max_examples=40)
@given(st.lists(st.one_of(SIMPLE, FORMS, TAKEN_BACK), min_size=8, max_size=30))
def test_where_something_was_taken_back_it_stands_as_if_all_were_read(turns: list[Callable[[], Made]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs, own = read_both(turns, Path(folder))
    assert stands(own) == stands(theirs)


def test_a_long_conversation_is_not_read_as_a_whole(tmp_path: Path) -> None:
    theirs, own = read_both([lambda: answer(1)] * 100, tmp_path)
    assert len(theirs.events) == 501
    assert 30 <= len(own.events) <= 40
    assert list(own.events)[-30:] == list(theirs.events)[-30:]


def test_what_is_looked_up_grows_neither_with_the_conversation(tmp_path: Path) -> None:
    """The database finds each row by an index: as many steps after 2,000 turns as after 200, give or take."""

    def steps(turns: int) -> int:
        counted = itertools.count()
        store = ConversationStore(DOMAIN, db=str(tmp_path / f"{turns}.db"))
        asyncio.run(store.save(talked([lambda: answer(1)] * turns)))

        @sql_event.listens_for(store.engine, "checkout")
        def watch(connection: Any, *_: Any) -> None:
            connection.set_progress_handler(lambda: next(counted) and 0, 10)

        asyncio.run(store.retrieve(SENDER))
        store.engine.dispose()
        return next(counted)

    short, long = steps(200), steps(2000)
    assert short > 10
    assert long < 1.2 * short
