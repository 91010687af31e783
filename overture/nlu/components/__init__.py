"""Rasa graph components; each is thin and calls a plain module of ``overture.nlu``."""
