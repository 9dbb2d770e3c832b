"""The controllers of the kept runs, and of files that come from elsewhere or go there."""

from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from gui.app.window_parts import WindowParts
from gui.background import Background, TrainingSession
from gui.runs import RunEdits, RunNetworksController, RunsController
from gui.sharing import Drops, ExperimentsController, FilesController
from gui.widgets import Notices


class _Shared(TypedDict):
    """What all that works in the background beside a run needs, and how it speaks."""

    session: TrainingSession
    new_background: Callable[[], Background]
    say: Callable[[str], object]
    show_problem: Callable[[str], object]
    message: Notices


def _shared(window: WindowParts) -> _Shared:
    return {
        "session": window.session,
        "new_background": window.new_background,
        "say": window.say,
        "show_problem": window.show_problem,
        "message": window.message,
    }


class RunControllers:
    """The page Runs, and what people give each other. `last_run` returns the folder of the run in the curve."""

    def __init__(self, window: WindowParts, *, last_run: Callable[[], Path | None]) -> None:
        shared = _shared(window)
        self.runs = RunsController(window.runs_panel, settings=window.settings, loader=window.loader, **shared)
        self.run_edits = RunEdits(window.runs_panel, message=window.message, show_problem=window.show_problem)
        self.run_networks = RunNetworksController(
            window.runs_panel, names=self.runs.names, networks=window.networks, **shared
        )
        self.drops = Drops(window, window.scheme)
        self.files = FilesController(window, names=self.runs.name, networks=window.networks, **shared)
        self.experiments = ExperimentsController(
            window, settings=window.settings, last_run=last_run, loader=window.loader, **shared
        )
