"""What a file is to Inkling, by the end of its name, and what becomes of it. Knows nothing of Qt."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from engine.formats import count
from engine.sharing import SUFFIX

Kind = Literal["picture", "drawings", "run", "network", "experiment", "unknown"]
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm")
TEXTS = (".txt", ".md", ".eml")
OPENED = f"pictures (PNG, JPEG), drawings (.jsonl), packed runs ({SUFFIX}), networks (.inkling) and experiments"


class _What(NamedTuple):
    """What becomes of files of a kind, as a sentence without its end."""

    of_one: str
    of_several: str
    noun: str


BECOMES: dict[Kind, _What] = {
    "picture": _What(
        "{name} is read and put on the canvas", "{files} are read, the last one stays on the canvas", "picture"
    ),
    "drawings": _What("The drawings in {name} come to My digits", "The drawings in {files} come to My digits", "file"),
    "run": _What("The run in {name} comes to the kept runs", "{files} come to the kept runs", "packed run"),
    "network": _What("The network in {name} reads your drawings", "One of {files} reads your drawings", "network"),
    "experiment": _What(
        "The settings become those of the experiment in {name}", "One of {files} fills the settings", "text"
    ),
    "unknown": _What("{name} is nothing that Inkling opens", "{files} are nothing that Inkling opens", "file"),
}
EXPERIMENT = "The settings become those of the experiment"
PICTURE = "The picture is read and put on the canvas"
LONGEST_NAME = 40


def kind_of(path: Path) -> Kind:
    suffix = path.suffix.lower()
    kinds: dict[str, Kind] = {".jsonl": "drawings", SUFFIX: "run", ".inkling": "network"}
    found: Kind = "picture" if suffix in PICTURES else "experiment" if suffix in TEXTS else "unknown"
    return kinds.get(suffix, found)


def what_becomes_of(paths: Sequence[Path]) -> str:
    """A line for each kind of these files."""
    kinds = list(map(kind_of, paths))
    return "\n".join(
        _line(kind, [path for path, one in zip(paths, kinds, strict=True) if one == kind])
        for kind in dict.fromkeys(kinds)
    )


def _line(kind: Kind, paths: Sequence[Path]) -> str:
    what = BECOMES[kind]
    if len(paths) == 1:
        return what.of_one.format(name=short(paths[0].name))
    return what.of_several.format(files=count(len(paths), what.noun))


def refusal(paths: Iterable[Path]) -> str:
    """The sentence about files that nothing can be done with."""
    names = [short(path.name) for path in paths]
    which = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    return f"{which} cannot be opened here: Inkling opens {OPENED}."


def short(name: str) -> str:
    """A name of any length as a sentence may have it: its beginning and its end."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}\N{HORIZONTAL ELLIPSIS}{name[-half:]}"
