"""Fashion-MNIST from a server on this computer: `python -m benchmarks.downloads FOLDER [--epochs 8] [--room PLACE]`.

FOLDER has the four .gz files, those of Debian's package dataset-fashion-mnist in /usr/share/datasets/fashion-mnist or
those of its makers. Shows what happens when the line breaks, a checksum is wrong, the disk is full and somebody
cancels; then downloads all of it, trains as one click on Train does, and prints the accuracy. PLACE is a folder on a
small file system, for the full disk: `mount -t tmpfs -o size=100m none PLACE`; without it a device stands in for it.
"""

import os
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.data_server import DataServer
from benchmarks.shared.figures import figure
from engine import EpochDone, Finished, InklingError, TrainSettings, train
from engine.data import MIRROR_VARIABLE, SOURCES, Progress, archives, downloaded, folder_of, is_here
from engine.system import HOME_VARIABLE

SOURCE = SOURCES["fashion"]
MADE = dict(zip(SOURCE.files, (1504176606, 1504176606, 1504176627, 1504176627), strict=True))
"""When each file was packed, in seconds since 1970."""
GZIP, NAMED, SYSTEM = b"\x1f\x8b\x08", 8, 3
HEADER = 10
ROOM = 8_000_000
"""Bytes that the small file system has left when the download begins to write."""


def originals(folder: Path) -> dict[str, bytes]:
    """The files as their makers packed them, by their paths on a mirror.

    Debian has taken name and time out of their headers, so that packing gives the same bytes again; with both put back
    they have the checksums that torchvision lists.
    """
    found = {}
    for name, made in MADE.items():
        content = (folder / f"{name}.gz").read_bytes()
        if not content[3] & NAMED:
            head = GZIP + struct.pack("<BIBB", NAMED, made, 0, SYSTEM)
            content = head + name.encode() + b"\0" + content[HEADER:]
        found[f"{SOURCE.kind}/{name}.gz"] = content
    return found


def tried(what: str, steps: Iterator[Progress]) -> None:
    """Print how one attempt ended, and which files are in the folder afterwards."""
    begin = time.perf_counter()
    try:
        for _ in steps:
            pass
        ended = "done"
    except InklingError as error:
        ended = str(error)
    there = ", ".join(f"{path.name} {path.stat().st_size:,}" for path in sorted(folder_of(SOURCE).glob("*")))
    seconds = time.perf_counter() - begin
    print(
        f"{what}: {ended}\n  {seconds:.1f} s; counts as there: {is_here('fashion')}; files: {there or 'none'}",
        flush=True,
    )


def cancelled(steps: Iterator[Progress]) -> Iterator[Progress]:
    """The download, broken off after a third."""
    for step in steps:
        yield step
        if step.bytes_done > step.bytes_in_all / 3:
            return


@contextmanager
def full(room: Path | None) -> Iterator[None]:
    """A data folder that is full before the first file has arrived."""
    before = os.environ[HOME_VARIABLE]
    with tempfile.TemporaryDirectory(dir=room) as home:
        os.environ[HOME_VARIABLE] = home
        folder_of(SOURCE).mkdir(parents=True)
        part = folder_of(SOURCE) / f"{SOURCE.files[0]}.gz.part"
        if room is None:
            part.symlink_to("/dev/full")
        yield
    os.environ[HOME_VARIABLE] = before


def fill(steps: Iterator[Progress], room: Path) -> Iterator[Progress]:
    """The download, while another program fills the disk as soon as it has begun."""
    for step in steps:
        filler = room / "filler"
        if step.bytes_done and not filler.exists():
            free = os.statvfs(room).f_bavail * os.statvfs(room).f_frsize
            filler.write_bytes(bytes(max(0, free - ROOM)))
        yield step


def show_each_case(server: DataServer, room: Path | None) -> None:
    images = f"{SOURCE.kind}/{SOURCE.files[0]}.gz"
    half = len(server.files[images]) // 2
    server.wrong.add(images)
    tried("wrong checksum", downloaded("fashion"))
    server.wrong.clear()
    with full(room):
        steps = downloaded("fashion")
        tried("disk full", fill(steps, room) if room else steps)
        if room:
            (room / "filler").unlink(missing_ok=True)
    with closing(downloaded("fashion")) as steps:
        tried("cancelled after a third", cancelled(steps))
    server.asked.clear()
    server.cut[images] = half
    tried(f"the line breaks once more, {half:,} bytes later, and the rest comes", downloaded("fashion"))
    told = "; ".join(f"{path.split('/')[1]} from byte {first:,}" for path, first in server.asked)
    print(f"  asked for: {told}", flush=True)


def train_as_one_click_does(epochs: int) -> None:
    for event in train(TrainSettings(data="fashion", epochs=epochs)):
        match event:
            case EpochDone():
                print(
                    f"  epoch {event.epoch}: validation {event.validation_accuracy:.2%}, {event.seconds:.1f} s",
                    flush=True,
                )
            case Finished():
                figure("Fashion-MNIST, test accuracy", f"{event.test_accuracy or 0:.2%} after {event.seconds:.1f} s")


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("folder", type=Path, help="of the four .gz files")
    parser.add_argument("--epochs", type=int, default=TrainSettings().epochs)
    parser.add_argument("--room", type=Path, help="a folder on a small file system")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, DataServer(originals(arguments.folder)) as server:
        os.environ[HOME_VARIABLE], os.environ[MIRROR_VARIABLE] = home, server.address
        listed = {archive.name: archive.md5 for archive in archives(SOURCE)}
        print(f"torchvision lists {listed}")
        show_each_case(server, arguments.room)
        train_as_one_click_does(arguments.epochs)


if __name__ == "__main__":
    run_command(main)
