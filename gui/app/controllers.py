"""Creates the controller of each feature with its own views and the services that all features share."""

from gui.app.window_parts import WindowParts
from gui.canvas import DrawingController, ResultController
from gui.compression import CompressingWiring, CompressionRowsWiring
from gui.data import DataWiring
from gui.hardware import CpuWiring
from gui.mistakes import LookingWiring
from gui.my_digits import MyDigitsController
from gui.runs import RunNetworksWiring, RunsWiring
from gui.training import RunDisplay, TrainingController, UnsavedNetwork


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
        self.result = ResultController(window.result, networks=window.networks)
        self.training = TrainingController(
            window.player,
            window.form,
            RunDisplay(window.chart, window.note, window.time_bar, window.status),
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
        self.data = DataWiring(window)
        self.my_digits = MyDigitsController(
            window.my_digits,
            window.teach_row,
            window.message,
            teaching=window.teaching,
            dialogs=window.digit_dialogs,
            networks=window.networks,
            session=window.session,
        )
        self.runs = RunsWiring(window, self.training)
        self.mistakes = LookingWiring(window, self.training)
        self.hardware = CpuWiring(window, self.training)
        self.run_networks = RunNetworksWiring(window, self.runs)
        self.compressed_rows = CompressionRowsWiring(window, self.runs, self.run_networks)
        self.compression = CompressingWiring(window, self.training, self.runs, self.compressed_rows)
