"""Whatever is done to the window, by mouse, keys, menus and pages: one ending a run, no exception, no warning.

The same hand and the same watch as in `python -m benchmarks.window_actions`, which does a hundred thousand things.
"""

import random
from pathlib import Path

from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pytestqt.qtbot import QtBot

from benchmarks.window_actions.actions import ACTIONS, act
from benchmarks.window_actions.hand import Hand
from benchmarks.window_actions.watch import Watch
from gui.app.main_window import MainWindow
from tests.support.gui.window import PATIENCE, opened

NAMES = [name for name, (often, _) in ACTIONS.items() for _ in range(often)]
PAUSE = 10
"""Milliseconds after each thing that is done, in which the window's own events happen."""


class WindowActions(RuleBasedStateMachine):
    """One window on a folder of its own; what it keeps and shows between two actions does not matter, only its word."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__()
        self._qtbot = qtbot
        self._windows = opened(qtbot, folder)
        self.window: MainWindow = next(self._windows)
        files = folder / "files"
        files.mkdir(exist_ok=True)
        self.hand = Hand(self.window, random.Random(0), files)
        self.watch = Watch(self.window, lambda: self.hand.did)

    @initialize()
    def begin_small(self) -> None:
        act(self.hand, "small settings")

    @rule(name=st.sampled_from(NAMES), seed=st.integers(0, 2**16))
    def act(self, name: str, seed: int) -> None:
        self.hand.rng.seed(seed)
        act(self.hand, name)
        self._qtbot.wait(PAUSE)

    @invariant()
    def nothing_is_wrong(self) -> None:
        self.watch.check()
        assert self.watch.faults == []

    def teardown(self) -> None:
        self.hand.rest()
        self.window.close()
        self._qtbot.waitUntil(lambda: not self.window.isVisible(), timeout=PATIENCE)
        self.watch.check()
        left = self.watch.left_behind()
        self.watch.end()
        next(self._windows, None)
        assert self.watch.faults == [] and left == []
        for block in self.watch.blocks:
            event(f"away for {block.own:.0f} ms: {block.did}")


def that_a_window_keeps_its_word_whatever_is_done_to_it(
    spawned: None, qtbot: QtBot, no_runs: Path, tmp_path: Path
) -> None:
    class Here(WindowActions):
        def __init__(self) -> None:
            super().__init__(qtbot, tmp_path)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=4,
            stateful_step_count=60,
            deadline=None,
            derandomize=True,
            database=None,
            # A window is no value that could be made smaller.
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
