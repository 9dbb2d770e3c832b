"""The states of a run, and which may follow which."""

from typing import ClassVar, Literal

State = Literal["preparing", "training", "paused", "measuring", "ended"]


class RunState:
    """What a run is doing. Each transition goes through `enter`, so that a run ends exactly once.

    | state     | what happens                                         | may become                         |
    | --------- | ---------------------------------------------------- | ---------------------------------- |
    | preparing | its folder is made (or, when it is resumed, checked  | training, ended                    |
    |           | and left as it is); images, precision and threads    |                                    |
    | training  | steps and validations; checkpoints are kept          | paused, measuring, ended           |
    | paused    | the caller holds it; a checkpoint was kept           | training, ended                    |
    | measuring | the network is kept; calibration, then test images   | ended                              |
    | ended     | completed, stopped, discarded or failed              |                                    |

    A stop is honoured in every state. In `preparing` and `measuring` it ends the run as stopped, with everything kept
    that resuming needs; a resumed run that was only preparing is left as it was.
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

    def enter(self, state: State) -> None:
        """Raises RuntimeError when the table has no such transition: that is a fault of the program."""
        if state not in self.NEXT[self.now]:
            raise RuntimeError(f"a run that is {self.now} cannot become {state}")
        self.now = state
