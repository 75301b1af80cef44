"""What a scenario leaves unsaid that decides something: right, yet worth a word."""

from collections.abc import Iterator

from detente.worlds.schema import Scenario

__all__ = ["notes_of"]


def notes_of(scenario: Scenario) -> Iterator[str]:
    """Yield what a default decides in a scenario, one line each.

    An accession tells nobody anything unless an entry of `status_quo` says with whom
    it counts, while new ties count with neighbours unasked: whoever is silent takes a
    side.

    Args:
        scenario: A scenario that is right.
    """
    if any(entry.steps != "ties" for entry in scenario.world.status_quo):
        return
    joined = {
        f"{move.by} to {move.to}"
        for plan in scenario.plans
        for move in scenario.moves_of(plan)
        if move.kind == "join"
    }
    if joined:
        yield (
            f"{scenario.slug}: accessions ({', '.join(sorted(joined))}) count with "
            "nobody as evidence of aim, since no [[status_quo]] of world.toml says "
            "with whom, while new ties count with neighbours; add one with steps = "
            '"accessions", weight 0 if that is meant'
        )
