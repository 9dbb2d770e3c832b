"""Page Inside: the views that look into the network, one at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui.inside.digit_map.view import DigitMapView
from gui.inside.layers.panel import LayersPanel
from gui.inside.network_choice import NetworkChoice
from gui.inside.reasons.panel import ReasonsPanel
from gui.inside.timeline.view import TimelineView
from gui.inside.wishes.panel import WishesPanel
from gui.theme import Theme
from gui.widgets import Compound


class InsidePanel(Compound):
    """Shows one view below the time slider, and says when it or another one comes in sight.

    What stands at the foot of a page may have a notice over it for a while: the slider does not stand there.
    """

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
        self.network = NetworkChoice()
        self._views: dict[str, LayersPanel | ReasonsPanel | WishesPanel | DigitMapView] = {
            "Layers": self.layers,
            "Why": self.reasons,
            "Would like": self.wishes,
            "Map": self.map,
        }
        self.tabs = QTabBar()
        self.tabs.setObjectName("lab")
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("Ways to look inside")
        self._stack = QStackedWidget()
        for title, view in self._views.items():
            self.tabs.addTab(title)
            self._stack.addWidget(view)
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        self.network.chosen.connect(self.seen)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.network, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.timeline)
        layout.addWidget(self._stack, 1)

    def show_choice(self, names: Sequence[str]) -> None:
        """Let a person choose one of these networks for the views that show one at a time; Layers shows them all."""
        self.network.show_networks(names, wanted=self.view is not self.layers)

    @property
    def view(self) -> QWidget:
        """The one in sight."""
        return list(self._views.values())[self._stack.currentIndex()]

    def tab_of(self, view: QWidget) -> QRect:
        """Where the name of a view is on `tabs`."""
        return self.tabs.tabRect(self._stack.indexOf(view))

    def show_view(self, view: QWidget) -> None:
        """Bring one of the views in sight."""
        if self.view is view:
            self.seen.emit()
        self.tabs.setCurrentIndex(self._stack.indexOf(view))

    @Slot(int)
    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.seen.emit()

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
