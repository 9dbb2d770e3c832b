"""Draws docs/pictures/architecture.svg from the contracts in pyproject.toml: `python docs/draw_architecture.py`.

A box is a room, a row is a layer, and every import points downwards. What a room holds is the first sentence of its
`__init__.py`, so neither the contracts nor the sentences can differ from the picture; a test compares them.
"""

import ast
import textwrap
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = Path(__file__).parent / "pictures" / "architecture.svg"
WIDTH, GAP, LINE, PADDING = 1180, 8, 14, 10
CHARACTER = 6.1
"""Pixels that a character of the small writing takes at most."""
STYLE = """
  text { font: 12px sans-serif; fill: #1b1f24 }
  .name { font: bold 14px sans-serif }
  .title { font: bold 17px sans-serif }
  .gui { fill: #dbe9f6; stroke: #4a7fb0 }
  .engine { fill: #fdebd0; stroke: #b9770e }
  .paper { fill: #ffffff }
"""


def layers(package: str) -> list[list[str]]:
    """The rooms of `engine` or `gui` by layer, the highest first, as the contract names them."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (rows,) = (
        contract["layers"]
        for contract in linter["contracts"]
        if contract["type"] == "layers" and contract["layers"][0].startswith(f"{package}.")
    )
    return [[room.strip() for room in row.split("|")] for row in rows]


def summary(room: str) -> str:
    """The first sentence of what the room's file or `__init__.py` says of it."""
    place = ROOT.joinpath(*room.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def box(room: str, left: float, top: float, width: float, height: float) -> list[str]:
    kind = room.split(".")[0]
    lines = textwrap.wrap(summary(room), int((width - 2 * PADDING) / CHARACTER))
    x = left + PADDING
    return [
        f'<rect class="{kind}" x="{left:.0f}" y="{top}" width="{width:.0f}" height="{height}" rx="5"/>',
        f'<text class="name" x="{x:.0f}" y="{top + 19}">{escape(room.replace(".", "/"))}</text>',
        *(
            f'<text x="{x:.0f}" y="{top + 36 + LINE * number}">{escape(line)}</text>'
            for number, line in enumerate(lines)
        ),
    ]


def row(rooms: list[str], top: int) -> tuple[list[str], int]:
    """The boxes of one layer, at most five side by side, and where the next layer begins."""
    parts: list[str] = []
    for first in range(0, len(rooms), 5):
        some = rooms[first : first + 5]
        width = (WIDTH - GAP * (len(some) - 1)) / len(some)
        count = max(len(textwrap.wrap(summary(room), int((width - 2 * PADDING) / CHARACTER))) for room in some)
        height = 32 + LINE * count
        for number, room in enumerate(some):
            parts += box(room, number * (width + GAP), top, width, height)
        top += height + GAP
    return parts, top


def picture() -> str:
    """The SVG as text."""
    parts: list[str] = []
    top = 0
    for package, title in (("gui", "The window: gui"), ("engine", "The engine knows nothing of the window")):
        parts.append(f'<text class="title" x="0" y="{top + 22}">{title}</text>')
        top += 32
        for rooms in layers(package):
            boxes, top = row(rooms, top)
            parts += boxes
        top += 16
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -8 {WIDTH + 24} {top}" role="img">\n'
        f"<title>The rooms of Inkling: each imports only what lies below it</title>\n<style>{STYLE}</style>\n"
        f'<rect class="paper" x="-12" y="-8" width="{WIDTH + 24}" height="{top}"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
