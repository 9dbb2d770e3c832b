"""Bad files made of whole ones: damaged by chance, or forged on purpose with right checksums."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np
from numpy.random import Generator

from benchmarks.mutations.damage import broken, one_of
from benchmarks.mutations.hostile_values import Instead, hostile_arrays
from benchmarks.mutations.packed_runs import changed_packed_run
from benchmarks.mutations.structures import (
    changed,
    changed_lines,
    changed_run_record,
    changed_settings_file,
    json_bytes,
)
from benchmarks.mutations.tensor_files import changed_tensors, checksummed, tensor_record, with_other_graph
from engine.runs import CHECKPOINT, NETWORK, SNAPSHOTS
from engine.system import Kind as ChecksummedKind

Kind = Literal[
    "run.json",
    "notes.json",
    "metrics.jsonl",
    "my-digits.jsonl",
    "threads.json",
    "checksums.json",
    "window.ini",
    "network",
    "int8 network",
    "teacher",
    "checkpoint",
    "timeline",
    "idx",
    "strokes.npz",
    "png",
    "jpeg",
    "packed run",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Mutant = bytes | Instead
CHECKSUMMED: dict[str, ChecksummedKind] = {
    "network": NETWORK,
    "int8 network": NETWORK,
    "teacher": NETWORK,
    "checkpoint": CHECKPOINT,
    "timeline": SNAPSHOTS,
}


def mutants(kind: Kind, content: bytes, rng: Generator) -> Iterator[Mutant]:
    """Endlessly: one bad file after the other, each made of the whole one in `content`."""
    while True:
        chance = rng.random()
        if chance < 0.04:
            yield list(Instead)[rng.integers(len(Instead))]
        elif chance < 0.3 or kind == "jpeg":
            yield broken(content, rng)
        else:
            yield forged(kind, content, rng)


def forged(kind: Kind, content: bytes, rng: Generator) -> bytes:
    """A file with right checksums, as somebody makes it who knows the format."""
    if kind == "int8 network" and rng.random() < 0.8:
        return with_other_graph(content, rng)
    if kind in CHECKSUMMED:
        return checksummed(CHECKSUMMED[kind], changed_tensors(tensor_record(CHECKSUMMED[kind], content), rng))
    match kind:
        case "run.json":
            return changed_run_record(content, rng)
        case "metrics.jsonl" | "my-digits.jsonl":
            return changed_lines(content, rng)
        case "idx":
            return _idx(content, rng)
        case "strokes.npz":
            return _strokes(content, rng)
        case "png":
            return _png(content, rng)
        case "packed run":
            return changed_packed_run(content, rng)
        case "window.ini":
            return changed_settings_file(content, rng)
    return json_bytes(changed(json.loads(content), rng))


def _idx(content: bytes, rng: Generator) -> bytes:
    header, size = bytearray(content[:16]), 4 * int(rng.integers(4))
    number = one_of([0, 1, 27, 29, 59, 2**20, 2**31 - 1, -1, -(2**31)], rng)
    header[size : size + 4] = struct.pack(">i", number)
    return bytes(header) + content[16:]


def _strokes(content: bytes, rng: Generator) -> bytes:
    with np.load(io.BytesIO(content)) as file:
        arrays = dict(file)
    for _ in range(rng.integers(1, 3)):
        name = one_of(list(arrays), rng)
        if rng.random() < 0.1:
            del arrays[name]
            if not arrays:
                break
        else:
            arrays[name] = one_of(hostile_arrays(rng), rng)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return _with_vast_header(file.getvalue()) if rng.random() < 0.1 else file.getvalue()


def _with_vast_header(content: bytes) -> bytes:
    """One array claims to have a million times the values that follow."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            head = np.lib.format.magic(1, 0)
            told = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776, 2), }\n"
            forged = head + struct.pack("<H", len(told)) + told + bytes(64)
            packed.writestr(name, forged if name == "points.npy" else source.read(name))
    return target.getvalue()


def _png(content: bytes, rng: Generator) -> bytes:
    """Another size in the header, with its checksum right."""
    width, height = (one_of([0, 1, 7, 65_535, 60_000, 2**31 - 1, 13_000], rng) for _ in range(2))
    header = struct.pack(">II", width, height) + content[24:29]
    if rng.random() < 0.5:
        # The standard allows only a few colour types and depths.
        header = header[:8] + bytes(rng.integers(0, 17, 2).tolist()) + header[10:]
    checksum = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return content[:16] + header + checksum + content[33:]
