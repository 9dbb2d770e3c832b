"""Damage by chance, as a bad or full disk or another program leaves it."""

from typing import Any

from numpy.random import Generator


def broken(content: bytes, rng: Generator) -> bytes:
    """The content cut, overwritten, repeated, extended, or with some bits flipped."""
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


def one_of(values: Any, rng: Generator) -> Any:
    return values[int(rng.integers(len(values)))]
