"""``pytest tests/sweep --all`` asks every question, not only the part that `make test` asks."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="ask every question of the sweep")
