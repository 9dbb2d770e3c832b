"""Gives the parts of the window the colours and sizes of the present theme and zoom, and each page when it is seen."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QLayout, QWidget

from gui.app.window_parts import WindowParts
from gui.theme import ZOOM, Theme, icon, style_sheet


class Themed(Protocol):
    """A widget with colours of its own beside those of the style sheet."""

    def set_theme(self, theme: Theme) -> None: ...


class PageColours(QObject):
    """Paints a page when it comes in sight: to paint all of them at once would block the window.

    So the style sheet is not the window's. What always shows has it, and each page gets it when it is seen.
    """

    def __init__(self, window: WindowParts, always_seen: Sequence[QWidget], *, last: QWidget) -> None:
        """`last` always shows too, and has so many parts that it takes another scheme in an event of its own."""
        super().__init__(window)
        self._window = window
        self._always_seen, self._last = always_seen, last
        self._to_paint: dict[QWidget, tuple[Themed, ...]] = {}
        """The pages without the colours of the present theme, and the parts of each that need them."""
        window.scheme.theme_changed.connect(self._show_theme)
        ZOOM.changed.connect(self._show_zoom)
        window.pages.turned.connect(self._paint_page)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._paint_last)
        self._one_by_one = QTimer(self)
        self._one_by_one.timeout.connect(self._paint_another)
        self._show_theme(window.scheme.theme)
        self._soon.stop()
        self._paint_last()

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        window = self._window
        for part in self._always_seen:
            part.setStyleSheet(style_sheet(theme))
        window.canvas.set_theme(theme)
        window.prediction.set_theme(theme)
        for name in ("undo", "redo", "clear"):
            window.commands[name].setIcon(icon(name, theme.text))
        pages = (
            window.runs_panel,
            window.inside,
            window.mistakes_panel,
            window.data_panel,
            window.network_panel,
            window.rate_panel,
            window.sweep_panel,
            window.measure_panel,
            window.cpu_panel,
            window.compress_panel,
            window.my_digits,
        )
        self._to_paint = {window.chart_page: (window.chart, window.time_bar), **{page: (page,) for page in pages}}
        self._paint_page()
        self._soon.start()

    @Slot()
    def _show_zoom(self) -> None:
        """Give the unseen pages the new size too, each in an event of its own: the window is as wide as the widest."""
        self._show_theme(self._window.scheme.theme)
        self._one_by_one.start(0)

    @Slot()
    def _paint_last(self) -> None:
        self._last.setStyleSheet(style_sheet(self._window.scheme.theme))

    @Slot()
    def _paint_page(self) -> None:
        self._paint(self._window.pages.page)

    @Slot()
    def _paint_another(self) -> None:
        if self._to_paint:
            page = next(iter(self._to_paint))
            self._paint(page)
            # What is not seen does not tell what it stands in that it needs another size.
            for layout in page.findChildren(QLayout):
                layout.invalidate()
            self._window.pages.tabs.updateGeometry()
        else:
            self._one_by_one.stop()

    def _paint(self, page: QWidget) -> None:
        theme = self._window.scheme.theme
        if page in self._to_paint:
            page.setStyleSheet(style_sheet(theme))
        for part in self._to_paint.pop(page, ()):
            part.set_theme(theme)
