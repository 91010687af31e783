"""Signatures of webhooks, in the way of Standard Webhooks, which receivers can check with ready-made libraries.

Specification: standardwebhooks.com.  A key is ``whsec_`` with at least 24 random bytes in base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Optional

PREFIX = "whsec_"
_FEWEST_BYTES = 24


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """The value of the header ``webhook-signature``.

    Args:
        secret: the key, with its prefix or without.
        id: of the message, the header ``webhook-id``.
        timestamp: seconds since 1970, the header ``webhook-timestamp``.
        body: the very bytes that are sent.

    Raises:
        ValueError: the key is not base64.
    """
    signed = f"{id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def secret_fault(secret: str) -> Optional[str]:
    """What is wrong with a key, as it follows on its name; None when nothing is."""
    if not secret:
        return "is not set"
    try:
        long_enough = len(_key(secret)) >= _FEWEST_BYTES
    except ValueError:
        return f"does not hold a key, expected {PREFIX} with random bytes in base64"
    return None if long_enough else f"holds too short a key, expected at least {_FEWEST_BYTES} bytes"


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the key is not base64") from error
