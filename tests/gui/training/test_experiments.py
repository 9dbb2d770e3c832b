"""The pages Runs, Mistakes, Data and Rate in the window, with real runs."""

import json
import math
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits, mnist
from engine.events import BatchDone
from engine.export.playable import choice
from engine.ink.my_digits import MyDigits
from engine.runs.folder import MODEL_FILE, TEACHER_FILE, read_record, write_record
from engine.runs.history import read_history
from engine.runs.listing import annotate, list_runs
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train
from gui.app.main_window import MainWindow
from gui.canvas import digits as drawn
from gui.learning_rate.panel import CANCELLED
from tests.support.gui.eyes import button, buttons, choice_field, entries, named, text, texts
from tests.support.gui.plots import curve, curves, plots, points
from tests.support.gui.rows import compared, legend_of
from tests.support.gui.window import LEARNT_FROM, LONG, PATIENCE, QUICK, click, draw, ended, offer, opened, put_button
from tests.support.runs.events import losses

SIMPLE = TrainSettings.model_validate(
    {"model": "simple", "epochs": 2, "batch_size": 200, "threads": 1, "augmentation": "none", "outliers": "none"}
)


class Browser(QObject):
    """Stands for the system's browser, which shows files."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show(self, address: QUrl) -> None:
        self.shown.append(address.toLocalFile())


@pytest.fixture(scope="module")
def trained_once(digits: Splits, fewer: Splits, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs: a slow one, a fast one, and one that was stopped; newest last."""
    runs = tmp_path_factory.mktemp("experiments")
    for rate in (0.001, 0.01):
        list(train(SIMPLE.model_copy(update={"learning_rate": rate}), splits=digits, runs=runs))
        annotate(list_runs(runs)[0].folder, name=f"rate {rate}")
    control = RunControl()
    for event in train(SIMPLE, control, fewer, runs):
        if isinstance(event, BatchDone) and event.step == 12:
            control.stop()
    return runs


@pytest.fixture
def folders(home: Path, trained_once: Path) -> list[Path]:
    """A copy of these three runs in the data folder, and no others."""
    shutil.rmtree(home / "runs", ignore_errors=True)
    shutil.copytree(trained_once, home / "runs")
    return sorted((home / "runs").iterdir())


