"""Faults as ``faults.yaml`` names them, and how one is made in a copy of the project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("faults.yaml")
_KEYS = {"what", "file", "after", "find", "put", "swap"}
# Which tests can notice a fault is known by where it is made.
FACTS, DIALOGUE, CODE = "facts", "dialogue", "code"


class Stale(Exception):
    """A fault that can't be made, since what it changes is not there any more."""


@dataclass(frozen=True)
class Fault:
    """One change of one file.

    ``find`` is replaced by ``put``, or the two texts of ``swap`` change places; each at its first place after
    ``after``, which has to be found as well.  All are plain texts, over several lines if need be.
    """

    what: str
    file: str
    after: str = ""
    find: str = ""
    put: str = ""
    swap: tuple[str, str] = ("", "")

    @property
    def kind(self) -> str:
        """Facts, dialogue (what Rasa is trained on) or code."""
        if self.file.startswith("data/knowledge/"):
            return FACTS
        return CODE if self.file.endswith(".py") else DIALOGUE

    @property
    def hint(self) -> str:
        """Its words, by which tests that may notice it can be found."""
        return " ".join((self.what, self.after, self.find, self.put, *self.swap))

    def changed(self, text: str) -> str:
        """The text with the fault.

        Raises:
            Stale: it can't be made.
        """
        start = self._place(text, self.after, 0) + len(self.after)
        if not self.swap[0]:
            at = self._place(text, self.find, start)
            return text[:at] + self.put + text[at + len(self.find) :]
        (one, first), (two, second) = sorted((self._place(text, wanted, start), wanted) for wanted in self.swap)
        between = text[one + len(first) : two]
        return text[:one] + second + between + first + text[two + len(second) :]

    def _place(self, text: str, wanted: str, start: int) -> int:
        found = text.find(wanted, start)
        if found < 0:
            raise Stale(f"{self.file} has no {wanted!r} after {self.after!r}")
        return found


def faults(file: Path = FILE) -> list[Fault]:
    """All faults, in the order of the file."""
    return [_fault(raw) for raw in yaml.safe_load(file.read_text(encoding="utf-8"))]


def _fault(raw: dict[str, Any]) -> Fault:
    assert set(raw) <= _KEYS, f"unknown keys in {raw}"
    assert ("swap" in raw) != ("find" in raw), f"either swap or find: {raw}"
    assert "put" in raw or "swap" in raw, f"put what instead? {raw}"
    texts = {key: str(raw[key]) for key in ("what", "file", "after", "find", "put") if raw.get(key) is not None}
    one, two = raw.get("swap", ("", ""))
    return Fault(**texts, swap=(str(one), str(two)))


@contextmanager
def made(fault: Fault, project: Path) -> Iterator[Path]:
    """The project with the fault, for as long as it is open.

    Raises:
        Stale: it can't be made.
    """
    path = project / fault.file
    if not path.is_file():
        raise Stale(f"{fault.file} is not there")
    whole = path.read_text(encoding="utf-8")
    path.write_text(fault.changed(whole), encoding="utf-8")
    try:
        yield path
    finally:
        path.write_text(whole, encoding="utf-8")
