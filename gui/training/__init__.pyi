from .controller import TrainingWiring as TrainingWiring
from .log_panel import LogPanel as LogPanel
from .loss_chart import LossChart as LossChart
from .note_label import NoteLabel as NoteLabel
from .player import Player as Player
from .settings_form import SettingsForm as SettingsForm
from .status_strip import StatusStrip as StatusStrip
from .time_bar import TimeBar as TimeBar
