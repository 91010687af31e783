"""What each command of ``overture`` does."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import uuid
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from overture import lean
from overture.knowledge import KnowledgeError, default_folder, load
from overture.knowledge.load import KINDS

if TYPE_CHECKING:
    from overture.engine import Bot

ROOT = Path(__file__).resolve().parents[1]


class CommandError(Exception):
    """A command could not do what was asked; the message is one clear line for the user."""


def check(options: argparse.Namespace) -> int:
    """Prints every fault of the knowledge; 1 if there is any."""
    folder: Path = options.folder or default_folder()
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder, expected one with sources.yaml, careers.yaml and so on")
    try:
        knowledge = load(folder)
    except KnowledgeError as error:
        print(error)
        number = len(error.faults)
        print(f"{number} fault" if number == 1 else f"{number} faults", file=sys.stderr)
        return 1
    kinds = {name: getattr(knowledge, name) for name in KINDS if name != "tables"}
    sizes = ", ".join(f"{len(records)} {name}" for name, records in kinds.items())
    sizes += f", {len(knowledge.tables.schools)} schools in tables"
    print(f"No faults: {sizes}.")
    return 0


def train(options: argparse.Namespace) -> int:
    """Trains when data, domain or configuration are newer than the last model."""
    _quiet()
    from overture import training

    try:
        path = training.train(force=options.force)
    except (training.TrainingError, KnowledgeError) as error:
        raise CommandError(str(error)) from error
    print(f"Model: {path}")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serves until stopped."""
    _quiet(options.log_format)
    from rasa.shared.exceptions import RasaException  # of a channel that is set up wrongly, among others

    from overture import server
    from overture.engine import EngineError
    from overture.handover import ConfigError

    try:
        server.serve(options.host, options.port, options.model, in_process=not options.http_actions)
    except (EngineError, KnowledgeError, ConfigError, RasaException, OSError) as error:
        raise CommandError(str(error)) from error
    return 0


def ask(options: argparse.Namespace) -> int:
    """Prints the answer to one question."""
    from overture.channels.guards import Refusal, checked_text

    try:
        question = checked_text(options.question)
    except Refusal as refusal:
        raise CommandError(refusal.message) from refusal
    replies = _bot(options).ask(question, sender=uuid.uuid4().hex)
    if options.json:
        shown = [{"text": r.text, "answer": r.parts, "buttons": list(r.buttons)} for r in replies]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for reply in replies:
            print(reply.text)
            _print_buttons(reply.buttons)
    return 0


def chat(options: argparse.Namespace) -> int:
    """A conversation in the terminal; /stop or Ctrl-D ends it."""
    bot = _bot(options)
    sender = uuid.uuid4().hex
    buttons: tuple[dict[str, Any], ...] = ()
    print("Ask me about studying music production. A number picks a suggestion; /stop ends.")
    while True:
        try:
            typed = input("\n> ").strip()
        except EOFError:
            print()
            return 0
        if typed == "/stop":
            return 0
        if not typed:
            continue
        if typed.isdecimal() and 1 <= int(typed) <= len(buttons):
            typed = str(buttons[int(typed) - 1]["payload"])
            print(f"> {typed}")
        buttons = _exchange(bot, typed, sender)


def _exchange(bot: Bot, typed: str, sender: str) -> tuple[dict[str, Any], ...]:
    from overture.channels.guards import Refusal, checked_text

    try:
        replies = bot.ask(checked_text(typed), sender)
    except Refusal as refusal:
        print(refusal.message)
        return ()
    for reply in replies:
        print(reply.text)
        _print_buttons(reply.buttons)
    return replies[-1].buttons if replies else ()


def _print_buttons(buttons: tuple[dict[str, Any], ...]) -> None:
    if buttons:
        print("  " + "   ".join(f"{i}) {button['title']}" for i, button in enumerate(buttons, 1)))


def score(options: argparse.Namespace) -> int:
    """Scores a file of questions or dialogues."""
    from overture.review import scoring

    try:
        items = scoring.read(options.file)
    except (OSError, ValueError) as error:
        raise CommandError(f"{options.file}: {error}") from error
    report = scoring.score(items, _bot(options))
    print(report.as_text(options.show))
    return 0 if report.share >= options.at_least else 1


def add(options: argparse.Namespace) -> int:
    """Adds one record or row to the knowledge."""
    from overture import commands_edit

    return commands_edit.add(options)


def schema(options: argparse.Namespace) -> int:
    """Writes or checks the schemas of the knowledge files."""
    from overture import commands_edit

    return commands_edit.schema(options)


def review(options: argparse.Namespace) -> int:
    """Prints what was not answered."""
    from overture import commands_review

    return commands_review.review(options)


def handover(options: argparse.Namespace) -> int:
    """Checks where questions for a person go."""
    from overture import commands_handover

    return commands_handover.handover(options)


def slack(options: argparse.Namespace) -> int:
    """Checks the tokens and scopes for Slack."""
    _quiet()
    from overture import commands_slack

    return commands_slack.slack(options)


def forget(options: argparse.Namespace) -> int:
    """Deletes all that is kept of a conversation."""
    _quiet()
    from overture import commands_forget

    return commands_forget.forget(options)


def capabilities(options: argparse.Namespace) -> int:
    """Prints the score of the contract, and checks it."""
    from overture import commands_contract

    return commands_contract.capabilities(options)


def _bot(options: argparse.Namespace) -> Bot:
    _quiet()
    from overture.engine import Bot, EngineError

    try:
        return Bot.load(options.model)
    except (EngineError, KnowledgeError) as error:
        raise CommandError(str(error)) from error


def _quiet(log_format: Optional[str] = None) -> None:
    """Before Rasa is imported: no TensorFlow where none is used, no start-up noise; errors still come through.

    Args:
        log_format: ``text`` or ``json`` for the log of a server.
    """
    lean.install(ROOT / "config.yml")
    import sanic.app  # noqa: F401  (at import it sets a filter for warnings: ours has to come after)

    warnings.filterwarnings("ignore")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    logging.basicConfig(level=logging.ERROR)
    import structlog
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.ERROR)
    configure_structlog(logging.ERROR)
    # Rasa's own looks for what makes a line anonymous before it looks at the line's level, a dozen times a message.
    filtering = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=filtering, cache_logger_on_first_use=True)
    warnings.resetwarnings()  # Rasa has just set filters of its own
    warnings.filterwarnings("ignore")
    logging.getLogger("overture").setLevel(logging.INFO)
    logging.getLogger("actions").setLevel(logging.INFO)
    if log_format:
        from overture.serving import logs

        logs.begin(log_format)
