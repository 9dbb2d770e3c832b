__version__: str

from .errors import InklingError as InklingError
from .events import BatchDone as BatchDone
from .events import EpochDone as EpochDone
from .events import Event as Event
from .events import Finished as Finished
from .events import KeepingFailed as KeepingFailed
from .events import LearningRateChanged as LearningRateChanged
from .events import Measuring as Measuring
from .events import Paused as Paused
from .events import Started as Started
from .events import ThreadsChanged as ThreadsChanged
from .events import TimeSpent as TimeSpent
from .ink import render as render
from .models import Classifier as Classifier
from .runs import latest_run as latest_run
from .runs import open_run as open_run
from .settings import TrainSettings as TrainSettings
from .training import RunControl as RunControl
from .training import resume as resume
from .training import train as train
