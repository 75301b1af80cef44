"""Time a search for better plans, its held-out check included.

python benchmarks/decide_speed.py --plans 200 --workers 2
"""

import argparse
import os
import platform
import resource
import time

LIMIT = 300.0  # seconds for 200 plans on two cores


def main() -> None:
    """Search once and print the time of each stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    import detente

    began = time.monotonic()
    ends: dict[str, float] = {}

    def tell(stage: str, *_: object) -> None:
        ends[stage] = time.monotonic() - began

    found = detente.propose(
        options.scenario, options.plans, workers=options.workers, progress=tell
    )
    spent = time.monotonic() - began
    print(
        f"{options.scenario}: {found['tried']} of {found['possible']:,} plans, "
        f"{found['draws']} draws x {len(found['lenses'])} lenses each, "
        f"{options.workers} workers on {os.cpu_count()} cores, {platform.machine()}"
    )
    for stage, at in ends.items():
        print(f"  {stage} ended after {at:.1f} s")
    used = sum(
        (took := resource.getrusage(who)).ru_utime + took.ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"  processor time {used:.1f} s: on cores that do nothing else at best "
        f"{used / options.workers:.1f} s; load now {os.getloadavg()[0]:.1f}"
    )
    print(f"  in all {spent:.1f} s (aim for 200 plans: {LIMIT:.0f} s)")
    print(f"  {len(found['proposals'])} proposals, optimism {found['optimism']}")


if __name__ == "__main__":
    main()
