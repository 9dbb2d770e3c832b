"""The thread that imports torch, opens the last network and reads the images while the window is already there."""

import gc
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine import InklingError, TrainSettings
from engine.errors import Stopped, checking

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import SavedRun

log = logging.getLogger("inkling")


@dataclass
class LoadedEngine:
    """What the window shows once torch is imported."""

    cpu: str
    run: "SavedRun | None"
    classifier: "Classifier | None"
    problems: list[str]
    """A sentence for each saved network that cannot be used."""
    untrained: "Classifier"
    """The default network with its first weights."""


class EngineLoader(QThread):
    """Makes the first click fast: torch is imported and the images are read before it comes.

    `requestInterruption` ends it while it makes images for training, which takes seconds.
    """

    loaded = Signal(object)
    """LoadedEngine, once."""
    varied = Signal(object)
    """Sixteen training images, uint8 (16, 28, 28), by the setting of augmentation, once the data is there."""
    failed = Signal(str)
    """A sentence, when training or even torch will not work."""
    _came = Signal(object)
    """From the thread to the window: LoadedEngine."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.settings = TrainSettings()
        """Those of the first training, as far as anybody knows before the thread starts: its images are made."""
        self.ready = False
        """Whether torch is imported."""
        self._came.connect(self._deliver)

    @Slot(object)
    def _deliver(self, engine: LoadedEngine) -> None:
        """Emit `loaded` in the window's thread, so that its slots have run when anybody finds `ready` true."""
        self.ready = True
        self.loaded.emit(engine)

    def run(self) -> None:
        try:
            self._load()
        except Stopped:
            log.info("The window closed while training images were made")
        except InklingError as error:
            self.failed.emit(str(error))
        except Exception as error:
            log.exception("The engine could not be loaded")
            self.failed.emit(f"PyTorch cannot be loaded ({error}): install requirements.txt again.")

    def _load(self) -> None:
        from engine import Classifier
        from engine.hardware import cpu_name
        from engine.models import build
        from engine.runs import empty_deleted
        from engine.settings import CORES
        from engine.sweep import latest_network

        run, problems = latest_network()
        classifier = run.classifier() if run else None
        untrained = Classifier(build(TrainSettings().model))
        self._came.emit(LoadedEngine(f"{cpu_name()}, {CORES} cores", run, classifier, problems, untrained))
        empty_deleted()
        import engine.training.start  # noqa: F401 - so that the first click finds it imported
        from engine.data import augmented_examples, made_images, mnist

        images = mnist().train
        self.varied.emit(augmented_examples(images))
        made_images(self.settings, images, checking(self.isInterruptionRequested))
        # Without this a garbage collection walks through all of torch, a stall of 120 ms.
        gc.freeze()
