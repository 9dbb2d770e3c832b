"""Whether long trainings and large batches stay smooth: `python -m benchmarks.scaling`, off screen without a display.

SimpleNN in the window with its curve drawing: images/s and lateness of the event loop for 1 to 100 epochs (86,000 steps
on one curve), and for batch sizes from 16 to 1024.
"""

import tempfile
from pathlib import Path

from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.window.driven_window import LagMeter, begin_training, has_ended, opened, start_program, wait
from engine import TrainSettings
from gui.app import MainWindow

EPOCHS = (1, 5, 20, 100)
BATCH_SIZES = (16, 64, 256, 1024)
SIMPLE = {"model": "simple", "optimizer": "sgd", "learning_rate": 0.01, "augmentation": "none", "outliers": "none"}


def measure(window: MainWindow, epochs: int, batch_size: int) -> None:
    settings = TrainSettings.model_validate({**SIMPLE, "epochs": epochs, "batch_size": batch_size})
    meter = LagMeter()
    window.form.show_values(settings.model_dump())
    begin_training(window)
    meter.start()
    wait(has_ended(window))
    late = meter.stop()
    assert window.networks.run
    seconds = window.networks.run.result.seconds
    throughput = f"{epochs * 55_000 / seconds:,.0f} images/s"
    figure(f"{epochs} epochs, batch {batch_size}", f"{throughput}, event loop late by {late}")


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--most-epochs", type=int, default=EPOCHS[-1], help="leave longer trainings out")
    most = parser.parse_args().most_epochs
    app = start_program()
    with tempfile.TemporaryDirectory() as folder:
        window = opened(Path(folder))
        for epochs in (number for number in EPOCHS if number <= most):
            measure(window, epochs, 64)
        for batch_size in BATCH_SIZES:
            measure(window, 5, batch_size)
        window.close()
    app.quit()


if __name__ == "__main__":
    run_command(main)
