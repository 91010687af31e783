"""What Overture knows: typed records, loading and checking, look-up by name."""

from overture.knowledge.base import Knowledge, Passage, Subject
from overture.knowledge.errors import Fault, KnowledgeError
from overture.knowledge.load import load
from overture.knowledge.names import fold
from overture.knowledge.store import KnowledgeStore, default_folder, shared

__all__ = [
    "Fault",
    "Knowledge",
    "KnowledgeError",
    "KnowledgeStore",
    "Passage",
    "Subject",
    "default_folder",
    "fold",
    "load",
    "shared",
]
