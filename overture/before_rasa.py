"""Puts a stand-in in TensorFlow's place before Rasa is imported, by whomever, where TensorFlow is not installed.

``overture.pth`` in the environment calls :func:`watch` at each start of Python, so that plain ``rasa train``, ``rasa
run`` and the others work too: they import TensorFlow before anything of this project.  Other programs pay a millisecond
for it, and one comparison an import: nothing more is loaded here before Rasa is.
"""

import sys


class _Watcher:
    """Finds no module; only notices that Rasa is looked for."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "rasa":
            from overture import lean

            lean.stand_in_where_missing()


def watch() -> None:
    """From now on, TensorFlow is stood in for as soon as Rasa is imported, if it is not installed."""
    if not any(type(finder) is _Watcher for finder in sys.meta_path):
        sys.meta_path.insert(0, _Watcher())  # without its base class, which takes long to import
