"""Whose turn it is: runs that wait, in a queue for each client.

A client's turn comes after those who have fewer runs at work, then after those who wait
for theirs longer, be it since their last or since they came. Runs that the server asks
for itself wait for everybody.
"""

from collections import OrderedDict, deque
from collections.abc import Collection
from typing import Any

from detente.interfaces.web.limits import FullError, Limits

__all__ = ["HOUSE", "Turns"]

HOUSE = "(the server)"
"""Client that the server's own runs go under."""


class Turns:
    """Runs that wait, and what is to be told to the process that takes one.

    Attributes:
        orders: Of runs that wait or are at work, by run.
        hurried: Runs of the server's own that somebody waits for.

    Args:
        limits: How many may wait.
    """

    def __init__(self, limits: Limits) -> None:
        """Begin with none."""
        self._limits = limits
        self._queues: OrderedDict[str, deque[str]] = OrderedDict()
        self.orders: dict[str, dict[str, Any]] = {}
        self.hurried: set[str] = set()

    def add(self, client: str, run: str, order: dict[str, Any]) -> None:
        """Let a run wait."""
        self._queues.setdefault(client, deque()).append(run)
        self.orders[run] = order

    def refuse_full(self, client: str) -> None:
        """Refuse a client, but the server, another run if there are too many.

        Raises:
            FullError: If the queue, or the client's share of it, is full.
        """
        if client == HOUSE:
            return
        waiting = sum(len(q) for name, q in self._queues.items() if name != HOUSE)
        for count, most, whose in (
            (len(self._queues.get(client, ())), self._limits.each, "of yours "),
            (waiting, self._limits.waiting, ""),
        ):
            if count >= most:
                raise FullError.at(
                    "runs", f"at most {most} {whose}that wait", f"{count} already",
                    "wait for one, or cancel it",
                )  # fmt: skip

    def before(self, run: str) -> int | None:
        """Return how many of its client's wait before a run; None if it does not wait.

        Whoever looks needs no lock: queues are copied at one stroke.
        """
        for own in list(self._queues.values()):
            waiting = list(own)
            if run in waiting:
                return waiting.index(run)
        return None

    def next(self, at_work: Collection[str]) -> str | None:
        """Return the client whose turn it is: fewest at work, then longest ago.

        Args:
            at_work: Clients of the runs at work, each as often as it has one.
        """
        busy = list(at_work)
        order = sorted(self._queues, key=lambda name: (name == HOUSE, busy.count(name)))
        return order[0] if order else None

    def take(self, client: str) -> str:
        """Return a client's first run, which waits no more."""
        run = self._queues[client].popleft()
        self._queues.move_to_end(client)
        self._let_go(client)
        return run

    def put_back(self, client: str, run: str) -> None:
        """Let a run that was taken go on later, first of its client's.

        One that somebody waits for stays before it.
        """
        own = self._queues.setdefault(client, deque())
        after = bool(own) and own[0] in self.hurried and run not in self.hurried
        own.insert(int(after), run)

    def hurry(self, run: str) -> bool:
        """Put a run of the server's own first; return whether it waits and is new."""
        own = self._queues.get(HOUSE) or deque()
        if run not in own or run in self.hurried:
            return False
        self.hurried.add(run)
        own.remove(run)
        own.appendleft(run)
        return True

    def withdraw(self, run: str) -> bool:
        """Take out a run; return whether it waited."""
        for client, own in self._queues.items():
            if run in own:
                own.remove(run)
                self._let_go(client)
                self.forget(run)
                return True
        return False

    def _let_go(self, client: str) -> None:
        """Keep no queue of a client of which none waits, for it may never be back."""
        if not self._queues[client]:
            del self._queues[client]

    def clear(self) -> list[str]:
        """Take out all that wait, and return them."""
        runs = [run for own in self._queues.values() for run in own]
        for run in runs:
            self.withdraw(run)
        return runs

    def forget(self, run: str) -> None:
        """Drop what is known of a run that does not go on."""
        self.orders.pop(run, None)
        self.hurried.discard(run)
