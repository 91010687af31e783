"""`make cluster`: nginx, two bots, PostgreSQL and Redis on this machine until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from deploy.local import cluster
from deploy.local.processes import StartError


def main() -> int:
    """Runs a cluster until it is interrupted; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="how many bots (default: 2)")
    parser.add_argument("--port", type=int, metavar="PORT", help="where the proxy listens (default: any free one)")
    options = parser.parse_args()
    lacking = cluster.missing()
    if lacking:
        print(f"A cluster needs {' and '.join(lacking)}; on Debian: apt install nginx postgresql redis-server")
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="overture-cluster-") as scratch:
        try:
            return _run(Path(scratch), options.processes, options.port)
        except StartError as error:
            print(error, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nEnded.")
            return 0


def _run(folder: Path, processes: int, port: int | None) -> int:
    print(f"Starting PostgreSQL, Redis, {processes} bots and nginx ...", flush=True)
    with cluster.running(folder, processes=processes, port=port) as made:
        bots = ", ".join(f"{name} (process {bot.pid})" for name, bot in made.bots.items())
        print(f"Overture on {made.url}, bots on the ports {bots}; logs in {folder} (stop with Ctrl-C)")
        print(f"Over REST: -H 'Authorization: Bearer {made.token}' -H 'X-Conversation: a'", flush=True)
        signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
