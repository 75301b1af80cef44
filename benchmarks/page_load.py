"""Readers while runs compute: how long a page takes, at the 95th percentile.

    python benchmarks/page_load.py [READERS] [SECONDS]

Starts a server of its own with two processes, asks for two runs, and lets readers (200
by default) read in turn a scenario's page, its verdicts and a view, on the loopback
device, each a pause of a second after the last. Prints milliseconds by kind of page.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx
import numpy as np

READERS, SECONDS, PAUSE = 200, 20.0, 1.0
SCENARIO = "nato-east-asia"


async def _ready(client: httpx.AsyncClient) -> str:
    """Return the id of the run as it stands, once it has an answer."""
    page = (await client.get(f"/s/{SCENARIO}")).text
    found = re.search(r'id="about">(.*?)</script>', page, re.DOTALL)
    run = json.loads(found[1])["base"] if found else ""
    while not (await client.get(f"/api/runs/{run}")).json()["results"]:
        await asyncio.sleep(0.5)
    return run


async def _reader(
    client: httpx.AsyncClient, pages: dict[str, str], until: float, k: int,
    took: dict[str, list[float]], errors: list[str],
) -> None:  # fmt: skip
    await asyncio.sleep(k / READERS * PAUSE)
    while time.monotonic() < until:
        for name, address in pages.items():
            began = time.monotonic()
            try:
                answer = await client.get(address)
                if answer.status_code != httpx.codes.OK:
                    errors.append(f"{name}: {answer.status_code}")
            except httpx.HTTPError as problem:
                errors.append(f"{name}: {type(problem).__name__}")
            took[name].append(time.monotonic() - began)
            await asyncio.sleep(PAUSE)


async def _measure(where: str, readers: int, seconds: float) -> None:
    limits = httpx.Limits(max_connections=readers)
    async with httpx.AsyncClient(base_url=where, timeout=60, limits=limits) as client:
        run = await _ready(client)
        for seed in (11, 12):
            asked = {"scenario": SCENARIO, "draws": 512, "seed": seed}
            (await client.post("/api/runs", json=asked)).raise_for_status()
        pages = {
            "first page": "/", "scenario": f"/s/{SCENARIO}",
            "state": f"/api/runs/{run}", "verdicts": f"/api/runs/{run}/verdicts",
        }  # fmt: skip
        took: dict[str, list[float]] = defaultdict(list)
        errors: list[str] = []
        until = time.monotonic() + seconds
        await asyncio.gather(
            *(_reader(client, pages, until, k, took, errors) for k in range(readers))
        )
        working: list[Any] = (await client.get("/api/runs")).json()
    print(f"{readers} readers, {seconds:g} s, each a page a second; two runs "
          f"{' and '.join(x['status'] for x in working)}")  # fmt: skip
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"load of the machine, last minute: {load:.1f} on {cores} cores")
    for name, times in took.items():
        middle, late = np.quantile(np.array(times) * 1e3, [0.5, 0.95])
        count = f"{name:<12} {len(times):>6} read"
        print(f"{count}  median {middle:6.0f} ms  p95 {late:6.0f} ms")
    every = np.concatenate([np.array(t) for t in took.values()]) * 1e3
    print(f"{'all':<12} {len(every):>6} read  p95 {np.quantile(every, 0.95):6.0f} ms, "
          f"{len(errors)} errors {sorted(set(errors))}")  # fmt: skip


def main() -> None:
    """Start a server, measure, and stop it."""
    readers = int(sys.argv[1]) if len(sys.argv) > 1 else READERS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    command = Path(sys.executable).with_name("detente")
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [str(command), "serve", "--port", "0", "--workers", "2", "--runs", folder],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            where = server.stdout.readline().strip() if server.stdout else ""
            asyncio.run(_measure(where, readers, seconds))
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
