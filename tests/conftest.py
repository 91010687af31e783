"""What all tests share: a made-up world of knowledge, the encoder, and no way out to the network."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sanic.app  # noqa: F401  it sets a filter of its own for warnings when imported; here that comes before pytest's
from hypothesis import HealthCheck, settings

import overture  # noqa: F401  before Rasa: it turns off usage reports and start-up noise
from overture import lean
from overture.knowledge import Knowledge, load
from tests.world import FIXTURE, World

# Fixtures of servers that several folders of tests use.
pytest_plugins = ["tests.services"]

if TYPE_CHECKING:
    from overture.engine import Bot
    from overture.nlu.sentence_vectors import SentenceVectors

lean.install(Path(__file__).parents[1] / "config.yml")

# The same examples each time, so that a failure is that of the change under test; no clock, since machines are busy.
settings.register_profile("overture", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("overture")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing connects to anywhere but this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _local_only(getattr(socket.socket, name)))
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is compiled from knowledge folders of tests does not stand among the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERTURE_COMPILED", str(tmp_path_factory.mktemp("compiled")))
        yield


def _local_only(connect: Any) -> Any:
    def checked(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to connect to {address}")
        return connect(self, address)

    return checked


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, handed_over: Path) -> None:
    """What the user has set for their own bot does not reach the tests, and what the tests ask doesn't reach it."""
    for name in ("KNOWLEDGE", "ENDPOINTS", "CREDENTIALS", "SECRET", "JOURNAL_URL", "REST_TOKEN", "METRICS_TOKEN"):
        monkeypatch.delenv(f"OVERTURE_{name}", raising=False)
    monkeypatch.setenv("OVERTURE_REVIEW", "off")
    monkeypatch.setenv("OVERTURE_HANDOVER", str(handed_over / "handover.yml"))


@pytest.fixture(scope="session")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder into which questions for a person go."""
    folder = tmp_path_factory.mktemp("handed-over")
    (folder / "handover.yml").write_text("folder: .\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def fixture_knowledge() -> Path:
    """Folder of the made-up world, to be read only."""
    return FIXTURE


@pytest.fixture(scope="session")
def knowledge(fixture_knowledge: Path) -> Knowledge:
    """The made-up world, loaded."""
    return load(fixture_knowledge)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A copy of the made-up world that a test may change."""
    return World(tmp_path / "knowledge")


@pytest.fixture
def in_the_world(fixture_knowledge: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The made-up world is the knowledge of this process."""
    monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(fixture_knowledge))
    return fixture_knowledge


@pytest.fixture(scope="session")
def encoder() -> SentenceVectors:
    """The sentence encoder as the bot uses it; built at the first run on a machine."""
    from overture.nlu import sentence_vectors

    return sentence_vectors.shared()


@pytest.fixture
def overture_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What Overture itself logs, from INFO up, whatever Rasa has made of the levels."""
    caplog.set_level(logging.INFO, logger="overture")
    return caplog


@pytest.fixture(scope="session")
def model() -> Path:
    """A model trained on today's data; trained first if there is none."""
    from overture import training

    return training.train(say=lambda line: None)


@pytest.fixture(scope="session")
def bot(model: Path) -> Bot:
    """The real bot: trained model, real knowledge, actions in this process."""
    from overture.engine import Bot

    return Bot.load(model)


@pytest.fixture
def bot_in_the_world(bot: Bot, in_the_world: Path) -> Bot:
    """The same trained model over the made-up world: nothing of that was ever trained on."""
    return bot
