"""Colours for the light and the dark scheme. Colour-blind people can tell the curves apart."""

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.theme.zoom import ZOOM, type_sizes, zoomed

STYLE = Path(__file__).parent.parent.parent / "resources" / "style.qss"
ICONS = STYLE.parent / "icons"


@dataclass(frozen=True)
class Theme:
    """Colours as #rrggbb. Curves and time bar use those of M. Okabe and K. Ito, "Color universal design", 2008, some
    of them lighter or darker."""

    window: str
    panel: str
    field: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selected: str
    error: str
    warning: str
    canvas: str
    ink: str
    train: str
    validation: str
    accuracy: str
    fetch: str
    """The colours from here on stand for the parts of a batch's time."""
    transform: str
    wait: str
    forward: str
    backward: str
    update: str


LIGHT = Theme(
    window="#eef0f3",
    panel="#ffffff",
    field="#f7f8fa",
    line="#d5d9e0",
    text="#1b2230",
    muted="#596273",
    accent="#0a62b8",
    on_accent="#ffffff",
    selected="#bcd2e9",
    error="#b3261e",
    warning="#9c5d00",
    canvas="#ffffff",
    ink="#14213d",
    train="#0072b2",
    validation="#d55e00",
    accuracy="#00795a",
    fetch="#56b4e9",
    transform="#0072b2",
    wait="#e3e6eb",
    forward="#009e73",
    backward="#e69f00",
    update="#cc79a7",
)
DARK = Theme(
    window="#12151a",
    panel="#1b1f26",
    field="#232831",
    line="#363d49",
    text="#e7eaf0",
    muted="#a1abba",
    accent="#5cb0f2",
    on_accent="#0b1118",
    selected="#34516b",
    error="#ff8a80",
    warning="#f0b429",
    canvas="#10141a",
    ink="#f2f5fa",
    train="#56b4e9",
    validation="#e69f00",
    accuracy="#2fc79a",
    fetch="#56b4e9",
    transform="#2b7fbd",
    wait="#2a303a",
    forward="#1fa57f",
    backward="#e69f00",
    update="#cc79a7",
)


LIGHT_CLASSES = (
    *("#0020c0", "#ff0000", "#00a0a0", "#800080", "#60a040"),
    *("#e040ff", "#404000", "#ff0080", "#8080c0", "#a04040"),
)
DARK_CLASSES = (
    *("#00ffff", "#ff0040", "#ffe080", "#6060ff", "#00a060"),
    *("#ffa0a0", "#e0ff00", "#e000a0", "#80a0e0", "#ff8000"),
)
"""Found by search: the least distance between any two, with usual and with missing colour vision, is as large as ten
colours of enough contrast allow."""


def class_colours(theme: Theme) -> tuple[str, ...]:
    """Ten colours for marks on the canvas, of which colour-blind people can tell any two apart."""
    return LIGHT_CLASSES if theme == LIGHT else DARK_CLASSES


def set_palette(theme: Theme) -> None:
    """Give what Qt paints by itself, in dialogs too, the colours of the theme."""
    palette = QPalette(QColor(theme.field), QColor(theme.window))
    for role, colour in {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.field,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
    }.items():
        palette.setColor(role, QColor(colour))
    QApplication.setPalette(palette)


def style_sheet(theme: Theme) -> str:
    """The text of the style sheet in the colours of the theme and the sizes of the present zoom."""
    return _style_sheet(theme, ZOOM.percent)


@cache
def _style_sheet(theme: Theme, _percent: int) -> str:
    # The tick has the colour of text on the accent: two files, as a style sheet cannot colour an image.
    check = (ICONS / f"check-{'light' if theme == LIGHT else 'dark'}.svg").as_posix()
    style = zoomed(STYLE.read_text(encoding="utf-8"))
    return Template(style).substitute(asdict(theme) | type_sizes(), check=check)
