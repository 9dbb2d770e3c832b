"""How fast training goes just now."""

from time import perf_counter

WINDOW_SECONDS = 0.5
"""The figures are of the last half second: long enough to be steady, short enough to show a change at once."""


class Pace:
    """Counts images and waiting time, and turns them into figures twice a second."""

    def __init__(self) -> None:
        self.images_per_second = 0.0
        self.waiting_share = 0.0
        self._settled = False
        self.restart()

    def step(self, images: int, waited: float) -> None:
        """One batch was learnt, for which training had waited that many seconds."""
        self._images += images
        self._waited += waited
        passed = perf_counter() - self._since
        over = passed >= WINDOW_SECONDS
        # Until the first half second is over an early figure is better than none.
        if over or not self._settled:
            self.images_per_second = self._images / passed
            self.waiting_share = min(1.0, self._waited / passed)
        if over:
            self._settled = True
            self.restart()

    def restart(self) -> None:
        """Begin to count anew, after something that is not part of a step: a validation, a pause."""
        self._since, self._images, self._waited = perf_counter(), 0, 0.0
