"""Leads through the first steps as they are taken."""

from PySide6.QtCore import QObject, Slot

from gui.help.guide_line import GuideLine
from gui.help.steps import DONE, Guide, Happening
from gui.network import Networks


class GuideController(QObject):
    """Shows the next step until all were taken, or a person hides them."""

    def __init__(self, line: GuideLine, *, networks: Networks) -> None:
        super().__init__(line)
        self._line, self._networks = line, networks
        self._guide = Guide()
        self._hidden = self._learning = False
        networks.kept.connect(self._show)
        line.dismissed.connect(self.finish)
        self._show()

    @property
    def place(self) -> int:
        """How far a person has come; to be remembered."""
        return self._guide.place

    @Slot(int)
    def go_to(self, place: int) -> None:
        self._guide.place = place
        self._show()

    @Slot()
    def show_again(self) -> None:
        """Begin with the first step."""
        self.go_to(0)

    @Slot()
    def finish(self) -> None:
        """Hide the steps for good."""
        self.go_to(DONE)

    def network_was_there(self) -> None:
        """A network of an earlier day is opened: who has one and took no step here needs none."""
        if self.place == 0:
            self.finish()

    @Slot()
    def happened(self, what: Happening) -> None:
        """A person has done something, or a run has ended."""
        if what in ("begun", "ended"):
            self._learning = what == "begun"
        self._guide.happened(what)
        self._show()

    @Slot(bool)
    def give_way(self, hidden: bool) -> None:
        """Whether something else has the whole window for a while. The steps go on unseen."""
        self._hidden = hidden
        self._show()

    @Slot()
    def _show(self) -> None:
        words = (
            "" if self._hidden else self._guide.words(trained=self._networks.run is not None, learning=self._learning)
        )
        self._line.show_step(self._guide.place + 1, DONE, words)
