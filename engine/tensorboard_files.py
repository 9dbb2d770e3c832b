"""The curves as event files for TensorBoard, written by its own writer."""

import time
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event as Record
from tensorboard.compat.proto.event_pb2 import SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from engine.errors import cannot_write
from engine.events import BatchDone, EpochDone, Event, Started

FOLDER = "tensorboard"


class TensorBoardFiles:
    """Takes a run's events. Importing this file takes half a second: only runs that want event files do."""

    def __init__(self, folder: Path) -> None:
        """Raises InklingError when there can be no file in `folder`."""
        try:
            self._writer = EventFileWriter(str(folder / FOLDER))
        except OSError as error:
            raise cannot_write(folder / FOLDER, error) from error

    def add(self, event: Event) -> None:
        match event:
            case Started():
                # A resumed run begins a new file: steps of an older one from here on are void.
                begin = SessionLog(status=SessionLog.START)
                self._write(Record(step=event.first_step + 1, session_log=begin, wall_time=time.time()))
            case BatchDone():
                self._scalars(event.step, {"loss/train batch": event.loss, "learning rate": event.learning_rate})
            case EpochDone():
                values = {
                    "loss/train": event.train_loss,
                    "loss/validation": event.validation_loss,
                    "accuracy/train": event.train_accuracy,
                    "accuracy/validation": event.validation_accuracy,
                }
                self._scalars(event.step, values)

    def _scalars(self, step: int, values: dict[str, float]) -> None:
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
        self._write(Record(step=step, summary=summary, wall_time=time.time()))

    def _write(self, record: Record) -> None:
        self._writer.add_event(record)

    def flush(self) -> None:
        """Hand everything to the system."""
        self._writer.flush()

    def close(self) -> None:
        """Write what is left and end the writer's thread."""
        self._writer.close()
