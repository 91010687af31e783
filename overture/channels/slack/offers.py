"""Buttons for what can be asked next; what comes back is taken only if it was offered."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from overture.channels.slack import blocks, limits, words
from overture.channels.slack.outgoing import Piece

# The beginning of an action's id; its number and its seal follow.
ASK, CHOOSE = "ask", "choose"
MOST_BUTTONS = 5
_SEAL = 16


class Offers:
    """Makes buttons and tells whether one that was pressed is ours.

    A button carries the message it stands for, and its id a seal of that message under a
    key that only this bot has.  So nothing has to be kept: an old button still works
    after a restart, and one that somebody made up does not.

    Args:
        key: the secret of the seals.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def piece(self, choices: Sequence[tuple[str, str]], first: int = 0) -> Optional[Piece]:
        """Buttons for labels with their messages, or a menu where there are many; None where there are none.

        Args:
            choices: labels and messages.
            first: a number by which they differ from others in the same message.
        """
        fitting = [(label, message) for label, message in choices if label and 0 < len(message) <= limits.VALUE]
        short = [(label, f"{self._seal(text)} {text}") for label, text in fitting]
        if len(fitting) > MOST_BUTTONS and all(len(value) <= limits.OPTION_VALUE for _, value in short):
            elements = [blocks.select(words.CHOOSE, f"{CHOOSE}:{first}", short)]
        else:
            elements = [
                blocks.button(label, f"{ASK}:{n}:{self._seal(text)}", text)
                for n, (label, text) in enumerate(fitting, first)
            ]
        return Piece((blocks.actions(elements),), "", tuple(text for _, text in fitting)) if fitting else None

    def message(self, action: Mapping[str, Any]) -> Optional[str]:
        """The message behind what was pressed or chosen; None if this bot has not offered it."""
        kind, _, rest = str(action.get("action_id") or "").partition(":")
        if kind == ASK:
            return self._sealed(rest.partition(":")[2], action.get("value"))
        if kind == CHOOSE:
            chosen = action.get("selected_option")
            seal, _, text = str(chosen.get("value") if isinstance(chosen, dict) else "").partition(" ")
            return self._sealed(seal, text)
        return None

    def _sealed(self, seal: str, text: Any) -> Optional[str]:
        if not isinstance(text, str) or not text or not seal.isascii():
            return None
        return text if hmac.compare_digest(seal, self._seal(text)) else None

    def _seal(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_SEAL]
