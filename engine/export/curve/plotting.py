"""matplotlib as an exported picture needs it: loaded at once, with its own fonts, and without a trace on the disk."""

import importlib
import json
import logging
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.errors import InklingError

VARIABLES = ("MPLCONFIGDIR", "MPLBACKEND", "MATPLOTLIBRC")
"""What matplotlib reads from the environment when it is imported."""
FONT_LIST = "fontlist-v3.11.0.json"
"""The name of matplotlib 3.11's list of fonts. Without this file it searches the computer for fonts, for seconds."""
FONT = {
    "__class__": "FontEntry",
    "fname": "fonts/ttf/DejaVuSans.ttf",
    "index": 0,
    "name": "DejaVu Sans",
    "style": "normal",
    "variant": "normal",
    "weight": 400,
    "stretch": "normal",
    "size": "scalable",
}
"""It comes with matplotlib, so that a picture looks the same on every computer."""
FONTS = {
    "__class__": "FontManager",
    "_version": "3.11.0",
    "_FontManager__default_weight": "normal",
    "default_size": None,
    "defaultFamily": {"ttf": "DejaVu Sans", "afm": "DejaVu Sans"},
    "afmlist": [],
    "ttflist": [FONT],
}
STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    # The first one measures the words; an SVG file names the others for programs that do not have it.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Segoe UI", "Helvetica", "Arial"],
    "text.parse_math": False,
    "text.usetex": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "inkling",
    "axes.unicode_minus": False,
}
_one_at_a_time = threading.Lock()


@contextmanager
def plotting() -> Iterator[None]:
    """matplotlib with our settings and nobody else's, for one thread at a time."""
    with _one_at_a_time:
        _import_matplotlib()
        import matplotlib

        # A name may have letters that the font lacks: the picture then shows a box, and that is all.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(STYLE)
            yield


def _import_matplotlib() -> None:
    """Import it for the first time with a folder that has the list of fonts and is deleted at once.

    By itself matplotlib writes into the home folder, and warns when it cannot. Raises InklingError when something on
    this computer, such as a damaged file of matplotlib's settings, keeps it from loading.
    """
    # What failed halfway fails again, and says so again.
    if "matplotlib.font_manager" in sys.modules:
        return
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    before = {name: os.environ.pop(name, None) for name in VARIABLES}
    try:
        with tempfile.TemporaryDirectory(prefix="inkling-") as folder:
            (Path(folder) / FONT_LIST).write_text(json.dumps(FONTS))
            os.environ["MPLCONFIGDIR"] = folder
            importlib.import_module("matplotlib.font_manager")
    except (ImportError, OSError, ValueError) as error:
        raise InklingError(f"No picture can be drawn: matplotlib does not load ({error}).") from error
    finally:
        os.environ.pop("MPLCONFIGDIR", None)
        os.environ.update({name: value for name, value in before.items() if value is not None})
