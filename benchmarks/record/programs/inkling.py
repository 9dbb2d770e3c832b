"""Inkling's training: `python -m benchmarks.record.programs.inkling --seed 0 --set epochs=2`.

Through train(), as terminal and window do it, with its trial of threads, its events and its files. The network counts
as trained after its last validation. Then the run is stopped: calibration is part of no other training.
"""

import tempfile
from pathlib import Path

from benchmarks.record.programs.marks import FIRST_STEP, TESTED, TRAINED, Mark, say
from benchmarks.shared.command import add_settings, named_values, parser_for, run_command
from engine import InklingError, Measuring, RunControl, Started, TrainSettings, train
from engine.formats import count
from engine.settings import checked


def learn(settings: TrainSettings) -> None:
    """Train and say the marks. Raises InklingError when the run ends without a network."""
    control, end = RunControl(), count(settings.epochs, "epoch")
    with tempfile.TemporaryDirectory() as runs:
        for event in train(settings, control, runs=Path(runs)):
            match event:
                case Started():
                    say(Mark(FIRST_STEP))
                case Measuring():
                    say(Mark(TRAINED, end))
                    control.stop()
    if control.trained is None:
        raise InklingError("The run ended without a network.")
    from engine.data import mnist
    from engine.models import evaluate

    score = evaluate(control.trained.network(), mnist().test)
    assert score
    say(Mark(TESTED, end, score.accuracy))


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--seed", type=int, required=True)
    add_settings(parser)
    chosen = parser.parse_args()
    # A person's own digits would make it another training on each computer.
    learn(checked({"my_digits": "none", **named_values(chosen.set), "seed": chosen.seed}))


if __name__ == "__main__":
    run_command(main)
