from .jobs import Background as Background
from .jobs import Job as Job
from .log_feed import LogFeed as LogFeed
from .training_thread import WINDOWS_CORES as WINDOWS_CORES
from .training_thread import EngineLoader as EngineLoader
from .training_thread import LoadedEngine as LoadedEngine
from .training_thread import TrainingSession as TrainingSession
