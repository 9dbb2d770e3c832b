"""Files of tensors and plain values that prove their own integrity, and of which nothing is ever executed."""

import hashlib
import io
import pickle
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import torch

from engine.atomic_file import write_atomically
from engine.errors import InklingError

DIGEST_BYTES = 32


class Kind(NamedTuple):
    """What a file holds: the words in its first line, and how a person calls it."""

    mark: str
    version: int
    noun: str
    """With its article, as in "is not a network that Inkling saved"."""
    remedy: str
    """What to do when such a file is damaged, as the end of a sentence."""

    @property
    def magic(self) -> bytes:
        return f"{self.mark} {self.version}\n".encode()


def write_sealed(kind: Kind, record: dict[str, Any], path: Path) -> None:
    """Write one file, wholly or not at all. Raises InklingError when it cannot be written."""
    content = io.BytesIO()
    torch.save(record, content)
    digest = hashlib.sha256(content.getbuffer()).digest()

    def write(file: BinaryIO) -> None:
        file.writelines([kind.magic, digest, content.getbuffer()])

    write_atomically(path, write)


def read_sealed(kind: Kind, path: Path) -> dict[str, Any]:
    """What `write_sealed` was given. Raises InklingError when it cannot be read, is damaged or is something else.

    A flipped bit in a weight would load silently, so the SHA-256 is checked first; and the file may hold tensors and
    plain values only.
    """
    stored = _intact(kind, path)
    try:
        record = torch.load(io.BytesIO(stored), weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise InklingError(
            f"{path} holds something that is no {kind.noun.split()[-1]}: choose another file."
        ) from error
    if not isinstance(record, dict):
        raise other_version(path)
    return record


def check_sealed(kind: Kind, path: Path) -> None:
    """Raises InklingError as `read_sealed` does when the file is not what was written; opens nothing in it."""
    _intact(kind, path)


def other_version(path: Path) -> InklingError:
    """The file is whole, but what is in it is not what this version writes."""
    return InklingError(f"{path} was saved by another version of Inkling that this one cannot read.")


def _intact(kind: Kind, path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InklingError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}).") from error
    if not content.startswith(kind.magic):
        raise _foreign(kind, path, content)
    start = len(kind.magic)
    digest, stored = content[start : start + DIGEST_BYTES], content[start + DIGEST_BYTES :]
    if hashlib.sha256(stored).digest() != digest:
        raise InklingError(f"{path} is damaged (its checksum is wrong): {kind.remedy}.")
    return stored


def _foreign(kind: Kind, path: Path, content: bytes) -> InklingError:
    first = content[:40].split(b"\n")[0]
    number = first.removeprefix(f"{kind.mark} ".encode())
    if number != first and number.isdigit() and int(number) > kind.version:
        return InklingError(f"{path} was saved by a newer version of Inkling: open it with that one.")
    return InklingError(f"{path} is not {kind.noun} that Inkling saved: choose another file.")
