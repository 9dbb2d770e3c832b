"""Keeping a row of the table as a run, which page Runs lists like any other."""

import shutil
from dataclasses import replace
from pathlib import Path

from engine.errors import InklingError
from engine.runs import MODEL_FILE, Ending, annotate, new_record, new_run_folder, open_run, save, write_record
from engine.stack import folder_word


def keep(file: Path, name: str, runs: Path | None = None, note: str = "") -> Path:
    """Copy the network in `file` to a new run with this name and note; return the run's folder.

    Raises InklingError, and leaves nothing behind, if the file is no network or the run cannot be written.
    """
    run = open_run(file)
    folder = new_run_folder(folder_word(run.settings.model), runs)
    ending = Ending(
        reason=run.result.reason,
        message="",
        steps=run.result.steps,
        seconds=run.result.seconds,
        test_accuracy=run.result.test_accuracy,
        calibration_error=run.result.calibration_error,
        epochs_done=run.settings.epochs,
        validation_accuracy=run.result.validation_accuracy,
    )
    try:
        save(run, folder / MODEL_FILE)
        write_record(replace(new_record(run.settings), ending=ending), folder)
        annotate(folder, name=name, note=note)
    except InklingError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder
