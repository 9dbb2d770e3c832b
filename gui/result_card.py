"""How good the present network is, in one large figure."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

LEARNING = "measured once, when training is complete"


class ResultCard(QWidget):
    """The test accuracy, and what it is the accuracy of."""

    def __init__(self) -> None:
        super().__init__()
        heading = QLabel("Test accuracy")
        heading.setObjectName("heading")
        heading.setToolTip("Share of 10,000 digits read rightly that the network never saw while it learnt")
        self._figure = QLabel()
        self._figure.setObjectName("figure")
        self._figure.setAccessibleName("Test accuracy")
        self._origin = QLabel()
        self._origin.setObjectName("muted")
        self._origin.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for label in (heading, self._figure, self._origin):
            layout.addWidget(label)
        self.show_nothing()

    def show_result(self, accuracy: float | None, origin: str) -> None:
        """`accuracy` from 0 to 1, None when it was not measured; `origin` says which network and why."""
        self._figure.setText("\u2013" if accuracy is None else f"{100 * accuracy:.2f} %")
        self._origin.setText(origin)

    def show_nothing(self) -> None:
        """There is no network that a figure could be of."""
        self.show_result(None, "No network yet")

    def show_learning(self) -> None:
        """A network is being trained, and what was shown is the figure of another one."""
        self.show_result(None, LEARNING)
