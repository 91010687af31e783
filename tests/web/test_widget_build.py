"""The built script is what its source gives, small, complete with licences, and asks nobody."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.browsing import ROOT, needs

WIDGET = ROOT / "widget"
BUILT = ROOT / "overture" / "widget"
MOST_BYTES = 90_000
MOST_BYTES_WITHOUT_CHARTS = 60_000
OLDEST_NODE = (20, 19)


@pytest.fixture(scope="module")
def npm() -> str:
    """npm, with what the widget is built from installed."""
    found = needs(shutil.which("npm"), "Node with npm")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = (int(part) for part in re.findall(r"\d+", version)[:2])
    needs("node" if (major, minor) >= OLDEST_NODE else None, "Node 20.19 or newer")
    if not (WIDGET / "node_modules" / ".package-lock.json").exists():
        if not os.environ.get("CI"):
            pytest.skip("what the widget is built from is not installed: `make widget` does it")
        run(found, "ci", "--no-audit", "--no-fund")
    return found


def run(*command: str, **extra: str) -> str:
    done = subprocess.run(command, cwd=WIDGET, env={**os.environ, **extra}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(npm: str, folder: Path, **extra: str) -> bytes:
    run(npm, "run", "build", OUT_DIR=str(folder), **extra)
    return (folder / "widget.js").read_bytes()


def test_the_committed_script_is_what_the_source_gives(npm: str, tmp_path: Path) -> None:
    build(npm, tmp_path)
    for name in ("widget.js", "LICENSES.txt"):
        same = (tmp_path / name).read_bytes() == (BUILT / name).read_bytes()
        assert same, f"overture/widget/{name} is not what widget/ gives: run `make widget`"


def test_without_charts_it_is_small_too(npm: str, tmp_path: Path) -> None:
    script = build(npm, tmp_path, WITHOUT_CHARTS="1")
    assert len(script) < len((BUILT / "widget.js").read_bytes()) - 5_000, "the charts are left out"
    assert len(gzip.compress(script, 9)) <= MOST_BYTES_WITHOUT_CHARTS


def test_the_pure_parts_pass_their_own_tests(npm: str) -> None:
    run(npm, "test")


def test_types_and_format_of_the_source_are_right(npm: str) -> None:
    run(npm, "run", "check")


def test_the_script_is_small() -> None:
    assert len(gzip.compress((BUILT / "widget.js").read_bytes(), 9)) <= MOST_BYTES


def test_the_guide_says_what_the_script_weighs() -> None:
    guide = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    [said] = re.findall(r"^\| the script, gzipped \| (\d+) kB \| 90 kB \|$", guide, flags=re.MULTILINE)
    assert abs(len(gzip.compress((BUILT / "widget.js").read_bytes(), 9)) / 1000 - int(said)) < 1


def test_the_script_has_no_code_made_of_text() -> None:
    script = (BUILT / "widget.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function\(|document\.write|\.insertAdjacentHTML|importScripts", script)


def test_the_licences_of_all_that_is_bundled_are_with_it() -> None:
    lock = json.loads((WIDGET / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = (BUILT / "LICENSES.txt").read_text(encoding="utf-8")
    bundled = {
        path.removeprefix("node_modules/"): package for path, package in lock.items() if is_bundled(path, package)
    }
    assert {"socket.io-client", "marked", "dompurify"} <= set(bundled)
    # `debug` and `ms` are asked for by socket.io and left out of its build for browsers.
    for name in set(bundled) - {"debug", "ms", "ws", "xmlhttprequest-ssl"}:
        assert f"## {name} - {bundled[name]['version']}" in licences


def is_bundled(path: str, package: dict[str, object]) -> bool:
    return path.startswith("node_modules/") and not package.get("dev") and not package.get("optional")


def test_the_lock_names_no_registry() -> None:
    lock = (WIDGET / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_what_is_missing_skips_a_test_and_fails_it_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Chromium is not installed"):
        needs(None, "Chromium")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI runs all tests"):
        needs(None, "Chromium")
    assert "export CI=true" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
