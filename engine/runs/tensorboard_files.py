"""The curves as event files for TensorBoard, in the record format of its own writer."""

import itertools
import os
import socket
import time
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event as Record
from tensorboard.compat.proto.event_pb2 import SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

from engine.events import BatchDone, EpochDone, Event, Started
from engine.system import AppendedFile

FOLDER = "tensorboard"
_numbers = itertools.count()


class TensorBoardFiles:
    """Writes a run's events. Importing this file takes half a second, so only runs that write event files import it.

    A full disk makes the thread of tensorboard's EventFileWriter end with a traceback on standard error. This class
    uses the RecordWriter directly, on a file that retries.
    """

    def __init__(self, folder: Path) -> None:
        name = f"events.out.tfevents.{int(time.time()):010}.{socket.gethostname()}.{os.getpid()}.{next(_numbers)}"
        self._writer = RecordWriter(AppendedFile(folder / FOLDER / name))
        self._write(Record(file_version="brain.Event:2", wall_time=time.time()))

    def add(self, event: Event) -> None:
        """Add an event, which the next `flush` writes."""
        match event:
            case Started():
                # A resumed run starts a new file, which replaces later steps of the older one.
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
        self._writer.write(record.SerializeToString())

    def flush(self) -> None:
        """Hand everything to the operating system. Raises InklingError when that fails; the next call tries again."""
        self._writer.flush()

    def close(self) -> None:
        """Write what is left and close the file. Raises InklingError when something cannot be written."""
        try:
            self.flush()
        finally:
            self._writer.close()
