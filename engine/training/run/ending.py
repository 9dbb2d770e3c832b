"""How a run ends: what of it is measured and kept, and what is said of it."""

import logging
import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from time import perf_counter

from engine.data import Splits
from engine.errors import InklingError
from engine.events import Finished, Reason
from engine.formats import percent
from engine.models import Classifier, Network, Score, calibrated, tested
from engine.runs import MODEL_FILE, BestEpoch, Checkpoint, Ending, Progress, Result, SavedRun, save
from engine.settings import NAMES, TrainSettings
from engine.training.run.best_epoch import BestEpochKeeper
from engine.training.run.control import RunControl
from engine.training.run.keeper import RunKeeper
from engine.training.run.preparation import Parts

log = logging.getLogger("inkling")

NOTHING_LEARNT = 2
"""Times what guessing reads: a network that reads less of the validation images was not trained but spoilt."""


class RunEnding:
    """Follows a run's validations, measures what it came to, and keeps that."""

    def __init__(
        self,
        keeper: RunKeeper,
        settings: TrainSettings,
        control: RunControl,
        splits: Splits,
        parts: Parts,
        learnt: Sequence[str],
    ) -> None:
        """`learnt` names the person's own digits that the run learns from."""
        self._keeper = keeper
        self._settings = settings
        self._control = control
        self._splits = splits
        self._parts = parts
        self._best = BestEpochKeeper(settings.early_stopping)
        self._final: Network | None = None
        """What is measured, once training has ended."""
        self._learnt: dict[str, bool | None] = dict.fromkeys(learnt)
        self._file = keeper.folder / MODEL_FILE
        self.progress = Progress()

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        self.progress = Progress(**checkpoint.progress())
        self._best.best, self._final = checkpoint.best, None

    @property
    def best(self) -> BestEpoch | None:
        """The best epoch so far, if its weights are to be kept."""
        return self._best.best

    @property
    def over(self) -> bool:
        """Whether early stopping ends training here."""
        return self._best.over(self.progress)

    def validated(self, epoch: int, score: Score, network: Network) -> None:
        """An epoch's end, at which `network` had this score."""
        best = self.progress.best_validation_loss
        self.progress = replace(self.progress, epochs_done=epoch, validation_accuracy=score.accuracy)
        if score.loss < (math.inf if best is None else best):
            self.progress = replace(self.progress, best_validation_loss=score.loss, best_epoch=epoch)
        self._best.validated(self.progress, score, network)

    def rate_changed(self, step: int, rate: float) -> None:
        """The learning rate is another one after this step."""
        self.progress = replace(self.progress, rate_changes=[*self.progress.rate_changes, [step, rate]])

    def measured(self, seconds: float) -> Result | None:
        """Keep the network, then look at validation and test images; None when told to stop meanwhile.

        `seconds` are those of training. A power cut while it measures leaves a stopped run with its network.
        """
        begin = perf_counter()
        self._final = network = self._best.network(self._parts.answering())
        if self.best:
            self.progress = replace(self.progress, validation_accuracy=self.best.validation_accuracy)
        self._write(self._result("stopped", seconds), network)
        result = self._with_figures(self._result("completed", seconds), network)
        return result and replace(result, seconds=seconds + perf_counter() - begin)

    def finished(
        self, reason: Reason, message: str, seconds: float, last: Checkpoint | None, measured: Result | None = None
    ) -> Finished:
        """Keep the network and say in the run's folder how it ended.

        `last` is the moment at which it ended, None when the weights are spoilt and must not be kept; `measured` is
        what `measured` returned, of a run that is complete.
        """
        result = measured or self._result("failed" if reason == "failed" else "stopped", seconds)
        unsaved = self._keep(result, reason) if last else ""
        # A complete run without its network on the disk can be resumed, and then only saves it again.
        kept_as = "stopped" if measured and unsaved else result.reason
        unkept = self._keeper.settled(last if kept_as != "completed" else None)
        event = Finished(
            reason=reason,
            message=" ".join(dict.fromkeys(filter(None, [message, advice(self._settings, result), unsaved or unkept]))),
            seconds=result.seconds,
            test_accuracy=result.test_accuracy,
            calibration_error=result.calibration_error,
            saved_to=str(self._file) if last and result.steps and not unsaved and reason != "discarded" else None,
            folder=str(self._keeper.folder),
        )
        self._keeper.note(event)
        problem = self._keeper.end(self._ending(kept_as, result, event.message))
        return event if not problem or event.message else event._replace(message=problem)

    def _result(self, reason: str, seconds: float) -> Result:
        seen = self.progress.validation_accuracy
        return Result(reason, self._parts.learner.step, seconds, seen, None, learnt=self._learnt)

    def _ending(self, reason: str, result: Result, message: str) -> Ending:
        return Ending(
            reason=reason,
            message=message,
            steps=result.steps,
            seconds=result.seconds,
            test_accuracy=result.test_accuracy,
            calibration_error=result.calibration_error,
            kept_epoch=self.best.epoch if self.best and self._final else None,
            **self.progress.progress(),
        )

    def _with_figures(self, result: Result, network: Network) -> Result | None:
        """With the calibration, found on validation images, and the test images' figures; None when told to stop."""
        splits = self._splits
        calibration = calibrated(network, splits.validation, self._stopping)
        if calibration is None:
            return None
        figures = tested(network, calibration.temperature, splits.test, self._stopping)
        if figures is None:
            return None
        return replace(
            result,
            temperature=calibration.temperature,
            confidence_threshold=calibration.confidence_threshold,
            test_accuracy=figures.accuracy,
            calibration_error=figures.calibration_error,
        )

    def _stopping(self) -> bool:
        return self._control.stopping

    def _keep(self, result: Result, reason: Reason) -> str:
        """Hand the trained network to the caller and save it; the sentence to show when it cannot be saved."""
        if result.steps == 0:
            return ""
        network = self._final or self._parts.answering()
        if reason != "discarded":
            self._control.trained = self._saved_run(result, network)
            self._control.give_snapshot(Classifier(deepcopy(network), result.calibration, self._settings.data))
        return self._write(result, network)

    def _write(self, result: Result, network: Network) -> str:
        try:
            save(self._saved_run(result, network), self._file)
        except InklingError as error:
            log.warning(str(error))
            return str(error)
        return ""

    def _saved_run(self, result: Result, network: Network) -> SavedRun:
        return SavedRun(self._settings, result, network.state_dict(), folder=self._keeper.folder)


def advice(settings: TrainSettings, result: Result) -> str:
    """What to do about a complete run whose network learnt nothing; "" for all others."""
    guessed = 1 / len(NAMES[settings.data])
    seen = result.validation_accuracy
    # The test images are looked at when a run is complete, and for the record: what to do next is not read off them.
    if result.test_accuracy is None or seen is None or seen >= NOTHING_LEARNT * guessed:
        return ""
    return (
        f"The network learnt next to nothing (guessing reads {percent(guessed, 0)}): the learning rate "
        f"{settings.learning_rate:g} is probably too high for this optimizer, or far too low; try a tenth or ten times "
        "of it."
    )
