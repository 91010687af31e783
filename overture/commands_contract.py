"""The command `overture capabilities`."""

from __future__ import annotations

import argparse
import sys

from overture.review import contract, contract_text


def capabilities(options: argparse.Namespace) -> int:
    """Prints the score, and with ``--check`` every fault; 1 if there is any."""
    try:
        combinations = contract.read()
    except contract.ContractError as error:
        print(error)
        return 1
    if options.write:
        contract_text.DOCS.write_text(contract_text.page(combinations), encoding="utf-8")
    faults = contract.faults(combinations, contract.intents()) if options.check else []
    if options.check and not contract_text.is_current(combinations):
        faults.append("docs/capabilities.md is not what capabilities.yml says: run `overture capabilities --write`")
    for fault in faults:
        print(fault if ".md" in fault else f"{contract.FILE.name}: {fault}")
    if not options.check:
        for combination in combinations:
            if not combination.answered:
                print(f"Not yet, {combination.importance}: {combination.want} ({combination.why})")
    print(contract_text.score_line(combinations) + ".", file=sys.stderr if faults else sys.stdout)
    return 1 if faults else 0
