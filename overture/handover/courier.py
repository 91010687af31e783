"""Carries what lies in the outbox to its targets, in a thread of its own, again and again until it has arrived."""

from __future__ import annotations

import logging
import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Optional

from overture.handover.errors import Undelivered
from overture.handover.outbox import RECORD, Item, Outbox
from overture.handover.record import Record
from overture.handover.target import Receipt, Target

logger = logging.getLogger(__name__)

# Seconds before the next try, by how many failed; the last one holds for all further.
PAUSES = (5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0)
# So that several processes don't knock at the same moment: up to this share is added.
_SPREAD = 0.2
# How often the outbox is looked at though nothing is due: another process may have left something.
_LOOK_SECONDS = 60.0
# How often what is too old is looked for.
_TIDY_SECONDS = 3600.0

Result = Future[Optional[Receipt]]


class Courier:
    """Delivers from an outbox.

    The thread begins when there is something to do and is a daemon: what it has not
    delivered when the process ends lies in the outbox.

    Args:
        outbox: where things wait.
        find: the target of a name; None when there is none of that name any more.
        keep_days: after how many days what can't be delivered is given up.
        tidy: called now and then, to remove what has been kept long enough elsewhere.
    """

    def __init__(
        self,
        outbox: Outbox,
        find: Callable[[str], Optional[Target]],
        keep_days: float,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        self._outbox, self._find, self._keep_days, self._tidy = outbox, find, keep_days, tidy
        self._fresh: deque[tuple[Item, Result]] = deque()
        self._changed = threading.Condition()
        self._thread: Optional[threading.Thread] = None
        self._tidied: Optional[float] = None
        self._stopped = False

    def send(self, item: Item) -> Result:
        """Tries to deliver something at once, which the caller holds in the outbox.

        Returns:
            What the first try brings: the receipt, or None when it fails and further tries follow.
        """
        result: Result = Future()
        result.set_running_or_notify_cancel()  # who gives up waiting for it must not stop it
        with self._changed:
            self._fresh.append((item, result))
        self.wake()
        return result

    def wake(self) -> None:
        """Looks at the outbox now, and begins if it has not."""
        with self._changed:
            if self._stopped:
                return
            # Not alive either in a process that was split off from the one that began it.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="handover", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """Ends the thread after what it is just doing."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            try:
                seconds = 0.0 if self._work() else self._until_due()
            except (sqlite3.Error, OSError, Undelivered) as error:
                logger.error("The outbox of questions for a person can't be used: %s", type(error).__name__)
                seconds = PAUSES[1]
            with self._changed:
                if not self._fresh and not self._stopped and seconds > 0:
                    self._changed.wait(seconds)

    def _work(self) -> bool:
        """Delivers one thing; False when there is nothing to deliver."""
        with self._changed:
            first = self._fresh.popleft() if self._fresh else None
        if first:
            self._deliver(*first)
            return True
        if self._tidied is None or time.monotonic() - self._tidied > _TIDY_SECONDS:
            self._tidied = time.monotonic()
            self._clean()
        item = self._outbox.take()
        if item:
            self._deliver(item, Future())
        return item is not None

    def _clean(self) -> None:
        given_up = self._outbox.drop_older(self._keep_days)
        if given_up:
            logger.error("Given up, undelivered for %g days: %d questions for a person", self._keep_days, given_up)
        self._tidy()

    def _until_due(self) -> float:
        due = self._outbox.next_due()
        return _LOOK_SECONDS if due is None else min(max(due - time.time(), 0.05), _LOOK_SECONDS)

    def _deliver(self, item: Item, result: Result) -> None:
        try:
            receipt = self._hand(item)
        except Exception as error:  # a target of somebody else's making may raise anything
            result.set_result(None)
            self._put_off(item, error)
            return
        # Told before it is struck off, so that nobody waits for the disk; at worst it is delivered twice.
        result.set_result(receipt)
        logger.info("Handed over to %s: %s %s", item.target, item.kind, item.id)
        if item.stored and not self._outbox.done(item) and item.kind == RECORD:
            self.send(self._outbox.erase(item.conversation, item.target))

    def _hand(self, item: Item) -> Receipt:
        target = self._find(item.target)
        if target is None:
            raise Undelivered("there is no target of that name")
        if item.kind == RECORD:
            return target.hand_over(Record.from_dict(item.body))
        target.forget(item.conversation)
        return Receipt(target.name)

    def _put_off(self, item: Item, error: Exception) -> None:
        seconds = PAUSES[min(item.attempts, len(PAUSES) - 1)] * (1 + random.uniform(0, _SPREAD))
        why = type(error).__name__
        if isinstance(error, Undelivered):
            seconds, why = max(seconds, error.wait), str(error)
        pause = f"next try in {seconds:.0f} s" if item.stored else "it is lost, since the outbox could not take it"
        logger.warning("Not delivered to %s: %s %s: %s; %s", item.target, item.kind, item.id, why, pause)
        self._outbox.again(item, seconds)
