"""Two computers on this one: two network namespaces of Linux, and a wire between them that delays every packet.

The wire is this process: it holds the other end of a network device of each namespace, so the kernel needs no netem.
Only the superuser may do this.
"""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter, sleep

DEVICE = Path("/dev/net/tun")
ATTACH = 0x400454CA
"""TUNSETIFF of the kernel's if_tun.h; the next are IFF_TUN and IFF_NO_PI."""
TUN, PLAIN_PACKETS = 0x0001, 0x1000
MTU = 60_000
"""Bytes: large packets cost this process less, as only the delay is of interest, not the bandwidth."""
FIRST = "10.77.77.1"
"""The address of the first computer; the second has the next."""


def why_not() -> str:
    """Why there cannot be two computers here; "" when there can."""
    if not sys.platform.startswith("linux") or not DEVICE.exists() or not shutil.which("ip"):
        return "it takes Linux with ip and /dev/net/tun"
    return "" if os.geteuid() == 0 else "it takes the superuser"


@contextmanager
def two_computers(delay: float) -> Iterator[list[list[str]]]:
    """Yield the beginnings of commands that run on the first and the second; `delay` is in seconds for each way."""
    import fcntl

    names = [f"inkling-{os.getpid()}-{number}" for number in (1, 2)]
    with ExitStack() as undo:
        ends = []
        for number, name in enumerate(names, 1):
            end = os.open(DEVICE, os.O_RDWR)
            undo.callback(os.close, end)
            device = f"ink{number}"
            fcntl.ioctl(end, ATTACH, struct.pack("16sH", device.encode(), TUN | PLAIN_PACKETS))
            _ip("netns", "add", name)
            undo.callback(_ip, "netns", "delete", name)
            _ip("link", "set", device, "netns", name)
            _ip("-n", name, "address", "add", f"{FIRST[:-1]}{number}/24", "dev", device)
            _ip("-n", name, "link", "set", device, "mtu", str(MTU), "up")
            _ip("-n", name, "link", "set", "lo", "up")
            ends.append(end)
        for source, target in (ends, reversed(ends)):
            _carry(source, target, delay)
        yield [["ip", "netns", "exec", name] for name in names]


def _carry(source: int, target: int, delay: float) -> None:
    """Threads that end with the process, or when their end is closed."""
    packets: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def read() -> None:
        with suppress(OSError):
            while packet := os.read(source, MTU + 100):
                packets.put((perf_counter() + delay, packet))

    def write() -> None:
        with suppress(OSError):
            while True:
                due, packet = packets.get()
                sleep(max(0.0, due - perf_counter()))
                os.write(target, packet)

    for work in (read, write):
        Thread(target=work, daemon=True).start()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
