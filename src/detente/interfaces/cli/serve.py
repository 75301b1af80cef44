"""Open a page on which a scenario is explored in the browser."""

import argparse
import asyncio
import ipaddress
import os
import secrets
import socket
import sys
from pathlib import Path

from detente.core.cores import cores
from detente.core.errors import DetenteError, UsageError, shown
from detente.core.needs import need
from detente.interfaces.cli.options import whole_number

__all__ = ["configure", "execute"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command.

    Args:
        parser: Its parser.
    """
    parser.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1",
        help="address to listen at (default: 127.0.0.1, this machine alone); any other "
        "needs a token",
    )  # fmt: skip
    parser.add_argument(
        "--port", metavar="N", type=whole_number(0, 65535, 8000), default=8000,
        help="port (default: 8000; 0: any that is free)",
    )  # fmt: skip
    parser.add_argument(
        "--name", metavar="HOST", nargs="+", default=[],
        help="further names under which browsers may ask for the page",
    )  # fmt: skip
    parser.add_argument(
        "--token", metavar="TEXT",
        help="what clients must show; one is made for an address that others "
        "can reach (DETENTE_TOKEN serves too, and is seen by nobody else)",
    )  # fmt: skip
    parser.add_argument(
        "--runs", metavar="FOLDER", default="runs",
        help="where runs are kept (default: runs, as for run)",
    )  # fmt: skip
    several = min(cores(), 8)
    for option, default, least, most, meaning in (
        ("--workers", several, 1, 64, "runs at once (default: one a core, at most 8)"),
        ("--queue", 32, 1, 10_000, "runs that may wait (default: 32)"),
        ("--seconds", 1800, 10, 10**6, "longest time of one run (default: 1800)"),
        ("--memory", 4, 1, 1024, "most memory of one run, GB (default: 4)"),
    ):
        parser.add_argument(
            option, metavar="N", type=whole_number(least, most, default),
            default=default, help=meaning,
        )  # fmt: skip


def execute(options: argparse.Namespace) -> int:
    """Serve until stopped.

    Args:
        options: The parsed options.

    Returns:
        The exit status.
    """
    uvicorn = need("uvicorn", "web")
    need("fastapi", "web")
    from detente.interfaces.web.app import LOCAL, create
    from detente.interfaces.web.pool import Limits

    token = options.token or os.environ.get("DETENTE_TOKEN", "")
    if not _local(options.host) and not token:
        token = secrets.token_urlsafe(24)
    if token and not (
        token.isascii()
        and token.isprintable()
        and len(token) >= 12
        and not set(token) & set(' ;,"\\')
    ):
        raise UsageError.at(
            "--token",
            "12 or more letters, digits, - or _",
            shown("..."),
            "choose another",
        )
    hosts = LOCAL | {_named(options.host)} | {name.lower() for name in options.name}
    limits = Limits(options.workers, options.queue, 4, options.seconds, options.memory)
    listener = _listener(options)
    app = create(Path(options.runs), limits, frozenset(hosts), token)
    where = f"http://{_named(options.host)}:{listener.getsockname()[1]}/"
    print(where + (f"?token={token}" if token else ""), flush=True)
    print("stop with Ctrl-C", file=sys.stderr)
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    try:
        asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))
    finally:
        app.state.service.close()
    return 0


def _listener(options: argparse.Namespace) -> socket.socket:
    """Return the socket to listen at: before a process starts for nothing."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # The protocol is named so that asyncio sends small answers at once (no delay).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
        listener.listen(2048)  # whoever comes before the server is ready waits
    except OSError as problem:
        raise UsageError.at(
            "--host, --port", "an address that is free",
            f"{options.host} {options.port} ({problem.strerror})",
            "choose another port, such as --port 0",
        ) from None  # fmt: skip
    return listener


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _local(host: str) -> bool:
    """Return whether only this machine reaches an address.

    Raises:
        DetenteError: If it is no address.
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise _refused(host) from None


def _refused(host: str) -> DetenteError:
    return UsageError.at(
        "--host",
        "an IP address or localhost",
        shown(host),
        "write 127.0.0.1, or 0.0.0.0 for all",
    )
