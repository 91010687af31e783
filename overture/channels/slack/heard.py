"""What somebody typed, freed of the marks that Slack adds on the way, or with them as answers have them."""

from __future__ import annotations

import re

_ANGLE = re.compile(r"<([^<>]*)>")
_BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*?\S)?)\*(?![\w*])")
_PAIRED = (
    re.compile(r"```(.+?)```", re.DOTALL),
    re.compile(r"`([^`\n]+)`"),
    _BOLD,
    re.compile(r"(?<![\w~])~(\S(?:[^~\n]*?\S)?)~(?![\w~])"),
    re.compile(r"(?<!\w)_(\S(?:[^_\n]*?\S)?)_(?!\w)"),
)
_QUOTE = re.compile(r"^&gt;(?:&gt;&gt;)? ?", re.MULTILINE)
_EMOJI = re.compile(r"(?<![\w:])(?::[a-z][a-z0-9_+'-]*:|:[+-]1:)(?:[:a-z0-9_-]*:)?(?![\w])")
# Those that people write in a talk; others stay as Slack names them.
_DRAWN = {
    "+1": "👍", "thumbsup": "👍", "wave": "👋", "slightly_smiling_face": "🙂", "smile": "😄", "smiley": "😃",
    "grinning": "😀", "blush": "😊", "wink": "😉", "pray": "🙏", "tada": "🎉", "heart": "❤️", "ok_hand": "👌",
    "raised_hands": "🙌", "clap": "👏", "white_check_mark": "✅", "musical_note": "🎵", "notes": "🎶",
}  # fmt: skip
# Stands in place of a link while marks are looked for, so that none is found in an address.
_HIDDEN = re.compile("\ue000(\\d+)\ue001")
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
    return _EDGE.sub("", _unescaped(text)).strip()


def readable(text: str) -> str:
    """A Slack message as answers are written: with bold and links, which others need not take for questions.

    Args:
        text: as Slack sends it.
    """
    links: list[str] = []

    def hide(found: re.Match[str]) -> str:
        links.append(_linked(found[1]))
        return f"\ue000{len(links) - 1}\ue001"

    text = _ANGLE.sub(hide, _QUOTE.sub("", re.sub("[\ue000\ue001]", "", text)))
    for pair in _PAIRED:
        text = pair.sub(r"**\1**" if pair is _BOLD else r"\1", text)
    text = _EMOJI.sub(lambda found: _DRAWN.get(found[0].strip(":"), found[0]), text)
    return _unescaped(_HIDDEN.sub(lambda found: links[int(found[1])], text)).strip()


def _unescaped(text: str) -> str:
    # In this order: "&amp;lt;" is what somebody sees as "&lt;".
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _linked(inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith(("https://", "http://")) and label and label != target:
        return f"[{label.replace('[', '(').replace(']', ')')}]({target})"
    return _word(inside, "")


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
