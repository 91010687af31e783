"""PostgreSQL, Redis and nginx for tests; where they are missing tests are skipped, in CI they fail."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import pytest

from deploy.local import postgres as local_postgres
from deploy.local import redis as local_redis
from deploy.local.postgres import Postgres
from deploy.local.redis import Redis

_numbers = itertools.count(1)


def needs(is_here: bool, what: str) -> None:
    """Skips a test where something isn't installed; in CI it fails."""
    if is_here:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed: CI runs all tests")
    pytest.skip(f"{what} is not installed")


def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that runs."""
    needs(local_postgres.is_here(), "PostgreSQL")
    with local_postgres.serving() as server:
        yield server


def redis() -> Iterator[Redis]:
    """A Redis that runs."""
    needs(local_redis.is_here(), "Redis")
    with local_redis.serving() as server:
        yield server


def new_database(server: Postgres) -> str:
    """The address of an empty database."""
    return server.database(f"test{next(_numbers)}")


shared_postgres = pytest.fixture(scope="session", name="postgres")(postgres)
shared_redis = pytest.fixture(scope="session", name="redis")(redis)
