from .engine_loader import EngineLoader as EngineLoader
from .engine_loader import LoadedEngine as LoadedEngine
from .jobs import Background as Background
from .jobs import Job as Job
from .log_feed import LogFeed as LogFeed
from .training_session import TrainingSession as TrainingSession
from .training_thread import WINDOWS_CORES as WINDOWS_CORES
