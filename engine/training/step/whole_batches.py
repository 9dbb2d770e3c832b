"""How the batches of a run are computed: here, by this process alone."""

from engine.data import ImageSet, ShuffledBatches
from engine.settings import TrainSettings
from engine.training.step.epoch_metrics import EpochMetrics
from engine.training.step.learner import Learner, Teacher


class WholeBatches:
    """What a run is made of. `engine.training.distributed` has the other way, in which processes share each batch."""

    processes = 1
    spare_cores = 0
    """Cores that are left to other processes of the same training."""

    def trial_settings(self, settings: TrainSettings) -> TrainSettings:
        """Settings for steps like those of this process, but of which others know nothing."""
        return settings

    def learner(self, settings: TrainSettings, order: ShuffledBatches, teacher: Teacher | None) -> Learner:
        return Learner(settings, len(order), teacher=teacher)

    def epoch_metrics(self, images: ImageSet, order: ShuffledBatches) -> EpochMetrics:
        return EpochMetrics(images, order)

    def parts_of(self, images: ImageSet) -> ImageSet:
        """What this process prepares of each batch."""
        return images

    def ready(self, precision: str) -> None:
        """Everything is prepared; the first step comes next. May wait for others, and raise InklingError."""
