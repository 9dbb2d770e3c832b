"""Whether work that grows stays smooth: `python -m benchmarks.scaling`, off screen unless there is a display.

SimpleNN in the window with its curve drawing: images/s and lateness of the event loop for 1 to 100 epochs (86,000 steps
on one curve), and for batch sizes from 16 to 1024.
"""

import tempfile
from pathlib import Path

from benchmarks.window.driven_window import LagMeter, begin_training, has_ended, opened, start_program, wait
from engine.settings import TrainSettings
from gui.app import MainWindow

EPOCHS = (1, 5, 20, 100)
BATCH_SIZES = (16, 64, 256, 1024)
SIMPLE = {"model": "simple", "optimizer": "sgd", "learning_rate": 0.01, "augmentation": "none", "outliers": "none"}


def measured(window: MainWindow, epochs: int, batch_size: int) -> str:
    settings = TrainSettings.model_validate({**SIMPLE, "epochs": epochs, "batch_size": batch_size})
    meter = LagMeter()
    window.form.show_values(settings.model_dump())
    begin_training(window)
    meter.start()
    wait(has_ended(window))
    late = meter.stop()
    assert window.networks.run
    seconds = window.networks.run.result.seconds
    return f"{epochs:4d} epochs, batch {batch_size:4d}: {epochs * 55_000 / seconds:9,.0f} images/s, late by {late}"


def main() -> None:
    app = start_program()
    with tempfile.TemporaryDirectory() as folder:
        window = opened(Path(folder))
        for epochs in EPOCHS:
            print(measured(window, epochs, 64), flush=True)
        for batch_size in BATCH_SIZES:
            print(measured(window, 5, batch_size), flush=True)
        window.close()
    app.quit()


if __name__ == "__main__":
    main()
