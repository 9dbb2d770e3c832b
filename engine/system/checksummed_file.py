"""Checksummed files of tensors and plain values; reading one never executes anything in it."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import torch
from torch import Tensor

from engine.errors import InklingError
from engine.system.atomic_file import write_atomically
from engine.system.untrusted import read_bytes

DIGEST_BYTES = 32
MOST = 1 << 28
"""Bytes that a file may have: five hundred times the largest network's."""
NUMBERS = (torch.float32, torch.int64, torch.uint8, torch.float16)
"""Weights, a batch norm's count of batches, the graph of an int8 network, and the weights of a timeline."""


class Kind(NamedTuple):
    """A kind of file: the words in its first line, and what a person calls it."""

    mark: str
    version: int
    noun: str
    """With its article, as in "is not a network that Inkling saved"."""
    remedy: str
    """What to do when such a file is damaged, as the end of a sentence."""

    @property
    def magic(self) -> bytes:
        return f"{self.mark} {self.version}\n".encode()


def write_checksummed(kind: Kind, record: dict[str, Any], path: Path) -> None:
    """Write one file, wholly or not at all. Raises InklingError when it cannot be written."""
    content = io.BytesIO()
    torch.save(record, content)
    digest = hashlib.sha256(content.getbuffer()).digest()

    def write(file: BinaryIO) -> None:
        file.writelines([kind.magic, digest, content.getbuffer()])

    write_atomically(path, write)


def read_checksummed(kind: Kind, path: Path, most: int = MOST) -> dict[str, Any]:
    """Return the record that `write_checksummed` wrote.

    Raises InklingError if the file cannot be read, has more than `most` bytes, is damaged or is something else.

    A flipped bit in a weight would load silently, so the SHA-256 is checked first. The file may hold only tensors and
    plain values.
    """
    stored = _intact(kind, path, most)
    try:
        _check_archive(stored)
        record = torch.load(io.BytesIO(stored), map_location="cpu", weights_only=True)
    except Exception as error:
        # Hostile bytes make torch's readers raise errors of all kinds.
        raise something_else(kind, path) from error
    if not isinstance(record, dict):
        raise other_version(path)
    return record


def check_checksum(kind: Kind, path: Path) -> None:
    """Check the SHA-256 without loading the content. Raises InklingError as `read_checksummed` does."""
    _intact(kind, path)


def _check_archive(stored: bytes) -> None:
    """Raise ValueError if the archive is compressed: torch never writes that, and it may unpack to any size."""
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        parts = archive.infolist()
    if any(part.compress_type != zipfile.ZIP_STORED for part in parts) or sum(p.file_size for p in parts) > len(stored):
        raise ValueError("packed")


def check_tensors(kind: Kind, path: Path, tensors: Iterable[Tensor]) -> None:
    """Raise InklingError if a tensor has a layout or dtype that is never saved, is not finite, or lacks the memory that
    its shape needs."""
    if not all(map(_is_plain, tensors)):
        raise something_else(kind, path)


def _is_plain(tensor: Tensor) -> bool:
    if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.dtype not in NUMBERS:
        return False
    whole = tensor.numel() * tensor.element_size() <= tensor.untyped_storage().nbytes()
    return whole and (not tensor.is_floating_point() or bool(tensor.isfinite().all()))


def something_else(kind: Kind, path: Path) -> InklingError:
    """Return the error for a file with a right checksum whose content is not what its first line says."""
    return InklingError(f"{path} holds something that is no {kind.noun.split()[-1]}: choose another file.")


def other_version(path: Path) -> InklingError:
    """Return the error for a file with a right checksum whose content this version does not write."""
    return InklingError(f"{path} was saved by another version of Inkling that this one cannot read.")


def _intact(kind: Kind, path: Path, most: int = MOST) -> bytes:
    content = read_bytes(path, most)
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
