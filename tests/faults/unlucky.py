"""`overture` or the action server with answers that fail when they are asked to; everything else is the real thing.

``python -m tests.faults.unlucky serve --port 5005`` or ``python -m tests.faults.unlucky actions --port 5055``.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from actions import answering

# Words of a message, and what happens then.
RAISE, HANG, SPIN, SLOW = "grimblewick", "snorfelhaus", "quibblethorn", "dawdlesworth"
SLOW_SECONDS = 1.0

_act = answering.ActionAnswer.act
_not_understood = answering.ActionNotUnderstood.act


def _unlucky(text: str) -> None:
    if RAISE in text:
        raise ValueError(f"could not read {text}")
    if HANG in text:
        time.sleep(120)
    while SPIN in text:
        pass
    if SLOW in text:
        time.sleep(SLOW_SECONDS)


def _patch(action: type, act: Any) -> None:
    def unlucky(self: Any, dispatcher: Any, tracker: Any) -> Any:
        _unlucky(str(tracker.latest_message.get("text") or ""))
        return act(self, dispatcher, tracker)

    action.act = unlucky  # type: ignore[attr-defined]


def main() -> int:
    """Runs it."""
    _patch(answering.ActionAnswer, _act)
    _patch(answering.ActionNotUnderstood, _not_understood)
    if sys.argv[1] == "actions":
        from rasa_sdk.__main__ import main_from_args
        from rasa_sdk.endpoint import create_argument_parser

        main_from_args(create_argument_parser().parse_args(["--actions", "actions", *sys.argv[2:]]))
        return 0
    from overture import cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
