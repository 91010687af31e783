"""How somebody can be reached, read out of what they wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass

EMAIL, PHONE = "email", "phone"
_AT = re.compile(r"\S*@\S*")
# From here on a run of digits is meant as a telephone number.
_FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Contact:
    """An e-mail address or a telephone number; the latter in its international form."""

    kind: str
    value: str


class ContactError(ValueError):
    """No contact could be read; the message says why, in a sentence for the one who wrote it."""


def read_contact(text: str, region: str = "US") -> Contact:
    """The first e-mail address of a message, else the first telephone number.

    Args:
        text: what somebody wrote ("you can call me at ...").
        region: two letters of the country whose numbers may come without country code.

    Raises:
        ContactError: there is none, or it can't be one.
    """
    found = _AT.search(text)
    if found:
        return Contact(EMAIL, _email(found.group().strip("<>()[],;:.!?'\"")))
    return Contact(PHONE, _phone(text, region))


def holds_contact(text: str) -> bool:
    """Whether a message looks as if it told an address or a number, be it right or wrong."""
    return bool(_AT.search(text)) or sum(c.isdigit() for c in text) >= _FEWEST_DIGITS


def _email(address: str) -> str:
    # Only loaded once somebody wants to be reached: the start of the bot shall not wait for it.
    from email_validator import EmailNotValidError, validate_email

    try:
        # Whether the domain takes mail would have to be asked of the network.
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ContactError(f"That e-mail address can't be right. {error}") from error


def _phone(text: str, region: str) -> str:
    import phonenumbers

    if sum(c.isdigit() for c in text) < _FEWEST_DIGITS:
        raise ContactError("I see neither an e-mail address nor a telephone number in that.")
    for match in phonenumbers.PhoneNumberMatcher(text, region):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    raise ContactError(
        "That telephone number can't be right. Please check the digits, with the area code; "
        "from outside the country begin with + and the country code."
    )
