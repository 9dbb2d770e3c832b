"""Batches of which this process prepares its own part."""

from engine.data import ALL, ImageSet, Indices, Timed
from engine.training.distributed.launch import Launch


class PartImageSet(ImageSet):
    """The same images, but of each batch only the part that one process learns from.

    Augmentation draws its random numbers for a whole batch, so every image is what it would be for one process.
    """

    whole_batches_only = True

    def __init__(self, images: ImageSet, launch: Launch) -> None:
        super().__init__(images.images, images.labels, images.data, images.groups)
        self._all = images
        self._launch = launch

    def prepare(self) -> None:
        self._all.prepare()

    def timed(
        self,
        indices: Indices,
        place: tuple[int, int] | None = None,
        part: slice = ALL,  # noqa: ARG002 - this process's is known
    ) -> Timed:
        """Return this process's part of the batch."""
        return self._all.timed(indices, place, self._launch.part(len(indices)))
