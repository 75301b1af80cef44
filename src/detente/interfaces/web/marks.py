"""How runs stand: entered in the register now, or as soon as that can be done."""

import sqlite3
from contextlib import suppress

from detente.interfaces.web.register import ACTIVE, Register

__all__ = ["Marks"]


class Marks:
    """What the register is told of runs, which may be out of order for a while.

    Args:
        register: Where it is entered.
    """

    def __init__(self, register: Register) -> None:
        """Begin with nothing to tell."""
        self._register = register
        self._unsaid: dict[str, tuple[str, str]] = {}

    def say(self, run: str, status: str, reason: str = "") -> None:
        """Enter how a run stands."""
        self._unsaid[run] = status, reason
        with suppress(sqlite3.Error):
            self._register.mark(run, status, reason)
            del self._unsaid[run]

    def say_again(self) -> None:
        """Enter what could not be entered before."""
        for run, (status, reason) in list(self._unsaid.items()):
            self.say(run, status, reason)

    def active(self, run: str) -> bool:
        """Return whether a run waits or is at work, by what was said of it last."""
        if run in self._unsaid:
            return self._unsaid[run][0] in ACTIVE
        try:
            known = self._register.get(run)
        except sqlite3.Error:
            return True  # it cannot be told: to say again how it stands does no harm
        return known is not None and known["status"] in ACTIVE
