"""Exports a run for other programs. The suffix of the file chooses the format."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.errors import InklingError
from engine.events import Event, LearningRateChanged
from engine.runs import (
    COLUMNS,
    MODEL_FILE,
    RunCheck,
    SavedRun,
    as_table,
    open_run,
    read_history,
    read_record,
    row_of,
    save,
)
from engine.system import write_atomically

MISTAKES_ON_A_PAGE = 24


Writer = Callable[[Path, Path, Callable[[], bool]], None]
"""Called with the run's folder, the file to write and `stopping`."""


def export(folder: Path, path: Path, stopping: Callable[[], bool] = lambda: False) -> None:
    """Write the run in `folder` to `path`, in one of FORMATS by its suffix.

    A page also shows the mistakes on the test images, which takes seconds; it leaves them out when `stopping()` turns
    true. Raises InklingError for another suffix, and when something that the format needs is missing or damaged.
    """
    writer_for(path)(folder, path, stopping)


def writer_for(path: Path) -> Writer:
    """The function that writes such a file. Raises InklingError for a suffix that is not in FORMATS."""
    write = FORMATS.get(path.suffix.lower())
    if write is None:
        raise _unknown(path, FORMATS)
    return write


def export_network(run: SavedRun, path: Path) -> None:
    """Write a network without a run's folder to `path`, in one of NETWORK_FORMATS by its suffix.

    Raises InklingError for another suffix, and for a network that the format cannot hold.
    """
    write = NETWORK_FORMATS.get(path.suffix.lower())
    if write is None:
        raise _unknown(path, NETWORK_FORMATS)
    write(run, path)


def _unknown(path: Path, formats: Iterable[str]) -> InklingError:
    return InklingError(f"{path.name} says nothing that can be exported: its end must be one of {', '.join(formats)}.")


def _run(folder: Path) -> SavedRun:
    return open_run(folder / MODEL_FILE)


def _write_safetensors(run: SavedRun, path: Path) -> None:
    from engine.export.safetensors_file import write_safetensors

    write_safetensors(run, path)


def _write_onnx(run: SavedRun, path: Path) -> None:
    from engine.export.onnx_file import write_onnx

    write_onnx(run, path)


NETWORK_FORMATS: dict[str, Callable[[SavedRun, Path], None]] = {
    ".safetensors": _write_safetensors,
    ".onnx": _write_onnx,
    ".inkling": save,
}


def _network(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    export_network(_run(folder), path)


def _script(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    from engine.export.script.whole_script import write_script

    write_script(_run(folder), path, _rate_changes(folder))


def _rate_changes(folder: Path) -> list[tuple[int, float]]:
    """Pairs of a step and the learning rate that a person set after it."""
    try:
        events = read_history(folder)
    except InklingError:
        return []
    return [(event.step, event.learning_rate) for event in events if isinstance(event, LearningRateChanged)]


def _svg(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    from engine.export.curve.curve_picture import write_curve_svg

    write_curve_svg(read_history(folder), row_of(folder).name, path)


def _png(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    from engine.export.curve.curve_picture import write_curve_png

    write_curve_png(read_history(folder), row_of(folder).name, path)


def _csv(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    text = f"{COLUMNS}\n{as_table(read_history(folder))}"
    write_atomically(path, lambda file: file.write(text.encode()))


def _page(folder: Path, path: Path, stopping: Callable[[], bool]) -> None:
    from engine.export.page import write_page

    # The page names what is damaged and shows the rest.
    row = RunCheck()(row_of(folder))
    run = _run(folder) if row.has_network else None
    events: list[Event] = []
    facts: dict[str, str] = {}
    with suppress(InklingError):
        events = read_history(folder)
    with suppress(InklingError):
        record = read_record(folder)
        facts = record.machine | record.versions
    if changes := _rate_changes(folder):
        told = "; ".join(f"{rate:g} after step {step:,}" for step, rate in changes)
        facts["The learning rate was changed to"] = told
    write_page(row, run, events, path, facts, **(_mistakes(run, stopping) if run else {}))


def _mistakes(run: SavedRun, stopping: Callable[[], bool]) -> dict[str, Any]:
    """The confusion matrix and the most confident mistakes."""
    from engine.data import splits
    from engine.inspection import mistakes_of

    test = splits(run.settings.data).test
    found = mistakes_of(run.classifier(), test, stopping)
    if found is None:
        return {}
    worst = [
        (
            test.images[number, 0].numpy(),
            found.names[found.labels[number]],
            found.names[found.answers[number]],
            confidence,
        )
        for number in found.most_confidently_wrong(MISTAKES_ON_A_PAGE).tolist()
        for confidence in [float(found.confidence[number])]
    ]
    return {"confusion": found.confusion, "mistakes": worst, "names": found.names}


FORMATS: dict[str, Writer] = {
    ".safetensors": _network,
    ".onnx": _network,
    ".py": _script,
    ".html": _page,
    ".svg": _svg,
    ".png": _png,
    ".csv": _csv,
    ".inkling": _network,
}
