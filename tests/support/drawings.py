"""The digits that come with the project, as a person drew them."""

import json
from pathlib import Path
from typing import Any

from engine.ink.my_digits import MyDigits
from tests.support.project import ROOT

DRAWN: list[dict[str, Any]] = json.loads((ROOT / "resources" / "digits.json").read_text(encoding="utf-8"))
Strokes = list[list[list[float]]]


def strokes_drawn() -> list[Strokes]:
    return [record["strokes"] for record in DRAWN]


def drawn(path: Path, records: list[dict[str, Any]]) -> Path:
    """A file as My digits exports it."""
    mine = MyDigits(path)
    for record in records:
        mine.add(record["digit"], record["strokes"])
    return path
