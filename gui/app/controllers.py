"""Creates the controller of each feature with its own views and the services that all features share."""

from gui.app.hindrances import (
    AFTER_COMPRESSING,
    AFTER_LOADING,
    AFTER_MEASURING,
    AFTER_TRAINING,
    AFTER_TRYING,
    COMPRESSING,
    LEARNING,
    MEASURING,
    TRYING,
    first_of,
)
from gui.app.menus import key_table
from gui.app.window_parts import WindowParts
from gui.canvas import DrawingController, ResultController
from gui.compression import CompressedRowsController, CompressionController
from gui.data import DataController, ImagesController
from gui.hardware import HardwareController, MeasureController
from gui.help import GuideController, HelpController
from gui.inside import InsideController
from gui.learning_rate import LearningRateController
from gui.mistakes import MistakesController
from gui.my_digits import MyDigitsController
from gui.network_editor import NetworkEditorController
from gui.runs import RunEdits, RunNetworksController, RunsController
from gui.sharing import Drops, ExperimentsController, FilesController
from gui.sweep import SweepController
from gui.training import KeptCurve, RunDisplay, TrainingController, UnsavedNetwork


class Controllers:
    """The controllers by feature. `gui.app.connections` connects their signals to other features."""

    def __init__(self, window: WindowParts) -> None:
        self.drawing = DrawingController(
            window.canvas,
            window.prediction,
            window.canvas_heading,
            networks=window.networks,
            session=window.session,
            loader=window.loader,
        )
        self.help = HelpController(window, key_table(), scheme=window.scheme, message=window.message)
        self.guide = GuideController(window.guide, networks=window.networks)
        self.result = ResultController(window.result, networks=window.networks, session=window.session)
        display = RunDisplay(window.chart, window.note, window.time_bar, window.status)
        self.kept_curve = KeptCurve(
            display, networks=window.networks, session=window.session, background=window.new_background()
        )
        self.training = TrainingController(
            window.player,
            window.form,
            display,
            window.message,
            session=window.session,
            networks=window.networks,
            unsaved=UnsavedNetwork(
                window.message,
                session=window.session,
                dialogs=window.dialogs,
                show_problem=window.show_problem,
            ),
        )
        self.my_digits = MyDigitsController(
            window.my_digits,
            window.teach_row,
            window.message,
            teaching=window.teaching,
            counting=window.counting,
            dialogs=window.digit_dialogs,
            networks=window.networks,
            session=window.session,
            hindrance=first_of((self._trying, TRYING)),
        )
        self._create_data(window)
        self._create_runs(window)
        self._create_compression(window)
        self._create_hardware(window)
        self._create_sweep(window)
        self._create_network_editor(window)
        self._create_sharing(window)
        self.mistakes = MistakesController(
            window.mistakes_panel,
            networks=window.networks,
            drawing=window.canvas.hasFocus,
            learning=lambda: window.session.running,
            new_background=window.new_background,
            say=window.say,
        )
        self.inside = InsideController(
            window.inside,
            networks=window.networks,
            session=window.session,
            strokes=lambda: window.canvas.drawing.strokes,
            pen_down=lambda: window.canvas.pen_down,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
        )
        self.learning_rate = LearningRateController(
            window.rate_panel,
            settings=window.settings,
            refused=window.form.go_to_refused,
            session=window.session,
            hindrance=first_of((lambda: window.measuring.running, MEASURING), (self._trying, TRYING)),
            message=window.message,
            new_background=window.new_background,
        )

    def _trying(self) -> bool:
        return self.sweep.working

    def _create_data(self, window: WindowParts) -> None:
        self.data = DataController(
            window.data_offer, settings=window.settings, new_background=window.new_background, say=window.say
        )
        self.images = ImagesController(
            window.data_panel,
            settings=window.settings,
            digits=lambda: window.teaching.digits,
            loader=window.loader,
            new_background=window.new_background,
        )

    def _create_runs(self, window: WindowParts) -> None:
        self.runs = RunsController(
            window.runs_panel,
            settings=window.settings,
            session=window.session,
            loader=window.loader,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
            message=window.message,
        )
        self.run_edits = RunEdits(window.runs_panel, message=window.message, show_problem=window.show_problem)
        self.run_networks = RunNetworksController(
            window.runs_panel,
            names=self.runs.names,
            networks=window.networks,
            session=window.session,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
            message=window.message,
        )

    def _create_compression(self, window: WindowParts) -> None:
        self.compressed_rows = CompressedRowsController(window.compress_panel, new_background=window.new_background)
        self.compression = CompressionController(
            window.compress_panel,
            rows=self.compressed_rows,
            networks=window.networks,
            session=window.session,
            digits=lambda: window.teaching.digits,
            hindrance=first_of((lambda: window.teaching.learner.busy, LEARNING), (self._trying, TRYING)),
            new_background=window.new_background,
            show_problem=window.show_problem,
            message=window.message,
        )

    def _create_sweep(self, window: WindowParts) -> None:
        self.sweep = SweepController(
            window.sweep_panel,
            settings=window.settings,
            refused=window.form.go_to_refused,
            session=window.session,
            learning=lambda: window.teaching.learner.busy,
            new_background=window.new_background,
            show_problem=window.show_problem,
            message=window.message,
        )

    def _create_network_editor(self, window: WindowParts) -> None:
        self.network_editor = NetworkEditorController(
            window.network_panel,
            settings=window.settings,
            folder=window.folder,
            hindrance=first_of(
                (lambda: not window.loader.ready, AFTER_LOADING),
                (lambda: window.session.running, AFTER_TRAINING),
                (self._trying, AFTER_TRYING),
                (lambda: self.compression.working, AFTER_COMPRESSING),
                (lambda: window.measuring.running, AFTER_MEASURING),
            ),
            new_background=window.new_background,
            message=window.message,
            say=window.say,
            show_problem=window.show_problem,
        )

    def _create_sharing(self, window: WindowParts) -> None:
        self.drops = Drops(window, window.scheme)
        self.files = FilesController(
            window,
            names=self.runs.name,
            networks=window.networks,
            session=window.session,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
            message=window.message,
        )
        self.experiments = ExperimentsController(
            window,
            settings=window.settings,
            last_run=lambda: self.training.folder,
            session=window.session,
            loader=window.loader,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
            message=window.message,
        )

    def _create_hardware(self, window: WindowParts) -> None:
        self.hardware = HardwareController(
            window.cpu_panel,
            settings=window.settings,
            refused=window.form.go_to_refused,
            session=window.session,
            loader=window.loader,
            new_background=window.new_background,
            show_problem=window.show_problem,
            message=window.message,
        )
        self.measure = MeasureController(
            window.measure_panel,
            measuring=window.measuring,
            settings=window.settings,
            refused=window.form.go_to_refused,
            session=window.session,
            hindrance=first_of((lambda: self.compression.working, COMPRESSING), (self._trying, TRYING)),
            say=window.say,
            message=window.message,
        )
