"""`python -m engine train`: trains as the window does; a network that the disk refuses is saved elsewhere."""

import argparse
import logging
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import BatchDone, EpochDone, Event, Finished, InklingError, RunControl, Started
from engine.cli.output import OutputLost, complain, progress_bar, say, say_record
from engine.cli.setting_flags import add_setting_flags, given_values
from engine.cli.shared_training import train_together
from engine.cli.sharing import add_experiment_flag, say_how_alike, taken_experiment
from engine.events import as_record
from engine.formats import percent
from engine.runs import MODEL_FILE, find_run
from engine.settings import FIELDS, PRESETS, TrainSettings, checked, preset
from engine.system import MISPLACED, READER_GONE, REFUSED, SIGNALS, UNSAID, data_folder, open_log, writable
from engine.training import LogLines, launched

if TYPE_CHECKING:
    from tqdm import tqdm

    from engine.sharing import Experiment
    from engine.training import SharedBatches

log = logging.getLogger("inkling")


def add_train_command(commands: Any) -> None:
    """Add `train` to the parsers of the terminal."""
    train = commands.add_parser("train", help="train a network and keep it")
    presets = " ".join(f"{one.name}: {one.help}" for one in PRESETS)
    train.add_argument(
        "--preset", metavar="NAME", help=f"Several settings at once; other flags override them. {presets}"
    )
    add_experiment_flag(train)
    add_setting_flags(train, FIELDS)
    train.add_argument("--json", action="store_true", help="Print every event as one line of JSON.")
    train.add_argument("--resume", metavar="RUN", help="Continue a run: its name, its beginning, or latest.")
    train.set_defaults(command=_train)


def _train(chosen: argparse.Namespace) -> int:
    given = _given(chosen)
    experiment = taken_experiment(chosen.experiment, given) if chosen.experiment else None
    settings = checked({**(experiment.values if experiment else {}), **given})
    if chosen.resume and experiment:
        raise InklingError("A resumed run keeps its settings: take an experiment with a new one.")
    if chosen.resume and (other := sorted(set(given) - {"learning_rate"})):
        raise InklingError(
            f"A resumed run keeps its settings: {FIELDS[other[0]].title} cannot be changed with --resume."
        )
    control = RunControl()
    if launch := launched():
        lead = partial(_lead, chosen, settings, control, experiment)
        return train_together(settings, launch, control, lead, resumes=bool(chosen.resume))
    return _lead(chosen, settings, control, experiment)


def _given(chosen: argparse.Namespace) -> dict[str, Any]:
    return {**(preset(chosen.preset).values if chosen.preset else {}), **given_values(chosen, FIELDS)}


def _lead(
    chosen: argparse.Namespace,
    settings: TrainSettings,
    control: RunControl,
    experiment: "Experiment | None" = None,
    batches: "SharedBatches | None" = None,
) -> int:
    """Train, keep the run and print it, alone or with the other processes that share its batches."""
    listener = _Listener(control, as_json=chosen.json)
    listener.open_log(writable(data_folder()))
    # A signal during these imports ends the process: there is no run yet.
    from engine import resume, train

    if chosen.resume:
        events = resume(
            find_run(chosen.resume).folder, control, learning_rate=settings.learning_rate if _given(chosen) else None
        )
    else:
        events = train(settings, control, batches=batches)
    with SIGNALS.stopping(control.stop), closing(events):
        for event in events:
            listener.on_event(event)
        assert isinstance(event, Finished)
        misplaced = _rescue(event, control)
    if experiment and event.folder:
        say_how_alike(experiment, Path(event.folder), as_json=chosen.json)
    if event.reason == "failed":
        return REFUSED
    return MISPLACED if misplaced else SIGNALS.status or listener.status


def _rescue(end: Finished, control: RunControl) -> bool:
    """Save a network that its own folder refused to a temporary folder. Returns whether there was one."""
    if control.trained is None or end.saved_to:
        return False
    from engine.runs import save

    tried = Path(end.folder) / MODEL_FILE
    try:
        place = Path(tempfile.mkdtemp(prefix="inkling-")) / MODEL_FILE
        save(control.trained, place)
    except (InklingError, OSError) as error:
        complain(f"The trained network could not be saved to {tried}, nor in a temporary folder, and is lost: {error}")
    else:
        complain(f"The trained network could not be saved to {tried}. It is now in {place}: copy it to a safe place.")
    return True


class _Listener:
    """Prints a run's events. A reader that goes away or a full disk never harms the run."""

    def __init__(self, control: RunControl, *, as_json: bool) -> None:
        self.status = 0
        """The exit status that lost output asks for."""
        self._control = control
        self._as_json = as_json
        self._lines = LogLines()
        self._bar = _Bar()
        self._lost = False

    def open_log(self, folder: Path) -> None:
        try:
            open_log(folder, self._log_failed)
        except InklingError as error:
            self._log_failed(str(error))

    def _log_failed(self, sentence: str) -> None:
        complain(sentence)
        self.status = self.status or UNSAID

    def on_event(self, event: Event) -> None:
        """Log and print one event."""
        lines = self._lines.of(event)
        for line in lines:
            log.info(line)
        try:
            if not self._lost:
                self._show(event, lines)
        except OutputLost as lost:
            self._lose(lost)
        if self._as_json or self._lost:
            complain(*filter(None, [_wrong(event)]))

    def _show(self, event: Event, lines: list[str]) -> None:
        if self._as_json:
            say_record(as_record(event))
        else:
            self._bar.show(event, lines)

    def _lose(self, lost: OutputLost) -> None:
        self._lost = True
        self.status = lost.status
        self._bar.close()
        if lost.status == READER_GONE:
            # As with `yes | head`, nobody wants the rest.
            self._control.stop()
        else:
            complain(f"{lost} Training goes on without it.")


def _wrong(event: Event) -> str:
    """Return the message of an event that reports a problem, else ""."""
    return getattr(event, "message", "")


class _Bar:
    """A progress bar with loss, accuracy and the time left, below the printed lines."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] = progress_bar(disable=True)
        self._accuracy = "-"

    def show(self, event: Event, lines: list[str]) -> None:
        """Print lines and move the bar. Raises OutputLost."""
        if lines:
            self._bar.clear()
            (complain if _wrong(event) else say)(*lines)
        match event:
            case Started():
                self._bar = progress_bar(total=event.steps, initial=event.first_step, unit="batch")
            case BatchDone():
                self._bar.set_postfix_str(f"loss {event.loss:.3f}, accuracy {self._accuracy}", refresh=False)
                self._bar.update()
            case EpochDone():
                self._accuracy = percent(event.validation_accuracy)
            case Finished():
                self.close()

    def close(self) -> None:
        self._bar.close()
