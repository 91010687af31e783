"""The fixed words of a line of the log: what stands in the program, without what was filled in.

Rasa and its libraries put values into their messages before the log sees them
(``f"... investigate the following error: {error}"``), and such a value may be a user's
words.  The call that wrote the line is looked up in its source instead, and each value
in it is replaced by ``{…}``.
"""

from __future__ import annotations

import ast
import linecache
import logging
from functools import lru_cache
from typing import Optional

VALUE = "{…}"
WITHHELD = "(its words are withheld)"
_METHODS = frozenset({"debug", "info", "warn", "warning", "error", "exception", "critical", "fatal", "log"})


def fixed_words(record: logging.LogRecord) -> str:
    """The words of a record that are the same for everybody."""
    return _at(record.pathname, record.lineno) or f"{record.module}:{record.lineno} {WITHHELD}"


@lru_cache(maxsize=500)
def _at(path: str, line: int) -> Optional[str]:
    try:
        tree = ast.parse("".join(linecache.getlines(path)))
    except (SyntaxError, ValueError, RecursionError):
        return None
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _logs(node) and _spans(node, line)]
    # The innermost call, should one stand within another.
    calls.sort(key=lambda call: (call.end_lineno or 0) - call.lineno)
    for call in calls:
        said = _words(_message(call))
        if said and said.strip(f" {VALUE}"):
            return said
    return None


def _logs(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS and bool(call.args)


def _spans(call: ast.Call, line: int) -> bool:
    return call.lineno <= line <= (call.end_lineno or call.lineno)


def _message(call: ast.Call) -> ast.expr:
    assert isinstance(call.func, ast.Attribute)
    second = call.func.attr == "log" and len(call.args) > 1
    return call.args[1 if second else 0]


def _words(node: ast.expr) -> Optional[str]:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else VALUE
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) or VALUE for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_words(node.left) or VALUE) + (_words(node.right) or VALUE)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _words(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _words(node.func.value)
    return None
