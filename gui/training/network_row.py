"""What stands below the field Network: what the chosen one is, and the way to one of a person's own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from gui.widgets import Button, Compound, WrappedLabel


class NetworkRow(Compound):
    build_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._about = WrappedLabel("About the network", "muted")
        build = Button(
            "Build your own \N{HORIZONTAL ELLIPSIS}", "Change its layers, or build another one (on page Build)"
        )
        build.clicked.connect(self.build_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._about)
        layout.addWidget(build, 0, Qt.AlignmentFlag.AlignLeft)

    def tell(self, about: str) -> None:
        """Say in a sentence what the network is."""
        self._about.setText(about)
