"""The command ``overture``: serve, chat, ask, check, train, score and more; `overture --help` lists them."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
import time
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import NoReturn

from overture import __version__
from overture.editing import arguments
from overture.review.missed import Reason

_EXAMPLES = """\
examples:
  overture serve --port 8080          serve on http://localhost:8080
  overture chat                       talk to it in the terminal
  overture ask "pay of a sound engineer"
  overture ask --json "mm or ms"      the parts of the answer as JSON
  overture check                      every fault in data/knowledge, with file and line
  overture add course "Audio forensics" --source some-source
  overture train                      train if data has changed since the last model
  overture score questions.jsonl --at-least 0.9
  overture review gaps --since 30d    what was asked for most and is not known
"""


class _Parser(argparse.ArgumentParser):
    """Bad arguments get one clear line, not a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    # Imported when needed: Rasa takes seconds to load, and `check` works without it.
    from overture import commands

    try:
        status: int = getattr(commands, options.command)(options)
        return status
    except commands.CommandError as error:
        print(f"overture {options.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads it has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="overture",
        description="An advisor on studying music production that answers from sourced facts.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"overture {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    _serve(commands)
    _chat(commands)
    _ask(commands)
    _check(commands)
    _train(commands)
    _score(commands)
    _review(commands)
    _handover(commands)
    _slack(commands)
    _forget(commands)
    _add_fact(commands)
    _schema(commands)
    _capabilities(commands)
    return parser


def _add(commands: argparse._SubParsersAction[_Parser], name: str, help: str, example: str) -> _Parser:
    return commands.add_parser(
        name,
        help=help,
        description=textwrap.fill(help[0].upper() + help[1:] + "."),
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, metavar="FILE", help="trained model (default: the newest in models/)")


def _serve(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "serve", "serve the bot over HTTP, with its actions in the same process", "overture serve --port 8080"
    )
    parser.add_argument("--host", default="localhost", help="address to listen on (default: localhost)")
    parser.add_argument("--port", type=_port, default=5005, help="port to listen on (default: 5005)")
    parser.add_argument("--http-actions", action="store_true", help="call the action server of endpoints.yml instead")
    parser.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="form of the log (default: text)"
    )
    _model(parser)


def _chat(commands: argparse._SubParsersAction[_Parser]) -> None:
    _model(_add(commands, "chat", "talk to the bot in the terminal", "overture chat"))


def _ask(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(commands, "ask", "ask one question and print the answer", 'overture ask "do i need a music degree"')
    parser.add_argument("question")
    parser.add_argument("--json", action="store_true", help="print the parts of the answer as JSON")
    _model(parser)


def _check(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(commands, "check", "check the knowledge and print every fault as file:line", "overture check")
    parser.add_argument("folder", nargs="?", type=Path, help="knowledge folder (default: data/knowledge)")


def _train(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "train", "train a model if the data has changed since the last one", "overture train --force"
    )
    parser.add_argument("--force", action="store_true", help="train even if nothing has changed")


def _score(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands,
        "score",
        "ask every question of a file and count the right answers by topic",
        "overture score questions.jsonl --at-least 0.9",
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="questions or dialogues, one JSON object a line")
    parser.add_argument("--at-least", type=_share, default=0.0, metavar="SHARE", help="exit 1 below this share, 0 to 1")
    parser.add_argument("--show", choices=("fail", "read", "all"), help="print these answers in full")
    _model(parser)


def _review(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands,
        "review",
        "list what was not answered, or count what is missing most",
        "overture review gaps --since 30d",
    )
    parser.add_argument("what", nargs="?", choices=("gaps",), metavar="gaps", help="count what is missing most instead")
    parser.add_argument("--since", type=_time, metavar="WHEN", help="from a day on (2026-11-01), or the last 7d or 24h")
    parser.add_argument("--reason", choices=[reason.value for reason in Reason], help="only these")
    parser.add_argument("--most", type=int, default=10, metavar="N", help="how many of each are shown (default: 10)")
    parser.add_argument("--json", action="store_true", help="print all of it as JSON")
    parser.add_argument("--file", type=Path, help="the file to read (default: review.db)")


def _handover(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "handover", "check where questions for a person go, and what waits", "overture handover --test"
    )
    parser.add_argument("--test", action="store_true", help="hand a test record over to every target")


def _slack(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "slack", "check the tokens and scopes for Slack, and what to do about them", "overture slack check"
    )
    parser.add_argument("what", choices=("check",), metavar="check", help="ask Slack whether they are right")


def _forget(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(commands, "forget", "delete all that is kept of one conversation", "overture forget web-x7Qk")
    parser.add_argument("sender", metavar="SENDER", help="the conversation, as its channel names it to the bot")


def _add_fact(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands,
        "add",
        "add a school, program, career or course to the knowledge",
        'overture add course "Audio forensics" --source some-source',
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND", parser_class=_Parser)
    arguments.describe_add(kinds)


def _schema(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "schema", "write the schemas by which editors check the knowledge files", "overture schema --check"
    )
    arguments.describe_schema(parser)


def _capabilities(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "capabilities", "say how much of what people want is answered", "overture capabilities --check"
    )
    parser.add_argument("--check", action="store_true", help="print every fault of capabilities.yml and of its page")
    parser.add_argument("--write", action="store_true", help="write docs/capabilities.md anew")


def _port(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if not 1 <= value <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port, expected a number from 1 to 65535")
    return value


def _time(text: str) -> float:
    """Seconds since 1970: of a day (UTC), or of so many days or hours ago."""
    number, unit = text[:-1], text[-1:]
    if unit in ("d", "h") and number.isdecimal():
        return time.time() - int(number) * (86400 if unit == "d" else 3600)
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no time, expected 2026-11-01, 7d or 24h") from None


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a share, expected a number from 0 to 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
