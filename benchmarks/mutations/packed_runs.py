"""Packed runs that are not what they say, with right checksums."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable

from numpy.random import Generator

from benchmarks.mutations.damage import broken, one_of
from benchmarks.mutations.structures import changed, changed_lines, json_bytes
from engine.sharing import EVENTS, HEXADECIMAL, MARK, RUN

Entry = tuple[str | zipfile.ZipInfo, bytes]


def packed_run(entries: Iterable[Entry]) -> bytes:
    """An archive of any entries with the right checksum, as somebody makes it who knows the format."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = MARK + b"1 " + bytes(HEXADECIMAL)
        for name, part in entries:
            archive.writestr(name, part)
    return sealed(file.getvalue())


def sealed(content: bytes) -> bytes:
    """The same bytes with the right checksum at the end."""
    body = content[:-HEXADECIMAL]
    return body + hashlib.sha256(body).hexdigest().encode()


def changed_packed_run(content: bytes, rng: Generator) -> bytes:
    """With one part changed, missing or under another name; or with changed bytes anywhere."""
    if rng.random() < 0.2:
        return sealed(broken(content, rng))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = one_of(list(parts), rng)
    part, chance = parts.pop(name), rng.random()
    if chance < 0.1:
        return packed_run(parts.items())
    if chance < 0.2:
        return packed_run(
            {**parts, one_of([f"../{name}", f"/{name}", "model.inkling", "mimetype/"], rng): part}.items()
        )
    return packed_run({**parts, name: _changed(name, part, rng)}.items())


def _changed(name: str, part: bytes, rng: Generator) -> bytes:
    if name == RUN:
        return json_bytes(changed(json.loads(part), rng))
    return changed_lines(part, rng) if name == EVENTS else broken(part, rng)
