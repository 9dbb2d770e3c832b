"""Training in the window: settings, player, loss curve, time bar and log.

The controller begins and steers a run; `RunDisplay` shows its events.
"""

from gui.training.chart.loss_chart import LossChart
from gui.training.chart.time_bar import TimeBar
from gui.training.controller import TrainingController
from gui.training.end_messages import BRING_BACK
from gui.training.kept_curve import KeptCurve
from gui.training.log_panel import LogPanel
from gui.training.note_label import NoteLabel
from gui.training.player import Player
from gui.training.progress_line import ProgressLine
from gui.training.run_display import RunDisplay
from gui.training.settings_form import SettingsForm
from gui.training.status_strip import StatusStrip
from gui.training.unsaved import UnsavedNetwork

__all__ = [
    "BRING_BACK",
    "KeptCurve",
    "LogPanel",
    "LossChart",
    "NoteLabel",
    "Player",
    "ProgressLine",
    "RunDisplay",
    "SettingsForm",
    "StatusStrip",
    "TimeBar",
    "TrainingController",
    "UnsavedNetwork",
]
