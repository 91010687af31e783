"""Records sent to a web address as signed JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import requests

from overture import __version__
from overture.handover.config import WebhookSettings
from overture.handover.errors import Undelivered
from overture.handover.record import Record, new_id, now
from overture.handover.signing import sign
from overture.handover.target import Receipt

_LONGEST_WAIT = 3600.0


class WebhookTarget:
    """Posts ``{"type", "timestamp", "data"}``; any 2xx answer within the time-out counts as taken.

    ``webhook-id`` is the record's id, so that a receiver can tell what it already has.
    Redirects are not followed: a record goes to the address that was configured and to no other.

    Args:
        settings: address, key and time-out.
    """

    live = False

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """See :class:`Target`."""
        return self._settings.name

    def hand_over(self, record: Record) -> Receipt:
        """Sends a record."""
        self._post(record.id, "handover.requested", record.as_dict())
        return Receipt(self.name)

    def forget(self, conversation: str) -> None:
        """Asks the receiver to remove what it has of a conversation."""
        self._post(new_id(), "handover.erased", {"conversation": conversation})

    def _post(self, id: str, kind: str, data: Mapping[str, Any]) -> None:
        body = json.dumps({"type": kind, "timestamp": now(), "data": data}, ensure_ascii=False).encode()
        try:
            answer = requests.post(
                self._settings.url,
                data=body,
                headers=self._headers(id, body),
                timeout=self._settings.timeout,
                allow_redirects=False,
            )
        except requests.Timeout:
            raise Undelivered(f"no answer within {self._settings.timeout:g} s") from None
        except (requests.RequestException, OSError, ValueError) as error:
            # The words of the exception hold the address, with whatever key stands in it.
            raise Undelivered(f"it can't be reached ({type(error).__name__})") from None
        if not 200 <= answer.status_code < 300:
            raise Undelivered(f"it answered with status {answer.status_code}", _wait(answer))

    def _headers(self, id: str, body: bytes) -> dict[str, str]:
        timestamp = int(time.time())
        return {
            "content-type": "application/json; charset=utf-8",
            "user-agent": f"overture/{__version__}",
            "webhook-id": id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(self._settings.secret, id, timestamp, body),
        }


def _wait(answer: requests.Response) -> float:
    """Seconds that the receiver asks to wait; a date counts as none, our own pauses do then."""
    said = answer.headers.get("retry-after", "")
    return min(float(said), _LONGEST_WAIT) if said.isdecimal() else 0.0
