"""How a run ends: what of it is measured and kept, and what is said of it."""

import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from engine.calibration import calibrated, tested
from engine.checkpoint import Checkpoint
from engine.datasets import Splits
from engine.errors import InklingError
from engine.evaluation import Score
from engine.events import Finished, Reason
from engine.labels import NAMES
from engine.learner import Learner
from engine.run_control import RunControl
from engine.run_folder import MODEL_FILE, Ending, Progress
from engine.run_keeper import RunKeeper
from engine.runs import Result, SavedRun, save
from engine.settings import TrainSettings

log = logging.getLogger("inkling")

NOTHING_LEARNT = 2
"""Times what guessing reads: a network that reads less of the test images was not trained but spoilt."""


class RunEnding:
    """Follows a run's validations, and brings it to its end."""

    def __init__(
        self,
        keeper: RunKeeper,
        settings: TrainSettings,
        control: RunControl,
        splits: Splits,
        learner: Learner,
        learnt: Sequence[str],
    ) -> None:
        """`learnt` names the person's own digits that the run learns from."""
        self._keeper = keeper
        self._settings = settings
        self._control = control
        self._splits = splits
        self._learner = learner
        self._learnt: dict[str, bool | None] = dict.fromkeys(learnt)
        self._file = keeper.folder / MODEL_FILE
        self.progress = Progress()

    def go_on_from(self, progress: Progress) -> None:
        self.progress = Progress(**progress.progress())

    def validated(self, epoch: int, score: Score) -> None:
        """An epoch's end."""
        best = self.progress.best_validation_loss
        self.progress = replace(self.progress, epochs_done=epoch, validation_accuracy=score.accuracy)
        if score.loss < (math.inf if best is None else best):
            self.progress = replace(self.progress, best_validation_loss=score.loss, best_epoch=epoch)

    def rate_changed(self, step: int, rate: float) -> None:
        """The learning rate is another one after this step."""
        self.progress = replace(self.progress, rate_changes=[*self.progress.rate_changes, [step, rate]])

    def finished(self, reason: Reason, message: str, seconds: float, last: Checkpoint | None) -> Finished:
        """Keep the network, then look at the test images if the run is complete, and keep those figures too.

        `seconds` are those of training; `last` is the moment at which it ended, None when the weights are spoilt and
        must not be kept.
        """
        begin = perf_counter()
        if self._learner.step == 0:
            self._keeper.forget()
            return Finished(reason, message, seconds=seconds, test_accuracy=None, saved_to=None)
        kept_as = "stopped" if reason == "discarded" else reason
        seen = self.progress.validation_accuracy
        result = Result(kept_as, self._learner.step, seconds, seen, None, learnt=self._learnt)
        # Kept before anything else is measured: a power cut may come meanwhile.
        problem = self._save(result, reason) if last else ""
        if reason == "completed" and (measured := self._measured(result)):
            result = replace(measured, seconds=seconds + perf_counter() - begin)
            problem = self._save(result, reason) if last else problem
        event = Finished(
            reason=reason,
            message=" ".join(filter(None, [message, self._advice(result), problem])),
            seconds=result.seconds,
            test_accuracy=result.test_accuracy,
            calibration_error=result.calibration_error,
            saved_to=str(self._file) if last and not problem and reason != "discarded" else None,
            folder=str(self._keeper.folder),
        )
        self._close(event, result, last if reason != "completed" else None)
        return event

    def _close(self, event: Finished, result: Result, last: Checkpoint | None) -> None:
        """Say in the run's folder how it ended, and let it go."""
        self._keeper.note(event)
        ending = Ending(
            reason=result.reason,
            message=event.message,
            steps=result.steps,
            seconds=result.seconds,
            test_accuracy=result.test_accuracy,
            calibration_error=result.calibration_error,
            **self.progress.progress(),
        )
        self._keeper.end(ending, last)

    def _measured(self, result: Result) -> Result | None:
        """With the calibration, found on validation images, and the test images' figures; None when told to stop."""
        network, splits = self._learner.network, self._splits
        calibration = calibrated(network, splits.validation, self._stopping)
        if calibration is None:
            return None
        figures = tested(network, calibration.temperature, splits.test, self._stopping)
        if figures is None:
            return None
        return replace(
            result,
            temperature=calibration.temperature,
            sure_from=calibration.sure_from,
            test_accuracy=figures.accuracy,
            calibration_error=figures.calibration_error,
        )

    def _stopping(self) -> bool:
        return self._control.stopping

    def _advice(self, result: Result) -> str:
        """What to do about a network that learnt nothing; "" for all others."""
        guessed = 1 / len(NAMES[self._settings.data])
        if result.test_accuracy is None or result.test_accuracy >= NOTHING_LEARNT * guessed:
            return ""
        return (
            f"The network learnt next to nothing (guessing reads {guessed:.0%}): the learning rate "
            f"{self._settings.learning_rate:g} is probably too high for this optimizer, or far too low; try a tenth or "
            "ten times of it."
        )

    def _save(self, result: Result, reason: Reason) -> str:
        """Hand the trained network to the caller and save it; the sentence to show when it cannot be saved."""
        run = SavedRun(self._settings, result, self._learner.network.state_dict())
        if reason != "discarded":
            self._control.trained = run
            self._control.give_snapshot(self._learner.classifier(result.calibration))
        try:
            save(run, self._file)
        except InklingError as error:
            log.warning(str(error))
            return str(error)
        return ""
