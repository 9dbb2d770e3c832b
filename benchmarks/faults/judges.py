"""What must hold after a trial, when the disk works again: one sentence for each thing that does not."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.faults.listening import Said
from benchmarks.faults.workbench import (
    COMPLETED,
    STEPS,
    STOPPED,
    Trained,
    Workbench,
    driven,
    ended,
    history_of,
    losses,
)
from engine import InklingError, RunControl, Started, open_run, resume
from engine.runs import RunRow, list_runs, row_of

Judge = Callable[[Workbench, Said], Iterator[str]]


def of_everything(bench: Workbench, said: Said, touched: tuple[str, ...]) -> Iterator[str]:
    """Rules that hold after every job."""
    gc.collect()
    yield from said.faults
    yield from of_sentence(said.sentence)
    rows = {row.folder.name: row for row in list_runs()}
    for name, state in ((COMPLETED, "completed"), (STOPPED, "stopped")):
        if name in touched:
            continue
        if name not in rows or rows[name].state != state:
            yield f"{name} is listed as {rows[name].state if name in rows else 'nothing'}"
        if bench.content("runs", name) != bench.first_content("runs", name):
            yield f"the files of {name} are others"


def of_sentence(sentence: str) -> Iterator[str]:
    """The message is one or more plain sentences without technical details."""
    if sentence and ("\n" in sentence or "Errno" in sentence or not sentence.endswith(".")):
        yield f"no sentence: {sentence}"


# Training.


def of_training(bench: Workbench, said: Said) -> Iterator[str]:
    """There is one ending, the losses are the undisturbed ones, and the run is listed and complete or resumable."""
    trained = said.value
    if not isinstance(trained, Trained):
        # Training was refused before it began: the runs in the folder can still be listed and resumed.
        yield from of_rows(bench, new_rows(bench), lasting=said.lasting)
        return
    events = trained.events
    yield from _of_events(bench, trained)
    started = events[0]
    assert isinstance(started, Started)
    rows = new_rows(bench)
    # A disk that was full from beginning to end holds nothing of the run.
    never = said.lasting and not Path(started.folder).exists()
    finished = ended(events)
    if finished and finished.reason == "discarded":
        # It waits to be restored, or is still listed.
        yield from of_rows(bench, rows, lasting=said.lasting)
        if not rows and not never and not Path(finished.folder).is_dir():
            yield "the discarded run is gone"
        return
    if not rows and not never:
        yield f"the run is not listed, and said: {finished and finished.message}"
    yield from of_rows(bench, rows, lasting=said.lasting)


def _of_events(bench: Workbench, trained: Trained) -> Iterator[str]:
    events, control = trained
    found = ended(events)
    if found is None or sum(event is found for event in events) != 1 or events[-1] is not found:
        yield f"it did not end with one Finished: {events[-1]}"
        return
    expected = "discarded" if control.discarding else "stopped" if control.stopping else "completed"
    if found.reason != expected:
        yield f"the run is {found.reason} instead of {expected}: {found.message}"
    told = losses(events)
    if told != [pair for pair in bench.losses if told and told[0][0] <= pair[0] <= told[-1][0]]:
        yield "the losses are others"
    if found.reason in ("completed", "stopped"):
        yield from _of_saved(bench, trained)


def _of_saved(bench: Workbench, trained: Trained) -> Iterator[str]:
    found = ended(trained.events)
    assert found
    yield from of_sentence(found.message)
    if trained.control.trained is None:
        yield "the trained network is with nobody"
    if not found.saved_to:
        if not found.message:
            yield "the network is not saved, and nothing is said"
        return
    try:
        run = open_run(Path(found.saved_to))
    except InklingError as error:
        yield f"saved, and cannot be opened: {error}"
        return
    if found.reason == "completed" and any((run.weights[key] != value).any() for key, value in bench.weights.items()):
        yield "the weights are others"


def new_rows(bench: Workbench) -> list[RunRow]:
    """The runs that were not there, or not complete, before the trial."""
    return [row for row in list_runs() if row.folder.name != COMPLETED and _changed(bench, row)]


def _changed(bench: Workbench, row: RunRow) -> bool:
    name = row.folder.name
    if name != STOPPED:
        return True
    return bench.content("runs", name) != bench.first_content("runs", name)


def of_rows(bench: Workbench, rows: list[RunRow], *, lasting: bool) -> Iterator[str]:
    """Each run is complete with its network, or resumes to the same losses; with `lasting` it may be missing."""
    for row in rows:
        if row.state == "completed":
            yield from _of_complete(bench, row)
        elif row.can_resume:
            yield from _of_resumed(bench, row.folder)
        elif not lasting:
            yield f"the run is {row.state} and cannot be resumed: {row.problem}"


def _of_complete(bench: Workbench, row: RunRow) -> Iterator[str]:
    if row.test_accuracy is None:
        yield "a complete run has no test accuracy"
    try:
        run = open_run(row.folder / "model.inkling")
    except InklingError as error:
        yield f"a complete run has no network: {error}"
        return
    if any((run.weights[key] != value).any() for key, value in bench.weights.items()):
        yield "the weights of the complete run are others"


def _of_resumed(bench: Workbench, folder: Path) -> Iterator[str]:
    control = RunControl()
    try:
        events = driven(resume(folder, control, bench.splits), control)
    except InklingError as error:
        yield f"it cannot be resumed: {error}"
        return
    found = ended(events)
    if found is None or found.reason != "completed" or found.message:
        yield f"resumed, it ended with {found}"
    if history_of(folder) != bench.losses:
        steps = [step for step, _ in history_of(folder)]
        yield f"resumed, its history has other losses (steps {steps} of {STEPS})"
    if (row := row_of(folder)).state != "completed":
        yield f"resumed, it is listed as {row.state}"
