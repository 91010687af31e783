"""The options of ``overture add`` and ``overture schema``.

Values that the knowledge decides (ids, codes, dates) are checked when they are used, so
that ``overture --help`` need not load the models.  A test holds that the options for
schools are the columns of their table.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

SCOPES = ("core", "related", "extra", "group", "benchmark")
LEVELS = ("certificate", "diploma", "associate", "bachelor", "master", "doctorate")
# The columns of the table of schools; where it helps, what to write there.
SCHOOL_COLUMNS = {
    "unitid": "its number in the US federal directory (IPEDS), six digits",
    "city": "where it is",
    "state": "two letters",
    "zip": "ZIP code",
    "county": "",
    "latitude": "degrees, north positive",
    "longitude": "degrees, east positive: negative in the US",
    "locale": 'as in the directory: "city, large"',
    "control": "public, private nonprofit or private for-profit",
    "size": 'band of students, as in the directory: "1,000-4,999"',
    "hbcu": "yes or no: historically Black",
    "tribal": "yes or no: tribal college",
    "offers_graduate": "yes or no: teaches beyond the bachelor's",
    "metro": "code of its metropolitan area, five digits",
    "website": "address",
    "admissions_page": "address",
    "aid_page": "address",
    "apply_page": "address",
    "net_price_page": "address",
    "veterans_page": "address",
    "disability_page": "address",
    "directory_year": "year of the directory that this is from",
}


def describe_schema(parser: argparse.ArgumentParser) -> None:
    """Options of ``overture schema``."""
    parser.add_argument("folder", nargs="?", type=Path, help="knowledge folder (default: data/knowledge)")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if something is not up to date")
    parser.add_argument("--docs", action="store_true", help="the tables in docs/knowledge.md too")


def describe_add(kinds: Any) -> None:
    """Options of ``overture add``; ``kinds`` takes a parser for each kind."""
    course = _kind(kinds, "course", "a subject that is taught", '"Audio forensics" --source some-source')
    course.add_argument("--source", required=True, metavar="ID", help="id of the source that tells what is taught")
    _date(course)
    course.add_argument("--concentration", metavar="ID", help="id of the track that it belongs to most")

    career = _kind(kinds, "career", "an occupation", '"foley artist" --soc 27-4014')
    career.add_argument("--soc", required=True, metavar="CODE", help="US occupation code, like 27-4014")
    career.add_argument("--plural", metavar="TEXT", help="plural of the name, if it isn't regular")
    career.add_argument("--scope", choices=SCOPES, default="related", help="how near to the field (default: related)")
    career.add_argument("--source", metavar="ID", help="id of the source that tells what people in it do")
    _date(career)

    program = _kind(
        kinds, "program", "a degree program", '"MS in Audio" --school "Temple University" --degree ms --page URL ...'
    )
    _describe_program(program)

    school = _kind(kinds, "school", "a school, as a row of the table", '"Example College" --unitid 999999 ...')
    school.add_argument("--same-name", action="store_true", help="another school may have this name")
    for column, help in SCHOOL_COLUMNS.items():
        school.add_argument(f"--{column.replace('_', '-')}", metavar="TEXT", help=help or None)


def _describe_program(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", required=True, metavar="NAME", help="name or alias of a school, or a new name")
    parser.add_argument("--unitid", type=int, metavar="NUMBER", help="the school's number, where several share a name")
    parser.add_argument("--city", metavar="NAME", help="where it is taught (default: where the school is)")
    parser.add_argument("--state", metavar="XX", help="two letters, in the US and Canada")
    parser.add_argument("--country", metavar="XX", help="two letters (default: that of the state or the school)")
    parser.add_argument("--degree", action="append", default=[], metavar="ID", help="id of a degree; may be repeated")
    parser.add_argument("--level", choices=LEVELS, help="level of study (default: that of the degree)")
    parser.add_argument("--page", required=True, metavar="URL", help="address of the page that names the program")
    parser.add_argument(
        "--as-of", required=True, metavar="DATE", help='what the page speaks for: "2026-27", "2026-05", undated'
    )


def _kind(kinds: Any, name: str, what: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(
        name,
        help=f"add {what}",
        description=f"Adds {what}, and says where to write on.",
        epilog=f"example:\n  overture add {name} {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", help="as answers should write it")
    parser.add_argument("--alias", action="append", default=[], metavar="NAME", help="another name; may be repeated")
    parser.add_argument("--folder", type=Path, help="knowledge folder (default: data/knowledge)")
    if name != "school":
        parser.add_argument("--id", metavar="ID", help="id of the record (default: made from the name)")
        parser.add_argument("--file", metavar="FILE", help="file within the folder, where there are several")
    return parser


def _date(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="what the source speaks for (default: as its record says)")
