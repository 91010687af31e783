"""A pytest plugin: leaves out the tests that fail without any fault, and writes down which fail.

``MUTATION_KNOWN`` and ``MUTATION_FAILED`` name the files.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

KNOWN, FAILED = "MUTATION_KNOWN", "MUTATION_FAILED"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    path = os.environ.get(KNOWN)
    known = set(Path(path).read_text(encoding="utf-8").splitlines()) if path and Path(path).exists() else set()
    left_out = [item for item in items if item.nodeid in known]
    items[:] = [item for item in items if item.nodeid not in known]
    config.hook.pytest_deselected(items=left_out)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _write(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _write(report.nodeid or "collection")


def _write(name: str) -> None:
    with Path(os.environ[FAILED]).open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")
