"""Reading files that anybody may have written: no content hangs the reader, exhausts memory or has a wrong type."""

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
"""Bytes that a small file may have."""
CHUNK = 1 << 20
OPENING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
"""O_NONBLOCK keeps a pipe without a writer from blocking."""
LARGEST_INTEGER = 2**53
"""Floats up to this size are exact, and no count comes near it."""

T = TypeVar("T")


class MissingError(InklingError):
    """There is no such file."""


class RefusedError(InklingError):
    """The system refuses to read the file now. Its content may be whole and must not be replaced."""


def encodable(text: str) -> str:
    """Return the text with U+FFFD for lone surrogates, which no file and no window accepts."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _number(value: Any) -> Any:
    # pydantic would convert everything that can become a number, such as a tensor.
    if type(value) not in (int, float):
        raise ValueError("no number")
    return value


# Types for the fields of files. They are strict: pydantic alone would accept a string of digits as a number.
Words = Annotated[str, Field(strict=True), AfterValidator(encodable)]
Count = Annotated[int, Field(strict=True, ge=0, lt=LARGEST_INTEGER)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Amount = Annotated[Number, Field(ge=0)]
Share = Annotated[Number, Field(ge=0, le=1)]
YesOrNo = Annotated[bool, Field(strict=True)]


def renamed(record: Any, old_names: Mapping[str, str]) -> Any:
    """Return the record with old keys renamed; a present key wins over its old one.

    Anything but a dictionary is returned unchanged: `typed` refuses it later.
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
        # No system allows a NUL in a name.
        raise InklingError(f"{encodable(str(path))!r} cannot be the name of a file.") from error


def _check(path: Path, status: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        what = "is a folder" if stat.S_ISDIR(status.st_mode) else "is no file but a pipe or a device"
        raise InklingError(f"{path} cannot be read (it {what}).")
    if status.st_size > most:
        raise _too_large(path, most)


def _too_large(path: Path, most: int) -> InklingError:
    return InklingError(f"{path} cannot be read (it has more than the {most:,} bytes that such a file may have).")


def read_bytes(path: Path, most: int) -> bytes:
    """Return the whole content of a file. Raises as `opened` does."""
    with opened(path, most) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _too_large(path, most)
    return content


def lines_of(path: Path, most: int, longest: int = CHUNK) -> Iterator[bytes]:
    """Yield the lines of a file without their ends; an empty line replaces each that is longer than `longest`.

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
    """Return the value in a JSON file. Raises InklingError as `opened` does, or if the file is damaged."""
    try:
        return json_of(read_bytes(path, most))
    except ValueError as error:
        raise InklingError(f"{path} is damaged: what is in it is no JSON.") from error


def json_of(content: bytes) -> Any:
    """Return the value of some JSON. Raises ValueError for anything else, and for NaN, infinities and deep nesting."""
    try:
        return _DECODER.decode(content.removeprefix(codecs.BOM_UTF8).decode())
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def typed(kind: type[T], value: object) -> T:
    """Return plain values as a dataclass or another type that pydantic knows. Raises ValueError if they do not fit."""
    return cast("T", _adapter(cast("Any", kind)).validate_python(value))


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def entries(folder: Path) -> list[Path]:
    """Return the sorted entries of a folder; none if it does not exist. Raises InklingError if it cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise cannot_read(folder, error) from error


def is_file(path: Path) -> bool:
    """Whether the file exists, as far as the system tells; never raises."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
