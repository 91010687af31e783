"""How figures, dates and lists read in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_VOWEL_SOUND = re.compile(
    r"(?i:a|e(?!u)|i|o(?!ne\b|nce\b)|u(?!ni|se|[sk]\b)|hour|honor)"
    # Spelt out letter by letter, from one that sounds like "em", "ef", "en" or "ar".
    r"|(?:M(?:A|S|M|FA|BA|Ed|Eng|Phil|Sc|Mus)|MMus|FOH|FX|NYU|R&B)\b"
)


def money(value: float, *, cents: bool = False) -> str:
    """US dollars: 73130 -> "$73,130"; with cents for hourly pay."""
    return f"${value:,.2f}" if cents else f"${value:,.0f}"


def pay(value: float, unit: str) -> str:
    """A wage with its unit: "$73,130 a year", "$35.16 an hour"."""
    return f"{money(value, cents=unit == 'USD an hour')} {unit.removeprefix('USD ')}"


def count(value: float) -> str:
    """A whole number with thousands: 16900 -> "16,900"."""
    return f"{value:,.0f}"


def percent(value: float, *, sign: bool = False) -> str:
    """A share or change: 3.1 -> "3.1 %"; with a sign for changes, and a true minus."""
    rounded = round(value, 1) or 0.0  # no sign before a zero
    text = f"{rounded:+.1f}" if sign and rounded else f"{rounded:.1f}"
    return text.removesuffix(".0").replace("-", "−") + " %"


def date(as_of: str) -> str:
    """A knowledge date in words: "2025-05" -> "May 2025"; school years and others as they are."""
    if " to " in as_of:
        return " to ".join(date(end) for end in as_of.split(" to "))
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", as_of)
    if not match:
        return as_of
    year, month, day = match.groups()
    if not 1 <= int(month) <= 12:  # a school year such as 2024-25
        return as_of
    name = MONTHS[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """A list in a sentence: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capital(text: str) -> str:
    """The text with a capital first letter, the rest unchanged."""
    return text[:1].upper() + text[1:]


def plural(name: str) -> str:
    """The plural of a job title or course name; regular English and a few others."""
    head, of, rest = name.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"
    if name.endswith("person"):
        return name.removesuffix("person") + "people"
    if name.endswith("tech"):
        return name + "s"
    if re.search(r"(s|x|ch|sh)$", name):
        return name + "es"
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + "s"


def article(name: str) -> str:
    """The name with "a" or "an"."""
    return f"{'an' if _VOWEL_SOUND.match(name) else 'a'} {name}"


def sentence(text: str) -> str:
    """The text as a sentence: capital first, full stop last."""
    text = capital(text.strip())
    return text if text.rstrip('*"”').endswith((".", "!", "?", ":")) else text + "."
