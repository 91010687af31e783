"""Each fault that the guide tells of has its test, and each setting and figure that there is stands in the guide."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from overture.channels.rest import Settings
from overture.serving import metrics

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)*)`", GUIDE + SECURITY)))


def rows(text: str) -> list[str]:
    """The rows of the table of faults."""
    return [line for line in text.split("## Faults")[1].splitlines() if line.startswith("| ") and "test |" not in line]


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_a_guide_names_exists(name: str) -> None:
    file, *way = name.split("::")
    at: ast.AST = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for step in way:
        inner = [node for node in ast.iter_child_nodes(at) if getattr(node, "name", None) == step]
        assert inner, f"{step} is not in {file}"
        at = inner[0]
    assert not way or way[-1].startswith(("test_", "Test"))


def test_each_fault_names_its_test() -> None:
    assert len(rows(GUIDE)) > 15
    assert [row for row in rows(GUIDE) if not re.search(r"`tests/[\w/]+\.py::\w+", row)] == []


def test_each_setting_is_explained() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overture" / "serving").glob("*.py"))
    code += (ROOT / "overture" / "channels" / "rest.py").read_text(encoding="utf-8")
    code += (ROOT / "actions" / "bounded.py").read_text(encoding="utf-8")
    variables = set(re.findall(r"\"(OVERTURE_[A-Z_]+)\"", code))
    assert len(variables) >= 6
    assert [name for name in {*variables, *Settings.__fields__} if f"`{name}" not in GUIDE] == []


def test_each_figure_is_explained() -> None:
    names = {line.split()[2] for line in metrics.text().decode().splitlines() if line.startswith("# TYPE overture_")}
    assert names
    assert [name for name in names if f"`{name}`" not in GUIDE and not name.endswith("_created")] == []
