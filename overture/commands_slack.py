"""What ``overture slack`` does."""

from __future__ import annotations

import argparse

from overture.commands import CommandError


def slack(options: argparse.Namespace) -> int:
    """Asks Slack whether tokens and scopes are right; 1 if not, or if that can't be told."""
    from overture.channels.slack import check, settings

    try:
        found = settings.from_environment()
    except settings.SlackSetupError as error:
        raise CommandError(str(error)) from error
    if found is None:
        raise CommandError(
            f"Slack is off: set {settings.BOT_TOKEN} and {settings.APP_TOKEN} in the environment (docs/slack.md)."
        )
    findings = list(check.findings(found))
    for finding in findings:
        print(f"{finding.level:8} {finding.text}")
    return 1 if any(finding.level in (check.FAULT, check.UNKNOWN) for finding in findings) else 0
