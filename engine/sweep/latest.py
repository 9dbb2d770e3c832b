"""Which network draws when the window opens: that of the newest run, or the best of the sweep that trained it."""

from collections.abc import Iterator
from contextlib import suppress

from engine.errors import InklingError
from engine.runs import SavedRun, latest_run, open_run_in, runs_folder
from engine.sweep.files import RECORD, read_sweep, sweep_folders
from engine.sweep.record import SweepRecord
from engine.system import SMALL, read_bytes


def latest_network() -> tuple[SavedRun | None, list[str]]:
    """What `latest_run` returns, but of a sweep's runs the most accurate on validation images.

    A sweep's last trial may be one that was meant to fail. One that has learnt a person's digits since then is kept.
    """
    run, problems = latest_run()
    if run is None or run.folder is None or run.result.learnt:
        return run, problems
    for name in _most_accurate(run, run.folder.name):
        if name == run.folder.name:
            break
        with suppress(InklingError):
            better = open_run_in(runs_folder() / name)
            better.answering()
            return better, problems
    return run, problems


def _most_accurate(run: SavedRun, name: str) -> list[str]:
    """The names of the runs in its sweep that know the same data, the most accurate first; empty without a sweep."""
    record = next((record for record in _sweeps(name) if name in (trial.run for trial in record.trials)), None)
    figures = [
        (trial.validation_accuracy, trial.run)
        for trial in (record.trials if record else ())
        if trial.run and trial.validation_accuracy is not None and trial.train_settings.data == run.settings.data
    ]
    return [name for _, name in sorted(figures, reverse=True)]


def _sweeps(name: str) -> Iterator[SweepRecord]:
    """All that can be read and in which this name stands, the newest first."""
    with suppress(InklingError):
        for folder in sweep_folders():
            with suppress(InklingError):
                # The window waits for this, and to check all values of a sweep takes fifty times as long.
                if name.encode(errors="backslashreplace") in read_bytes(folder / RECORD, SMALL):
                    yield read_sweep(folder)
