"""What the view Layers shows of a network, as plain values."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class StagePictures(NamedTuple):
    """What the page shows of one stage."""

    title: str
    subtitle: str
    values: Floats
    """(units, rows, columns)."""
    filters: Floats | None
    """(units, C, rows, columns)."""

    def pictures(self, *, weights: bool) -> Floats:
        """A picture of each unit, (units, rows, columns): of its weights, if they are wanted and there are any."""
        if weights and self.filters is not None:
            return np.stack([in_rows(unit) for unit in self.filters])
        return self.values

    def strongest(self, unit: int) -> tuple[int, int]:
        """Row and column of a unit's largest number."""
        values = self.values[unit]
        row, column = np.unravel_index(int(np.argmax(np.abs(values))), values.shape)
        return int(row), int(column)


class NetworkPictures(NamedTuple):
    """What the page shows of one network."""

    name: str
    image: NDArray[np.uint8]
    """(28, 28), 255 for ink."""
    stages: tuple[StagePictures, ...]
    """The last one has the logits."""
    probabilities: Floats
    """(C,)."""
    names: Sequence[str]
    """Of the classes."""

    @property
    def logits(self) -> Floats:
        """(C,)."""
        return self.stages[-1].values[:, 0, 0]

    @property
    def answer(self) -> int:
        """The most probable class."""
        return int(np.argmax(self.probabilities))

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """(units, rows, columns) of each stage."""
        return [stage.values.shape for stage in self.stages]


def in_rows(values: Floats) -> Floats:
    """Pictures (C, rows, columns) beside and below each other as one, as square as it gets; zeros fill it up."""
    units, rows, columns = values.shape
    across = int(np.ceil(np.sqrt(units * rows / columns)))
    down = -(-units // across)
    whole = np.zeros((down * across, rows, columns), np.float32)
    whole[:units] = np.nan_to_num(values)
    return whole.reshape(down, across, rows, columns).swapaxes(1, 2).reshape(down * rows, across * columns)
