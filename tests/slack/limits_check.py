"""What Slack would say of some blocks: the SDK's own models, and the limits that Slack has written down."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as ModelBlock

IN_MESSAGES, IN_HOME = 50, 100


def faults(blocks: Sequence[Mapping[str, Any]], most: int = IN_MESSAGES) -> list[str]:
    """Everything for which Slack would refuse these blocks; an empty list is good."""
    found = [] if len(blocks) <= most else [f"{len(blocks)} blocks"]
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.append("only_one_table_allowed")
    if _characters(blocks) > 13_000:
        found.append(f"msg_blocks_too_long: {_characters(blocks)}")
    ids = [element["action_id"] for block in blocks for element in block.get("elements", ()) if "action_id" in element]
    if len(ids) != len(set(ids)):
        found.append("an action_id twice")
    for number, block in enumerate(blocks):
        found.extend(
            f"block {number} ({block.get('type')}): {fault}" for fault in [*_by_model(block), *_by_text(block)]
        )
    return found


def _by_model(block: Mapping[str, Any]) -> list[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an unknown key is told as a warning
            model = ModelBlock.parse(dict(block))
            if model is None:
                return ["unknown to the SDK"]
            model.validate_json()
            shown = model.to_dict()
    except (SlackObjectFormationError, TypeError, UserWarning) as error:
        return [str(error)]
    return [] if shown["type"] == block["type"] else ["changed by the SDK"]


def _by_text(block: Mapping[str, Any]) -> list[str]:
    return list(_TEXTS.get(str(block.get("type")), lambda block: [])(block))


def _section(block: Mapping[str, Any]) -> list[str]:
    found = _text(block["text"], 3_000) if "text" in block else []
    fields = block.get("fields", ())
    found += ["no text and no fields"] if not fields and "text" not in block else []
    found += [f"{len(fields)} fields"] if len(fields) > 10 else []
    return found + [fault for field in fields for fault in _text(field, 2_000)]


def _context(block: Mapping[str, Any]) -> list[str]:
    elements = block["elements"]
    found = [] if 1 <= len(elements) <= 10 else [f"{len(elements)} elements"]
    return found + [fault for element in elements for fault in _text(element, 3_000)]


def _actions(block: Mapping[str, Any]) -> list[str]:
    elements = block["elements"]
    found = [] if 1 <= len(elements) <= 25 else [f"{len(elements)} elements"]
    for element in elements:
        if element["type"] == "button":
            found += _text(element["text"], 75)
            found += [] if 0 < len(element["value"]) <= 2_000 else [f"a value of {len(element['value'])}"]
        if element["type"] == "static_select":
            found += [] if 1 <= len(element["options"]) <= 100 else [f"{len(element['options'])} options"]
            for option in element["options"]:
                found += _text(option["text"], 75)
                found += [] if 0 < len(option["value"]) <= 150 else [f"an option's value of {len(option['value'])}"]
        found += [] if len(element["action_id"]) <= 255 else ["a long action_id"]
    return found


def _header(block: Mapping[str, Any]) -> list[str]:
    return _text(block["text"], 150)


def _table(block: Mapping[str, Any]) -> list[str]:
    rows = block["rows"]
    found = [] if 1 <= len(rows) <= 100 else [f"{len(rows)} rows"]
    found += [f"a row of {len(row)} cells" for row in rows if not 1 <= len(row) <= 20]
    found += ["rows of different length"] if len({len(row) for row in rows}) > 1 else []
    found += ["more than 20 settings"] if len(block.get("column_settings", ())) > 20 else []
    texts = [_cell(cell) for row in rows for cell in row]
    found += ["an empty cell"] if any(not text for text in texts) else []
    size = sum(map(len, texts))
    return found + ([f"{size} characters in cells"] if size > 10_000 else [])


def _cell(cell: Mapping[str, Any]) -> str:
    if cell["type"] == "raw_text":
        return str(cell["text"])
    assert cell["type"] == "rich_text"
    return "".join(str(part["text"]) for section in cell["elements"] for part in section["elements"])


def _text(text: Mapping[str, Any], most: int) -> list[str]:
    found = [] if 0 < len(text["text"]) <= most else [f"a text of {len(text['text'])}, at most {most}"]
    found += [] if text["type"] in ("mrkdwn", "plain_text") else [f"a text of type {text['type']}"]
    allowed = {"type", "text", "verbatim"} if text["type"] == "mrkdwn" else {"type", "text", "emoji"}
    return found + [f"unknown key {key}" for key in text.keys() - allowed]


def _characters(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(
            _characters(inner) for key, inner in value.items() if key in ("text", "value") or not isinstance(inner, str)
        )
    if isinstance(value, (list, tuple)):
        return sum(map(_characters, value))
    return 0


_TEXTS: dict[str, Any] = {
    "section": _section, "context": _context, "actions": _actions, "header": _header, "table": _table,
}  # fmt: skip
