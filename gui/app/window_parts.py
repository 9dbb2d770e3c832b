"""Creates the widgets and the services of the window. Nothing is connected yet."""

import logging
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from engine import TrainSettings
from engine.settings import checked
from gui.app.pages import Pages
from gui.app.remembered import Remembered
from gui.app.window_layout import chart_page, heading
from gui.background import IN_A_NOTICE, Background, EngineLoader, LogFeed, TrainingSession
from gui.canvas import DrawCanvas, PredictionView, ResultCard
from gui.compression import CompressPanel
from gui.data import DataOffer, DataPanel
from gui.hardware import CpuPanel, MeasurePanel, Measuring
from gui.help import GuideLine
from gui.inside import InsidePanel
from gui.learning_rate import RatePanel
from gui.mistakes import MistakesPanel
from gui.my_digits import Counting, MyDigitsDialogs, MyDigitsPanel, Teaching, TeachRow
from gui.network import NetworkDialogs, Networks
from gui.network_editor import NetworkPanel
from gui.runs import RunsPanel
from gui.sweep import SweepPanel
from gui.theme import USUAL, ZOOM, SchemeSwitch
from gui.training import LogPanel, LossChart, NoteLabel, Player, ProgressLine, SettingsForm, StatusStrip, TimeBar
from gui.widgets import Notices

log = logging.getLogger("inkling")


class WindowParts(QMainWindow):
    """The parts by name. `Controllers` gives them to the features; `MainWindow` puts them in their places."""

    commands: dict[str, QAction]
    """The actions of the menus, by the names in `menus.COMMANDS`."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # Widgets measure their type when they are created.
        ZOOM.choose(USUAL)
        self.folder = folder
        """The data folder."""
        self._create_widgets()
        self._create_services()

    def _create_widgets(self) -> None:
        self.data_offer = DataOffer()
        self.form = SettingsForm({"data": self.data_offer})
        self.player = Player()
        self.result = ResultCard()
        self.progress = ProgressLine()
        self.message = Notices()
        self.guide = GuideLine()
        self.note = NoteLabel()
        self.chart = LossChart()
        self.time_bar = TimeBar()
        self.inside = InsidePanel()
        self.runs_panel = RunsPanel()
        self.mistakes_panel = MistakesPanel()
        self.data_panel = DataPanel()
        self.network_panel = NetworkPanel()
        self.rate_panel = RatePanel()
        self.sweep_panel = SweepPanel()
        self.measure_panel = MeasurePanel()
        self.cpu_panel = CpuPanel()
        self.compress_panel = CompressPanel()
        self.my_digits = MyDigitsPanel()
        self.log_panel = LogPanel()
        self.canvas_heading = heading("Draw a digit")
        self.canvas = DrawCanvas()
        self.prediction = PredictionView()
        self.teach_row = TeachRow()
        self.status = StatusStrip()
        self.chart_page = chart_page(self.chart, self.note, self.time_bar)
        self.pages = Pages(
            {
                "Learn": self.chart_page,
                "Inside": self.inside,
                "Mistakes": self.mistakes_panel,
                "Data": self.data_panel,
                "My digits": self.my_digits,
                "Runs": self.runs_panel,
            },
            lab={
                "Build": self.network_panel,
                "Rate": self.rate_panel,
                "Several": self.sweep_panel,
                "Compression": self.compress_panel,
                "CPU": self.cpu_panel,
                "Speed": self.measure_panel,
            },
        )

    def _create_services(self) -> None:
        self.session = TrainingSession(self)
        self.measuring = Measuring(self)
        self.loader = EngineLoader(self)
        self.networks = Networks(self)
        self.dialogs = NetworkDialogs(self, self.networks, self.folder)
        self.teaching = Teaching(self, self.networks)
        self.digit_dialogs = MyDigitsDialogs(self, self.teaching)
        self.log_feed = LogFeed(self)
        self.scheme = SchemeSwitch(self)
        self.remembered = Remembered(self.folder)
        self.background: list[Background] = []
        """All of them end with the window."""
        self.counting = Counting(self, self.networks, self.new_background())

    @property
    def engine_ready(self) -> bool:
        """Whether torch is imported."""
        return self.loader.ready

    def settings(self) -> TrainSettings:
        """The settings in the form."""
        return checked(self.form.values())

    def new_background(self) -> Background:
        """Create a thread for jobs of one kind, which ends with the window."""
        self.background.append(Background(self))
        return self.background[-1]

    @Slot(str)
    def say(self, sentence: str) -> None:
        self.message.say("info", sentence)

    @Slot(str)
    def show_problem(self, sentence: str) -> None:
        """Log and show a sentence about what went wrong and what to do."""
        log.error(sentence, extra={IN_A_NOTICE: True})
        self.message.say("error", sentence)
