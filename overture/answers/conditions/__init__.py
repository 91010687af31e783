"""From the words of a message to conditions on schools and programs, and the shape of answer that is wanted."""
