"""Files that anybody may have written, or half written: no content hangs a reader, takes all memory or surprises it."""

import codecs
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn, TypeVar, cast

from pydantic import AfterValidator, BeforeValidator, Field

from engine.errors import InklingError, cannot_read

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SMALL = 1 << 22
"""Bytes that a file of a few words may have."""
CHUNK = 1 << 20
OPENING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
"""Without O_NONBLOCK a pipe that nobody writes to would be waited for."""
LARGEST_INTEGER = 2**53
"""Every float of that size is still exact, and no count of ours comes near it."""

T = TypeVar("T")


class MissingError(InklingError):
    """There is no such file."""


class RefusedError(InklingError):
    """The system does not let it be read at the moment: what is in it may be whole, and must not be replaced."""


def encodable(text: str) -> str:
    """The same text with U+FFFD for lone halves of surrogate pairs, which no file and no window takes."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _number(value: Any) -> Any:
    # pydantic makes a number of everything that says it can be one, such as a tensor.
    if type(value) not in (int, float):
        raise ValueError("no number")
    return value


# What a field of a file may hold: `typed` demands numbers where a string of digits would do for pydantic.
Words = Annotated[str, Field(strict=True), AfterValidator(encodable)]
Count = Annotated[int, Field(strict=True, ge=0, lt=LARGEST_INTEGER)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Amount = Annotated[Number, Field(ge=0)]
Share = Annotated[Number, Field(ge=0, le=1)]
YesOrNo = Annotated[bool, Field(strict=True)]


def renamed(record: Any, old_names: Mapping[str, str]) -> Any:
    """The same record with each old key under its present name, which wins where both are there.

    Anything but a dictionary is returned as it is: `typed` refuses it later.
    """
    if not isinstance(record, dict):
        return record
    old = {name: record[name] for name in old_names if name in record}
    return {old_names[name]: value for name, value in old.items()} | {
        name: value for name, value in record.items() if name not in old
    }


@contextmanager
def opened(path: Path, most: int) -> Iterator[BinaryIO]:
    """A file of at most `most` bytes, to read from.

    Raises MissingError, RefusedError, or InklingError when it is too large for the memory, is larger, or is
    a folder, a pipe or a device.
    """
    try:
        descriptor = os.open(path, OPENING)
        try:
            _check(path, os.fstat(descriptor), most)
            file = os.fdopen(descriptor, "rb")
        except BaseException:
            os.close(descriptor)
            raise
        with file:
            yield file
    except FileNotFoundError as error:
        raise MissingError(str(cannot_read(path, error))) from error
    except OSError as error:
        raise RefusedError(str(cannot_read(path, error))) from error
    except MemoryError as error:
        raise cannot_read(path, error) from error
    except ValueError as error:
        # No system has a name with a zero in it.
        raise InklingError(f"{encodable(str(path))!r} cannot be the name of a file.") from error


def _check(path: Path, told: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(told.st_mode):
        what = "is a folder" if stat.S_ISDIR(told.st_mode) else "is no file but a pipe or a device"
        raise InklingError(f"{path} cannot be read (it {what}).")
    if told.st_size > most:
        raise _too_large(path, most)


def _too_large(path: Path, most: int) -> InklingError:
    return InklingError(f"{path} cannot be read (it has more than the {most:,} bytes that such a file may have).")


def read_bytes(path: Path, most: int) -> bytes:
    """All of a file. Raises as `opened` does."""
    with opened(path, most) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _too_large(path, most)
    return content


def lines_of(path: Path, most: int, longest: int = CHUNK) -> Iterator[bytes]:
    """The lines of a file without their ends, a piece of it at a time; an empty one instead of those that are longer.

    Raises as `opened` does.
    """
    rest, skipping = b"", False
    with opened(path, most) as file:
        while chunk := file.read(CHUNK):
            first, *others = chunk.split(b"\n")
            if not others:
                rest, skipping = (b"", True) if skipping or len(rest) + len(first) > longest else (rest + first, False)
                continue
            yield b"" if skipping or len(rest) + len(first) > longest else rest + first
            yield from others[:-1]
            rest, skipping = others[-1], False
    if rest or skipping:
        yield rest


def read_json(path: Path, most: int = SMALL) -> Any:
    """What a file of JSON holds. Raises InklingError, as `opened` does or because it is damaged."""
    try:
        return json_of(read_bytes(path, most))
    except ValueError as error:
        raise InklingError(f"{path} is damaged: what is in it is no JSON.") from error


def json_of(content: bytes) -> Any:
    """The value of some JSON. Raises ValueError for all else, and for NaN, infinities and what is nested too deep."""
    try:
        return _DECODER.decode(content.removeprefix(codecs.BOM_UTF8).decode())
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def typed(kind: type[T], value: object) -> T:
    """A dataclass, or another type that pydantic knows, made of plain values. Raises ValueError for what is none."""
    return cast("T", _adapter(cast("Any", kind)).validate_python(value))


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, by name; nothing when there is none. Raises InklingError when it cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise cannot_read(folder, error) from error


def is_file(path: Path) -> bool:
    """Whether there is a file, as far as that can be told; never raises."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
