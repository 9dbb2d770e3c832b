"""Where the images of a set come from.

Images of one origin lie one after the other, so a set tells it by a few counts instead of a word for each image.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

Source = Literal["data set", "my digits", "written", "outliers", "letters"]
"""The data set itself; a person's drawings; digits that the program writes; and what is no digit, among it letters."""


class Origin(NamedTuple):
    """Where images come from."""

    source: Source
    character: str = ""
    """What the program wrote; "" for other images."""
    form: str = ""
    """The name of the written character's form, or the kind of an outlier; "" for other images."""

    def includes(self, other: "Origin") -> bool:
        """Whether the other is the same; a source without a form includes all its forms."""
        return self == (other if self.form else Origin(other.source))


class Group(NamedTuple):
    """Images of one origin that lie one after the other in a set."""

    origin: Origin
    size: int


Groups = tuple[Group, ...]


def merged(groups: Iterable[Group]) -> Groups:
    """Return the groups with neighbours of one origin as one."""
    return tuple(
        Group(origin, sum(group.size for group in same)) for origin, same in groupby(groups, lambda one: one.origin)
    )


def group_numbers(groups: Groups) -> NDArray[np.int64]:
    """Return the number of each image's group, (N,)."""
    return np.repeat(np.arange(len(groups)), [group.size for group in groups])


def groups_of(groups: Groups, chosen: "Tensor | slice") -> Groups:
    """Return the groups of the chosen images, by indices (M,) in any order, bool (N,) or a slice."""
    numbers = group_numbers(groups)[chosen if isinstance(chosen, slice) else chosen.numpy()]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    counts = np.diff(starts, append=len(numbers))
    return merged(Group(groups[numbers[start]].origin, int(n)) for start, n in zip(starts, counts, strict=True))
