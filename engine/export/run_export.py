"""A kept run for other programs: the suffix of the file says as what."""

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
"""Takes the run's folder, the file to write and whether to stop."""


def export(folder: Path, path: Path, stopping: Callable[[], bool] = lambda: False) -> None:
    """Write the run in `folder` to `path`: one of FORMATS by its suffix.

    A page shows the mistakes among the test images too, which takes seconds; without them when `stopping()` turns
    true. Raises InklingError for another suffix, and when something that the file needs is missing or damaged.
    """
    writer_for(path)(folder, path, stopping)


def writer_for(path: Path) -> Writer:
    """What writes such a file. Raises InklingError for a suffix that is none of FORMATS."""
    write = FORMATS.get(path.suffix.lower())
    if write is None:
        raise _unknown(path, FORMATS)
    return write


def export_network(run: SavedRun, path: Path) -> None:
    """Write a network that has no run's folder to `path`: one of NETWORK_FORMATS by its suffix.

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
    from engine.export.script import write_script

    write_script(_run(folder), path, _rate_changes(folder))


def _rate_changes(folder: Path) -> list[tuple[int, float]]:
    """After which steps the learning rate was set anew, and to what."""
    try:
        events = read_history(folder)
    except InklingError:
        return []
    return [(event.step, event.learning_rate) for event in events if isinstance(event, LearningRateChanged)]


def _svg(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    from engine.export.curve_picture import write_curve_svg

    write_curve_svg(read_history(folder), row_of(folder).name, path)


def _png(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    from engine.export.curve_picture import write_curve_png

    write_curve_png(read_history(folder), row_of(folder).name, path)


def _csv(folder: Path, path: Path, _stopping: Callable[[], bool]) -> None:
    text = f"{COLUMNS}\n{as_table(read_history(folder))}"
    write_atomically(path, lambda file: file.write(text.encode()))


def _page(folder: Path, path: Path, stopping: Callable[[], bool]) -> None:
    from engine.export.page import write_page

    # What is damaged is said on the page, and all else is still shown.
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
    """The confusion matrix, and the images that are most confidently read wrongly."""
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