@pytest.fixture
def looking(folders: list[Path], qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on its page of runs, with the rows there."""
    for window in opened(qtbot, tmp_path):
        window.commands["runs"].trigger()
        qtbot.waitUntil(has_rows(window, 3), timeout=PATIENCE)
        yield window


def has_rows(window: MainWindow, number: int) -> Callable[[], bool]:
    return lambda: len(window.runs_panel.table.runs.runs) == number


def choose(window: MainWindow, folder: Path) -> None:
    window.runs_panel.select(folder)
    window.runs_panel.table.setFocus()


def drawn_losses(window: MainWindow) -> list[list[float]]:
    """The values of everything that is drawn in the picture of the ticked runs."""
    return [points(curve)[1].tolist() for curve in curves(compared(window.runs_panel))]


def rate_offers(window: MainWindow) -> list[str]:
    """The words of the button that puts the rate that was found into the settings, once there is one."""
    return [words for words in buttons(window.rate_panel) if words.startswith("Use ")]


def that_ticked_runs_are_overlaid_by_their_histories(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    for folder in folders[:2]:
        choose(looking, folder)
        QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Space)
    smoothing = named(looking.runs_panel, "How much the train loss is smoothed", QComboBox)
    smoothing.setCurrentText("not smoothed")
    # One curve for each run, and the stars where they validated best.
    qtbot.waitUntil(lambda: [len(values) for values in drawn_losses(looking)].count(2) == 1, timeout=PATIENCE)
    for folder in folders[:2]:
        assert any(values == pytest.approx(losses(read_history(folder))) for values in drawn_losses(looking))


def that_the_curve_is_that_of_the_run_whose_network_answers(
    looking: MainWindow, folders: list[Path], qtbot: QtBot
) -> None:
    def shows(folder: Path) -> Callable[[], bool]:
        wanted = losses(read_history(folder))
        return lambda: points(curve(looking.chart, "train, each batch"))[1].tolist() == pytest.approx(wanted)

    last = max((folder for folder in folders if (folder / MODEL_FILE).is_file()), key=lambda folder: folder.name)
    qtbot.waitUntil(shows(last), timeout=PATIENCE)
    names = {run.row.folder: run.row.name for run in looking.runs_panel.table.runs.runs}
    for folder in folders[:2]:
        looking.runs_panel.draw_asked.emit([folder])
        qtbot.waitUntil(shows(folder), timeout=PATIENCE)
        assert plots(looking.chart)[0].titleLabel.text == names[folder]
        assert looking.chart.accessibleDescription().startswith(f"{names[folder]}: step")
    looking.networks.go_back()
    qtbot.waitUntil(shows(folders[0]), timeout=PATIENCE)
    looking.form.show_values(QUICK)
    click(looking.player.main)
    qtbot.waitUntil(ended(looking), timeout=PATIENCE)
    assert not plots(looking.chart)[0].titleLabel.isVisible(), "it is the present run's"
    assert shows(list_runs()[0].folder)()


def that_names_and_notes_are_kept(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    looking.runs_panel.renamed.emit(folders[2], "stopped early")
    looking.runs_panel.noted.emit(folders[2], "for the lesson")
    qtbot.waitUntil(
        lambda: any(run.row.note == "for the lesson" for run in looking.runs_panel.table.runs.runs), timeout=PATIENCE
    )
    assert list_runs()[0].name == "stopped early"


def that_delete_takes_a_run_away_and_ctrl_z_brings_it_back(
    looking: MainWindow, folders: list[Path], qtbot: QtBot
) -> None:
    choose(looking, folders[0])
    draw(looking, 2)
    looking.runs_panel.table.setFocus()
    QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(has_rows(looking, 2), timeout=PATIENCE)
    assert not folders[0].exists() and looking.canvas.drawing.strokes, "Del meant the run, not the canvas"
    QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(has_rows(looking, 3), timeout=PATIENCE)
    assert folders[0].exists() and looking.canvas.drawing.strokes


@pytest.mark.parametrize("part", ["Delete", "Find a run", "Refresh", "Curves of the ticked runs", "Logarithmic scale"])
def that_ctrl_z_brings_a_run_back_wherever_the_keyboard_is_on_the_page(
    looking: MainWindow, folders: list[Path], qtbot: QtBot, part: str
) -> None:
    page = looking.runs_panel
    looking.resize(1900, 900)
    choose(looking, folders[0])
    draw(looking, 2)
    click(button(page, "Delete"))
    qtbot.waitUntil(has_rows(looking, 2), timeout=PATIENCE)
    focus = next(w for w in page.findChildren(QWidget) if part in (w.accessibleName(), getattr(w, "text", str)()))
    focus.setFocus()
    strokes = len(looking.canvas.drawing.strokes)
    qtbot.keyClick(looking.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(has_rows(looking, 3), timeout=PATIENCE)
    assert len(looking.canvas.drawing.strokes) == strokes > 0


def that_the_message_about_a_deleted_run_undoes_it_and_the_restored_run_is_selected(
    looking: MainWindow, folders: list[Path], qtbot: QtBot
) -> None:
    choose(looking, folders[0])
    QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(has_rows(looking, 2), timeout=PATIENCE)
    assert offer(looking.message).text() == "Undo"
    click(offer(looking.message))
    qtbot.waitUntil(lambda: [row.folder for row in looking.runs_panel.table.selected] == folders[:1], timeout=PATIENCE)
    assert looking.message.texts == ['The run "rate 0.001" is back on page Runs.'], "a complete run is not resumed"
    choose(looking, folders[2])
    QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Delete)
    QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert looking.message.text.endswith("is back on page Runs, which can resume it.")


def that_undo_is_offered_only_after_a_run_was_deleted(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    undo = looking.runs_panel.menu.entries["undo"]
    assert not undo.isEnabled()
    choose(looking, folders[0])
    QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Delete)
    assert undo.isEnabled()
    undo.trigger()
    assert not undo.isEnabled() and folders[0].exists()
    qtbot.waitUntil(has_rows(looking, 3), timeout=PATIENCE)


def that_the_settings_of_a_run_fill_the_form(looking: MainWindow, folders: list[Path]) -> None:
    looking.runs_panel.use_settings.emit(folders[0])
    values = looking.form.values()
    assert (values["learning_rate"], values["epochs"], values["batch_size"]) == (0.001, 2, 200)


def that_two_networks_read_side_by_side_and_one_alone_again(
    looking: MainWindow, folders: list[Path], qtbot: QtBot
) -> None:
    draw(looking, 2)
    looking.runs_panel.draw_asked.emit(folders[:2])
    qtbot.waitUntil(lambda: looking.networks.beside is not None, timeout=PATIENCE)
    assert looking.networks.name == "rate 0.001" and looking.networks.beside
    assert looking.networks.beside[0] == "rate 0.01" and "rate 0.01" in looking.message.text
    assert looking.prediction.answer != ""
    click(offer(looking.message))
    assert looking.networks.beside is None
    looking.runs_panel.draw_asked.emit([folders[1]])
    qtbot.waitUntil(lambda: looking.networks.name == "rate 0.01", timeout=PATIENCE)


def that_a_run_side_by_side_has_the_colour_of_its_curve(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    draw(looking, 2)
    for folder in (folders[2], folders[1], folders[0]):
        choose(looking, folder)
        QTest.keyClick(looking.runs_panel.table, Qt.Key.Key_Space)
    looking.runs_panel.draw_asked.emit(folders[:2])
    qtbot.waitUntil(lambda: looking.networks.beside is not None, timeout=PATIENCE)
    curves_of = {row.name: row.line.colour for row in legend_of(compared(looking.runs_panel))}
    for name in ("rate 0.001", "rate 0.01"):
        (line,) = [words for words in texts(looking.prediction) if words.endswith(f">{name}</span>")]
        assert f"color: {curves_of[name]}" in line


def that_a_stopped_run_is_resumed_to_its_end(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    annotate(folders[2], name="mine")
    before = losses(read_history(folders[2]))
    looking.runs_panel.resume_asked.emit(folders[2])
    assert looking.session.running
    qtbot.waitUntil(ended(looking), timeout=PATIENCE)
    after = losses(read_history(folders[2]))
    assert after[:12] == before and len(after) == 2 * LEARNT_FROM / 200
    assert looking.networks.run and looking.networks.run.result.reason == "completed"
    assert looking.networks.name == "mine"


def that_a_run_without_its_network_says_so_and_the_network_before_stays(
    looking: MainWindow, folders: list[Path], qtbot: QtBot
) -> None:
    good = looking.networks.run
    (folders[0] / MODEL_FILE).write_bytes(b"something else")
    looking.runs_panel.draw_asked.emit([folders[0]])
    qtbot.waitUntil(lambda: "is not a network that Inkling saved" in looking.message.text, timeout=PATIENCE)
    assert looking.networks.run is good
    looking.controllers.runs.refresh()
    qtbot.waitUntil(
        lambda: any(run.row.state == "damaged" for run in looking.runs_panel.table.runs.runs), timeout=PATIENCE
    )


def that_a_run_is_exported_as_what_the_suffix_says(
    looking: MainWindow, folders: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    looking.runs_panel.export_asked.emit(folders[1])
    (dialog,) = looking.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "curve.svg"))
    dialog.reject()
    qtbot.waitUntil(lambda: "Exported to" in looking.message.text, timeout=PATIENCE)
    assert "<svg" in (tmp_path / "curve.svg").read_text()
    looking.controllers.run_networks.export(folders[1], str(tmp_path / "curve.docx"))
    qtbot.waitUntil(lambda: "nothing that can be exported" in looking.message.text, timeout=PATIENCE)


def that_a_run_becomes_a_page_to_play_with_and_its_weights_are_told(
    looking: MainWindow, folders: list[Path], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "IMAGES", 50)
    looking.controllers.run_networks.export(folders[1], str(tmp_path / "me.play.html"))
    qtbot.waitUntil(lambda: "me.play.html: " in looking.message.text, timeout=PATIENCE)
    assert " kB, weights as " in looking.message.text
    assert "Content-Security-Policy" in (tmp_path / "me.play.html").read_text(encoding="utf-8")
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "show")  # type: ignore[arg-type]  # takes a str only
    try:
        assert offer(looking.message).text() == "Open the page"
        click(offer(looking.message))
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert browser.shown == [str(tmp_path / "me.play.html")]


def that_a_run_that_has_ended_is_chosen_on_page_runs(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    table = looking.runs_panel.table
    assert table.select(folders[1])
    looking.form.show_values(QUICK)
    click(looking.player.main)
    qtbot.waitUntil(ended(looking), timeout=PATIENCE)
    looking.commands["runs"].trigger()
    newest = list_runs()[0].folder
    assert newest not in folders
    qtbot.waitUntil(lambda: [row.folder for row in table.selected] == [newest], timeout=PATIENCE)


def that_a_page_to_play_with_is_the_first_offer(looking: MainWindow, folders: list[Path]) -> None:
    looking.runs_panel.export_asked.emit(folders[1])
    (dialog,) = looking.findChildren(QFileDialog)
    name = next(field for field in dialog.findChildren(QLineEdit) if field.isVisible())
    assert dialog.selectedNameFilter().startswith("Web page to play with")
    assert name.text().endswith(".play.html") and name.text().count(".play") == 1
    dialog.reject()


def that_a_failed_export_is_told_once_and_does_not_outlast_the_next_one(
    looking: MainWindow, folders: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    def told(words: str) -> list[str]:
        return [label.text() for label in looking.findChildren(QLabel) if label.isVisible() and words in label.text()]

    exports = looking.controllers.run_networks
    exports.export(folders[1], str(tmp_path / "curve.docx"))
    qtbot.waitUntil(lambda: told("nothing that can be exported") != [], timeout=PATIENCE)
    assert len(told("nothing that can be exported")) == 1 and not told("Exporting")
    assert "nothing that can be exported" not in text(looking.status, "Last line of the log")
    exports.export(folders[1], str(tmp_path / "curve.csv"))
    qtbot.waitUntil(lambda: told("Exported to") != [], timeout=PATIENCE)
    assert len(told("Exported to")) == 1 and not told("Exporting")


def that_a_name_without_an_ending_gets_that_of_the_chosen_type(
    looking: MainWindow, folders: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    looking.runs_panel.export_asked.emit(folders[1])
    (dialog,) = looking.findChildren(QFileDialog)
    (types,) = [box for box in dialog.findChildren(QComboBox) if "Curve as a table (*.csv)" in entries(box)]
    QTest.keyClick(types, Qt.Key.Key_End)
    name = next(field for field in dialog.findChildren(QLineEdit) if field.isVisible())
    name.setText(str(tmp_path / "curve"))
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Exported to" in looking.message.text, timeout=PATIENCE)
    assert [file.name for file in tmp_path.iterdir() if file.stem == "curve"] == ["curve.csv"]


def that_a_run_is_measured_with_somebodys_drawings(
    looking: MainWindow, folders: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    hers = MyDigits(tmp_path / "hers.jsonl")
    for digit, strokes in drawn()[:10]:
        hers.add(digit, strokes)
    looking.runs_panel.measure_asked.emit(folders[1])
    (dialog,) = looking.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(hers.path))
    dialog.reject()
    qtbot.waitUntil(lambda: "Of 10 drawings in hers.jsonl" in looking.message.text, timeout=PATIENCE)
    row = next(row for row in list_runs() if row.folder == folders[1])
    assert row.pen_accuracy is not None and f"({row.pen_accuracy:.2%})" in looking.message.text


def that_mistakes_are_looked_at_and_put_on_the_canvas_but_never_taught(
    looking: MainWindow, folders: list[Path], qtbot: QtBot
) -> None:
    looking.runs_panel.mistakes_asked.emit(folders[1])
    panel = looking.mistakes_panel
    qtbot.waitUntil(lambda: "are classified wrongly" in panel.words, timeout=PATIENCE)
    assert looking.pages.page is panel
    click(put_button(panel))
    picture = looking.canvas.drawing.picture
    assert picture is not None and looking.prediction.answer != ""
    assert any((picture == image).all() for image in mnist().test.images[:, 0].numpy())
    assert not looking.teach_row.buttons[3].isEnabled()
    QTest.keyClick(looking.canvas, Qt.Key.Key_3)
    assert looking.teaching.digits == []


def that_the_data_page_shows_what_training_gets(looking: MainWindow, qtbot: QtBot) -> None:
    looking.form.show_values(QUICK)
    looking.commands["data"].trigger()
    qtbot.waitUntil(lambda: f"{LEARNT_FROM:,}" in looking.data_panel.words, timeout=PATIENCE)
    looking.form.show_values({"outliers": "mixed"})
    qtbot.waitUntil(lambda: "images that are no digits" in looking.data_panel.words, timeout=PATIENCE)
    named(looking.data_panel, "Where the images come from", QComboBox).setCurrentIndex(2)
    grid = looking.data_panel.images.digits
    qtbot.waitUntil(lambda: "No digit: random sign" in grid.item(0).toolTip(), timeout=PATIENCE)
    looking.form.show_values({"outliers": "none"})
    qtbot.waitUntil(lambda: "from MNIST" in grid.item(0).toolTip(), timeout=PATIENCE)


def that_a_learning_rate_is_found_and_used(looking: MainWindow, qtbot: QtBot) -> None:
    looking.form.show_values({**QUICK, "learning_rate": 5})
    QTest.keyClick(looking, Qt.Key.Key_F9)
    panel = looking.rate_panel
    assert looking.pages.page is panel
    qtbot.waitUntil(lambda: not panel.sweeping and rate_offers(looking) != [], timeout=PATIENCE)
    assert "beyond the cliff" in panel.warning
    (use,) = rate_offers(looking)
    click(button(panel, use))
    rate = looking.form.values()["learning_rate"]
    assert isinstance(rate, float) and 1e-4 < rate < 1 and panel.warning == ""


def that_a_sweep_is_cancelled_and_says_so(looking: MainWindow, qtbot: QtBot) -> None:
    looking.form.show_values({"model": "cnn", "augmentation": "none"})
    looking.commands["find rate"].trigger()
    qtbot.waitUntil(lambda: len(points(curves(looking.rate_panel)[0])[0]) > 2, timeout=PATIENCE)
    click(button(looking.rate_panel, "Cancel"))
    qtbot.waitUntil(lambda: not looking.rate_panel.sweeping, timeout=PATIENCE)
    assert looking.rate_panel.words == CANCELLED and buttons(looking.rate_panel) == ["Find a learning rate"]


def that_json_in_the_history_is_json(folders: list[Path]) -> None:
    for line in (folders[0] / "metrics.jsonl").read_text().splitlines():
        record = json.loads(line)
        assert all(not isinstance(value, float) or math.isfinite(value) for value in record.values())


def that_a_run_that_was_cut_off_is_offered_at_the_next_start(folders: list[Path], qtbot: QtBot, tmp_path: Path) -> None:
    write_record(replace(read_record(folders[2]), ending=None, process=(0, 0.0)), folders[2])
    for window in opened(qtbot, tmp_path):
        qtbot.waitUntil(lambda: "was cut off after 0 epochs" in window.message.text, timeout=PATIENCE)  # noqa: B023
        click(button(window.message, "Resume it"))
        assert window.session.running
        qtbot.waitUntil(ended(window), timeout=PATIENCE)
        assert len(losses(read_history(folders[2]))) == 2 * LEARNT_FROM / 200


def that_a_note_about_the_rate_stops_the_run_and_finds_a_better_one(looking: MainWindow, qtbot: QtBot) -> None:
    looking.form.show_values({**LONG, "epochs": 5, "learning_rate": 0.000001, "schedule": "constant"})
    click(looking.player.main)
    qtbot.waitUntil(lambda: looking.note.text != "", timeout=PATIENCE)
    click(looking.note.find_rate)
    qtbot.waitUntil(lambda: rate_offers(looking) != [], timeout=PATIENCE)
    assert not looking.session.running and looking.pages.page is looking.rate_panel


def that_a_kept_run_can_be_the_teacher_of_the_next_one(looking: MainWindow, folders: list[Path], qtbot: QtBot) -> None:
    looking.form.show_values({**SIMPLE.model_dump(), "learning_rate": 0.01})
    looking.form.show_more(True)
    box = choice_field(looking.form, "teacher")
    assert set(entries(box)) >= {"No teacher", "rate 0.001", "rate 0.01"}
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert looking.form.values()["teacher"] == folders[0].name
    click(looking.player.main)
    qtbot.waitUntil(ended(looking), timeout=PATIENCE)
    (student,) = set(list_runs()[0].folder.parent.iterdir()) - set(folders)
    assert read_record(student).settings["teacher"] == folders[0].name
    assert (student / TEACHER_FILE).is_file()
