"""Files as nobody should have written them, made of whole ones: broken by chance, or on purpose and sealed again."""

import copy
import hashlib
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Literal, get_args

import numpy as np
import torch
from numpy.random import Generator

from benchmarks.mutations.hostile_values import DEEP, DEPTH, PLAIN, Instead, hostile_arrays, hostile_tensors
from engine.runs import CHECKPOINT, NETWORK, _digest
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
    "idx",
    "strokes.npz",
    "png",
    "jpeg",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Mutant = bytes | Instead
SEALED: dict[str, ChecksummedKind] = {
    "network": NETWORK,
    "int8 network": NETWORK,
    "teacher": NETWORK,
    "checkpoint": CHECKPOINT,
}


def mutants(kind: Kind, content: bytes, rng: Generator) -> Iterator[Mutant]:
    """Without end: one file after the other, each made of the whole one in `content`."""
    while True:
        chance = rng.random()
        if chance < 0.04:
            yield list(Instead)[rng.integers(len(Instead))]
        elif chance < 0.3 or kind == "jpeg":
            yield broken(content, rng)
        else:
            yield forged(kind, content, rng)


def forged(kind: Kind, content: bytes, rng: Generator) -> bytes:
    """As somebody makes it who knows the format: every checksum is right."""
    if kind == "int8 network" and rng.random() < 0.8:
        return _other_graph(content, rng)
    if kind in SEALED:
        return _sealed(SEALED[kind], _changed_record(_record(SEALED[kind], content), rng))
    match kind:
        case "run.json":
            return _run_record(content, rng)
        case "metrics.jsonl" | "my-digits.jsonl":
            return _lines(content, rng)
        case "idx":
            return _idx(content, rng)
        case "strokes.npz":
            return _strokes(content, rng)
        case "png":
            return _png(content, rng)
        case "window.ini":
            return _ini(content, rng)
    return _json(_changed(json.loads(content), rng))


def broken(content: bytes, rng: Generator) -> bytes:
    """As a bad disk, a full one or another program leaves it."""
    kind, size = rng.integers(6), len(content)
    begin = int(rng.integers(size + 1))
    end = min(size, begin + int(rng.integers(1, 64)))
    if kind == 0:
        return content[:begin]
    if kind == 1:
        return content[:begin] + rng.bytes(end - begin) + content[end:]
    if kind == 2:
        return content[:begin] + bytes(end - begin) + content[end:]
    if kind == 3:
        return content[:begin] + content[begin:end] * 9 + content[end:]
    if kind == 4:
        return content[:begin] + rng.bytes(9) + content[begin:]
    flipped = bytearray(content)
    for place in rng.integers(size, size=rng.integers(1, 9)):
        flipped[place] ^= 1 << rng.integers(8)
    return bytes(flipped)


def _one(values: Any, rng: Generator) -> Any:
    return values[int(rng.integers(len(values)))]


# Structures of plain values.


def _changed(value: Any, rng: Generator, hostile: Any = PLAIN) -> Any:
    """The same with one to three of its parts replaced, taken out or put in."""
    for _ in range(rng.integers(1, 4)):
        value = _changed_once(value, rng, hostile)
    return value


def _changed_once(value: Any, rng: Generator, hostile: Any) -> Any:
    deeper = isinstance(value, dict | list) and len(value) and rng.random() < 0.95
    if not deeper:
        return copy.deepcopy(_one(hostile, rng))
    value = copy.copy(value)
    key = _one(list(value) if isinstance(value, dict) else range(len(value)), rng)
    chance = rng.random()
    if chance < 0.08:
        del value[key]
    elif chance < 0.14 and isinstance(value, dict):
        value[_one(["", "unheard of", "\ud800", "name", *map(str, value)], rng)] = _one(hostile, rng)
    elif chance < 0.14:
        value.append(_one(hostile, rng))
    else:
        value[key] = _changed_once(value[key], rng, hostile)
    return value


def _json(value: Any) -> bytes:
    # Python refuses to write the number of 5,000 digits as it refuses to read it.
    text = json.dumps(value, default=str) if not _has_vast(value) else _written(value)
    return text.replace(json.dumps(DEEP), "[" * DEPTH + "]" * DEPTH).encode()


