"""The last part of the tour: what loader workers do, what the CPU does, and compressed networks."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gui.tour.experiments import BLINK, QUICK, Wait

if TYPE_CHECKING:
    from gui.app import MainWindow

PER_IMAGE: dict[str, int | float | str] = {**QUICK, "pipeline": "image", "num_workers": 1, "batch_size": 64}
SHORT: dict[str, int | float | str] = {"rounds": 1, "fine_tuning_epochs": 1, "student_epochs": 1}
"""Short settings for each way to compress a network, so that nobody has to wait."""
SHORTEST = {**SHORT, "prune": "none", "zero": "none", "distil": "none"}
LOOKED_AT_AFTER = 100
"""The number of steps after which the picture of loading is taken."""


def toolbox(window: "MainWindow", take_picture: Callable[[str], None], *, quick: bool) -> Iterator[Wait]:
    """Yield what to wait for.

    `quick` starts no loader worker, proves no kernels and compresses the network in one way only.
    """
    if not quick:
        yield from _show_loading(window, take_picture)
    yield from _show_cpu(window, quick=quick)
    take_picture("cpu")
    smaller = window.compress_panel.settings.values()
    window.compress_panel.settings.show_values(SHORTEST if quick else SHORT)
    window.commands["smaller"].trigger()
    window.controllers.compression.start()
    yield lambda: not window.controllers.compression.working
    yield BLINK
    take_picture("smaller")
    window.compress_panel.settings.show_values(smaller)


def _show_loading(window: "MainWindow", take_picture: Callable[[str], None]) -> Iterator[Wait]:
    """Show a run with a loader worker, and discard it."""
    before = window.form.values()
    window.form.show_values(PER_IMAGE)
    window.commands["curve"].trigger()
    window.player.main.click()
    yield lambda: 0 < window.chart.newest_step < LOOKED_AT_AFTER
    yield lambda: window.chart.newest_step >= LOOKED_AT_AFTER
    yield BLINK
    take_picture("loading")
    window.player.small["discard"].click()
    yield lambda: not window.session.running
    window.message.clear()
    window.form.show_values(before)


def _show_cpu(window: "MainWindow", *, quick: bool) -> Iterator[Wait]:
    """Show the facts, the peak rate and, unless it is `quick`, the kernels."""
    panel = window.cpu_panel
    window.commands["cpu"].trigger()
    yield lambda: "CPU" in panel.facts and panel.measured
    if not quick:
        window.controllers.hardware.prove()
        yield lambda: not panel.proving
    yield BLINK
