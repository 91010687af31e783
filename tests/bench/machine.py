"""What the benchmark runs on, and how busy others keep it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

# Above this share of the processors in use by others, figures are marked.
BUSY = 0.10
_PACKAGES = ("rasa", "rasa-sdk", "numpy", "scikit-learn", "onnxruntime", "sanic")


class Watch:
    """How much processor time others use from now on."""

    def __init__(self) -> None:
        self._began, self._busy = time.monotonic(), _busy_seconds()

    def others(self, own_seconds: float) -> float:
        """Share of all processors that others have used, 0 to 1.

        Args:
            own_seconds: processor time of what was measured.
        """
        available = (time.monotonic() - self._began) * cores()
        return min(1.0, max(0.0, (_busy_seconds() - self._busy - own_seconds) / available))


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    # Stolen time is what the hypervisor gave to other guests: as good as used by others.
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def own_seconds() -> float:
    """Processor time of this process and of all that it has started and that has ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def cores() -> int:
    """Processors that may be used."""
    return len(os.sched_getaffinity(0))


def load() -> float:
    """Load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def describe(plain: str) -> dict[str, Any]:
    """Machine and versions, for the result file.

    Args:
        plain: the Python that runs plain Rasa, whose TensorFlow it is.
    """
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": _processor(),
        "cores": cores(),
        "memory_mb": round(psutil.virtual_memory().total / 1024**2),
        "python": platform.python_version(),
        "versions": {**{name: _version(name) for name in _PACKAGES}, "tensorflow": _tensorflow(plain)},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _tensorflow(python: str) -> str:
    code = "import importlib.metadata as packages; print(packages.version('tensorflow'))"
    shown = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return shown.stdout.strip()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
