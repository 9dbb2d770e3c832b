"""Networks that a person has built and given a name, in one file of the data folder."""

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from engine.errors import InklingError
from engine.stack.named import NAMED, canonical, network_title
from engine.system import MissingError, Words, data_folder, read_json, typed, write_atomically

FILE = "my-networks.json"
LONGEST_NAME = 40


def my_networks(folder: Path | None = None) -> dict[str, str]:
    """The networks by name, in the form of `canonical`. What is no network any more is left out.

    Raises InklingError when the file cannot be read.
    """
    found: dict[str, str] = {}
    for name, text in _read(_file(folder)).items():
        with suppress(InklingError):
            found[name] = canonical(text)
    return found


def save_network(name: str, text: str, folder: Path | None = None) -> None:
    """Keep a network under a name, in place of one that has it.

    Raises InklingError for a name or a network that cannot be, or when the file cannot be read or written.
    """
    kept = " ".join(name.split())
    if not _is_name(kept):
        raise InklingError(f"Give the network a name of 1 to {LONGEST_NAME} letters, without commas.")
    if kept.casefold() in {word.casefold() for one in NAMED.values() for word in (one.name, one.title)}:
        raise InklingError(f'"{kept}" is a network of the program: choose another name.')
    file = _file(folder)
    _write(file, _read(file) | {kept: canonical(text)})


def delete_network(name: str, folder: Path | None = None) -> str:
    """Forget a network; returns its text, with which `save_network` brings it back. Raises InklingError."""
    file = _file(folder)
    networks = _read(file)
    if name not in networks:
        raise InklingError(f'There is no network called "{name}" under My networks.')
    text = networks.pop(name)
    _write(file, networks)
    return text


def with_names(words: str, folder: Path | None = None) -> str:
    """The text of one of My networks if the words are its name, otherwise the words themselves."""
    name = " ".join(words.split())
    if name.lower() in NAMED:
        return words
    mine = my_networks(folder)
    alike = [text for other, text in mine.items() if other.casefold() == name.casefold()]
    return mine.get(name) or (alike[0] if len(alike) == 1 else words)


def called(model: str, folder: Path | None = None) -> str:
    """What people call a network: its name under My networks, otherwise its `network_title`.

    Forms, tables and logs ask for it again and again: the file is read only when it has changed.
    """
    if model not in NAMED:
        with suppress(InklingError, OSError):
            file = _file(folder)
            state = file.stat()
            return _by_text(file, state.st_mtime_ns, state.st_size).get(model) or network_title(model)
    return network_title(model)


@lru_cache(4)
def _by_text(file: Path, _changed: int, _size: int) -> dict[str, str]:
    try:
        # A person may have edited the file: what `save_network` would refuse could break a line, or have no UTF-8.
        return {text: name for name, text in my_networks(file.parent).items() if _is_name(name)}
    except InklingError:
        return {}


def _is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and not any(letter in name for letter in ",;")


def _file(folder: Path | None) -> Path:
    return (folder or data_folder()) / FILE


def _read(file: Path) -> dict[str, str]:
    try:
        return typed(dict[Words, Words], read_json(file))
    except MissingError:
        return {}
    except ValueError as error:
        raise InklingError(f"{file} is damaged: move it away, and My networks begins anew.") from error


def _write(file: Path, networks: dict[str, str]) -> None:
    content = json.dumps(networks, ensure_ascii=False, indent=1).encode(errors="backslashreplace")
    write_atomically(file, lambda opened: opened.write(content))
