"""Makes the bundle in `dist`: the folder, the same packed, and how large both are. `make bundle` runs this."""

import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
WITH_SYMBOLS = ("torch/lib/*.so", "libpython*", "python*/lib-dynload/*.so", "kiwisolver/*.so", "matplotlib/*.so")
"""Libraries for Linux that are published with the names of all their functions, which only debuggers read."""
MENU = ("inkling.desktop", "add-to-menu.sh")


def main() -> None:
    """Build, leave out what nobody reads, pack, and print the sizes."""
    BUILD.mkdir(exist_ok=True)
    _draw_icon(BUILD / "inkling.png")
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    begin = time.monotonic()
    command = [sys.executable, "-m", "PyInstaller", *options, str(ROOT / "distribution" / "inkling.spec")]
    subprocess.run(command, cwd=ROOT, check=True)
    folder = _finished(DIST / "Inkling")
    print(f"{folder}: {_megabytes(_size(folder))} in {time.monotonic() - begin:.0f} s")
    begin = time.monotonic()
    packed = _packed(folder)
    print(f"{packed}: {_megabytes(packed.stat().st_size)} in {time.monotonic() - begin:.0f} s")


def _draw_icon(place: Path) -> None:
    """Draw the window's icon as a PNG, from which PyInstaller makes those of Windows and macOS."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(512, 512, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "icons" / "inkling.svg")).render(painter)
    painter.end()
    image.save(str(place))


def _finished(folder: Path) -> Path:
    """The bundle with what belongs beside the programs; on macOS the application."""
    if sys.platform == "darwin":
        shutil.rmtree(folder)
        return DIST / "Inkling.app"
    shutil.move(folder / "_internal" / "LICENCES.txt", folder / "LICENCES.txt")
    if sys.platform == "linux":
        for file in [file for pattern in WITH_SYMBOLS for file in (folder / "_internal").glob(pattern)]:
            subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)
        (folder / "inkling-engine").symlink_to("inkling")
        for name in MENU:
            shutil.copy(ROOT / "distribution" / name, folder)
        shutil.copy(ROOT / "resources" / "icons" / "inkling.svg", folder)
        shutil.copy(ROOT / "resources" / "inkling-run.xml", folder)
    return folder


def _packed(folder: Path) -> Path:
    if sys.platform != "linux":
        return Path(shutil.make_archive(str(DIST / f"Inkling-{sys.platform}"), "zip", DIST, folder.name))
    place = DIST / "Inkling-linux.tar.xz"
    with tarfile.open(place, "w:xz", preset=3) as archive:
        archive.add(folder, folder.name)
    return place


def _size(folder: Path) -> int:
    """Bytes of all files; each link counts as none."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
