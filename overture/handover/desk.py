"""Where the bot hands a question over: to every target, and to the disk until they have it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Optional

from overture.handover.config import Config, FileSettings, TargetSettings, default_file, read_config
from overture.handover.courier import Courier
from overture.handover.errors import ConfigError, Undelivered
from overture.handover.files import FileTarget
from overture.handover.outbox import RECORD, Item, Outbox
from overture.handover.record import Record
from overture.handover.target import Receipt, Target
from overture.handover.webhook import WebhookTarget

logger = logging.getLogger(__name__)

# How long somebody waits to hear whether it has arrived; the courier goes on after that.
PATIENCE_SECONDS = 4.0


@dataclass(frozen=True)
class Handed:
    """What became of a record: which targets have it, and whether it is kept for the others."""

    receipts: tuple[Receipt, ...]
    kept: bool

    @property
    def arrived(self) -> bool:
        """Whether some target has it."""
        return bool(self.receipts)

    @property
    def live(self) -> bool:
        """Whether somebody may now answer in the conversation itself."""
        return any(receipt.live for receipt in self.receipts)


class Desk:
    """Hands records over.

    Args:
        config: office, targets and limits.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._targets: dict[str, Target] = {t.name: _target(t, config) for t in config.targets}
        self._outbox = Outbox(config.folder / "outbox.db")
        self._courier = Courier(self._outbox, self._targets.get, config.keep_days, self._tidy)

    @property
    def open(self) -> bool:
        """Whether there is anybody to hand something to."""
        return bool(self._targets)

    @property
    def live(self) -> bool:
        """Whether people can answer in the conversation itself."""
        return any(target.live for target in self._targets.values())

    def add(self, target: Target) -> None:
        """Puts a further target to use, such as a live bridge, as long as this process runs.

        What waits for a target of that name is delivered to it.
        """
        self._targets[target.name] = target
        self.resume()

    def remove(self, name: str) -> None:
        """Takes a target out of use; what waits for it goes on waiting."""
        self._targets.pop(name, None)

    def resume(self) -> None:
        """Goes on delivering what lies in the outbox, from an earlier run say, and removes what is too old."""
        if self.config.folder.exists():
            self._courier.wake()

    async def hand_over(self, record: Record, patience: float = PATIENCE_SECONDS) -> Handed:
        """Hands a record to every target.

        Returns after all have answered, or after ``patience`` seconds; what has not
        arrived by then is kept and tried again until it has.
        """
        items = await asyncio.to_thread(self._put, [_item(record, name) for name in self._targets])
        tries = {asyncio.wrap_future(self._courier.send(item)): item for item in items}
        done, late = await asyncio.wait(tries, timeout=patience) if tries else (set(), set())
        for unfinished in late:
            unfinished.cancel()  # only the waiting for it
        arrived = {tries[tried].target: receipt for tried in done if (receipt := tried.result()) is not None}
        kept = any(item.stored for item in items if item.target not in arrived)
        return Handed(tuple(arrived.values()), kept)

    def forget(self, conversation: str) -> int:
        """Removes what is kept of a conversation, here and at the targets that got something of it.

        A target that can't be reached is asked again until it can.

        Returns:
            How many records were still waiting here.
        """
        removed, had = self._outbox.forget(conversation)
        for name in had:
            self._courier.send(self._outbox.erase(conversation, name))
        return removed

    def waiting(self) -> dict[str, int]:
        """How many records wait, by target; empty when the disk doesn't tell."""
        try:
            return self._outbox.waiting()
        except (sqlite3.Error, OSError) as error:
            logger.error("The outbox of questions for a person can't be read: %s", type(error).__name__)
            return {}

    def try_out(self, record: Record) -> dict[str, Optional[str]]:
        """Hands a record to every target once, without keeping it.

        Returns:
            By target why it was not taken; None where it was.
        """
        return {name: _refusal(target, record) for name, target in self._targets.items()}

    def stop(self) -> None:
        """Ends the thread that delivers."""
        self._courier.stop()

    def _tidy(self) -> None:
        for target in self._targets.values():
            if isinstance(target, FileTarget):
                target.tidy()

    def _put(self, items: list[Item]) -> list[Item]:
        """Puts things into the outbox; one that the disk refuses is marked as not stored."""
        return [item if self._is_put(item) else replace(item, stored=False) for item in items]

    def _is_put(self, item: Item) -> bool:
        try:
            self._outbox.put(item, held=True)
        except (sqlite3.Error, OSError) as error:
            logger.error("A question for a person can't be put into the outbox: %s", type(error).__name__)
            return False
        return True


def _refusal(target: Target, record: Record) -> Optional[str]:
    try:
        target.hand_over(record)
    except Undelivered as error:
        return str(error)
    except Exception as error:  # a target of somebody else's making may raise anything
        return type(error).__name__
    return None


def _item(record: Record, target: str) -> Item:
    return Item(record.id, target, RECORD, record.conversation, record.as_dict())


def _target(settings: TargetSettings, config: Config) -> Target:
    if isinstance(settings, FileSettings):
        return FileTarget(config.folder / settings.folder, config.keep_days, settings.name)
    return WebhookTarget(settings)


@lru_cache(maxsize=4)
def _desk(file: Path) -> Desk:
    return Desk(read_config())


def shared() -> Desk:
    """The one desk of this process for ``handover.yml``.

    Raises:
        ConfigError: the file has faults; the log says which.
    """
    try:
        return _desk(default_file())
    except ConfigError as error:
        logger.error("Questions can't be passed on to a person:\n%s", error)
        raise


def start() -> None:
    """Begins to deliver what an earlier run has left.

    Raises:
        ConfigError: the file has faults.
    """
    _desk(default_file()).resume()


def is_open() -> bool:
    """Whether there is anybody to hand something to; False also where that can't be known."""
    try:
        return shared().open
    except ConfigError:
        return False
