"""When a run takes a snapshot of its weights, and which snapshots it drops when there are too many."""

from collections.abc import Callable

import numpy as np

from engine.models import Network
from engine.runs import Moment, Snapshot, Timeline, packed, room_for
from engine.settings import TrainSettings

FEWEST_EPOCHS = 4
"""So many places stay for epochs, however many snapshots the first one has."""


class SnapshotTaker:
    """Takes a snapshot before the first step, after steps 1, 2, 5, 10 ... of the first epoch and after each epoch.

    A snapshot is a copy of some hundred kilobytes, made between two steps: a tenth of a millisecond.
    """

    def __init__(
        self,
        settings: TrainSettings,
        network: Network,
        per_epoch: int,
        known: Timeline,
        give: Callable[[Timeline], object],
        present: Callable[[], Network],
    ) -> None:
        """`per_epoch` is the number of steps of an epoch; `known` has the snapshots of a resumed run's earlier part.

        `give` is called with the whole timeline after each snapshot. `present` gives the network of the moment that
        answers, of the same kind as `network`.
        """
        self._present = present
        self._timeline = known
        self._give = give
        room = room_for(network)
        # A slider with a single place is none.
        kept = settings.timeline == "kept" and room > 1
        self._early = frozenset(early_steps(per_epoch, room - FEWEST_EPOCHS) if kept else ())
        self._for_epochs = room - len(self._early) if self._early else 0

    def begin(self, step: int) -> None:
        """Training begins after this step. What a killed run had kept of later ones is dropped from the file."""
        if step == 0:
            self.after_step(0)
        elif self._early:
            self._give(self._timeline)

    def after_step(self, step: int) -> None:
        """Called after every step."""
        if step in self._early:
            self._take(Moment(step, 0), self._present())

    def after_epoch(self, epoch: int, step: int, validation_accuracy: float, network: Network) -> None:
        """Called after every validation of a `network`."""
        if self._for_epochs:
            self._take(Moment(step, epoch, validation_accuracy), network)
            self._thin(epoch)

    def _take(self, moment: Moment, network: Network) -> None:
        # Two moments after the same step are one: the epoch's end knows more.
        earlier = self._timeline.until(moment.step - 1).snapshots
        self._put((*earlier, Snapshot(moment, packed(network))))

    def _thin(self, epoch: int) -> None:
        stay = {0} | spread(epoch, self._for_epochs)
        every = self._timeline.snapshots
        left = tuple(one for one in every if one.moment.epoch in stay)
        if len(left) < len(every):
            self._put(left)

    def _put(self, snapshots: tuple[Snapshot, ...]) -> None:
        self._timeline = Timeline(self._timeline.model, self._timeline.data, snapshots)
        self._give(self._timeline)


def early_steps(per_epoch: int, most: int) -> tuple[int, ...]:
    """Steps 0, 1, 2, 5, 10, 20, 50 ... below `per_epoch`; if these are more than `most`, as many, evenly among them."""
    steps = [0, *(digit * 10**power for power in range(len(str(per_epoch))) for digit in (1, 2, 5))]
    steps = [step for step in steps if step < per_epoch]
    if len(steps) <= most:
        return tuple(steps)
    chosen = np.linspace(0, len(steps) - 1, max(1, most)).round().astype(int)
    return tuple(steps[place] for place in chosen)


def spread(last: int, most: int) -> set[int]:
    """At most `most` of the epochs 1 to `last`: the last, and the multiples of the smallest power of two that suffices.

    Which it drops, it drops of more epochs too; so a run may ask after each epoch.
    """
    stride = 1
    while len(stay := {*range(stride, last + 1, stride), last}) > most:
        stride *= 2
    return stay
