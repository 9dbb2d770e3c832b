"""The controllers of the kept runs, and of files that come from elsewhere or go there."""

from collections.abc import Callable
from pathlib import Path

from gui.app.window_parts import WindowParts
from gui.runs import RunEdits, RunNetworksController, RunsController
from gui.sharing import Drops, ExperimentsController, FilesController


class RunControllers:
    """The page Runs, and what people give each other. `last_run` returns the folder of the run in the curve."""

    def __init__(self, window: WindowParts, *, last_run: Callable[[], Path | None]) -> None:
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
            last_run=last_run,
            session=window.session,
            loader=window.loader,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
            message=window.message,
        )
