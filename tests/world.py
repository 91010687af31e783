"""A knowledge folder of the made-up world that a test may change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from overture.knowledge import Knowledge, KnowledgeError, load

FIXTURE = Path(__file__).parent / "fixtures" / "knowledge"


class World:
    """A copy of tests/fixtures/knowledge.

    Args:
        folder: where the copy is made; it must not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(FIXTURE, folder)

    def text(self, file: str) -> str:
        """The text of a file."""
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str | bytes) -> None:
        """Writes a whole file."""
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replaces the one place in a file where a text stands."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def append(self, file: str, text: str) -> None:
        """Adds text at the end of a file."""
        self.write(file, self.text(file) + text)

    def line(self, file: str, part: str, after: str = "") -> int:
        """Number of the first line that holds a text, from the line on that holds another."""
        lines = self.text(file).splitlines()
        start = next(i for i, line in enumerate(lines) if after in line)
        return next(i for i, line in enumerate(lines[start:], start + 1) if part in line)

    def load(self) -> Knowledge:
        """The knowledge as it stands now."""
        return load(self.folder)

    def faults(self) -> list[str]:
        """What the loader says is wrong, a line each."""
        with pytest.raises(KnowledgeError) as caught:
            load(self.folder)
        lines = str(caught.value).splitlines()
        assert lines == [str(fault) for fault in caught.value.faults]
        assert all(re.match(r"[\w/.-]+:\d+: \S", line) for line in lines)
        return lines
