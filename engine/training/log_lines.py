"""Events as text: the same lines in the terminal, in the window's log and in the log file."""

from engine.events import (
    BatchDone,
    EpochDone,
    Event,
    Finished,
    KeepingFailed,
    LearningRateChanged,
    Measuring,
    Started,
    ThreadsChanged,
    TimeSpent,
)
from engine.formats import count, percent
from engine.settings import FIELDS
from engine.stack import called
from engine.training.time_words import mean, sentence

STEPS_A_LINE = 100


class LogLines:
    """Turns events into lines: one for every hundred steps, two for each epoch, and some for start and end."""

    def __init__(self) -> None:
        self._steps = 0
        self._epochs = 0
        self._num_workers = 0
        self._spent: list[TimeSpent] = []
        """Since the end of the last epoch."""
        self._before = 0
        """The last step of that epoch."""

    def of(self, event: Event) -> list[str]:
        match event:
            case Started():
                self._steps, self._epochs, self._num_workers = event.steps, event.epochs, event.num_workers
                self._spent, self._before = [], event.first_step
                return self._of_start(event)
            case ThreadsChanged():
                return [f"{count(event.threads, 'thread')} from here on ({event.threads_reason})"]
            case LearningRateChanged():
                return [f"learning rate {event.learning_rate:g} from step {event.step + 1} on"]
            case BatchDone() if event.step % STEPS_A_LINE == 0:
                return [self._of_batch(event)]
            case TimeSpent():
                self._spent.append(event)
            case EpochDone():
                return [self._of_epoch(event), *self._of_time(event.step)]
            case Measuring():
                begin = f"{event.kept}. Now" if event.best_epoch else "All epochs are done:"
                return [f"{begin} looking at the test images \N{HORIZONTAL ELLIPSIS}"]
            case KeepingFailed():
                return [f"{event.message} Training goes on, and writing is tried again."]
            case Finished():
                return _of_end(event)
        return []

    def _of_start(self, event: Started) -> list[str]:
        resumed = [f"Resumed after step {event.first_step}/{event.steps}"] if event.first_step else []
        return [
            *resumed,
            f"Training {called(event.model)} ({event.weights:,} weights) on the "
            f"{event.device.upper()}: {count(event.epochs, 'epoch')} of {_images(event)} in batches of "
            f"{event.batch_size}",
            f"{count(event.threads, 'thread')} ({event.threads_reason}), {count(event.num_workers, 'loader worker')}",
            *(
                [f"{event.precision} ({event.precision_reason})"]
                if event.precision_reason not in ("", "as set")
                else []
            ),
            *([f"{event.processes} processes share each batch"] if event.processes > 1 else []),
            *([f"Imitates {event.teacher} besides the labels"] if event.teacher else []),
        ]

    def _of_batch(self, event: BatchDone) -> str:
        return (
            f"step {event.step}/{self._steps}  epoch {event.epoch}  loss {event.loss:.4f}  "
            f"{event.images_per_second:,.0f} images/s  waiting for data {percent(event.waiting_share, 0)}"
        )

    def _of_epoch(self, event: EpochDone) -> str:
        return (
            f"epoch {event.epoch}/{self._epochs}  train loss {event.train_loss:.4f}  "
            f"train accuracy {percent(event.train_accuracy)}  validation loss {event.validation_loss:.4f}  "
            f"validation accuracy {percent(event.validation_accuracy)}  {event.seconds:.1f} s"
        )

    def _of_time(self, step: int) -> list[str]:
        spent, before = self._spent, self._before
        self._spent, self._before = [], step
        return [sentence(mean(spent, before), self._num_workers)] if spent else []


def _images(event: Started) -> str:
    own = f"{event.own_images:,} of your own" if event.own_images else ""
    written = f"{event.written_images:,} that Inkling writes" if event.written_images else ""
    none = f"{event.outliers:,} that are no digits" if event.outliers else ""
    images = f"{event.train_images:,} images of {FIELDS['data'].labels[event.data]}"
    return ", ".join(filter(None, [images, own, written, none]))


def _of_end(event: Finished) -> list[str]:
    ending = f"{event.reason.capitalize()} after {event.seconds:.1f} s"
    if event.test_accuracy is not None:
        ending += f", test accuracy {percent(event.test_accuracy)}"
    if event.calibration_error is not None:
        ending += f", expected calibration error {percent(event.calibration_error)}"
    return [ending, *filter(None, [event.message, event.saved_to and f"Saved to {event.saved_to}"])]
