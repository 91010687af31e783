"""Answers on studying: schools and programs, one or many, each side of them, what is taught."""
