"""The page of a run is complete in itself, safe to open and true."""

import base64
import io
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.events import EpochDone, Event
from engine.export.page import page, write_page
from engine.runs.row import RunRow, State
from engine.runs.saved_network import SavedRun
from engine.settings.fields import FIELDS
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train

VOID = {"meta", "img", "br", "rect", "circle", "polyline", "polygon"}
EVIL = "<script>alert(\"1\")</script> & 'quoted' </title></style>"
FACTS = {"CPU": "A <fast> one", "PyTorch": "2.13.0"}
CONFUSION = np.diag(np.arange(900, 1000, 10)) + 3 * np.eye(10, k=1, dtype=int)


class Reader(HTMLParser):
    """Holds tags to their order, and collects what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.shown += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def trained_run(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> tuple[SavedRun, list[Event]]:
    control = RunControl()
    settings = TrainSettings(model="simple", epochs=3, batch_size=64, augmentation="none", outliers="none", threads=1)
    events = list(train(settings, control, digits, tmp_path_factory.mktemp("runs")))
    assert control.trained
    return control.trained, events


@pytest.fixture
def run(trained_run: tuple[SavedRun, list[Event]]) -> SavedRun:
    return trained_run[0]


@pytest.fixture
def events(trained_run: tuple[SavedRun, list[Event]]) -> list[Event]:
    return trained_run[1]


@pytest.fixture
def row(run: SavedRun) -> RunRow:
    return RunRow(
        Path("folder"), "My first run", "completed", run.settings, note="Homework 3", started="2026-11-23T18:20:43"
    )


def that_a_page_is_well_formed_and_needs_nothing_else(row: RunRow, run: SavedRun, events: list[Event]) -> None:
    mistake = (np.full((28, 28), 255, np.uint8), "4", "9", 0.987)
    text = page(row, run, events, FACTS, CONFUSION, [mistake])
    reader = read(text)
    assert text.startswith("<!DOCTYPE html>") and reader.tags.count("section") == 7
    assert not {"script", "link", "iframe", "object", "form"} & set(reader.tags)
    links = [value for name, value in reader.attributes if name in ("src", "href", "xlink:href")]
    assert all(link.startswith(("data:image/png;base64,", "#")) for link in links)
    assert not re.search(r"url\((?!#)", text) and "@import" not in text
    assert not any(name[:2] == "on" for name, _ in reader.attributes)


def that_it_tells_the_figures_of_the_run(row: RunRow, run: SavedRun, events: list[Event]) -> None:
    shown = read(page(row, run, events, FACTS)).shown
    best = min((event for event in events if isinstance(event, EpochDone)), key=lambda event: event.validation_loss)
    assert run.result.test_accuracy is not None and run.result.calibration_error is not None
    for figure in (
        f"{run.result.test_accuracy:.2%}",
        f"{run.result.calibration_error:.2%}",
        f"{best.validation_loss:.4f}",
        f"(epoch {best.epoch})",
        "My first run",
        "Homework 3",
        "2026-11-23 at 18:20:43",
        "A <fast> one",
    ):
        assert figure in shown, figure


def that_every_setting_is_there_and_only_changed_ones_are_marked(row: RunRow, run: SavedRun) -> None:
    text = page(row, run, [], FACTS)
    rows = dict(re.findall(r"<tr( class=\"changed\")?><th>([^<]*)</th>", text)[i][::-1] for i in range(len(FIELDS)))
    assert {unescape(title) for title in rows} == {setting.title for setting in FIELDS.values()}
    marked = {title for title, kind in rows.items() if kind}
    assert marked == row.differences.keys() >= {"Epochs", "Network", "Augmentation"}
    assert "SimpleNN 784-128-10" in text and "usually Small CNN" in text


def that_every_epoch_has_a_row_and_the_best_is_bold(row: RunRow, run: SavedRun, events: list[Event]) -> None:
    text = page(row, run, events, FACTS)
    epochs = [event for event in events if isinstance(event, EpochDone)]
    for epoch in epochs:
        assert f"<td>{epoch.validation_loss:.4f}</td><td>{epoch.validation_accuracy:.2%}</td>" in text
    best = min(epochs, key=lambda epoch: epoch.validation_loss)
    assert re.findall(r'<tr class="best"><th>(\d+)</th>', text) == [str(best.epoch)]


def that_whatever_a_person_typed_is_shown_and_never_obeyed(row: RunRow, run: SavedRun, events: list[Event]) -> None:
    evil = replace(row, name=EVIL, note=EVIL, problem=EVIL, started=EVIL)
    reader = read(page(evil, run, events, {EVIL: EVIL}))
    assert "script" not in reader.tags and reader.tags.count("title") == 2
    # Title, heading, note, time, problem, and twice among the facts.
    assert reader.shown.count(EVIL) == 7


def that_the_confusion_is_a_table_with_shades(row: RunRow, run: SavedRun) -> None:
    text = page(row, run, [], FACTS, CONFUSION.tolist())
    cells = re.findall(r'<td class="(right|wrong)" style="--share: ([\d.]+)">([\d,]*)</td>', text)
    assert len(cells) == 100 and [count for *_, count in cells][:3] == ["900", "3", ""]
    right = [float(share) for kind, share, _ in cells if kind == "right"]
    assert right == sorted(right) and right[0] > 0.5 and cells[1][1] == "0.60" and cells[2][1] == "0.00"
    assert "nan" not in page(row, run, [], FACTS, np.zeros((10, 10), int))


def that_mistakes_are_the_images_themselves_with_dark_ink(row: RunRow, run: SavedRun, digits: Splits) -> None:
    image = digits.test.images[0, 0].numpy()
    text = page(row, run, [], FACTS, mistakes=[(image, "7", "1", 0.995)])
    assert 'alt="a 7 that was read as 1"' in text and "99.5% sure" in text
    found = re.search(r"data:image/png;base64,([\w+/=]+)", text)
    assert found
    with Pillow.open(io.BytesIO(base64.b64decode(found[1]))) as picture:
        assert (np.asarray(picture) == 255 - image).all()


def that_a_run_without_network_or_settings_still_has_a_page(events: list[Event]) -> None:
    damaged = RunRow(Path("folder"), "2026 cnn", "damaged", problem="The file is damaged.")
    shown = read(page(damaged, None, [], {})).shown
    assert "The file is damaged." in shown and "There is no curve" in shown and "None" not in shown
    cut_off = RunRow(Path("folder"), "2026 cnn", "interrupted", test_accuracy=0.5, best_validation_loss=0.25)
    shown = read(page(cut_off, None, events[:-1], FACTS)).shown
    assert "50.00%" in shown and "Calibration error" not in shown


@pytest.mark.parametrize(
    ("patience", "state", "epoch"), [(0, "completed", "last"), (3, "completed", "best"), (3, "stopped", "last")]
)
def that_it_says_whose_validation_accuracy_it_tells(
    patience: int, state: State, epoch: str, row: RunRow, run: SavedRun
) -> None:
    early = replace(run, settings=run.settings.model_copy(update={"early_stopping": patience}))
    assert f"Validation accuracy, {epoch} epoch" in read(page(replace(row, state=state), early, [], FACTS)).shown


def that_it_is_written_as_utf_8_and_failures_are_one_sentence(row: RunRow, run: SavedRun, tmp_path: Path) -> None:
    named = replace(row, name="L\u00e4uft \u4f60\u597d \ud800")
    write_page(named, run, [], tmp_path / "page.html", FACTS)
    assert "L\u00e4uft \u4f60\u597d \ufffd" in (tmp_path / "page.html").read_text(encoding="utf-8")
    (tmp_path / "file").touch()
    with pytest.raises(InklingError, match="cannot be written to"):
        write_page(row, run, [], tmp_path / "file" / "page.html", FACTS)
