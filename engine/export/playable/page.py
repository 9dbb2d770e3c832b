"""The page itself: a template, a style and a program in one HTML file that may load and send nothing."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from engine import __version__
from engine.data import MEAN, STANDARD_DEVIATION
from engine.export.colours import DARK, LIGHT
from engine.export.templates import RESOURCES, filled
from engine.ink import BOX, CENTRE, MOST_SEGMENTS, PEN_WIDTH, REACH, SIZE, SPACING, VIEWS
from engine.models import BETWEEN_TWO, LIKE_NOTHING

FOLDER = RESOURCES / "playable"
SCRIPTS = ("page", "words", "weights", "layers", "ink", "reader", "drawing", "canvas", "view", "main")
"""The files of the program, in the order in which they run."""


def playable_page(name: str, network: Mapping[str, Any], *, in_views: bool) -> str:
    """HTML of a page that is called `name` and reads drawings with this network.

    `network` has plain values: form, layers, kind, weights, test_accuracy, data, names, temperature and threshold.
    `in_views` says whether the network sees several views of a drawing, or its image alone.
    """
    style = Markup(filled("playable/page.css", light=LIGHT, dark=DARK))
    script = Markup("\n" + "\n".join(_text(f"{one}.js") for one in SCRIPTS))
    return filled(
        "playable/page.html",
        name=name,
        page=_as_json({**network, **_constants(in_views)}),
        style=style,
        script=script,
        policy=_policy(style, script),
        words=words()["en"],
        icon=f"data:image/svg+xml;base64,{base64.b64encode(_icon('inkling').encode()).decode()}",
        undo_icon=_beside_words("undo"),
        clear_icon=_beside_words("clear"),
        version=__version__,
    )


@cache
def words() -> dict[str, dict[str, Any]]:
    """The sentences of the page by language."""
    found: dict[str, dict[str, Any]] = json.loads(_text("words.json"))
    return found


def _constants(in_views: bool) -> dict[str, Any]:
    """What the page must do as the program does; the names are those that its files use."""
    views = [{"pen_width": view.pen_width, "matrix": view.matrix.tolist()} for view in VIEWS if in_views]
    return {
        "ink": {
            "size": SIZE,
            "box": BOX,
            "pen_width": PEN_WIDTH,
            "centre": CENTRE,
            "spacing": SPACING,
            "reach": REACH,
            "most_segments": MOST_SEGMENTS,
            "views": views,
        },
        "mean": MEAN,
        "deviation": STANDARD_DEVIATION,
        "doubt": {"most": BETWEEN_TWO, "little": LIKE_NOTHING},
        "words": words(),
    }


def _policy(style: str, script: str) -> str:
    """The browser runs this script alone, and refuses whatever would load or send anything."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _as_json(values: Mapping[str, Any]) -> Markup:
    """Without the signs that HTML knows, so that no text in it ends the element it stands in."""
    return htmlsafe_json_dumps(values, allow_nan=False, separators=(",", ":"))


def _beside_words(icon: str) -> Markup:
    """As an element, of which a screen reader need not speak."""
    return Markup(_icon(icon).replace("<svg ", '<svg aria-hidden="true" ', 1))


def _icon(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8").strip()


def _text(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")
