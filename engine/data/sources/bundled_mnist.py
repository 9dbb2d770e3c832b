"""The bundled MNIST: four files, packed in `resources` and unpacked in the data folder."""

import hashlib
import lzma
from pathlib import Path

from engine.errors import InklingError
from engine.system import read_bytes, writable, write_atomically

BUNDLE = Path(__file__).parent.parent.parent.parent / "resources" / "mnist"
LARGEST = 1 << 26
"""Bytes that a file may have; the largest has 47 million."""
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


def unpack_mnist(root: Path) -> dict[str, bytes]:
    """Return the four raw files, and unpack them where torchvision's `MNIST(root)` looks for downloaded ones.

    Missing, half-written and damaged files are unpacked again. Raises InklingError as `mnist` does.
    """
    folder = root / "MNIST" / "raw"
    return {name: _intact(folder / name) or _unpacked(folder / name) for name in MD5}


def _intact(path: Path) -> bytes | None:
    try:
        content = read_bytes(path, LARGEST)
    except InklingError:
        return None
    return content if _matches(path.name, content) else None


def _unpacked(path: Path) -> bytes:
    packed = BUNDLE / f"{path.name}.xz"
    try:
        content = lzma.decompress(packed.read_bytes())
    except (OSError, lzma.LZMAError):
        content = b""
    if not _matches(path.name, content):
        raise InklingError(f"{packed} is missing or damaged: install Inkling again.")
    writable(path.parent)
    write_atomically(path, lambda file: file.write(content))
    return content


def _matches(name: str, content: bytes) -> bool:
    return hashlib.md5(content, usedforsecurity=False).hexdigest() == MD5[name]
