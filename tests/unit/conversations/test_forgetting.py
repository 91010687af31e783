"""`overture forget` deletes one conversation from everywhere."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.shared.core import events as said
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from overture import cli
from overture.channels.web.journal import Journal
from overture.channels.web.kept import Erased, Heard
from overture.conversations.store import ConversationStore

STORE = "overture.conversations.store.ConversationStore"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two conversations, and endpoints that name it."""
    endpoints = tmp_path / "endpoints.yml"
    endpoints.write_text(f"tracker_store: {{type: {STORE}, db: '{tmp_path / 'conversations.db'}'}}\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_ENDPOINTS", str(endpoints))
    store = ConversationStore(Domain.empty(), db=str(tmp_path / "conversations.db"), keep_days=0)
    for sender in ("web-a", "b"):
        tracker = DialogueStateTracker(sender, [])
        tracker.update(said.BotUttered("So"))
        asyncio.run(store.save(tracker))
    store.close()
    return tmp_path


def kept(folder: Path) -> set[str]:
    store = ConversationStore(Domain.empty(), db=str(folder / "conversations.db"), keep_days=0)
    try:
        return set(asyncio.run(store.keys()))
    finally:
        store.close()


def test_it_deletes_that_conversation_only(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["forget", "b"]) == 0
    assert "is deleted" in capsys.readouterr().out
    assert kept(files) == {"web-a"}


def test_and_what_the_web_channel_kept_of_it(files: Path) -> None:
    journal = Journal(f"sqlite:///{files / 'web-journal.db'}")
    journal.take("a", Heard("message-1", "hello", "hello"))
    assert cli.main(["forget", "web-a"]) == 0
    assert kept(files) == {"b"}
    with pytest.raises(Erased):
        journal.history("a")
    journal.close()


def test_a_store_that_is_away_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoints = tmp_path / "endpoints.yml"
    address = "postgresql://nobody@127.0.0.1:1/none"
    endpoints.write_text(f"tracker_store: {{type: {STORE}, url: '{address}', start_seconds: 0}}\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_ENDPOINTS", str(endpoints))
    assert cli.main(["forget", "b"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("overture forget: it could not be deleted: Conversations can't be kept in postgresql://")
    assert told.count("\n") == 1
