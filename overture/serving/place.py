"""What kind of error it is and where it came from, without its own text."""

from __future__ import annotations

import traceback

STEPS = 4


def place(error: BaseException) -> str:
    """The kind of an error and the last steps to it: its own text may hold the user's words."""
    steps = traceback.extract_tb(error.__traceback__)[-STEPS:]
    where = " > ".join(f"{step.filename.rsplit('/', 1)[-1]}:{step.lineno} {step.name}" for step in steps)
    return f"{type(error).__name__} at {where}" if where else type(error).__name__
