"""The page Data: the images that the network learns from, and each one as the numbers that the network gets."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.data.filter_row import FilterRow
from gui.data.origin_words import class_name, described, summary
from gui.data.page_turner import PageTurner
from gui.data.pixel_row import PixelRow
from gui.theme import Theme
from gui.widgets import Button, Compound, ElidedLabel, ExaminedImages, NamedLabel, UprightScroll

if TYPE_CHECKING:
    from engine.inspection import SeenPage

WAITING = "The images are shown as soon as PyTorch has been loaded \u2026"


class DataPanel(Compound):
    """Asks for pages of images and shows them. It asks whenever it becomes visible."""

    wanted = Signal(int, bool, object, object, int)
    """Which page, from 0; whether varied; only images with this label, or None; only those of this origin, or None;
    which variation, from 0."""
    chosen = Signal(object, str)
    """An image for the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(self) -> None:
        super().__init__()
        self._page: SeenPage | None = None
        self._turn = 0
        self._place = 0
        self._create()
        self._connect()
        self._lay_out()
        self.show_waiting(WAITING)

    def _create(self) -> None:
        self._filters = FilterRow()
        self._turner = PageTurner()
        self._words = NamedLabel("About the images")
        self._words.setWordWrap(True)
        self.images = ExaminedImages(
            "Images to learn from",
            ElidedLabel("About the image", Qt.AlignmentFlag.AlignLeft),
            Button("Put on canvas", "Show this image on the canvas, where the network classifies it"),
            before=self._turner,
        )
        self.pixels = PixelRow()

    def _connect(self) -> None:
        self._filters.filtered.connect(self._filter)
        self._filters.varied_toggled.connect(self.look)
        self._filters.again_asked.connect(self._vary_again)
        self._turner.turned.connect(self.look)
        self.images.looked_at.connect(self._look_at)
        self.images.chosen.connect(self._put)
        for key, go in ((Qt.Key.Key_PageUp, self._turner.go_back), (Qt.Key.Key_PageDown, self._turner.go_on)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(go)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.images, 1)
        column.addSpacing(4)
        column.addWidget(self.pixels, 1)
        self._scroll = UprightScroll(body, body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._filters)
        layout.addWidget(self._words)
        layout.addWidget(self._scroll, 1)
        # Without this the rest moves down while the scroll area is hidden.
        layout.addStretch()
        self.enter_at(self.images)

    def set_theme(self, theme: Theme) -> None:
        self.images.set_theme(theme)
        self.pixels.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_waiting(self, sentence: str) -> None:
        """Say why there are no images yet."""
        self._page = None
        self._words.setText(sentence)
        self._show_parts()

    def forget(self) -> None:
        """The data set has changed: ask for its images, at once if the page is visible."""
        self._page, self._place = None, 0
        self._filters.choose_all()
        self._turner.show_first()
        if self.isVisible():
            self.look()

    def show_page(self, page: "SeenPage") -> None:
        """Show the page that was asked for, or the nearest one that exists."""
        origin = self._filters.origin
        self._filters.show_tallies(page.tallies, page.data)
        if self._filters.origin != origin:
            # Other settings have no such images.
            self._filter()
            return
        self._page = page
        self._turner.show_page(page.number, page.pages)
        self._words.setText(summary(page))
        self._show_parts()
        self._show_images(page)

    def _show_parts(self) -> None:
        """Enable only what has an effect: there may be no image yet, or no other page."""
        page = self._page
        self._filters.setEnabled(page is not None)
        self._scroll.setVisible(page is not None)

    def _show_images(self, page: "SeenPage") -> None:
        """Show images, and keep the current place: after Again it is the same image in another variation."""
        places = range(len(page.labels))
        captions = [class_name(page, place) for place in places]
        tips = [
            f"Number {page.numbers[place]:,} of the images to learn from\n{described(page, place)}" for place in places
        ]
        self.pixels.setVisible(len(page.images) > 0)
        self.images.show_images(page.images, captions, tips, self._place)

    # Asking.

    @Slot()
    def look(self) -> None:
        """Ask for the page that is set. Call it when the images have changed, too."""
        filters = self._filters
        self.wanted.emit(self._turner.page, filters.varied, filters.label, filters.origin, self._turn)

    @Slot()
    def _filter(self) -> None:
        self._place = 0
        self._turner.show_first()
        self.look()

    @Slot()
    def _vary_again(self) -> None:
        self._turn += 1
        self.look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        # The settings, or the person's digits, may be others than when it was last visible.
        self.look()

    # Looking at one.

    @Slot(int)
    def _look_at(self, place: int) -> None:
        assert self._page
        self._place = place
        self.images.tell(described(self._page, place))
        self.pixels.show_image(self._page.images[place], self._page.rows[place])

    @Slot(int)
    def _put(self, place: int) -> None:
        assert self._page
        self.chosen.emit(np.array(self._page.images[place]), class_name(self._page, place))
