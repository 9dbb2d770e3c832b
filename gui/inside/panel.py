"""Page Inside: the views that look into the network, one at a time."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.inside.digit_map.view import DigitMapView
from gui.inside.layers.panel import LayersPanel
from gui.inside.reasons.panel import ReasonsPanel
from gui.inside.timeline.view import TimelineView
from gui.inside.wishes.panel import WishesPanel
from gui.theme import Theme
from gui.widgets import Compound


class InsidePanel(Compound):
    """Shows one view above the time slider, and says when it or another one comes in sight."""

    seen = Signal()
    hidden = Signal()
    """Another page is in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = LayersPanel()
        self.reasons = ReasonsPanel()
        self.wishes = WishesPanel()
        self.map = DigitMapView()
        self.timeline = TimelineView()
        self._views: dict[str, LayersPanel | ReasonsPanel | WishesPanel | DigitMapView] = {
            "Layers": self.layers,
            "Why": self.reasons,
            "Would like": self.wishes,
            "Map": self.map,
        }
        self.tabs = QTabWidget()
        self.tabs.setObjectName("lab")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName("Ways to look inside")
        for title, view in self._views.items():
            self.tabs.addTab(view, title)
        self.tabs.currentChanged.connect(self.seen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.timeline)

    def show_view(self, view: QWidget) -> None:
        """Bring one of the views in sight."""
        if self.tabs.currentWidget() is view:
            self.seen.emit()
        self.tabs.setCurrentWidget(view)

    def set_theme(self, theme: Theme) -> None:
        for view in self._views.values():
            view.set_theme(theme)
        self.timeline.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.seen.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.hidden.emit()
