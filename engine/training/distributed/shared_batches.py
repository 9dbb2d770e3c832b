"""How the batches of a run are computed when several processes share each of them."""

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from engine.data import ImageSet, ShuffledBatches
from engine.ink import MyDigit
from engine.runs import SavedRun
from engine.settings import CORES, FIELDS, TrainSettings
from engine.training.distributed.facts import ADVICE, facts_of
from engine.training.distributed.launch import Launch
from engine.training.distributed.part_image_set import PartImageSet
from engine.training.distributed.peers import Peers
from engine.training.distributed.shared_learner import SharedEpochMetrics, SharedLearner
from engine.training.step.learner import Teacher
from engine.training.step.whole_batches import WholeBatches

if TYPE_CHECKING:
    from engine.training.run.control import RunControl


class SharedBatches(WholeBatches):
    """Batches that the processes of a launch share. Enter it before, and leave it after the training."""

    def __init__(self, launch: Launch, control: "RunControl") -> None:
        self._launch = launch
        self._peers = Peers(launch, control)
        self.processes = launch.world_size
        self.spare_cores = CORES - max(1, CORES // launch.local_world_size)

    def __enter__(self) -> "SharedBatches":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._peers.leave(str(error or "it was stopped."))

    def meet(self, settings: TrainSettings, train: ImageSet, mine: Sequence[MyDigit], teacher: SavedRun | None) -> None:
        """Find the other processes, before anything of the run is written.

        Raises InklingError when they are not there, or bring other settings, data or versions along.
        """
        self._launch.check_batch_size(settings.batch_size)
        self._peers.meet(facts_of(settings, train, mine, teacher), ADVICE)

    def trial_settings(self, settings: TrainSettings) -> TrainSettings:
        return settings.model_copy(update={"batch_size": settings.batch_size // self.processes})

    def learner(self, settings: TrainSettings, order: ShuffledBatches, teacher: Teacher | None) -> SharedLearner:
        return SharedLearner(settings, len(order), order.per_epoch, self._peers, teacher)

    def epoch_metrics(self, images: ImageSet, order: ShuffledBatches) -> SharedEpochMetrics:
        return SharedEpochMetrics(images, order)

    def parts_of(self, images: ImageSet) -> PartImageSet:
        return PartImageSet(images, self._launch)

    def ready(self, precision: str) -> None:
        self._peers.connect({FIELDS["precision"].title: precision}, ADVICE)
