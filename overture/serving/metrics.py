"""What the server counts and times, in the form that Prometheus reads.  Labels have few values, none of a user's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client.registry import Collector

__all__ = ["CONTENT_TYPE", "REGISTRY"]

REGISTRY = CollectorRegistry()
# Intents come from the model; should one ever have no end of them, the rest is counted together.
MOST_INTENTS = 200
OTHER = "other"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_answers = Counter("overture_answers", "Messages answered.", ["intent", "outcome"], registry=REGISTRY)
_messages = Counter("overture_messages", "Messages heard.", ["channel"], registry=REGISTRY)
_seconds = Histogram(
    "overture_answer_seconds",
    "Time of an answer by stage.",
    ["stage"],
    registry=REGISTRY,
    buckets=_BUCKETS,
)
_refusals = Counter("overture_refusals", "Messages not taken.", ["reason"], registry=REGISTRY)
_store_errors = Counter("overture_store_errors", "Failed calls of a store.", ["store", "call"], registry=REGISTRY)
_lag = Gauge("overture_loop_lag_seconds", "How late the event loop was, at its last beat.", registry=REGISTRY)
_in_work = Gauge("overture_messages_in_work", "Messages in work and waiting.", registry=REGISTRY)
_intents: set[str] = set()
ProcessCollector(registry=REGISTRY)


def answered(intent: str, outcome: str) -> None:
    """Counts an answer.

    Args:
        intent: of the message.
        outcome: ``answered``, ``gap``, ``asked_back``, ``not_understood``, ``out_of_scope``, ``talk`` or ``failed``.
    """
    if intent not in _intents:
        intent = intent if len(_intents) < MOST_INTENTS else OTHER
        _intents.add(intent)
    _answers.labels(intent, outcome).inc()


def heard(channel: str) -> None:
    """Counts a message that was taken."""
    _messages.labels(channel).inc()


def took(stage: str, seconds: float) -> None:
    """Notes the time of a stage: ``waiting``, ``understanding``, ``dialogue``, ``store`` or ``total``."""
    _seconds.labels(stage).observe(seconds)


def refused(reason: str) -> None:
    """Counts a message that was not taken, by the code of the refusal."""
    _refusals.labels(reason).inc()


def store_failed(store: str, call: str) -> None:
    """Counts a failed call of a store."""
    _store_errors.labels(store, call).inc()


def lagged(seconds: float) -> None:
    """Notes how late the event loop was."""
    _lag.set(seconds)


def count_in_work(number: Callable[[], float]) -> None:
    """Says where the number of messages in work comes from."""
    _in_work.set_function(number)


class Knowledge(Collector):
    """How often the knowledge was read anew, and whether it is the newest.

    Args:
        state: reloads that worked, reloads that failed, and whether an older one is in use.
    """

    def __init__(self, state: Callable[[], tuple[int, int, bool]]) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """The figures of now."""
        good, failed, stale = self._state()
        reloads = CounterMetricFamily("overture_knowledge_reloads", "Reloads of the knowledge.", labels=["result"])
        reloads.add_metric(["good"], good)
        reloads.add_metric(["failed"], failed)
        yield reloads
        yield GaugeMetricFamily(
            "overture_knowledge_stale", "1 while files have faults and an older state is used.", value=float(stale)
        )


def text() -> bytes:
    """All figures as Prometheus reads them."""
    return generate_latest(REGISTRY)
