"""What ``overture review`` does."""

from __future__ import annotations

import argparse
import json
import sqlite3
from pathlib import Path

from overture.commands import CommandError
from overture.review import keeper, report
from overture.review.missed import Reason
from overture.review.store import ReviewStore

GAPS = "gaps"


def review(options: argparse.Namespace) -> int:
    """Prints what was not answered, or what is missing most."""
    try:
        missed = ReviewStore(_file(options)).read(options.since or 0.0, options.reason and Reason(options.reason))
    except (sqlite3.Error, OSError, ValueError) as error:
        raise CommandError(f"{_file(options)} can't be read: {error}") from error
    if options.what == GAPS:
        lacks = report.lacks(missed)
        print(_json(lack.as_dict() for lack in lacks) if options.json else report.lacks_text(lacks, options.most))
    else:
        print(_json(m.as_dict() for m in missed) if options.json else report.missed_text(missed, options.most))
    return 0


def _file(options: argparse.Namespace) -> Path:
    path: Path | None = options.file or keeper.default_file()
    if path is None:
        raise CommandError("nothing is kept, since OVERTURE_REVIEW is off; name a file with --file")
    if options.file and not path.is_file():
        raise CommandError(f"there is no file {path}")
    return path


def _json(items: object) -> str:
    return json.dumps(list(items), ensure_ascii=False, indent=2)  # type: ignore[call-overload]
