"""Small files served from memory: with a strong ETag, compressed where the client takes it."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

# Less than a few hundred bytes don't get smaller on the way.
SMALLEST_TO_COMPRESS = 500


@dataclass(frozen=True)
class Content:
    """What is served: the bytes, the same compressed, and the tag that tells versions apart."""

    plain: bytes
    zipped: Optional[bytes]
    tag: str
    kind: str

    @classmethod
    def of(cls, plain: bytes, kind: str) -> Content:
        """Content of a media type."""
        zipped = gzip.compress(plain, 9, mtime=0) if len(plain) >= SMALLEST_TO_COMPRESS else None
        return cls(plain, zipped, hashlib.sha256(plain).hexdigest()[:32], kind)


class File:
    """A file that is read again when it has changed.

    Args:
        path: where it is.
        kind: its media type.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self._path = path
        self._kind = kind
        self._seen: Optional[tuple[int, int]] = None
        self._content: Optional[Content] = None

    def content(self) -> Optional[Content]:
        """What is in it; None if there is no such file."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_size)
            if self._content is None or seen != self._seen:
                self._content, self._seen = Content.of(self._path.read_bytes(), self._kind), seen
        except OSError:
            return None
        return self._content


def respond(request: Request, content: Content, headers: dict[str, str]) -> HTTPResponse:
    """The content, compressed if asked for; only its tag, if the client has it already."""
    zipped = content.zipped is not None and _takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{content.tag}-gz"' if zipped else f'"{content.tag}"'
    head = {"ETag": tag, "Vary": "Accept-Encoding", **headers}
    if _has(request.headers.get("if-none-match", ""), tag):
        return response.empty(304, head)
    body = content.plain
    if zipped and content.zipped is not None:
        body, head["Content-Encoding"] = content.zipped, "gzip"
    return response.raw(body, headers=head, content_type=content.kind)


def _takes_gzip(accepted: str) -> bool:
    for wish in accepted.lower().split(","):
        name, _, weight = wish.replace(" ", "").partition(";q=")
        if name in ("gzip", "*"):
            return weight.strip("0.") != "" or not weight
    return False


def _has(known: str, tag: str) -> bool:
    # A proxy that compresses by itself weakens the tag.
    return known.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in known.split(","))
