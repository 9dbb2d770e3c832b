"""Packs a kept run as one file: weights, history and settings, and nothing that is about this computer's folders.

The person's own digits, the teacher and the checkpoints stay here, so a run that was opened is not resumed.
"""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from engine import __version__
from engine.errors import InklingError
from engine.events import Event, Finished, Started
from engine.runs import (
    RunCheck,
    RunRow,
    as_lines,
    notes_of,
    open_run_in,
    open_timeline,
    read_history,
    read_record,
    row_of,
)
from engine.sharing.contents import LONGEST_NAME, LONGEST_NOTE
from engine.sharing.packed_file import EVENTS, NETWORK, RUN, TIMELINE, VERSION, write_parts
from engine.system import MissingError

VALUES = "values"
"""The tensor with the snapshots of a timeline, float16 (moments, P)."""


def pack(folder: Path, path: Path) -> None:
    """Write the run in `folder` to one file.

    Raises InklingError when the run is being trained, was cut off, is damaged or has taken no step, and when the file
    cannot be written.
    """
    row = RunCheck()(row_of(folder))
    _check(row)
    notes, unread = notes_of(folder)
    if unread:
        raise InklingError(unread)
    told: dict[str, Any] = {
        "inkling run file": VERSION,
        "program": __version__,
        "name": notes["name"][:LONGEST_NAME],
        "note": notes["note"][:LONGEST_NOTE],
        "pen_accuracy": notes["pen_accuracy"],
    }
    parts: dict[str, bytes] = {}
    # A network that was taught or compressed has no record.
    with suppress(MissingError):
        told["record"] = _record(folder)
    if "record" in told:
        parts[EVENTS] = as_lines(map(_without_folders, read_history(folder))).encode(errors="backslashreplace")
    if row.has_network:
        told["network"], parts[NETWORK] = _network(folder)
        with suppress(MissingError):
            told["timeline"], parts[TIMELINE] = _timeline(folder)
    write_parts({RUN: json.dumps(told, indent=1).encode(), **parts}, path)


def _check(row: RunRow) -> None:
    if row.state == "damaged":
        raise InklingError(row.problem)
    if row.state == "training":
        raise InklingError(f"{row.name} is being trained at this moment: stop it first.")
    if row.state == "interrupted":
        raise InklingError(f"{row.name} was cut off: resume it, and pack it when it has ended.")
    if not row.steps:
        raise InklingError(f"{row.name} has taken no step: there is nothing to pack.")


def _record(folder: Path) -> dict[str, Any]:
    values = asdict(read_record(folder))
    del values["process"]
    values["ending"]["message"] = values["ending"]["message"].replace(str(Path.home()), "~")
    return values


def _without_folders(event: Event) -> Event:
    """The event without the names of this computer's folders."""
    if isinstance(event, Started):
        return event._replace(folder="")
    return event._replace(folder="", saved_to=None, message="") if isinstance(event, Finished) else event


def _network(folder: Path) -> tuple[dict[str, Any], bytes]:
    run = open_run_in(folder)
    told = {"settings": run.settings.model_dump(), "result": asdict(run.result), "form": run.form}
    return {**told, "widths": run.widths}, _tensors(run.weights)


def _timeline(folder: Path) -> tuple[dict[str, Any], bytes]:
    timeline = open_timeline(folder)
    moments = [vars(moment) for moment in timeline.moments]
    values = torch.stack([snapshot.values for snapshot in timeline.snapshots])
    return {"model": timeline.model, "data": timeline.data, "moments": moments}, _tensors({VALUES: values})


def _tensors(tensors: dict[str, Tensor]) -> bytes:
    # The format stores contiguous tensors only.
    return save({name: values.contiguous() for name, values in tensors.items()})
