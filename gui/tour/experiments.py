"""The second part of the tour: runs are compared, mistakes and data shown, a learning rate found, a run paused."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.runs import annotate, delete_run
from gui.tour.inside import look_inside

if TYPE_CHECKING:
    from gui.app import MainWindow

Wait = int | Callable[[], bool]
"""Milliseconds, or a condition that has to become true."""
QUICK: dict[str, int | float | str] = {"model": "simple", "augmentation": "none", "outliers": "none", "epochs": 3}
RATES = (0.01, 0.001)
"""The learning rates of the two runs that are compared: the first is about right, the second too small."""
ANOTHER_RATE, HELD_AFTER = 0.003, 300
"""The learning rate that the paused run changes to, and the number of steps after which it is paused."""
BLINK = 400


def experiments(window: "MainWindow", take_picture: Callable[[str], None], *, quick: bool) -> Iterator[Wait]:
    """Yield what to wait for. The runs of this part are deleted at its end; `quick` makes them shorter."""
    networks = window.networks
    before, run, reader, name = window.form.values(), networks.run, networks.kept_reader, networks.name
    yield from look_inside(window, take_picture)
    window.form.show_values({**QUICK, "epochs": 1} if quick else QUICK)
    folders: list[Path] = []
    for rate in RATES:
        yield from _train(window, rate)
        folder = window.controllers.training.folder
        assert folder
        annotate(folder, name=f"rate {rate:g}")
        folders.append(folder)
    yield from _compare(window, folders)
    take_picture("runs")
    window.controllers.run_networks.only_one()
    window.controllers.mistakes.look_at_mistakes()
    yield lambda: "classified wrongly" in window.mistakes_panel.words
    yield BLINK
    take_picture("mistakes")
    window.commands["data"].trigger()
    yield lambda: "Each epoch" in window.data_panel.words
    yield BLINK
    take_picture("data")
    window.commands["find rate"].trigger()
    yield lambda: not window.rate_panel.sweeping
    yield BLINK
    take_picture("rate")
    yield from _build(window, take_picture, quick=quick)
    yield from _hold(window, take_picture)
    for folder in folders:
        delete_run(folder)
    window.form.show_values(before)
    if run:
        networks.keep(run, reader, name)
        networks.take_back()
    window.message.clear()


def _train(window: "MainWindow", rate: float) -> Iterator[Wait]:
    window.form.show_values({"learning_rate": rate})
    window.player.main.click()
    yield lambda: not window.session.running


def _compare(window: "MainWindow", folders: list[Path]) -> Iterator[Wait]:
    """Tick both runs, and classify the drawing with both."""
    table = window.runs_panel.table
    window.commands["runs"].trigger()
    yield lambda: {run.row.folder for run in table.runs.runs} >= set(folders)
    table.runs.tick([place for place, run in enumerate(table.runs.runs) if run.row.folder in folders], on=True)
    # In the order of the ticks, which gives the first run the same colour in both places.
    window.runs_panel.draw_asked.emit(list(table.runs.slots))
    yield lambda: window.networks.beside is not None
    yield 2 * BLINK
    window.message.clear()
    yield BLINK


def _build(window: "MainWindow", take_picture: Callable[[str], None], *, quick: bool) -> Iterator[Wait]:
    """Show a network of 1998 layer by layer; the one that was edited comes back."""
    editor = window.controllers.network_editor
    before = editor.text
    window.commands["network"].trigger()
    editor.restore("lenet-5")
    yield BLINK if quick else lambda: "an epoch: about" in window.network_panel.words
    take_picture("build")
    editor.restore(before)


def _hold(window: "MainWindow", take_picture: Callable[[str], None]) -> Iterator[Wait]:
    """Change the learning rate during a run, pause the run, take a step and discard it."""
    window.form.show_values({**QUICK, "learning_rate": RATES[0]})
    window.player.main.click()
    yield lambda: 0 < window.chart.newest_step < HELD_AFTER
    yield lambda: window.chart.newest_step > HELD_AFTER / 2
    window.form.show_values({"learning_rate": ANOTHER_RATE})
    yield lambda: window.chart.newest_step > HELD_AFTER
    window.player.main.click()
    yield lambda: window.player.state == "paused"
    window.player.small["step"].click()
    yield lambda: window.player.state == "paused"
    yield BLINK
    take_picture("paused")
    window.player.small["discard"].click()
    yield lambda: not window.session.running
    yield BLINK
