"""What somebody may send who wants to see it break."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from overture.channels import guards

# Half characters, characters that can't be seen or change the direction, what formats and templates are made of.
ODD = [
    "\ud83d",
    "\u0000",
    "\u202e",
    "\u200b",
    "{{7*7}}",
    "%s%n",
    "/restart",
    '/intent{"a":',
    "'; --",
    "\r\n",
    "😀" * 50,
]
texts = st.one_of(st.text(max_size=200), st.sampled_from(ODD), st.integers(1, 3).map(lambda n: "a " * 700 * n))
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=10), inner, max_size=4)),
    max_leaves=12,
)
LONGEST = guards.LONGEST_MESSAGE


def objects(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of these keys, and with others."""
    known = st.dictionaries(st.sampled_from(names), st.one_of(values, texts), max_size=len(names))
    return st.builds(
        lambda one, other: {**other, **one}, known, st.dictionaries(st.text(max_size=8), leaves, max_size=2)
    )


def as_json(value: Any) -> bytes:
    """A value as JSON, NaN and half characters included."""
    return json.dumps(value).encode()
