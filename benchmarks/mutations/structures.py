"""JSON and settings files whose values are replaced by hostile ones, with every checksum right."""

import copy
import json
from typing import Any

from numpy.random import Generator

from benchmarks.mutations.damage import one_of
from benchmarks.mutations.hostile_values import DEEP, DEPTH, PLAIN
from engine.runs import record_digest


def changed(value: Any, rng: Generator, hostile: Any = PLAIN) -> Any:
    """The same value with one to three of its parts replaced, removed or added."""
    for _ in range(rng.integers(1, 4)):
        value = _changed_once(value, rng, hostile)
    return value


def _changed_once(value: Any, rng: Generator, hostile: Any) -> Any:
    deeper = isinstance(value, dict | list) and len(value) and rng.random() < 0.95
    if not deeper:
        return copy.deepcopy(one_of(hostile, rng))
    value = copy.copy(value)
    key = one_of(list(value) if isinstance(value, dict) else range(len(value)), rng)
    chance = rng.random()
    if chance < 0.08:
        del value[key]
    elif chance < 0.14 and isinstance(value, dict):
        value[one_of(["", "unheard of", "\ud800", "name", *map(str, value)], rng)] = one_of(hostile, rng)
    elif chance < 0.14:
        value.append(one_of(hostile, rng))
    else:
        value[key] = _changed_once(value[key], rng, hostile)
    return value


def json_bytes(value: Any) -> bytes:
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


def changed_run_record(content: bytes, rng: Generator) -> bytes:
    record = json.loads(content)
    del record["sha256"]
    record = changed(record, rng)
    if isinstance(record, dict):
        try:
            record["sha256"] = record_digest(json.loads(json_bytes(record)))
        except (ValueError, RecursionError):
            record["sha256"] = "unknown"
    return json_bytes(record)


def changed_lines(content: bytes, rng: Generator) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(rng.integers(1, 4)):
        place = int(rng.integers(len(lines)))
        lines[place] = json_bytes(changed(json.loads(content.splitlines()[place]), rng)) + b"\n"
    return b"".join(lines)


def changed_settings_file(content: bytes, rng: Generator) -> bytes:
    begin = b"[General]\n" if rng.random() < 0.8 else b""
    values = [
        json_bytes(one_of(PLAIN, rng)).decode(),
        "@Variant(\\0\\0\\0\\x7f\\xff\\xff\\xff\\xff)",
        "@Size(1 2)",
        "@ByteArray(x",
    ]
    quoted = json.dumps(one_of(values, rng)[:200_000])
    return begin + b"".join(
        line.split(b"=")[0] + b"=" + quoted.encode() + b"\n" if rng.random() < 0.5 else line
        for line in content.splitlines(keepends=True)[1:]
    )
