"""Exports a run for other programs. The ending of the file's name chooses the format."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import InklingError, Stopped
from engine.events import Event, LearningRateChanged
from engine.runs import (
    COLUMNS,
    RunCheck,
    SavedRun,
    as_table,
    open_run_in,
    read_history,
    read_record,
    row_of,
    save,
)
from engine.system import write_atomically

MISTAKES_ON_A_PAGE = 24
Stopping = Callable[[], bool]
Writer = Callable[[Path, Path, Stopping], str | None]
"""Called with the run's folder, the file to write and `stopping`. Returns what is worth telling about the file."""
NetworkWriter = Callable[[SavedRun, Path, Stopping], str | None]
Format = TypeVar("Format")


def export(folder: Path, path: Path, stopping: Stopping = lambda: False) -> str:
    """Write the run in `folder` to `path`, in one of FORMATS by its ending; returns what is worth telling, or "".

    A page to hand in also shows the mistakes on the test images, which takes seconds; it leaves them out when
    `stopping()` turns true. A page to play with is not written then. Raises InklingError for another ending, and when
    something that the format needs is missing or damaged.
    """
    return writer_for(path)(folder, path, stopping) or ""


def writer_for(path: Path) -> Writer:
    """The function that writes such a file. Raises InklingError for an ending that is not in FORMATS."""
    return _format_of(path, FORMATS)


def export_network(run: SavedRun, path: Path, stopping: Stopping = lambda: False) -> str:
    """Write a network without a run's folder to `path`, in one of NETWORK_FORMATS by its ending.

    Returns and raises what `export` does, and InklingError for a network that the format cannot hold.
    """
    return _format_of(path, NETWORK_FORMATS)(run, path, stopping) or ""


def _format_of(path: Path, formats: Mapping[str, Format]) -> Format:
    """Of several endings that fit, such as .play.html and .html, the longest counts."""
    name = path.name.lower()
    fitting = [ending for ending in formats if name.endswith(ending) and name != ending]
    if not fitting:
        raise InklingError(
            f"{path.name} says nothing that can be exported: its end must be one of {', '.join(formats)}."
        )
    return formats[max(fitting, key=len)]


def _write_safetensors(run: SavedRun, path: Path, _stopping: Stopping) -> None:
    from engine.export.safetensors_file import write_safetensors

    write_safetensors(run, path)


def _write_onnx(run: SavedRun, path: Path, _stopping: Stopping) -> None:
    from engine.export.onnx_file import write_onnx

    write_onnx(run, path)


def _write_playable(run: SavedRun, path: Path, stopping: Stopping, name: str = "") -> str | None:
    from engine.export.playable.write import write_playable

    with suppress(Stopped):
        return write_playable(run, path, name, stopping)
    return None


def _save(run: SavedRun, path: Path, _stopping: Stopping) -> None:
    save(run, path)


NETWORK_FORMATS: dict[str, NetworkWriter] = {
    ".safetensors": _write_safetensors,
    ".onnx": _write_onnx,
    ".play.html": _write_playable,
    ".inkling": _save,
}


def _network(folder: Path, path: Path, stopping: Stopping) -> str:
    return export_network(open_run_in(folder), path, stopping)


def _playable(folder: Path, path: Path, stopping: Stopping) -> str | None:
    return _write_playable(open_run_in(folder), path, stopping, row_of(folder).given_name)


def _script(folder: Path, path: Path, _stopping: Stopping) -> None:
    from engine.export.script.whole_script import write_script

    write_script(open_run_in(folder), path, _rate_changes(folder))


def _rate_changes(folder: Path) -> list[tuple[int, float]]:
    """Pairs of a step and the learning rate that a person set after it."""
    try:
        events = read_history(folder)
    except InklingError:
        return []
    return [(event.step, event.learning_rate) for event in events if isinstance(event, LearningRateChanged)]


def _svg(folder: Path, path: Path, _stopping: Stopping) -> None:
    from engine.export.curve.curve_picture import write_curve_svg

    write_curve_svg(read_history(folder), row_of(folder).name, path)


def _png(folder: Path, path: Path, _stopping: Stopping) -> None:
    from engine.export.curve.curve_picture import write_curve_png

    write_curve_png(read_history(folder), row_of(folder).name, path)


def _csv(folder: Path, path: Path, _stopping: Stopping) -> None:
    text = f"{COLUMNS}\n{as_table(read_history(folder))}"
    write_atomically(path, lambda file: file.write(text.encode()))


def _page(folder: Path, path: Path, stopping: Stopping) -> None:
    from engine.export.page import write_page

    # The page names what is damaged and shows the rest.
    row = RunCheck()(row_of(folder))
    run = open_run_in(folder) if row.has_network else None
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


def _mistakes(run: SavedRun, stopping: Stopping) -> dict[str, Any]:
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


def _packed(folder: Path, path: Path, _stopping: Stopping) -> None:
    from engine.sharing import pack

    pack(folder, path)


FORMATS: dict[str, Writer] = {
    ".safetensors": _network,
    ".onnx": _network,
    ".py": _script,
    ".html": _page,
    ".play.html": _playable,
    ".svg": _svg,
    ".png": _png,
    ".csv": _csv,
    ".inkling": _network,
    ".inkling-run": _packed,
}
