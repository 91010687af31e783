"""nginx from the packages of Debian, with the configuration of the project."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deploy.local.processes import Program, found, listens, needed, start

FOLDERS = ("/usr/sbin",)
TEMPLATE = Path(__file__).parents[1] / "nginx.conf.template"
# What the image brings around the template.
_AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{inside}
}}
"""


def is_here() -> bool:
    """Whether nginx is installed."""
    return found("nginx", *FOLDERS) is not None


def filled(values: Mapping[str, str]) -> str:
    """The template with its variables, and no other, filled in: as by ``envsubst``."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    return text


def servers(ports: Sequence[int]) -> str:
    """The processes on this machine, as the template takes them."""
    return " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)


@contextlib.contextmanager
def serving(port: int, ports: Sequence[int], rate: str = "1000r/s") -> Iterator[Program]:
    """A proxy that runs.

    Args:
        port: where it listens, on this machine alone.
        ports: the processes behind it.
        rate: requests a second of one network address.
    """
    values = {"OVERTURE_LISTEN": f"127.0.0.1:{port}", "OVERTURE_SERVERS": servers(ports), "OVERTURE_RATE": rate}
    with tempfile.TemporaryDirectory(prefix="overture-nginx-") as scratch:
        user = "user root;" if os.geteuid() == 0 else ""
        file = Path(scratch) / "nginx.conf"
        file.write_text(_AROUND.format(folder=scratch, user=user, inside=filled(values)), encoding="utf-8")
        command = [needed("nginx", *FOLDERS), "-p", scratch, "-e", f"{scratch}/error.log", "-c", str(file)]
        program = start("nginx", command, Path(scratch) / "nginx.log")
        try:
            program.wait(lambda: listens(port))
            yield program
        finally:
            program.end()
