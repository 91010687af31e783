"""What somebody typed, freed of the marks that Slack adds on the way."""

from __future__ import annotations

import re

_ANGLE = re.compile(r"<([^<>]*)>")
_PAIRED = (
    re.compile(r"```(.+?)```", re.DOTALL),
    re.compile(r"`([^`\n]+)`"),
    re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*?\S)?)\*(?![\w*])"),
    re.compile(r"(?<![\w~])~(\S(?:[^~\n]*?\S)?)~(?![\w~])"),
    re.compile(r"(?<!\w)_(\S(?:[^_\n]*?\S)?)_(?!\w)"),
)
_QUOTE = re.compile(r"^&gt;(?:&gt;&gt;)? ?", re.MULTILINE)
_EMOJI = re.compile(r"(?<![\w:])(?::[a-z][a-z0-9_+'-]*:|:[+-]1:)(?:[:a-z0-9_-]*:)?(?![\w])")
_EDGE = re.compile(r"^[\s,:;-]+")


def spoken(text: str, bot_user: str = "") -> str:
    """The words of a Slack message.

    Args:
        text: as Slack sends it.
        bot_user: the bot's own user id; a mention of it is left out, of others the name is kept.
    """
    text = _QUOTE.sub("", text)
    text = _ANGLE.sub(lambda found: _word(found[1], bot_user), text)
    for pair in _PAIRED:
        text = pair.sub(r"\1", text)
    text = _EMOJI.sub(" ", text)
    # In this order: "&amp;lt;" is what somebody sees as "&lt;".
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _EDGE.sub("", text).strip()


def mentions(text: str, user: str) -> bool:
    """Whether a message names a user."""
    return re.search(rf"<@{re.escape(user)}(\||>)", text) is not None


def mentions_others(text: str, user: str) -> bool:
    """Whether a message names somebody other than that user."""
    return any(name != user for name in re.findall(r"<@(\w+)", text))


def _word(inside: str, bot_user: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{label.lstrip('@')}" if label and target[1:] != bot_user else " "
    if target.startswith("#"):
        return f"#{label}" if label else " "
    if target.startswith("!"):
        # Groups and dates have a label to read, @here and @channel have none.
        return label or " "
    return label or target.removeprefix("mailto:").removeprefix("tel:")
