"""The made-up world with programs and tables: two schools in the table, one known by its programs alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml

from overture.knowledge.layouts import LAYOUTS, Known
from tests.world import World

PLACES = """\
- {id: northlirra, name: North Lirra, kind: state, code: NL}
- {id: southlirra, name: South Lirra, kind: state, code: SL}
- {id: westlirra, name: West Lirra, kind: state, code: WL}
- {id: the-shore, name: The Shore, kind: region, basis: everyday, states: [SL, WL], note: Where the boats are.}
- {id: fogland, name: Fogland, kind: country, code: FG}
- {id: mistland, name: Mistland, kind: country, code: FH}
- {id: the-fogs, name: The Fogs, kind: region, basis: everyday, countries: [FG, FH], note: Hard to see.}
"""
NORTH = """\
# Programs of the north.

# The oldest program of the isle
- id: harbor-mm-bells
  name: MM in Bells
  school: Harbor College   # founded on a pier
  school_aliases: [Old Harbor]
  unitid: 100001
  places:
    - {city: Pier, state: NL, country: US}
  degrees: [mm]
  level: master
  status: {page: book, text: In the book of 2024., standing: recent, latest: "2024"}
  pages:
    - {key: book, url: "https://harbor.invalid/bells", as_of: "2024"}
# The end of the north.
"""
SOUTH = """\
- id: cave-ms-echoes
  name: MS in Echoes
  school: Cave School
  places:
    - {city: Deep, state: SL, country: US}
    - {city: Mist, country: FG}
  degrees: [ms]
  level: master
  status: {page: wall, text: Painted on the wall., standing: undated}
  pages:
    - {key: wall, url: "https://cave.invalid/echoes", as_of: undated}
"""
SCHOOLS = [
    {"unitid": "100001", "name": "Harbor College", "aliases": "HC", "city": "Pier", "state": "NL"},
    {"unitid": "100005", "name": "The Reed School", "aliases": "", "city": "Reeds", "state": "SL"},
    {"unitid": "100009", "name": "Reed School", "aliases": "", "city": "Marsh", "state": "WL"},
]
SHARED = {
    "latitude": "1.5",
    "longitude": "-2.5",
    "locale": "town, remote",
    "control": "public",
    "hbcu": "no",
    "tribal": "no",
    "offers_graduate": "yes",
    "directory_year": "2024",
}


@pytest.fixture
def isle(world: World) -> Path:
    """A knowledge folder that a test may change."""
    folder = world.folder
    world.write("places.yaml", PLACES)
    world.write("programs/north.yaml", NORTH)
    world.write("programs/south.yaml", SOUTH)
    tables = []
    for kind, layout_of in LAYOUTS.items():
        layout = layout_of(Known())
        columns = [*layout.columns, *(["2024"] if layout.years else [])]
        written = io.StringIO(newline="")
        rows = csv.DictWriter(written, columns, restval="", lineterminator="\n")
        rows.writeheader()
        if kind == "school":
            rows.writerows({**SHARED, **school} for school in SCHOOLS)
        file = f"tables/{kind.replace('-', '_')}s.csv"
        world.write(file, written.getvalue())
        tables.append(
            {
                "id": f"{kind}s",
                "file": file,
                "kind": kind,
                "source": "lirra-bureau-2025",
                "as_of": "2025",
                "row": "a row",
                "units": dict.fromkeys(layout.figures, "units"),
                "blank": "not reported",
            }
        )
    world.write("tables.yaml", yaml.safe_dump(tables))
    return folder
