"""What is made once and kept is not gone through again and again by Python's search for garbage."""

from __future__ import annotations

import gc


def settle() -> None:
    """Takes all that exists now out of that search.

    The knowledge and what is made of it are a million objects; going through them takes
    some tenths of a second, in the middle of whatever answer is being made just then.
    """
    gc.freeze()


def settle_anew() -> None:
    """As :func:`settle`, after something large was replaced: what was taken out before may be garbage by now."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
