"""The life of a run as a state machine: one method for each transition."""

from typing import ClassVar, Literal

from engine.events import Reason

State = Literal["preparing", "training", "paused", "measuring", "ended"]


class RunState:
    """What a run is doing, and why it ended. A transition that the table does not have is a fault of the program.

    | state     | what happens                                        | transitions                                  |
    | --------- | --------------------------------------------------- | -------------------------------------------- |
    | preparing | its folder is made (of a resumed run: only checked);| `train`, `end`                               |
    |           | images, precision and threads are prepared          |                                              |
    | training  | steps and validations; checkpoints are kept         | `pause`, `measure`, `end`                    |
    | paused    | the caller holds it; a checkpoint was kept          | `go_on`, `end`                               |
    | measuring | the network is kept; calibration, then test images  | `end`                                        |
    | ended     | completed, stopped, discarded or failed: `reason`   |                                              |

    A stop ends a run in every state. While it prepares or measures, the run ends as stopped and keeps everything that
    resuming needs; a resumed run that was only preparing stays as it was.
    """

    NEXT: ClassVar[dict[State, tuple[State, ...]]] = {
        "preparing": ("training", "ended"),
        "training": ("paused", "measuring", "ended"),
        "paused": ("training", "ended"),
        "measuring": ("ended",),
        "ended": (),
    }

    def __init__(self) -> None:
        self.now: State = "preparing"
        self.reason: Reason | None = None
        """Why it ended; None before."""

    @property
    def ended(self) -> bool:
        return self.now == "ended"

    def train(self) -> None:
        """Everything is prepared: the first step comes next."""
        self._leave("preparing", "training")

    def pause(self) -> None:
        """The caller holds the run between two steps."""
        self._leave("training", "paused")

    def go_on(self) -> None:
        """The caller lets the run take steps again."""
        self._leave("paused", "training")

    def measure(self) -> None:
        """All steps are done: the final figures come next."""
        self._leave("training", "measuring")

    def end(self, reason: Reason) -> None:
        """From every state, and exactly once."""
        self._leave(self.now, "ended")
        self.reason = reason

    def _leave(self, state: State, following: State) -> None:
        if self.now != state or following not in self.NEXT[state]:
            raise RuntimeError(f"a run that is {self.now} cannot become {following}")
        self.now = following
