"""Where the bot is used: Rasa channels, each with its guards."""
