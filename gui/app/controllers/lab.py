"""The controllers of the pages that build, compare and compress networks, and measure the computer."""

from gui.app.hindrances import (
    AFTER_COMPRESSING,
    AFTER_LOADING,
    AFTER_MEASURING,
    AFTER_TRAINING,
    AFTER_TRYING,
    COMPRESSING,
    LEARNING,
    TRYING,
    first_of,
)
from gui.app.window_parts import WindowParts
from gui.compression import CompressedRowsController, CompressionController
from gui.hardware import HardwareController, MeasureController
from gui.network_editor import NetworkEditorController
from gui.sweep import SweepController


class LabControllers:
    """What keeps all cores busy, each of which waits for the others."""

    def __init__(self, window: WindowParts) -> None:
        self._create_compression(window)
        self._create_hardware(window)
        self._create_sweep(window)
        self._create_network_editor(window)

    def trying(self) -> bool:
        """Whether several networks are being trained, one after the other."""
        return self.sweep.working

    def _create_compression(self, window: WindowParts) -> None:
        self.compressed_rows = CompressedRowsController(window.compress_panel, new_background=window.new_background)
        self.compression = CompressionController(
            window.compress_panel,
            rows=self.compressed_rows,
            networks=window.networks,
            session=window.session,
            digits=lambda: window.teaching.digits,
            hindrance=first_of((lambda: window.teaching.learner.busy, LEARNING), (self.trying, TRYING)),
            new_background=window.new_background,
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
            hindrance=first_of((lambda: self.compression.working, COMPRESSING), (self.trying, TRYING)),
            say=window.say,
            message=window.message,
        )

    def _create_sweep(self, window: WindowParts) -> None:
        self.sweep = SweepController(
            window.sweep_panel,
            settings=window.settings,
            refused=window.form.go_to_refused,
            session=window.session,
            hindrance=first_of((lambda: window.teaching.learner.busy, LEARNING)),
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
                (self.trying, AFTER_TRYING),
                (lambda: self.compression.working, AFTER_COMPRESSING),
                (lambda: window.measuring.running, AFTER_MEASURING),
            ),
            new_background=window.new_background,
            message=window.message,
            say=window.say,
            show_problem=window.show_problem,
        )
