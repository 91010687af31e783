"""What ``overture handover`` does."""

from __future__ import annotations

import argparse

from overture.commands import CommandError
from overture.handover import ConfigError, Desk, Line, Record, read_config
from overture.handover.config import FileSettings, TargetSettings, default_file
from overture.handover.record import now

TEST_CONVERSATION = "test-of-the-handover"


def handover(options: argparse.Namespace) -> int:
    """Checks the settings and says where questions go; with ``--test`` hands one over."""
    try:
        desk = Desk(read_config())
    except ConfigError as error:
        raise CommandError(str(error)) from error
    print(f"{default_file().name}: no faults. Questions go to {desk.config.office}.", flush=True)
    waiting = desk.waiting()
    for settings in desk.config.targets:
        print(f"  {settings.name}: {_where(settings, desk)}; {waiting.get(settings.name, 0)} waiting")
    for name in sorted(waiting.keys() - {settings.name for settings in desk.config.targets}):
        print(f"  {name}: no target of this file, but of a server that runs; {waiting[name]} waiting")
    if not desk.open:
        print("  There is no target: nothing is taken down, and the bot says that nobody is there.")
    return _test(desk) if options.test else 0


def _where(settings: TargetSettings, desk: Desk) -> str:
    if isinstance(settings, FileSettings):
        return f"lines of JSON in {desk.config.folder / settings.folder}"
    return f"signed JSON to {settings.url.split('?')[0]}"


def _test(desk: Desk) -> int:
    text = "This is a test of the handover; nobody waits for an answer."
    record = Record(TEST_CONVERSATION, text, channel="test", transcript=(Line("visitor", text, now()),))
    failed = 0
    for name, why in desk.try_out(record).items():
        failed += why is not None
        print(f"  {name}: {'has the test record' if why is None else f'was not reached: {why}'}")
    return 1 if failed else 0
