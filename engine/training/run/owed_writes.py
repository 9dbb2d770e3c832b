"""Writes that a full disk refuses stay owed, and are tried again until they succeed."""

import logging
from collections.abc import Callable

from engine.system import problem_of

log = logging.getLogger("inkling")

Write = Callable[[], object]


class OwedWrites:
    """Knows what could not be written, and why. It tells each kind of failure once."""

    def __init__(self) -> None:
        self._owed: dict[str, Write] = {}
        """What could not be written yet, by what it is."""
        self._first: set[str] = set()
        """Of these, what the later ones need beside them."""
        self._problems: dict[str, str] = {}
        """Why not, as a sentence."""
        self._said: set[str] = set()
        self._unsaid = ""

    @property
    def problem(self) -> str:
        """Why something is not on the disk, as a sentence; "" while everything is."""
        return next(iter(self._problems.values()), "")

    def news(self) -> str:
        """The sentence about a failure that was not told yet."""
        unsaid, self._unsaid = self._unsaid, ""
        return unsaid

    def owe(self, what: str, write: Write, *, first: bool = False) -> None:
        """Write this at the next `settle`. What is owed later waits until a `first` one is written."""
        self._owed[what] = write
        if first:
            self._first.add(what)

    def owes(self, what: str) -> bool:
        return what in self._owed

    def settle(self) -> None:
        """Try to write all that is owed, in the order in which it was."""
        for what, write in list(self._owed.items()):
            if self.attempt(what, write):
                del self._owed[what]
            elif what in self._first:
                return

    def attempt(self, what: str, write: Write) -> bool:
        """Write now, and return whether that worked."""
        problem = problem_of(write)
        self.heed(what, problem)
        return not problem

    def heed(self, what: str, problem: str) -> None:
        """Note why `what` could not be written, or with "" that it was."""
        if not problem:
            self._problems.pop(what, None)
            return
        # "The disk is full" is one piece of news, whichever file it was that found out.
        kind = problem.partition(": ")[0]
        if not self._problems and kind not in self._said:
            self._said.add(kind)
            self._unsaid = problem
            log.warning(problem)
        self._problems[what] = problem
