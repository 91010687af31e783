"""Charts of answers as pictures, drawn here: Slack draws none, and no other service sees the figures.

matplotlib comes with Rasa; it is loaded when the first chart is drawn.  Without its
pyplot nothing needs a screen and nothing is kept between drawings.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from overture.channels.slack import limits

_INK, _PALE, _STRONG, _GRID = "#1d1c1d", "#b9cbe8", "#1f4e96", "#dddddd"
_COLORS = (_STRONG, "#c0561b", "#2c7a4b", "#7a3b8f")
# Two drawings at once would share matplotlib's fonts, which are not made for that.
_ONE = threading.Lock()

Values = list[tuple[str, float]]


def png(chart: Mapping[str, Any]) -> bytes:
    """Draws a chart.

    Args:
        chart: its parts as in an answer: kind, title, unit, series.

    Raises:
        ValueError: it has no values, or its kind is none that is known.
    """
    draw = _DRAWING.get(str(chart.get("kind")))
    series = [(_plain(one["name"]), _values(one)) for one in chart.get("series") or ()]
    if draw is None or not any(values for _, values in series):
        raise ValueError("a chart without values or of an unknown kind")
    with _ONE:
        return _drawn(chart, draw, series)


def _drawn(chart: Mapping[str, Any], draw: Callable[..., None], series: list[tuple[str, Values]]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = sum(len(values) for _, values in series) if chart["kind"] == "bars" else len(series) * 2
    figure = Figure(figsize=(8, min(12.0, max(3.0, 1.6 + 0.42 * rows))), dpi=150, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    draw(axes, series, _Unit(str(chart.get("unit") or "")))
    axes.set_title(limits.cut(_plain(chart.get("title") or ""), 90), color=_INK, loc="left", fontsize=12, wrap=True)
    axes.tick_params(colors=_INK, labelsize=9, length=0)
    for name in ("top", "right", "left"):
        axes.spines[name].set_visible(False)
    figure.tight_layout()
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


class _Unit:
    """How figures of a unit are written: "USD a year" as $73,130."""

    def __init__(self, unit: str) -> None:
        self._dollars = unit.startswith("USD")
        self.name = _plain(unit.replace("USD", "US dollars"))
        self._cents = "hour" in unit
        self._percent = unit.startswith(("%", "percent"))

    def said(self, value: float) -> str:
        whole = value == int(value) and not self._cents
        figure = f"{abs(value):,.0f}" if whole else f"{abs(value):,.2f}" if self._dollars else f"{abs(value):,.1f}"
        sign = "−" if value < 0 else ""
        return _plain(f"{sign}{'$' if self._dollars else ''}{figure}{'%' if self._percent else ''}")


def _values(one: Mapping[str, Any]) -> Values:
    return [(_plain(label), float(value)) for label, value in one.get("values") or ()]


def _plain(text: Any) -> str:
    """A text in which no two dollars make a formula."""
    return str(text).replace("$", r"\$")


def _range(axes: Any, series: Sequence[tuple[str, Values]], unit: _Unit) -> None:
    """From the lowest figure to the highest, a band for the middle half, a mark for the median."""
    for row, (_, values) in enumerate(series):
        known = dict(values)
        figures = list(known.values())
        axes.plot([min(figures), max(figures)], [row, row], color=_PALE, linewidth=6, solid_capstyle="butt", zorder=1)
        if "p25" in known and "p75" in known:
            axes.barh(row, known["p75"] - known["p25"], left=known["p25"], height=0.16, color=_STRONG, zorder=2)
        for number, (label, value) in enumerate(values):
            axes.plot(value, row, "o", color="white" if label == "median" else _PALE, markeredgecolor=_INK, zorder=3)
            # Above and below in turn, so that neighbors don't run into each other.
            below = number % 2
            axes.annotate(
                f"{_PERCENTILES.get(label, label)}\n{unit.said(value)}",
                (value, row), (0, -16 if below else 16), textcoords="offset points",
                ha="center", va="top" if below else "bottom", fontsize=9, color=_INK,
            )  # fmt: skip
    axes.set_yticks(range(len(series)), [name if len(series) > 1 else "" for name, _ in series])
    axes.set_ylim(len(series) - 0.4, -0.6)
    axes.margins(x=0.08)
    _figures_below(axes, unit)


def _bars(axes: Any, series: Sequence[tuple[str, Values]], unit: _Unit) -> None:
    """Bars one below the other, the names beside them."""
    labels = list(dict.fromkeys(label for _, values in series for label, _ in values))
    thick = 0.64 / len(series)
    for number, (name, values) in enumerate(series):
        known = dict(values)
        for row, label in enumerate(labels):
            if label in known:  # one that is not known has no bar, which is not a bar of zero
                at = row + (number - (len(series) - 1) / 2) * thick
                bar = axes.barh(at, known[label], height=thick * 0.9, color=_COLORS[number % len(_COLORS)], label=name)
                axes.bar_label(bar, [unit.said(known[label])], padding=4, fontsize=9, color=_INK)
    axes.set_yticks(range(len(labels)), [limits.cut(label, 42) for label in labels])
    axes.invert_yaxis()
    axes.margins(x=0.14)
    _legend(axes, series)
    _figures_below(axes, unit)


def _line(axes: Any, series: Sequence[tuple[str, Values]], unit: _Unit) -> None:
    """A line a series, with the figure at each end; years stand as far apart as they are."""
    for number, (name, values) in enumerate(series):
        color = _COLORS[number % len(_COLORS)]
        axes.plot([_at(label) for label, _ in values], [value for _, value in values], "o-", color=color, label=name)
        for label, value in (values[0], values[-1]):
            axes.annotate(
                unit.said(value), (_at(label), value), (0, -16 if number % 2 else 8), textcoords="offset points",
                ha="center", fontsize=9, color=color,
            )  # fmt: skip
    labels = list(dict.fromkeys(label for _, values in series for label, _ in values))
    axes.set_xticks([_at(label) for label in labels], labels)
    axes.yaxis.set_major_formatter(lambda value, position: unit.said(value))
    axes.grid(axis="y", color=_GRID)
    axes.set_ylabel(unit.name, color=_INK, fontsize=9)
    axes.margins(y=0.2)
    _legend(axes, series)


def _at(label: str) -> Any:
    return int(label) if label.isdecimal() else label


def _figures_below(axes: Any, unit: _Unit) -> None:
    axes.xaxis.set_major_formatter(lambda value, position: unit.said(value))
    axes.grid(axis="x", color=_GRID)
    axes.set_axisbelow(True)
    axes.set_xlabel(unit.name, color=_INK, fontsize=9)


def _legend(axes: Any, series: Sequence[tuple[str, Values]]) -> None:
    if len(series) > 1:
        handles, labels = axes.get_legend_handles_labels()
        axes.legend(*zip(*{label: (handle, label) for handle, label in zip(handles, labels)}.values()), frameon=False)


_PERCENTILES = {
    "p10": "lowest tenth\nbelow", "p25": "lowest quarter\nbelow", "median": "median",
    "p75": "highest quarter\nabove", "p90": "highest tenth\nabove",
}  # fmt: skip
_DRAWING: Mapping[str, Callable[..., None]] = {"range": _range, "bars": _bars, "line": _line}
