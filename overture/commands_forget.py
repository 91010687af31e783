"""What ``overture forget`` does."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path
from typing import Any

import yaml
from rasa.core.tracker_store import TrackerStore
from rasa.shared.exceptions import RasaException
from sqlalchemy.exc import SQLAlchemyError

from overture import engine
from overture.channels.web import forget as everywhere
from overture.channels.web import running, settings, tokens
from overture.channels.web.journal import Journal
from overture.commands import CommandError

_WEB = "overture.channels.web.WebInput"


def forget(options: argparse.Namespace) -> int:
    """Deletes what is kept of a conversation: by Rasa, for review, for a person, and of the web channel."""
    try:
        store = TrackerStore.create(engine.endpoints(in_process=False).tracker_store)
        asyncio.run(_forget(store, options.sender))
    except (RasaException, SQLAlchemyError, OSError, everywhere.CannotForget) as error:
        raise CommandError(f"it could not be deleted: {_clear(error)}") from error
    print("What was kept of that conversation is deleted; what was handed over to a person by then has left.")
    return 0


async def _forget(store: TrackerStore, sender: str) -> None:
    await everywhere.forget(store, sender)
    await everywhere.forget_review(sender)
    await everywhere.forget_handover(sender)
    if sender.startswith(tokens.SENDER):
        _forget_journal(store, sender.removeprefix(tokens.SENDER))


def _forget_journal(store: TrackerStore, conversation: str) -> None:
    given = settings.read(_credentials().get(_WEB))
    journal = Journal(given.journal or f"sqlite:///{running.folder_of(store) / running.JOURNAL_FILE}")
    try:
        journal.erase(conversation)
    finally:
        journal.close()


def _credentials() -> dict[str, Any]:
    path = Path(os.environ.get("OVERTURE_CREDENTIALS", engine.ROOT / "credentials.yml"))
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def _clear(error: Exception) -> str:
    """One line without what a database says of its statements."""
    return type(error).__name__ if isinstance(error, SQLAlchemyError) else str(error).rstrip(".")
