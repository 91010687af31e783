"""How many threads numpy's products take while messages are answered."""

from __future__ import annotations

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


def one_a_product() -> None:
    """Has numpy use one thread a product, in this process from now on.

    A message's products take a millisecond.  A second thread hardly shortens them, and
    waits for the next one in a busy loop: 10 of 38 ms of processor time a message.
    """
    threadpool_limits(1, user_api="blas")
