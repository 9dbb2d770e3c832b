"""The only room that knows threads: the one that trains, the one that imports torch, and jobs.

Everything else gets signals in the window's thread.
"""

from gui.background.engine_loader import EngineLoader, LoadedEngine
from gui.background.jobs import Background, Job
from gui.background.log_feed import IN_A_NOTICE, LogFeed
from gui.background.picture_saver import PictureSaver
from gui.background.training_session import TrainingSession
from gui.background.training_thread import WINDOWS_CORES

__all__ = [
    "IN_A_NOTICE",
    "WINDOWS_CORES",
    "Background",
    "EngineLoader",
    "Job",
    "LoadedEngine",
    "LogFeed",
    "PictureSaver",
    "TrainingSession",
]
