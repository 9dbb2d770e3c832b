"""What the caller of a sweep steers it with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.training import RunControl


class SweepControl:
    """Ends a sweep from another thread or a signal handler."""

    def __init__(self) -> None:
        self.stopping = False
        self._trial: RunControl | None = None

    def stop(self) -> None:
        """Ask the present trial and the sweep to end; what was learnt is kept, and both can go on later."""
        self.stopping = True
        if trial := self._trial:
            trial.stop()

    def begin_trial(self) -> "RunControl":
        """Called by the sweep: what steers its next trial."""
        from engine.training import RunControl

        self._trial = trial = RunControl()
        # It may have come just before.
        if self.stopping:
            trial.stop()
        return trial
