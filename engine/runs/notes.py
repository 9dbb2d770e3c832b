"""What a person adds to a run: a name, a note, and its accuracy on a file of drawings."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.errors import InklingError
from engine.runs.folder import NOTES
from engine.system import MissingError, RefusedError, Share, Words, read_json, typed, write_atomically


@dataclass(frozen=True)
class _Notes:
    """The content of notes.json. Other keys in it are kept."""

    name: Words = ""
    note: Words = ""
    pen_accuracy: Share | None = None
    opened_from: Words = ""
    """The name of the file that brought the run here; "" for one that was trained here."""


def annotate(folder: Path, **words: Any) -> None:
    """Save `name`, `note` or `pen_accuracy` of a run. Raises InklingError when the file cannot be written.

    A damaged file is kept under another name. Raises RefusedError, and changes nothing, when the system does not allow
    reading the file: it may be sound.
    """
    notes, unread = _read(folder)
    if unread:
        with suppress(OSError):
            (folder / NOTES).replace(folder / f"{NOTES}.damaged")
    text = json.dumps(notes | words, ensure_ascii=False)
    write_atomically(folder / NOTES, lambda file: file.write(text.encode(errors="backslashreplace")))


def notes_of(folder: Path) -> tuple[dict[str, Any], str]:
    """The notes of a run, and a sentence when they cannot be read."""
    try:
        return _read(folder)
    except RefusedError as problem:
        return asdict(_Notes()), str(problem)


def own_first(folders: Iterable[Path]) -> Iterator[Path]:
    """These folders in their order, but those of runs that came from a file after the others.

    Opening a file is no training: the person's own network goes on answering, and "latest" goes on meaning it.
    """
    opened: list[Path] = []
    for folder in folders:
        if notes_of(folder)[0]["opened_from"]:
            opened.append(folder)
        else:
            yield folder
    yield from opened


def _read(folder: Path) -> tuple[dict[str, Any], str]:
    path, nothing = folder / NOTES, asdict(_Notes())
    try:
        said = read_json(path)
        return said | asdict(typed(_Notes, said)), ""
    except MissingError:
        return nothing, ""
    except RefusedError:
        raise
    except InklingError as problem:
        return nothing, str(problem)
    except ValueError:
        return nothing, f"{path} is damaged: its name, note or figure has the wrong type."
