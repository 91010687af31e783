"""Serves the bot over HTTP in one process."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import Optional

from rasa.core.run import serve_application
from rasa.shared.exceptions import RasaException

from overture import engine, handover
from overture.engine import ROOT, EngineError
from overture.knowledge import shared


def serve(host: str, port: int, model: Optional[Path] = None, *, in_process: bool = True) -> None:
    """Serves until stopped.

    Args:
        host: address to listen on.
        port: port to listen on.
        model: trained model; the newest one by default.
        in_process: run the actions here; else call the action server of endpoints.yml.

    Raises:
        EngineError: no model, the port is taken, or a channel is set up wrongly.
        KnowledgeError: the knowledge has faults.
        ConfigError: handover.yml has faults.
    """
    path = model or engine.newest_model()
    if not path.is_file():
        raise EngineError(f"There is no model {path}.")
    shared()  # faults of the knowledge and of the settings are told before anything else starts
    handover.start()
    _check_port(host, port)
    print(f"Overture on http://{host}:{port} (stop with Ctrl-C)", flush=True)
    try:
        serve_application(
            model_path=str(path),
            interface=host,
            port=port,
            credentials=os.environ.get("OVERTURE_CREDENTIALS", str(ROOT / "credentials.yml")),
            enable_api=False,
            endpoints=engine.endpoints(in_process=in_process),
        )
    except RasaException as error:
        raise EngineError(str(error)) from error


def _check_port(host: str, port: int) -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EngineError(
                f"Port {port} on {host} can't be used ({error.strerror}); choose another with --port."
            ) from error
