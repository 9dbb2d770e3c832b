"""The pages of the window, in the order in which a person uses them. Those for experiments share the tab Lab."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.widgets import tab_through

Named = Mapping[str, QWidget]
LAB = "Lab"


class Pages(QWidget):
    """Shows one page at a time, and asks nobody where a page is: `show_page` finds it."""

    turned = Signal()
    """Another page is in sight."""

    def __init__(self, named: Named, lab: Named) -> None:
        super().__init__()
        self.lab = _tabs("Experiments", lab)
        self.lab.setObjectName("lab")
        self.tabs = _tabs("Pages", {**named, LAB: self.lab})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        for page in (*named.values(), *lab.values()):
            tab_through(page)
        for tabs in (self.tabs, self.lab):
            tabs.currentChanged.connect(self.turned)

    @property
    def page(self) -> QWidget:
        """The page in sight."""
        tabs = self.lab if self.tabs.currentWidget() is self.lab else self.tabs
        return tabs.currentWidget()

    @property
    def bars(self) -> Iterator[QWidget]:
        """The rows of names, which are seen beside every page."""
        yield from (self.tabs.tabBar(), self.lab.tabBar())

    @Slot()
    def show_page(self, page: QWidget) -> None:
        """Bring this page in sight."""
        if self.lab.indexOf(page) >= 0:
            self.lab.setCurrentWidget(page)
            page = self.lab
        self.tabs.setCurrentWidget(page)


def _tabs(name: str, named: Named) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    # The window is never so narrow that a name would hide behind an arrow.
    tabs.setUsesScrollButtons(False)
    for part in (tabs, tabs.tabBar()):
        part.setAccessibleName(name)
    for title, page in named.items():
        tabs.addTab(page, title)
    return tabs
