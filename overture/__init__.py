"""Overture: a conversational advisor on studying music production."""

from __future__ import annotations

import os

__version__ = "0.1.0"

# Rasa reports usage to its makers unless told not to, and its TensorFlow prints start-up
# noise; SQLAlchemy 1.4 announces 2.0 at each start.  All three read the environment at import.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
