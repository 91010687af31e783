"""Writes single values as YAML in the style of the knowledge files."""

from __future__ import annotations

import json
import re
import textwrap

import yaml

_WIDTH = 110


def scalar(value: str | float) -> str:
    """A value on one line: text without quotes where it can do without, numbers and true or false as they are."""
    if not isinstance(value, str):
        return json.dumps(value)
    try:
        plain = yaml.safe_load(f"key: {value}") == {"key": value}
    except yaml.YAMLError:
        plain = False
    # Dates and years read as text only in quotes elsewhere; JSON's quotes are YAML's.
    return value if plain and not value[:1].isdigit() else json.dumps(value, ensure_ascii=False)


def line(key: str, value: str | float) -> str:
    """``key: value``, long text folded over several lines that belong two spaces further in."""
    written = f"{key}: {scalar(value)}"
    # Folding would lose one of two spaces at the end of a line.
    if not isinstance(value, str) or len(written) <= _WIDTH or " " not in value or re.search(r"\s\s|[^\S ]", value):
        return written
    return "\n  ".join([f"{key}: >-", *textwrap.wrap(value, _WIDTH, break_long_words=False, break_on_hyphens=False)])


def quoted(key: str, value: str) -> str:
    """``key: "value"``, as dates and codes are written throughout."""
    return f"{key}: {json.dumps(value, ensure_ascii=False)}"
