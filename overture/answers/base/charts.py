"""Charts with what they show in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from overture.answers.base.model import Chart, Series


def chart(
    kind: str, title: str, unit: str, name: str, points: Sequence[tuple[str, float]], write: Callable[[float], str]
) -> Chart:
    """A chart of one series.

    Args:
        kind: range, line or bars.
        title: heads it and its description.
        unit: of the values: "USD a year".
        name: of the series.
        points: what is shown, with its value, in order.
        write: how a value reads in the description.
    """
    said = ", ".join(f"{label} {write(value)}" for label, value in points)
    return Chart(kind, title, unit, (Series(name, tuple(points)),), f"{title}: {said}.")
