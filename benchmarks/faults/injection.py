"""Fails the n-th file operation below one folder, as a full, a broken or a forbidden disk does."""

import builtins
import errno
import io
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple
from unittest.mock import patch

READING, WRITING, READ, WRITE = "open for reading", "open for writing", "read", "write"
FSYNC, RENAME, MKDIR, UNLINK, STAT, LIST = "fsync", "rename", "mkdir", "unlink", "stat", "list"
NEED_ROOM = {WRITING, WRITE, FSYNC, RENAME, MKDIR}
"""The operations that a full disk refuses; a broken one refuses all."""
CALLS = {
    "replace": RENAME,
    "rename": RENAME,
    "mkdir": MKDIR,
    "unlink": UNLINK,
    "remove": UNLINK,
    "rmdir": UNLINK,
    "stat": STAT,
    "lstat": STAT,
    "listdir": LIST,
    "scandir": LIST,
    "utime": WRITE,
    "fstat": STAT,
    "read": READ,
    "ftruncate": WRITE,
}
"""Functions of os that take a path or a descriptor first."""


class Fault(NamedTuple):
    """What goes wrong with a disk, and when."""

    code: int
    """A number of errno."""
    number: int
    """The number of the operation that fails, from 1 on."""
    lasting: bool = False
    """Whether all later operations fail, too."""
    half: bool = False
    """Whether only writes are counted, and half of the bytes are written before one fails."""

    @property
    def kind(self) -> str:
        return f"{errno.errorcode[self.code]} {'from then on' if self.lasting else 'once'}"


class Disk:
    """While entered, counts the operations of all threads below `home` and fails those that the fault describes."""

    def __init__(self, home: Path, fault: Fault | None = None) -> None:
        self.fault = fault
        self.count = 0
        self.failed = ""
        """The first operation that failed, with its file; "" while none has."""
        self._home = f"{home}{os.sep}"
        self.descriptors: dict[int, str] = {}
        """Open files below the folder, by descriptor."""
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._real = {name: getattr(os, name) for name in (*CALLS, "open", "close", "fsync", "write")}
        self._real_open: Callable[..., Any] = io.open

    def __enter__(self) -> "Disk":
        for name, operation in CALLS.items():
            self._stack.enter_context(patch.object(os, name, self._checked(self._real[name], operation)))
        for name in ("open", "close", "fsync", "write"):
            self._stack.enter_context(patch.object(os, name, getattr(self, f"_os_{name}")))
        for module in (io, builtins):
            self._stack.enter_context(patch.object(module, "open", self._open))
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._stack.close()

    def break_now(self, code: int = errno.ENOSPC) -> None:
        """From now on fail every operation that such a disk refuses."""
        with self._lock:
            self.fault, self.failed, self.count = Fault(code, 0, lasting=True), "", 0

    def mend(self) -> None:
        with self._lock:
            self.fault = None

    def step(self, operation: str, path: str, half: Callable[[], object] = lambda: None) -> None:
        """Count an operation; raises OSError if it is to fail, after `half` has done half of it."""
        with self._lock:
            if not self._fails(operation):
                return
            fault = self.fault
            assert fault
            self.failed = self.failed or f"{'half a write' if fault.half else operation}: {Path(path).name}"
        if fault.half:
            half()
        raise OSError(fault.code, os.strerror(fault.code), path)

    def _fails(self, operation: str) -> bool:
        fault = self.fault
        if fault is None:
            return False
        if fault.lasting and (self.failed or fault.number == 0):
            return fault.code != errno.ENOSPC or operation in NEED_ROOM
        if fault.half and operation != WRITE:
            return False
        self.count += 1
        return self.count == fault.number

    def below(self, path: object, folder: int | None = None) -> str:
        """The path if it lies below the watched folder; else ""."""
        if isinstance(path, int):
            return self.descriptors.get(path, "")
        if folder is not None:
            return self.descriptors.get(folder, "") and f"{self.descriptors[folder]}/{path}"
        whole = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type] # noqa: PTH100
        return whole if whole.startswith(self._home) else ""

    def _checked(self, real: Callable[..., Any], operation: str) -> Callable[..., Any]:
        def call(path: Any = ".", *others: Any, **named: Any) -> Any:
            if whole := self.below(path, named.get("dir_fd")):
                self.step(operation, whole)
            return real(path, *others, **named)

        return call

    def _os_open(self, path: Any, flags: int, *others: Any, **named: Any) -> int:
        whole = self.below(path, named.get("dir_fd"))
        if whole:
            self.step(WRITING if flags & (os.O_WRONLY | os.O_RDWR) else READING, whole)
        descriptor: int = self._real["open"](path, flags, *others, **named)
        if whole:
            self.descriptors[descriptor] = whole
        return descriptor

    def _os_close(self, descriptor: int) -> None:
        self.descriptors.pop(descriptor, None)
        self._real["close"](descriptor)

    def _os_fsync(self, descriptor: int) -> None:
        if whole := self.descriptors.get(descriptor):
            self.step(FSYNC, whole)
        self._real["fsync"](descriptor)

    def _os_write(self, descriptor: int, data: bytes) -> int:
        if whole := self.descriptors.get(descriptor):
            self.step(WRITE, whole, lambda: self._real["write"](descriptor, data[: len(data) // 2]))
        written: int = self._real["write"](descriptor, data)
        return written

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        whole = self.below(file)
        if not whole:
            return self._real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if not isinstance(file, int):
            self.step(READING if set(mode) <= set("rbt") else WRITING, whole)
        raw = _File(self, whole, file, mode.replace("t", ""), opener)
        if buffering == 0:
            return raw
        buffered: Any = (io.BufferedReader if set(mode) <= set("rbt") else io.BufferedWriter)(raw)
        if "+" in mode:
            buffered = io.BufferedRandom(raw)
        if "b" in mode:
            return buffered
        return io.TextIOWrapper(buffered, encoding, errors, newline, line_buffering=buffering == 1)


class _File(io.FileIO):
    """A file of which every system call may fail."""

    def __init__(self, disk: Disk, path: str, file: Any, mode: str, opener: Any) -> None:
        """`file` is a path or a descriptor."""
        super().__init__(file, mode, opener=opener)
        self._disk, self._path = disk, path
        disk.descriptors[self.fileno()] = path

    def close(self) -> None:
        if not self.closed:
            self._disk.descriptors.pop(self.fileno(), None)
        super().close()

    def write(self, data: Any, /) -> int:
        content = memoryview(data).cast("B")
        self._disk.step(WRITE, self._path, lambda: super(_File, self).write(content[: len(content) // 2]))
        return super().write(content)

    def truncate(self, size: int | None = None, /) -> int:
        self._disk.step(WRITE, self._path)
        return super().truncate(size)

    def readinto(self, buffer: Any, /) -> int:
        self._disk.step(READ, self._path)
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self._disk.step(READ, self._path)
        return super().readall()

    def read(self, size: int | None = -1, /) -> bytes:
        self._disk.step(READ, self._path)
        return super().read(size)
