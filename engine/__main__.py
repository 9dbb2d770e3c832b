"""The terminal: `python -m engine train`, `predict`, `runs`, `data`, `compress`, `bench`, `cpu`: all but the window.

Loader workers import this file again, so torch is imported only where it is used.
"""

import argparse
import json
import logging
import math
import signal
import sys
from contextlib import closing, suppress
from typing import Any

from tqdm import tqdm

from engine.data_folder import data_folder
from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, Finished, Started, as_record
from engine.fault_hooks import report_faults
from engine.findings import BATCH_SIZES, SECONDS, VARIATION
from engine.knobs import KNOBS, checked
from engine.log_file import open_log
from engine.log_lines import LogLines
from engine.run_control import RunControl
from engine.run_list import find_run
from engine.stop_key import stopped_by_ctrl_c
from engine.terminal_compress import add_compress_command
from engine.terminal_cpu import add_cpu_command
from engine.terminal_data import add_data_command
from engine.terminal_knobs import add_knobs, given_values
from engine.terminal_predict import add_predict_command
from engine.terminal_runs import add_runs_command


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 after a sentence about what went wrong."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.command(chosen))
    except InklingError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine", description="Train and try digit classifiers on the CPU.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="train a network and keep it")
    add_knobs(train, KNOBS)
    train.add_argument("--json", action="store_true", help="Print every event as one line of JSON.")
    train.add_argument("--resume", metavar="RUN", help="Go on with a run: its name, the beginning of it, or latest.")
    train.set_defaults(command=_train)
    add_predict_command(commands)
    bench = commands.add_parser("bench", help="measure how fast this computer trains, by loader workers and threads")
    sizes = ", ".join(f"{size} for {model}" for model, size in BATCH_SIZES.items())
    bench.add_argument("--models", nargs="+", choices=KNOBS["model"].labels, default=list(BATCH_SIZES))
    bench.add_argument("--batch-size", type=int, help=f"of all; {sizes} when left out")
    bench.add_argument(
        "--seconds", type=_positive, default=SECONDS, help=f"of each way to train; {SECONDS} when left out"
    )
    bench.add_argument("--variation", choices=KNOBS["variation"].labels, default=VARIATION, help="of the images")
    bench.add_argument("--spare-cores", type=int, default=0, help="cores that the advised threads leave free")
    bench.add_argument("--no-textbook", action="store_true", help="leave out the tutorials' loop")
    bench.add_argument("--no-training", action="store_true", help="leave out the training with the default settings")
    bench.add_argument("--json", action="store_true", help="Print each finding as one line of JSON.")
    bench.set_defaults(command=_bench)
    add_runs_command(commands)
    add_compress_command(commands)
    add_cpu_command(commands)
    add_data_command(commands)
    return parser


def _positive(text: str) -> float:
    """argparse makes a sentence of the ValueError that anything else raises."""
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError
    return number


_positive.__name__ = "positive number"


def _train(chosen: argparse.Namespace) -> int:
    given = given_values(chosen, KNOBS)
    settings = checked(given)
    if chosen.resume and (other := sorted(set(given) - {"learning_rate"})):
        raise InklingError(f"A run goes on as it was: {KNOBS[other[0]].title} cannot be changed with --resume.")
    open_log(data_folder())
    from engine.training import resume, train

    control = RunControl()
    show = _print_json if chosen.json else _Progress().show
    if chosen.resume:
        events = resume(
            find_run(chosen.resume).folder, control, learning_rate=settings.learning_rate if given else None
        )
    else:
        events = train(settings, control)
    with stopped_by_ctrl_c(control.stop):
        for event in events:
            show(event)
    return 2 if isinstance(event, Finished) and event.reason == "failed" else 0


def _print_json(event: Event) -> None:
    print(json.dumps(as_record(event)), flush=True)
    if isinstance(event, Finished) and event.message:
        print(event.message, file=sys.stderr)


class _Progress:
    """A bar with loss, accuracy and the time left, below the lines that also go into the log."""

    def __init__(self) -> None:
        self._lines = LogLines()
        self._bar: tqdm[Any] = tqdm(disable=True)
        self._accuracy = "-"

    def show(self, event: Event) -> None:
        went_wrong = isinstance(event, Finished) and event.message
        for line in self._lines.of(event):
            logging.getLogger("inkling").info(line)
            self._bar.write(line, file=sys.stderr if went_wrong else sys.stdout)
        match event:
            case Started():
                # disable=None: no bar where standard error is not a terminal.
                first = event.first_step
                self._bar = tqdm(
                    total=event.steps, initial=first, unit="batch", disable=None, leave=False, dynamic_ncols=True
                )
            case BatchDone():
                self._bar.set_postfix_str(f"loss {event.loss:.3f}, accuracy {self._accuracy}", refresh=False)
                self._bar.update()
            case EpochDone():
                self._accuracy = f"{event.validation_accuracy:.2%}"
            case Finished():
                self._bar.close()


def _bench(chosen: argparse.Namespace) -> int:
    from engine.measurement import measure
    from engine.measurement_lines import lines

    sizes = {model: BATCH_SIZES[model] if chosen.batch_size is None else chosen.batch_size for model in chosen.models}
    for size in sizes.values():
        checked({"batch_size": size})
    # A window that ends this process wants its loader workers ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    findings = measure(
        sizes,
        chosen.seconds,
        chosen.spare_cores,
        variation=chosen.variation,
        textbook=not chosen.no_textbook,
        training=not chosen.no_training,
    )
    with closing(findings), suppress(KeyboardInterrupt):
        for finding in findings:
            for line in [json.dumps(as_record(finding))] if chosen.json else lines(finding):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    report_faults(lambda sentence: print(sentence, file=sys.stderr))
    sys.exit(main())
