"""From what was understood of a message, and what was talked about before it, to the question that it asks."""
