"""`make audit`: what it makes of what pip-audit says; that itself is not run here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).resolve().parents[2] / ".ci" / "audit"
GOOD: dict[str, Any] = {"name": "good", "version": "1", "vulns": []}
HOLED = {"name": "holed", "version": "2", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}
UNKNOWN = {"name": "odd", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        (json.dumps({"dependencies": [GOOD]}), 0, "0 of 1 packages have known holes"),
        (json.dumps({"dependencies": [GOOD, HOLED, UNKNOWN]}), 1, "holed 2: CVE-1, CVE-2\n1 of 2 packages"),
        (json.dumps({"dependencies": [UNKNOWN]}), 3, "the database knows none of the packages"),
        ("", 3, "can't be reached"),
        ("[]", 3, "can't be reached"),
    ],
)
def test_what_is_found(tmp_path: Path, said: str, status: int, told: str) -> None:
    fake = tmp_path / "pip-audit.py"
    fake.write_text(f"import sys\nassert '--requirement' in sys.argv\nprint({said!r})\n", encoding="utf-8")
    ran = subprocess.run([sys.executable, AUDIT, sys.executable, fake], capture_output=True, text=True)
    assert ran.returncode == status and told in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_the_tool_it_says_so() -> None:
    ran = subprocess.run([sys.executable, AUDIT, "no-such-command"], capture_output=True, text=True)
    assert ran.returncode == 3 and "can't be reached" in ran.stderr and "Traceback" not in ran.stderr
