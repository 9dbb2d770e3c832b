"""The page Speed: how fast this computer trains with each number of loader workers and threads."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout

from engine.formats import count
from gui.hardware.speed_bars import Kind, Speed, SpeedBars
from gui.theme import Theme
from gui.widgets import Button, Compound, JobRow, NamedLabel

EXPLANATION = (
    "Trains the network of the settings for two seconds with each number of loader workers and CPU threads and with "
    "the loop of the tutorials. Says which is fastest, and where workers help. It takes less than a minute on two "
    "cores, longer on many."
)
CANCELLED = "Cancelled: the bars show what had been measured by then."
CAPTION = (
    "Images per second. The pale end of a bar is time spent waiting for data. Per image: images are prepared one at a "
    "time, as in tutorials"
)


class MeasurePanel(Compound):
    """Shows the findings of `python -m engine bench --json` as they come."""

    asked = Signal()
    cancelled = Signal()
    applied = Signal(dict)
    """The fastest settings, by name."""

    def __init__(self) -> None:
        super().__init__()
        self._best: dict[str, int | str] = {}
        self._speeds: list[Speed] = []
        self._configurations = 0
        tip = "Find out which number of loader workers and threads is fastest here (F6)"
        self._row = JobRow(Button("Measure this computer", tip), "End the measurement", "Progress of the measurement")
        self._row.asked.connect(self.asked)
        self._row.cancelled.connect(self.cancelled)
        self._words = NamedLabel("What was measured", EXPLANATION)
        self._words.setWordWrap(True)
        self._apply = QPushButton()
        self._apply.clicked.connect(self._apply_clicked)
        self._caption = QLabel(CAPTION)
        self._caption.setObjectName("muted")
        self._caption.setWordWrap(True)
        self._caption.hide()
        self._bars = SpeedBars()
        scroll = QScrollArea()
        scroll.setWidget(self._bars)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Measured speeds")
        self._row.add(self._apply)
        self.enter_at(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._row)
        layout.addWidget(self._words)
        layout.addSpacing(6)
        layout.addWidget(self._caption)
        layout.addWidget(scroll, 1)
        self.show_end("")

    def set_theme(self, theme: Theme) -> None:
        self._bars.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_start(self) -> None:
        """A measurement begins."""
        self._speeds, self._best = [], {}
        self._bars.show_speeds([])
        self._words.setText(EXPLANATION)
        self._apply.hide()
        self._row.show_share(None)
        self._row.show_running(True)

    @Slot(dict)
    def show_finding(self, record: dict[str, Any]) -> None:
        match record["event"]:
            case "Machine":
                self._configurations = record["configurations"]
                self._row.show_share(0)
            case "Measured":
                self._caption.show()
                self._speeds.append(self._compared(_speed(record)))
                self._row.show_share(len(self._speeds) / max(1, self._configurations))
                self._bars.show_speeds(self._speeds)
            case "Advice":
                self._show_advice(record)

    def _compared(self, speed: Speed) -> Speed:
        """Add the gain by workers to a speed of the loop with one image at a time."""
        none = next((one for one in self._speeds if one.kind == "image"), None)
        if speed.kind != "image" or none is None:
            return speed
        return replace(speed, gain=f" \u00b7 {speed.images_per_second / none.images_per_second:.1f}\u00d7")

    def _show_advice(self, record: dict[str, Any]) -> None:
        self._best = {name: record[name] for name in ("num_workers", "threads", "pipeline")}
        best = _configuration(record)
        self._speeds = [replace(speed, best=speed.kind == "batch" and speed.name == best) for speed in self._speeds]
        self._bars.show_speeds(self._speeds)
        self._words.setText(record["sentence"])
        self._apply.setText(f"Use {best}")
        self._apply.setToolTip("Put these two numbers, and whole batches, into the settings")
        self._apply.show()

    @Slot(str)
    def show_end(self, problem: str) -> None:
        """The measurement is over; `problem` says what went wrong, or is ""."""
        self._row.show_running(False)
        self._apply.setVisible(bool(self._best))
        if problem:
            self._words.setText(problem)
        elif self._speeds and not self._best:
            self._words.setText(CANCELLED)

    @Slot()
    def _apply_clicked(self) -> None:
        self.applied.emit(self._best)


def _speed(record: dict[str, Any]) -> Speed:
    kind: Kind = "tutorial" if record["loop"] != "Inkling" else record["pipeline"]
    workers = count(record["num_workers"], "worker")
    names = {
        "batch": _configuration(record),
        "image": f"per image, {workers}",
        "tutorial": f"tutorials' loop, {workers}",
    }
    return Speed(names[kind], record["images_per_second"], record["waiting_share"], kind)


def _configuration(record: dict[str, Any]) -> str:
    return f"{count(record['num_workers'], 'worker')}, {count(record['threads'], 'thread')}"