def _has_vast(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_has_vast, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and abs(value) > 10**4_000


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return "1" + "0" * 5_000 if _has_vast(value) else json.dumps(value)


def _run_record(content: bytes, rng: Generator) -> bytes:
    record = json.loads(content)
    del record["sha256"]
    record = _changed(record, rng)
    if isinstance(record, dict):
        try:
            record["sha256"] = _digest(json.loads(_json(record)))
        except (ValueError, RecursionError):
            record["sha256"] = "unknown"
    return _json(record)


def _lines(content: bytes, rng: Generator) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(rng.integers(1, 4)):
        place = int(rng.integers(len(lines)))
        lines[place] = _json(_changed(json.loads(content.splitlines()[place]), rng)) + b"\n"
    return b"".join(lines)


def _ini(content: bytes, rng: Generator) -> bytes:
    begin = b"[General]\n" if rng.random() < 0.8 else b""
    values = [
        _json(_one(PLAIN, rng)).decode(),
        "@Variant(\\0\\0\\0\\x7f\\xff\\xff\\xff\\xff)",
        "@Size(1 2)",
        "@ByteArray(x",
    ]
    quoted = json.dumps(_one(values, rng)[:200_000])
    return begin + b"".join(
        line.split(b"=")[0] + b"=" + quoted.encode() + b"\n" if rng.random() < 0.5 else line
        for line in content.splitlines(keepends=True)[1:]
    )


# Tensors.


def _record(kind: ChecksummedKind, content: bytes) -> Any:
    return torch.load(io.BytesIO(content[len(kind.magic) + 32 :]), weights_only=True)


def _changed_record(record: Any, rng: Generator) -> Any:
    changed = _changed(record, rng, PLAIN[:-1] + hostile_tensors())
    if rng.random() < 0.05:
        return Trap()
    return changed


def _other_graph(content: bytes, rng: Generator) -> bytes:
    """The graph of an int8 network is changed, and the file sealed again."""
    record = _record(NETWORK, content)
    graph = record["weights"]["onnx"].numpy().tobytes()
    changed = broken(graph, rng) if rng.random() < 0.5 else changed_graph(graph, rng)
    record["weights"]["onnx"] = torch.frombuffer(bytearray(changed or b"x"), dtype=torch.uint8)
    return _sealed(NETWORK, record)


def changed_graph(content: bytes, rng: Generator) -> bytes:
    """A graph of ONNX that does something else: waits for ever, reads another file, takes all memory."""
    from onnx import TensorProto, helper, load_from_string

    model = load_from_string(content)
    graph = model.graph
    node = _one(graph.node, rng)
    match int(rng.integers(7)):
        case 0:
            tensor = _one(graph.initializer, rng)
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value=_one(["/etc/passwd", "../x", "README.md"], rng))
        case 1:
            tensor = _one(graph.initializer, rng)
            tensor.dims[:] = [int(_one([0, -1, 7, 2**40], rng)) for _ in range(rng.integers(4))]
        case 2:
            graph.node.insert(0, _endless_loop(helper, TensorProto))
        case 3:
            node.op_type = _one(["Relu", "Expand", "ReadFile", "Loop", "", "Tile"], rng)
        case 4:
            for attribute in node.attribute:
                attribute.i = 2**40
                attribute.ints[:] = [2**31 for _ in attribute.ints]
        case 5:
            node.input[:] = [*reversed(node.input), "unknown"]
        case 6:
            del graph.node[int(rng.integers(len(graph.node))) :]
    return model.SerializeToString()


def _endless_loop(helper: Any, types: Any) -> Any:
    """Counts to 2 ** 62."""
    more = helper.make_tensor_value_info("more", types.BOOL, [])
    turn = helper.make_tensor_value_info("turn", types.INT64, [])
    still = helper.make_tensor_value_info("still", types.BOOL, [])
    body = helper.make_graph([helper.make_node("Identity", ["more"], ["still"])], "body", [turn, more], [still])
    return helper.make_node("Loop", ["", ""], [], body=body)


def _sealed(kind: ChecksummedKind, record: Any) -> bytes:
    file = io.BytesIO()
    torch.save(record, file)
    return kind.magic + hashlib.sha256(file.getvalue()).digest() + file.getvalue()


class Trap:
    """Whoever unpickles it has executed something."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.putenv, ("INKLING_EXECUTED", "1")


# Other formats.


def _idx(content: bytes, rng: Generator) -> bytes:
    header, size = bytearray(content[:16]), 4 * int(rng.integers(4))
    number = _one([0, 1, 27, 29, 59, 2**20, 2**31 - 1, -1, -(2**31)], rng)
    header[size : size + 4] = struct.pack(">i", number)
    return bytes(header) + content[16:]


def _strokes(content: bytes, rng: Generator) -> bytes:
    with np.load(io.BytesIO(content)) as file:
        arrays = dict(file)
    for _ in range(rng.integers(1, 3)):
        name = _one(list(arrays), rng)
        if rng.random() < 0.1:
            del arrays[name]
            if not arrays:
                break
        else:
            arrays[name] = _one(hostile_arrays(rng), rng)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return _with_vast_header(file.getvalue()) if rng.random() < 0.1 else file.getvalue()


def _with_vast_header(content: bytes) -> bytes:
    """One array says that it has a million times the values that follow."""
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
    width, height = (_one([0, 1, 7, 65_535, 60_000, 2**31 - 1, 13_000], rng) for _ in range(2))
    header = struct.pack(">II", width, height) + content[24:29]
    if rng.random() < 0.5:
        # Of colour types and depths the standard has a few only.
        header = header[:8] + bytes(rng.integers(0, 17, 2).tolist()) + header[10:]
    checksum = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return content[:16] + header + checksum + content[33:]
