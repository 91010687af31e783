"""Overture against plain Rasa's default pipeline, in one run, as ratios: ``python -m tests.bench``."""
