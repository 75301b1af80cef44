"""Record what a small run of each scenario of the catalogue says: expected.json.

It stands beside scenario.toml; tests/whole/test_catalogue.py compares a run with it. Do
it again after any change that is meant to change numbers, and look at the difference.

    python scripts/record_expected.py [scenario ...]
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import detente
from detente.worlds.load import CATALOG

EXPECTED = "expected.json"
DRAWS, REPLICATES, SEED = 8, 1, 1


def measured(scenario: str, out: Path) -> dict[str, Any]:
    """Return shares and median effect of each claim's primary plan, by lens.

    The corners of the prior are not searched: that takes most of a small run, and
    changes neither shares nor effects.
    """
    with patch("detente.claims.compute.search", return_value={}):
        run = detente.run(
            scenario, draws=DRAWS, replicates=REPLICATES, seed=SEED, out=out,
            workers=1,  # compiling takes longer than running
        )  # fmt: skip
    claims: dict[str, dict[str, Any]] = {}
    for claim in run.to_json()["claims"]:
        if claim["primary"]:
            claims.setdefault(claim["id"], {})[claim["lens"]] = {
                **claim["shares"],
                "median": claim["effect"]["median"],
                "unit": claim["effect"]["unit"],
            }
    return {
        "draws": DRAWS, "replicates": REPLICATES, "seed": SEED, "claims": claims,
    }  # fmt: skip


def main(scenarios: list[str]) -> None:
    """Write the file of each scenario."""
    for scenario in scenarios or detente.catalogue():
        with tempfile.TemporaryDirectory() as out:
            found = measured(scenario, Path(out))
        target = CATALOG / scenario / EXPECTED
        target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {EXPECTED} of {scenario}: {len(found['claims'])} claims")


if __name__ == "__main__":
    main(sys.argv[1:])
