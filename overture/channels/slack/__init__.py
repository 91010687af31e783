"""Slack: direct messages, mentions, the assistant pane, a command and a shortcut; see docs/slack.md."""

from overture.channels.slack.channel import SlackInput

__all__ = ["SlackInput"]
