"""Gathers the licences of everything that is given away with Inkling, in one text.

`make licences` does it for the packages of the environment; the bundle's recipe for what is really in there.
"""

import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TEXTS = ("licen", "copying", "notice", "authors", "third")
"""How the names of files with licences begin or go on, in small letters."""
STANDARD = {"LGPL": ("LGPL-3.0.txt", "GPL-3.0.txt"), "Apache": ("Apache-2.0.txt",)}
"""The texts, in the folder beside this file, of packages that name their licence and bring no text along."""
LINE = "=" * 100
DEBIAN = Path("/usr/share/doc")


class Part(NamedTuple):
    """Something that somebody has made."""

    name: str
    licence: str
    """In a word or two, as its makers say it."""
    texts: list[Path]


def of_files(files: Iterable[str]) -> str:
    """The text for these files, which are installed in this environment, come from the system, or are Inkling's."""
    paths = {Path(file).resolve() for file in files if file and Path(file).is_file()}
    owners = _owners()
    found = {owners[path] for path in paths if path in owners}
    own = {path for path in paths if path.is_relative_to(ROOT)}
    rest = sorted(path for path in paths - own if path not in owners)
    return _text([*_always(), *map(_packaged, sorted(found)), *_of_the_system(rest)])


def of_environment() -> str:
    """The text for Inkling, Python and every package that is installed in this environment."""
    return _text([*_always(), *map(_packaged, sorted(set(_owners().values())))])


def _always() -> Iterator[Part]:
    yield Part("Inkling", "MIT", [ROOT / "LICENSE"])
    yield Part("MNIST, the data", "CC BY-SA 3.0", [ROOT / "resources" / "mnist" / "LICENSE.md"])
    library = Path(sysconfig.get_path("stdlib"))
    yield Part(f"Python {sys.version.split()[0]}", "PSF-2.0", [p for p in (library / "LICENSE.txt",) if p.is_file()])


@cache
def _owners() -> dict[Path, str]:
    """The package of each installed file."""
    return {
        Path(str(found.locate_file(file))).resolve(): found.metadata["Name"]
        for found in distributions()
        for file in found.files or ()
    }


@cache
def _installed() -> dict[str, Distribution]:
    return {found.metadata["Name"]: found for found in distributions()}


def _packaged(name: str) -> Part:
    found = _installed()[name]
    told = found.metadata
    texts = [Path(str(found.locate_file(file))) for file in found.files or () if _is_licence(Path(str(file)))]
    kinds = [kind.rpartition(" :: ")[2] for kind in told.get_all("Classifier", []) if kind.startswith("License :: ")]
    words = told["License-Expression"] or ", ".join(kinds) or (told["License"] or "see below").splitlines()[0]
    own = sorted(text for text in texts if text.is_file())
    return Part(f"{name} {found.version}", words, own or _standard(words))


def _standard(words: str) -> list[Path]:
    """The texts of a licence that is named like this; [] if none is known."""
    known = next((texts for beginning, texts in STANDARD.items() if beginning in words), ())
    return [Path(__file__).parent / "licences" / name for name in known]


def _is_licence(file: Path) -> bool:
    return any(word in file.name.lower() for word in TEXTS) and file.suffix in ("", ".txt", ".md", ".rst", ".html")


def _of_the_system(files: list[Path]) -> Iterator[Part]:
    """Libraries that come from the system, by the Debian packages that hold them."""
    packages: dict[str, list[Path]] = {}
    system = [file for file in files if not file.is_relative_to(sys.base_prefix)]
    holders = _debian(system)
    for file in system:
        packages.setdefault(holders.get(file, ""), []).append(file)
    for package, held in sorted(packages.items()):
        text = DEBIAN / package / "copyright"
        names = ", ".join(sorted({file.name for file in held}))
        yield Part(f"{package or 'of the system'} ({names})", "see below", [text] if package and text.is_file() else [])


def _debian(files: list[Path]) -> dict[Path, str]:
    """The package of each file, as far as dpkg is there and knows it. It knows many by their places before /usr."""
    places = {str(place): file for file in files for place in (file, Path("/", *file.parts[2:]))}
    try:
        done = subprocess.run(["dpkg-query", "--search", "--", *places], capture_output=True, text=True, check=False)
    except OSError:
        return {}
    lines = (line.partition(": ") for line in done.stdout.splitlines())
    return {places[place]: package.partition(":")[0] for package, _, place in lines if place in places}


def _text(parts: list[Part]) -> str:
    """A table of all parts, then their licences word for word; a text that several have stands there once."""
    shown = [f"{part.name}: {part.licence}" for part in parts]
    told: dict[str, list[str]] = {}
    for part in parts:
        for text in part.texts:
            told.setdefault(text.read_text(encoding="utf-8", errors="replace").strip(), []).append(part.name)
    silent = [part.name for part in parts if not part.texts]
    head = ["What this program is made of, and under which licences. Their texts follow.", "", *shown, ""]
    if silent:
        head += [f"These bring no text of their licence along: {', '.join(silent)}.", ""]
    texts = [f"{LINE}\n{', '.join(dict.fromkeys(names))}\n{LINE}\n\n{text}\n" for text, names in told.items()]
    return "\n".join([*head, *texts])


if __name__ == "__main__":
    place = ROOT / "dist" / "LICENCES.txt"
    place.parent.mkdir(exist_ok=True)
    place.write_text(of_environment(), encoding="utf-8")
    print(place)
