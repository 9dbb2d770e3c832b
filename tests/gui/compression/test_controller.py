"""Making a network smaller in the real window, with real jobs on few digits."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.compression.findings import Compressed
from engine.compression.keeping import keep
from engine.data.datasets import Splits
from engine.runs.listing import list_runs
from engine.runs.saved_network import Result, SavedRun, open_run, save
from engine.stack import save_network
from engine.system.home import HOME_VARIABLE
from gui.app.main_window import MainWindow
from gui.compression.controller import CANCELLED, NO_NETWORK, STOP_FIRST, TRAINING, TRAINING_BEGAN, Source
from gui.compression.panel import NO_NETWORK as NONE_YET
from tests.support.gui.eyes import button, buttons, choice_field, text
from tests.support.gui.window import PATIENCE, click
from tests.support.runs.compressed import WHICH
from tests.support.settings import SIMPLE

Values = dict[str, int | float | str]
QUICK: Values = {"int8": "done", "prune": "none", "zero": "none", "distil": "none"}
"""The original and int8: no training."""
LONG: Values = {**QUICK, "int8": "none", "prune": "done", "rounds": 10, "fine_tuning_epochs": 50}
"""The original, and pruning that nobody waits for."""
Key = Qt.Key


@pytest.fixture(autouse=True)
def few_digits(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.compression.job.splits_of", lambda _data: digits)
    monkeypatch.setattr("engine.compression.timing.SECONDS", 0.004)


def make(window: MainWindow, qtbot: QtBot, settings: Values) -> None:
    """Begin, and wait for the first row."""
    window.compress_panel.settings.show_values(settings)
    QTest.keyClick(window, Key.Key_F12)
    assert window.controllers.compression.working and window.pages.page is window.compress_panel
    qtbot.waitUntil(lambda: bool(window.compress_panel.results.rows), timeout=PATIENCE)


def names(rows: list[Compressed]) -> list[str]:
    return [row.name for row in rows]


def that_a_network_is_made_smaller_drawn_with_kept_and_exported(
    knowing: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window, panel = knowing, knowing.compress_panel
    make(window, qtbot, QUICK)
    qtbot.waitUntil(lambda: not window.controllers.compression.working, timeout=PATIENCE)
    assert (
        names(panel.results.rows) == ["original", "int8"]
        and "int8" in panel.words
        and panel.words.startswith("Small CNN")
    )
    original, int8 = panel.results.rows
    assert int8.file_bytes < original.file_bytes and original.test_accuracy > 0.9 and Path(int8.file).is_file()

    window.pages.show_page(window.chart_page)
    QTest.keyClick(window, Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert window.pages.page is panel and names(panel.results.rows) == ["original", "int8"]

    panel.results.table.setFocus()
    panel.results.table.select("int8")
    QTest.keyClick(panel.results.table, Key.Key_Return)
    qtbot.waitUntil(lambda: window.networks.name == "Small CNN, int8", timeout=PATIENCE)
    assert window.networks.run and window.networks.run.form == "int8" and "Small CNN, int8" in window.message.text
    assert "int8" not in text(panel, WHICH), "what the row was made of is still what is made smaller"

    before = {row.folder for row in list_runs()}
    click(panel.results.keep)
    qtbot.waitUntil(lambda: "run of its own" in panel.words, timeout=PATIENCE)
    (kept,) = [row for row in list_runs() if row.folder not in before]
    assert kept.name == "Small CNN, int8" and kept.has_network

    window.controllers.run_networks.export_file(Path(int8.file), str(tmp_path / "small.onnx"))
    qtbot.waitUntil(lambda: "Exported" in window.message.text, timeout=PATIENCE)
    assert (tmp_path / "small.onnx").stat().st_size > 10_000
    window.controllers.run_networks.export_file(Path(int8.file), str(tmp_path / "small.inkling"))
    qtbot.waitUntil((tmp_path / "small.inkling").is_file, timeout=PATIENCE)
    assert open_run(tmp_path / "small.inkling").form == "int8"


def that_a_cancelled_job_keeps_its_rows_and_another_one_can_begin(knowing: MainWindow, qtbot: QtBot) -> None:
    panel = knowing.compress_panel
    make(knowing, qtbot, LONG)
    knowing.canvas.setFocus()
    QTest.keyClick(knowing, Key.Key_F12)
    assert names(panel.results.rows) == ["original"], "one job at a time"
    click(button(panel, "Cancel"))
    assert not knowing.controllers.compression.working and panel.words == CANCELLED and "Cancel" not in buttons(panel)
    assert names(panel.results.rows) == ["original"] and panel.results.draw.isEnabled()
    first = panel.results.rows[0].file
    make(knowing, qtbot, {**QUICK, "int8": "none"})
    qtbot.waitUntil(lambda: not knowing.controllers.compression.working, timeout=PATIENCE)
    assert names(panel.results.rows) == ["original"] and panel.results.rows[0].file != first


def that_a_training_is_stopped_first_and_one_that_begins_ends_the_job(knowing: MainWindow, qtbot: QtBot) -> None:
    knowing.form.show_values({"epochs": 200, "model": "simple", "augmentation": "none", "outliers": "none"})
    reader = knowing.networks.reader
    knowing.controllers.training.train()
    qtbot.waitUntil(lambda: knowing.networks.reader is not reader, timeout=PATIENCE)
    QTest.keyClick(knowing, Key.Key_F12)
    assert not knowing.controllers.compression.working and knowing.message.text == TRAINING
    knowing.compress_panel.settings.show_values(LONG)
    click(button(knowing.message, STOP_FIRST))
    qtbot.waitUntil(lambda: knowing.controllers.compression.working, timeout=PATIENCE)
    assert not knowing.session.running and "SimpleNN" in text(knowing.compress_panel, WHICH)
    QTest.keyClick(knowing, Key.Key_F6)
    assert "or cancel" in knowing.message.text and not knowing.measuring.running
    knowing.controllers.training.train()
    assert not knowing.controllers.compression.working and knowing.compress_panel.words == TRAINING_BEGAN


def that_without_a_network_one_is_asked_for(no_runs: Path, window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_F12)
    assert window.message.text == NO_NETWORK and text(window.compress_panel, WHICH) == NONE_YET
    assert not window.controllers.compression.working and not no_runs.exists()


def that_teachers_are_those_that_can_teach_the_network(knowing: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    run = knowing.networks.run
    assert run
    box = choice_field(knowing.compress_panel, "teacher")
    for data in ("mnist", "fashion"):
        save(replace(run, settings=run.settings.model_copy(update={"data": data})), tmp_path / data)
    able, unable = (str(keep(tmp_path / data, data)) for data in ("mnist", "fashion"))
    knowing.controllers.runs.refresh()
    qtbot.waitUntil(lambda: box.findData(able) > 0, timeout=PATIENCE)
    assert [box.itemData(place) for place in (0, 1)] == ["itself", "new"] and box.findData(unable) < 0
    simple = replace(run, settings=run.settings.model_copy(update={"model": "simple"}))
    knowing.networks.keep(simple, None)
    assert box.itemData(0) == "new" and box.findData(able) > 0


def that_settings_of_another_version_are_left_out(knowing: MainWindow) -> None:
    before = knowing.compress_panel.settings.values()
    foreign: list[Values] = [{"removed": 7.0}, {"removed": 0.2, "no such setting": 1}]
    for values in foreign:
        knowing.controllers.compression.show_settings(values)
        assert knowing.compress_panel.settings.values() == before


def that_a_teacher_that_is_gone_is_a_sentence(knowing: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    knowing.compress_panel.settings.show_teachers({str(tmp_path / "gone"): "Run gone"})
    QTest.keyClick(knowing, Key.Key_F12)
    qtbot.waitUntil(lambda: not knowing.controllers.compression.working, timeout=PATIENCE)
    assert "gone" in knowing.compress_panel.words == knowing.message.text


def that_closing_the_window_ends_the_job_and_leaves_no_files(knowing: MainWindow, qtbot: QtBot) -> None:
    make(knowing, qtbot, LONG)
    folder = Path(knowing.compress_panel.results.rows[0].file).parent
    assert folder.is_dir()
    knowing.close()
    assert not knowing.isVisible() and not folder.exists() and not folder.parent.exists()


def that_one_of_my_networks_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    settings = SIMPLE.model_copy(update={"model": "flatten, linear 7, relu, output"})
    run = SavedRun(settings, Result("completed", 1, 1.0, None, None), {})
    save_network("My seven", settings.model)
    assert Source("My seven", run).words == run.summary and run.summary.startswith("My seven, completed")
    assert Source("Run 3", run).words.startswith("Run 3 (My seven, completed")
