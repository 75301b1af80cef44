"""Readers while runs compute: how long a page takes, at the 95th percentile.

    python benchmarks/page_load.py [READERS] [SECONDS] [PAUSE]

Starts a server of its own with two processes, asks for two runs, and lets readers (200
by default) read in turn the first page, a scenario's page, how its run stands and its
verdicts, on the loopback device. Each reader has a connection of its own, as a browser
has, and pauses PAUSE seconds (1, which is hasty) after each page; like a browser that
comes for the first time it has nothing at hand, and takes what is compressed. The
client does as little as it can, since it has the same cores: it skips bodies. Prints
milliseconds by kind of page, and what the server itself took.
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
from urllib.parse import urlsplit

import httpx
import numpy as np

READERS, SECONDS, PAUSE = 200, 20.0, 1.0
SCENARIO = "nato-east-asia"
OK = "200"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


async def _ready(client: httpx.AsyncClient) -> str:
    """Return the id of the run as it stands, once it has an answer."""
    page = (await client.get(f"/s/{SCENARIO}")).text
    found = re.search(r'id="about">(.*?)</script>', page, re.DOTALL)
    run = json.loads(found[1])["base"] if found else ""
    while not (await client.get(f"/api/runs/{run}")).json()["results"]:
        await asyncio.sleep(0.5)
    return run


class Reader:
    """Reads pages in turn until a time, over one connection."""

    def __init__(self, host: str, port: int, pause: float) -> None:
        """Keep where the server is."""
        self.host, self.port, self.pause = host, port, pause
        self.took: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    async def read(self, pages: dict[str, str], wait: float, until: float) -> None:
        """Wait, connect, and read."""
        await asyncio.sleep(wait)
        streams = await asyncio.open_connection(self.host, self.port, limit=2**20)
        while time.monotonic() < until:
            for name, address in pages.items():
                began = time.monotonic()
                status = await self._get(address, *streams)
                self.took[name].append(time.monotonic() - began)
                if status != OK:
                    self.errors.append(f"{name}: {status}")
                await asyncio.sleep(self.pause)
        streams[1].close()

    async def _get(
        self, address: str, come: asyncio.StreamReader, go: asyncio.StreamWriter
    ) -> str:
        host = f"{self.host}:{self.port}"
        text = (
            f"GET {address} HTTP/1.1\r\nhost: {host}\r\naccept-encoding: gzip\r\n\r\n"
        )
        go.write(text.encode())
        head = await come.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        await come.readexactly(int(length[1]) if length else 0)
        return head[9:12].decode()


def _spent(process: int) -> float:
    """Return the seconds of a core that a process took, or nothing where none tells."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _measure(
    where: str, server: int, readers: int, seconds: float, pause: float
) -> None:
    async with httpx.AsyncClient(base_url=where, timeout=60) as client:
        run = await _ready(client)
        for seed in (11, 12):
            asked = {"scenario": SCENARIO, "draws": 512, "seed": seed}
            (await client.post("/api/runs", json=asked)).raise_for_status()
        pages = {
            "first page": "/", "scenario": f"/s/{SCENARIO}",
            "state": f"/api/runs/{run}", "verdicts": f"/api/runs/{run}/verdicts",
        }  # fmt: skip
        place = urlsplit(where)
        many = [Reader(place.hostname or "", place.port or 80, pause)
                for _ in range(readers)]  # fmt: skip
        began, spent, own = time.monotonic(), _spent(server), time.process_time()
        until = began + seconds
        await asyncio.gather(*(each.read(pages, k / readers * pause * len(pages), until)
                               for k, each in enumerate(many)))  # fmt: skip
        lasted = time.monotonic() - began
        spent, own = _spent(server) - spent, time.process_time() - own
        working: list[Any] = (await client.get("/api/runs")).json()
    print(f"{readers} readers, {lasted:.0f} s, each pauses {pause:g} s after a page; "
          f"two runs {' and '.join(x['status'] for x in working)}")  # fmt: skip
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"load of the machine, last minute: {load:.1f} on {cores} cores")
    took = {name: [t for each in many for t in each.took[name]] for name in pages}
    errors = [error for each in many for error in each.errors]
    for name, times in took.items():
        middle, late = np.quantile(np.array(times) * 1e3, [0.5, 0.95])
        count = f"{name:<12} {len(times):>6} read"
        print(f"{count}  median {middle:6.0f} ms  p95 {late:6.0f} ms")
    every = np.concatenate([np.array(t) for t in took.values()]) * 1e3
    print(f"{'all':<12} {len(every):>6} read  median {np.median(every):6.0f} ms  p95 "
          f"{np.quantile(every, 0.95):6.0f} ms, {len(errors)} errors "
          f"{sorted(set(errors))}")  # fmt: skip
    print(f"of a core a page: server {1e3 * spent / len(every):.2f} ms, client "
          f"{1e3 * own / len(every):.2f} ms")  # fmt: skip


def main() -> None:
    """Start a server, measure, and stop it."""
    given = [float(each) for each in sys.argv[1:]]
    readers, seconds, pause = [*given, *(READERS, SECONDS, PAUSE)[len(given) :]]
    command = Path(sys.executable).with_name("detente")
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [str(command), "serve", "--port", "0", "--workers", "2", "--runs", folder],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            where = server.stdout.readline().strip() if server.stdout else ""
            asyncio.run(_measure(where, server.pid, int(readers), seconds, pause))
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
