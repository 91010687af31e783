"""What is made once and kept is not gone through again and again by Python's search for garbage.

And what its making took is given back to the system.
"""

from __future__ import annotations

import ctypes
import gc


def settle() -> None:
    """Takes all that exists now out of that search.

    The knowledge and what is made of it are a million objects; going through them takes
    some tenths of a second, in the middle of whatever answer is being made just then.
    """
    gc.freeze()
    _give_back()


def settle_anew() -> None:
    """As :func:`settle`, after something large was replaced: what was taken out before may be garbage by now."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    _give_back()


def _give_back() -> None:
    """Has glibc return freed memory, which it keeps otherwise, such as that of full vectors made small."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return  # another C library: it does so by itself, or can't
