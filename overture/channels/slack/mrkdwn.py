"""From the Markdown of answers to Slack's own marks; whatever else stands in a text is shown as it is.

Answers have bold and links and nothing else.  Slack reads ``&``, ``<``, ``>`` and, beside
a word, ``*``, ``_``, ``~`` and the backtick as its own marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from overture.channels.slack import limits

# A space of no width parts a mark from its word, which makes of it a plain character; and it parts
# a bold word from the letter that it touches, without which Slack would not see the mark.
_NOTHING = "\u200b"
_MARKED = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<label>[^\]]+)\]\((?P<url>https?://[^\s)]+)\)|(?P<bare>https?://\S+)")
_OPENING = re.compile(r"(?<![^\W_])([*_~`])(?=\S)")
# By which marks may make a section longer than it was filled; a label still fits before it.
_LONGER = 100
_AFTER_ADDRESS = ".,;:!?)'\""


def escaped(text: str) -> str:
    """The three characters that Slack gives a meaning, as it wants them written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """A text in which nothing is a mark."""
    return _OPENING.sub(rf"\1{_NOTHING}", escaped(text))


def link(url: str, label: str = "") -> str:
    """A link; without a label Slack shows the address."""
    # A bar or an angle bracket would end the address.
    address = escaped(url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E"))
    return f"<{address}|{plain(label).replace('|', '¦')}>" if label else f"<{address}>"


def bold(text: str) -> str:
    """A text in bold."""
    return f"*{plain(text.strip())}*"


def marked(text: str) -> str:
    """A text of an answer with Slack's marks."""
    parts = []
    at = 0
    for found in _MARKED.finditer(text):
        parts.append(plain(text[at : found.start()]))
        parts.append(_mark(found))
        at = found.end()
    return "".join([*parts, plain(text[at:])])


def _mark(found: re.Match[str]) -> str:
    if found["bold"]:
        before = found.string[: found.start()]
        after = found.string[found.end() :]
        apart = _NOTHING if before[-1:].isalnum() else ""
        return f"{apart}{_bold(found['bold'])}{_NOTHING if after[:1].isalnum() else ''}"
    if found["url"]:
        return link(found["url"], found["label"])
    address = found["bare"].rstrip(_AFTER_ADDRESS)
    return link(address) + plain(found["bare"][len(address) :])


def _bold(text: str) -> str:
    inside = _MARKED.fullmatch(text.strip())
    if inside and inside["url"]:
        return f"*{link(inside['url'], inside['label'])}*"
    return bold(text)


def sections(text: str, mark: Callable[[str], str] = marked) -> list[str]:
    """The marked pieces of a text, each short enough for a section."""
    pieces: list[str] = []
    for piece in limits.split(text, limits.SECTION_FILLED):
        said = mark(piece)
        # Marks and escapes make it longer, rarely beyond the limit: each character may become five.
        longer = len(said) > limits.SECTION_FILLED + _LONGER
        pieces.extend(map(mark, limits.split(piece, limits.SECTION // 6)) if longer else [said])
    return pieces
