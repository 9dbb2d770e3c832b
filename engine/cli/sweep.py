"""`python -m engine sweep`: trains with several values of some settings, one after the other, and compares them."""

import argparse
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import InklingError
from engine.cli.output import OutputLost, complain, progress_bar, say, say_record
from engine.cli.setting_flags import add_setting_flags, given_values
from engine.cli.sweep_table import line, table
from engine.events import BatchDone, KeepingFailed, Started, as_record
from engine.settings import FIELDS, PRESETS, checked, preset
from engine.sweep import Sweep, SweepControl, SweepFinished, TrialEnded, TrialStarted, varied
from engine.system import READER_GONE, REFUSED, SIGNALS, data_folder, open_log, writable
from engine.training import launched

if TYPE_CHECKING:
    from tqdm import tqdm

    from engine.sweep import SweepEvent, Variation


def add_sweep_command(commands: Any) -> None:
    """Add `sweep` to the parsers of the terminal."""
    parser = commands.add_parser("sweep", help="try several values of some settings, and compare the runs")
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="SETTING=VALUES",
        help="A setting and its values, as in learning_rate=0.003,0.01,0.03, or with --random a range such as "
        "learning_rate=0.001..0.1. May be given several times. Semicolons separate values that have commas.",
    )
    parser.add_argument(
        "--random", metavar="N", help="Draw N combinations at random instead of training all; --seed starts them."
    )
    presets = " ".join(f"{one.name}: {one.help}" for one in PRESETS)
    parser.add_argument(
        "--preset", metavar="NAME", help=f"What all trainings share; other flags override it. {presets}"
    )
    add_setting_flags(parser, FIELDS)
    parser.add_argument("--json", action="store_true", help="Print every event as one line of JSON.")
    parser.add_argument(
        "--resume",
        nargs="?",
        const="latest",
        metavar="NAME",
        help="Go on with a sweep that was stopped: the beginning of its name, by default the latest.",
    )
    parser.set_defaults(command=_sweep)


def _sweep(chosen: argparse.Namespace) -> int:
    if launched():
        raise InklingError("A sweep trains in one process: start it without torchrun.")
    control = SweepControl()
    events = _resumed(chosen, control) if chosen.resume else _begun(chosen, control)
    listener = _Listener(control, as_json=chosen.json)
    listener.open_log(writable(data_folder()))
    with SIGNALS.stopping(control.stop), closing(events):
        for event in events:
            listener.on_event(event)
    if isinstance(event, SweepFinished) and event.failed == event.trials:
        return REFUSED
    return SIGNALS.status or listener.status


def _begun(chosen: argparse.Namespace, control: SweepControl) -> "Generator[SweepEvent]":
    values = {**(preset(chosen.preset).values if chosen.preset else {}), **given_values(chosen, FIELDS)}
    settings = checked(values)
    sweep = Sweep(settings, tuple(map(_varied, chosen.vary)), _draws(chosen.random), settings.seed)
    sweep.trials()
    # Imports torch, which takes seconds: what is wrong is said before.
    from engine.sweep import run_sweep

    return run_sweep(sweep, control)


def _varied(text: str) -> "Variation":
    name, equals, values = text.partition("=")
    if not equals:
        raise InklingError(f"{text!r} has no values: write a setting and its values, as in learning_rate=0.003,0.01.")
    return varied(name, values)


def _draws(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isdecimal() and text.isascii() and int(text[:9]) > 0):
        raise InklingError(f"Random must be a whole number from 1, not {text}.")
    return int(text[:9])


def _resumed(chosen: argparse.Namespace, control: SweepControl) -> "Generator[SweepEvent]":
    if chosen.vary or chosen.random or chosen.preset or given_values(chosen, FIELDS):
        raise InklingError("A resumed sweep keeps its plan: give no settings with --resume.")
    from engine.sweep import find_sweep, resume_sweep

    return resume_sweep(find_sweep(chosen.resume), control)


class _Listener:
    """Prints a sweep's events. A full disk behind the output never harms the runs."""

    def __init__(self, control: SweepControl, *, as_json: bool) -> None:
        self.status = 0
        """The exit status that lost output asks for."""
        self._control, self._as_json = control, as_json
        self._ended: list[TrialEnded] = []
        self._bar: tqdm[Any] = progress_bar(disable=True)

    def open_log(self, folder: Path) -> None:
        try:
            open_log(folder, complain)
        except InklingError as error:
            complain(str(error))

    def on_event(self, event: "SweepEvent") -> None:
        if isinstance(event, KeepingFailed):
            complain(event.message)
        if self.status:
            return
        try:
            if self._as_json:
                say_record(as_record(event))
            else:
                self._show(event)
        except OutputLost as lost:
            self._lose(lost)

    def _lose(self, lost: OutputLost) -> None:
        self.status = lost.status
        self._bar.close()
        if lost.status == READER_GONE:
            # As with `yes | head`, nobody wants the rest.
            self._control.stop()
        else:
            complain(f"{lost} The sweep goes on without it.")

    def _show(self, event: "SweepEvent") -> None:
        match event:
            case TrialStarted():
                self._bar = progress_bar(desc=f"{event.place}/{event.trials}", unit="batch")
            case Started():
                self._bar.reset(event.steps)
                self._bar.update(event.first_step)
            case BatchDone():
                self._bar.update()
            case TrialEnded():
                self._bar.close()
                self._ended.append(event)
                say(line(event))
            case SweepFinished():
                say("", *table(self._ended, event))
