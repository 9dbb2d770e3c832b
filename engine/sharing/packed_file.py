"""The file of a packed run: a zip archive of known parts, whose comment is the SHA-256 of everything before it.

Any program can look into one. Reading it writes nothing, and the name of no part becomes the name of a file.
"""

import hashlib
import io
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

from engine.errors import InklingError
from engine.system import SMALL, read_bytes, short, write_atomically

SUFFIX = ".inkling-run"
MIME = "application/x-inkling-run"
MIMETYPE, RUN, EVENTS, NETWORK, TIMELINE = (
    "mimetype",
    "run.json",
    "history.jsonl",
    "network.safetensors",
    "timeline.safetensors",
)
LARGE = 1 << 28
MOST_BYTES: Mapping[str, int] = {MIMETYPE: 64, RUN: SMALL, EVENTS: LARGE, NETWORK: LARGE, TIMELINE: SMALL}
"""The parts that there may be, and how many bytes each may have unpacked. MIMETYPE comes first and is not compressed,
so that a desktop knows the kind of the file by its bytes 38 and following."""
MARK, VERSION = b"inkling run file ", 1
HEXADECIMAL = 64
"""Digits of a SHA-256."""
COMMENT = len(MARK) + len(b"1 ") + HEXADECIMAL
END = struct.Struct("<4s4H2LH")
"""The record at the end of a zip archive, before its comment."""
FURTHER = b"PK\x06\x07"
"""Begins a record for archives of more than four gigabytes, which says other numbers than the one at the end."""
DATE = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o644 << 16
MOST_ENTRIES, LONGEST_ENTRY = 50, 1 << 10
"""So many are read of an archive, and so many bytes of what each says of itself; which of them is wrong is told."""
ENCRYPTED = 0x1
LONGEST_TOLD = 60


def write_parts(parts: Mapping[str, bytes], path: Path) -> None:
    """Write a packed run with these parts of MOST_BYTES, wholly or not at all.

    Raises InklingError when a part is too large or the file cannot be written.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.comment = MARK + b"%d " % VERSION + bytes(HEXADECIMAL)
        for name, part in {MIMETYPE: MIME.encode(), **parts}.items():
            if len(part) > MOST_BYTES[name]:
                raise InklingError(f"The run is too large for one file: {name} would have {len(part):,} bytes.")
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == MIMETYPE else zipfile.ZIP_DEFLATED
            entry.external_attr = FILE_MODE
            archive.writestr(entry, part)
    body = content.getbuffer()[:-HEXADECIMAL]
    digest = hashlib.sha256(body).hexdigest().encode()
    write_atomically(path, lambda file: file.writelines([body, digest]))


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a packed run by their names.

    Raises InklingError when the file cannot be read, was altered or cut off, or holds anything that `write_parts` never
    writes: other parts, the same part twice, a link, or more bytes than a part may have.
    """
    content = read_bytes(path, LARGE)
    _check(path, content)
    try:
        return _parts(path, content)
    except InklingError:
        raise
    except Exception as error:
        # Hostile bytes make zipfile raise errors of all kinds.
        raise _something_else(path) from error


def _check(path: Path, content: bytes) -> None:
    mark, digest = content[-COMMENT:-HEXADECIMAL], content[-HEXADECIMAL:]
    if not mark.startswith(MARK):
        raise InklingError(f"{path} is no run that Inkling packed, or its end is missing: get it once more.")
    if mark != MARK + b"%d " % VERSION:
        raise InklingError(f"{path} was packed by a newer version of Inkling: open it with that one.")
    if hashlib.sha256(content[:-HEXADECIMAL]).hexdigest().encode() != digest:
        raise InklingError(f"{path} is damaged (its checksum is wrong): get it once more.")


def _parts(path: Path, content: bytes) -> dict[str, bytes]:
    _check_end(path, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        for place, entry in enumerate(entries):
            if entry.orig_filename in [other.orig_filename for other in entries[:place]]:
                raise _refused(path, f"{_told(entry.orig_filename)} twice")
            _check_entry(path, entry)
        return {entry.orig_filename: _unpacked(path, archive, entry) for entry in entries}


def _check_end(path: Path, content: bytes) -> None:
    """Before zipfile makes an object of each entry: there may be millions."""
    begin = len(content) - COMMENT - END.size
    if begin < 0 or content[max(0, begin - 20) : begin].startswith(FURTHER):
        raise _something_else(path)
    mark, _, _, _, number, size, _, comment = END.unpack_from(content, begin)
    if mark != b"PK\x05\x06" or comment != COMMENT:
        raise _something_else(path)
    if number > MOST_ENTRIES or size > MOST_ENTRIES * LONGEST_ENTRY:
        raise _refused(path, f"{number:,} parts, and a packed run has at most {len(MOST_BYTES)}")


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if name not in MOST_BYTES:
        raise _refused(path, f"{_told(name)}, which is no part of a run")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _refused(path, f"no file but a link or a folder called {name}")
    if entry.flag_bits & ENCRYPTED or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(path, f"{name} in a form that Inkling never packs")
    if entry.file_size > MOST_BYTES[name]:
        raise _too_large(path, name)


def _unpacked(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    name = entry.orig_filename
    with archive.open(entry) as part:
        content = part.read(MOST_BYTES[name] + 1)
    if len(content) > MOST_BYTES[name]:
        raise _too_large(path, name)
    return content


def _told(name: str) -> str:
    return repr(short(name, LONGEST_TOLD))


def _refused(path: Path, what: str) -> InklingError:
    return InklingError(f"{path} holds {what}: Inkling did not pack it, and nothing was taken from it.")


def _too_large(path: Path, name: str) -> InklingError:
    return _refused(path, f"a part {name} of more than {MOST_BYTES[name]:,} bytes")


def _something_else(path: Path) -> InklingError:
    return InklingError(f"{path} holds something that is no run: choose another file.")
