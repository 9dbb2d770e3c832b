"""A run's history on the disk: every event as a line of JSON, and the curves as CSV for other programs."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from os.path import lexists
from pathlib import Path

from engine.errors import InklingError
from engine.events import (
    BatchDone,
    EpochDone,
    Event,
    Finished,
    KeepingFailed,
    LearningRateChanged,
    Measuring,
    Paused,
    TimeSpent,
    as_record,
)
from engine.runs.event_lines import event_of
from engine.runs.folder import HISTORY, TABLE
from engine.system import AppendedFile, lines_of, read_bytes, write_atomically

PASSING = (Paused, TimeSpent, Measuring, KeepingFailed)
"""Events that describe a moment and not how the run went."""
MOST = 1 << 31
"""Bytes. Two hundred epochs of MNIST with batches of one image take fewer."""
COLUMNS = (
    "step,epoch,loss,learning_rate,images_per_second,waiting_share,"
    "train_loss,train_accuracy,validation_loss,validation_accuracy,seconds"
)


class HistoryWriter:
    """Appends to the two files in `folder`.

    Each method may raise InklingError when a file cannot be written. The next call tries again.
    """

    def __init__(self, folder: Path) -> None:
        self._events: list[Event] = []
        self._files = (AppendedFile(folder / HISTORY), AppendedFile(folder / TABLE, f"{COLUMNS}\n".encode()))

    def add(self, event: Event) -> None:
        """Add an event, which the next `flush` writes.

        TimeSpent is left out: it describes the computer at one moment. Each step keeps its speed and its share of
        waiting.
        """
        if type(event) is not TimeSpent:
            self._events.append(event)

    def flush(self) -> None:
        """Hand everything to the operating system, so that it survives the end of this process."""
        events, self._events = self._events, []
        for file, text in zip(self._files, _texts(events), strict=True):
            file.write(text.encode(errors="backslashreplace"))
        for file in self._files:
            file.flush()

    def to_disk(self) -> None:
        """Sync what was flushed, so that it survives a power cut too. The background writer calls this."""
        for file in self._files:
            file.to_disk()

    def close(self) -> None:
        """Write what is left and close the files. Further events open them again."""
        try:
            self.flush()
        finally:
            for file in self._files:
                file.close()


def as_lines(events: Iterable[Event]) -> str:
    """The events as a run's history has them, each as a line of JSON."""
    return _texts(events)[0]


def as_table(events: Iterable[Event]) -> str:
    """CSV rows: one for each step, and one for each epoch with the columns that steps leave empty."""
    return _texts(events)[1]


def _texts(events: Iterable[Event]) -> tuple[str, str]:
    """JSON lines and CSV rows. Steps are formatted by hand: json.dumps alone takes four times as long as both."""
    lines: list[str] = []
    rows: list[str] = []
    throughput, speed, waiting = (-1.0, -1.0), "", ""
    for event in events:
        if isinstance(event, BatchDone):
            step, epoch, loss, rate, *now = event
            if throughput != (throughput := (now[0], now[1])):
                # It changes twice a second.
                speed, waiting = f"{now[0]:.0f}", f"{now[1]:.3f}"
            # repr gives the shortest digits that make the same float again.
            loss_, rate_ = repr(loss), repr(rate)
            lines.append(
                f'{{"event": "BatchDone", "step": {step}, "epoch": {epoch}, "loss": {loss_}, "learning_rate": {rate_}, '
                f'"images_per_second": {speed}, "waiting_share": {waiting}}}\n'
            )
            rows.append(f"{step},{epoch},{loss_},{rate_},{speed},{waiting},,,,,\n")
        else:
            lines.append(json.dumps(as_record(event), ensure_ascii=False) + "\n")
            rows += [_epoch_row(event)] if isinstance(event, EpochDone) else []
    return "".join(lines), "".join(rows)


def _epoch_row(event: EpochDone) -> str:
    return (
        f"{event.step},{event.epoch},,,,,{event.train_loss!r},{event.train_accuracy!r},"
        f"{event.validation_loss!r},{event.validation_accuracy!r},{event.seconds:.3f}\n"
    )


def read_history(folder: Path) -> list[Event]:
    """The events that describe how a run went, oldest first, without lines that hold no event.

    Raises InklingError when the history is missing or cannot be read.
    """
    events: list[Event] = []
    for line in lines_of(folder / HISTORY, MOST):
        with suppress(ValueError):
            event = event_of(line)
            events += [] if isinstance(event, PASSING) else [event]
    return events


def read_epochs(folder: Path) -> list[EpochDone]:
    """Only the ends of epochs, without parsing the steps; empty when there is no history."""
    epochs: list[EpochDone] = []
    with suppress(InklingError):
        for line in lines_of(folder / HISTORY, MOST):
            if line.startswith(b'{"event": "EpochDone"'):
                with suppress(ValueError):
                    event = event_of(line)
                    epochs += [event] if isinstance(event, EpochDone) else []
    return epochs


def truncate(folder: Path, step: int) -> None:
    """Rewrite the history so that it ends with `step`: a resumed run takes all later steps again.

    Lines that hold no event are dropped; a copy of the old file then stays beside the new one. Raises InklingError
    when the history cannot be read or written.
    """
    path = folder / HISTORY
    events = read_history(folder) if lexists(path) else []
    if lexists(path) and _has_damaged_lines(path):
        content = read_bytes(path, MOST)
        write_atomically(path.with_name(f"{HISTORY}.damaged"), lambda file: file.write(content))
    _rewrite(folder, [event for event in events if _belongs(event, step)])


def check_history(folder: Path) -> None:
    """Raises InklingError when a history exists and cannot be read: resuming would overwrite it."""
    if lexists(folder / HISTORY):
        read_history(folder)


def _has_damaged_lines(path: Path) -> bool:
    """Whether a line holds no event. The last line does not count: a kill may have cut it off."""
    damaged = False
    for line in lines_of(path, MOST):
        if damaged:
            return True
        try:
            event_of(line)
        except ValueError:
            damaged = True
    return False


def _belongs(event: Event, step: int) -> bool:
    match event:
        case BatchDone() | EpochDone() | LearningRateChanged():
            return event.step <= step
        case Finished():
            return False
    return True


def _rewrite(folder: Path, events: Sequence[Event]) -> None:
    lines, rows = _texts(events)
    for name, text in ((HISTORY, lines), (TABLE, f"{COLUMNS}\n{rows}")):
        content = text.encode(errors="backslashreplace")
        write_atomically(folder / name, lambda file, content=content: file.write(content))  # type: ignore[misc]
