"""What every server needs whatever its channels: bounds, health, metrics, a log without people's words, a clean end."""
