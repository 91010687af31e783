"""Serves the bot over HTTP in one process."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Any, Optional

from rasa.core.agent import load_agent
from rasa.core.run import close_resources, configure_app, create_http_input_channels
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from overture import engine, handover
from overture.channels import turns
from overture.engine import ROOT, EngineError
from overture.knowledge import shared
from overture.serving import attached, beat, gate, settings, storage

# Connections that may wait to be taken.
BACKLOG = 256


def serve(host: str, port: int, model: Optional[Path] = None, *, in_process: bool = True) -> None:
    """Serves until stopped.

    Args:
        host: address to listen on.
        port: port to listen on.
        model: trained model; the newest one by default.
        in_process: run the actions here; else call the action server of endpoints.yml.

    Raises:
        EngineError: no model or one that can't be loaded, the port is taken, conversations can't be kept, or a channel
            or the server is set up wrongly.
        KnowledgeError: the knowledge has faults.
        ConfigError: handover.yml has faults.
    """
    path = model or engine.newest_model()
    if not path.is_file():
        raise EngineError(f"There is no model {path}.")
    shared()  # faults of the knowledge and of the settings are told before anything else starts
    handover.start()
    _check_port(host, port)
    beat.raise_limit()
    try:
        endpoints = engine.endpoints(in_process=in_process)
        storage.check(endpoints.tracker_store)
        _run(_app(path, endpoints), host, port)
    except RasaException as error:
        raise EngineError(str(error)) from error


def _app(model: Path, endpoints: AvailableEndpoints) -> Sanic:
    """Rasa's app with the channels, without its API."""
    bounds = settings.bounds()
    turns.wait_at_most(bounds.answer_seconds)
    channels = create_http_input_channels(None, os.environ.get("OVERTURE_CREDENTIALS", str(ROOT / "credentials.yml")))
    app: Sanic = configure_app(channels, enable_api=False, endpoints=endpoints)

    async def load(app: Sanic, loop: Any) -> None:
        app.ctx.agent = await load_agent(model_path=str(model), endpoints=endpoints, loop=loop)
        if endpoints.model is None and not app.ctx.agent.is_ready():
            raise EngineError(f"The model {model} can't be loaded: train it anew with `overture train`.")

    app.register_listener(load, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    attached.attach(app, bounds)
    return app


def _run(app: Sanic, host: str, port: int) -> None:
    started = False

    async def tell(app: Sanic, loop: Any) -> None:
        nonlocal started
        started = True
        for signal in (SIGINT, SIGTERM):  # in Sanic's place
            loop.add_signal_handler(signal, _stop, app)
        print(f"Overture on http://{host}:{port} (stop with Ctrl-C)", flush=True)

    app.register_listener(tell, "after_server_start")
    # What ends the server is told by whoever called it.
    logging.getLogger("sanic.error").addFilter(lambda record: not _is_told(record))
    # One process: Rasa and the web channel know nothing of others here (docs/web-channel.md).
    app.run(host=host, port=port, backlog=BACKLOG, workers=1, access_log=False)
    if not started:
        raise EngineError(f"Port {port} on {host} can't be used; choose another with --port.")


def _stop(app: Sanic) -> None:
    # At once: what arrives from here on is refused, also before Sanic begins to end.
    gate.shared().stopping = True
    app.stop()  # type: ignore[no-untyped-call]


def _is_told(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return isinstance(error, (EngineError, RasaException))


def _check_port(host: str, port: int) -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EngineError(
                f"Port {port} on {host} can't be used ({error.strerror}); choose another with --port."
            ) from error
