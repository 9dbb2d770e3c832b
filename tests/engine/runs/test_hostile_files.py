"""A file of any kind that is broken, or made to do harm, is opened or refused by a sentence, and hides no other."""

import errno
import gzip
import itertools
import json
import os
import shutil
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.mutations.hostile_values import DEPTH, Instead
from benchmarks.mutations.mutants import KINDS, Kind, Mutant, mutants
from benchmarks.mutations.tensor_files import changed_graph
from benchmarks.mutations.trials import judged, whole
from benchmarks.mutations.whole_files import GOOD, NAME, SETTINGS, make_run
from engine.data.sources.idx import read_idx
from engine.errors import InklingError
from engine.events import Event
from engine.export import page
from engine.export.curve.curve_picture import curve_svg
from engine.ink.stroke_file import read_strokes
from engine.models.onnx_network import OnnxNetwork
from engine.runs.checkpoint import CHECKPOINT, checkpoint_path, open_checkpoint
from engine.runs.folder import HISTORY, MODEL_FILE, NOTES, RECORD
from engine.runs.integrity import RunCheck
from engine.runs.listing import DELETED, annotate, deleted_runs, empty_deleted, find_run, list_runs, restore_run
from engine.runs.saved_network import NETWORK, ONNX, latest_run, open_run
from engine.system.checksummed_file import read_checksummed, write_checksummed
from engine.training.step.learner import Learner

DEEP = b"[" * DEPTH + b"]" * DEPTH
JSON = tuple(kind for kind in KINDS if ".json" in kind)
EACH = 4
"""Mutants of a kind; `python -m benchmarks.mutations` tries thousands."""


@pytest.fixture(scope="module", autouse=True)
def same_curves_drawn_once() -> Iterator[None]:
    """Most of a page's time goes into its curve, and most mutants of a run leave the events as they are."""
    drawn: dict[tuple[str, str, bool], str] = {}

    def recall(events: Sequence[Event], title: str, log_scale: bool = False) -> str:
        key = repr(events), title, log_scale
        if key not in drawn:
            drawn[key] = curve_svg(events, title, log_scale)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "curve_svg", recall)
        yield


@pytest.fixture(scope="module")
def two_runs(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    make_run(folder / GOOD)
    make_run(folder / NAME)
    return folder


@pytest.fixture
def runs(two_runs: Path, tmp_path: Path) -> Path:
    """A folder with two stopped runs: a good one, and a newer one for a test to spoil."""
    return shutil.copytree(two_runs, tmp_path, dirs_exist_ok=True)


def no_fault(kind: Kind, mutant: Mutant) -> str:
    told = judged(kind, mutant)
    assert not told.startswith("FAULT"), told
    return told


@pytest.mark.parametrize("kind", KINDS)
def that_what_nothing_is_wrong_with_is_opened(kind: Kind) -> None:
    assert judged(kind, whole(kind)) == "opened"


@pytest.mark.parametrize("kind", KINDS)
def that_mutants_are_opened_or_refused_by_a_sentence(kind: Kind) -> None:
    rng = np.random.default_rng(KINDS.index(kind))
    for mutant in itertools.islice(mutants(kind, whole(kind), rng), EACH):
        no_fault(kind, mutant)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "idx"])
def that_nobody_waits_for_a_pipe(kind: Kind) -> None:
    no_fault(kind, Instead.FIFO)


@pytest.mark.parametrize("instead", [Instead.FOLDER, Instead.VAST])
@pytest.mark.parametrize("kind", ["run.json", "network", "my-digits.jsonl", "strokes.npz", "png", "window.ini"])
def that_a_folder_or_a_terabyte_instead_of_a_file_is_refused(kind: Kind, instead: Instead) -> None:
    no_fault(kind, instead)


def that_a_file_can_be_set_aside_after_a_folder(tmp_path: Path) -> None:
    """Qt would try to read the terabyte, and end the process."""
    from gui.app.remembered import Remembered

    (tmp_path / "window.damaged").mkdir()
    Instead.VAST.put(tmp_path / "window.ini")
    Remembered(tmp_path).keep()
    assert not (tmp_path / "window.ini").exists() and len(list(tmp_path.glob("*.damaged"))) == 2


@pytest.mark.parametrize("kind", JSON)
def that_json_may_be_nested_as_deep_as_it_likes(kind: Kind) -> None:
    no_fault(kind, DEEP)
    no_fault(kind, b'{"name": ' + DEEP + b', "label": 1, "strokes": [[[0, 0]]]}\n' + whole(kind))


@pytest.mark.parametrize("kind", JSON)
@pytest.mark.parametrize("value", ['"\\ud800"', "NaN", "1" * 5_000, '"\u00b2"', "1e999", "true"])
def that_strings_and_wild_numbers_are_taken_for_nothing_else(kind: Kind, value: str) -> None:
    for number in (b"1", b"0.9"):
        no_fault(kind, whole(kind).replace(b": " + number, b": " + value.encode()))


def that_a_row_that_cannot_be_read_says_so_and_the_others_are_listed(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.open

    def failing(path: Any, *rest: Any, **named: Any) -> int:
        if Path(path).parent.name == NAME:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return original(path, *rest, **named)

    monkeypatch.setattr(os, "open", failing)
    spoilt, good = (RunCheck()(row) for row in list_runs(runs))
    assert spoilt.state == "damaged" and "input/output error" in spoilt.problem and NAME in spoilt.problem
    assert good.state == "stopped" and not good.problem


def that_a_folder_that_the_disk_does_not_tell_of_is_a_row(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.stat

    def failing(path: Any, *rest: Any, **named: Any) -> os.stat_result:
        if isinstance(path, str | Path) and NAME in str(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return original(path, *rest, **named)

    monkeypatch.setattr(os, "stat", failing)
    rows = list_runs(runs)
    assert {row.folder.name for row in rows} == {GOOD, NAME} and find_run("good", runs).state == "stopped"


def that_runs_whose_names_cannot_be_listed_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(InklingError, match=r"runs cannot be read \("):
        list_runs(tmp_path / "runs")
    run, (problem,) = latest_run(tmp_path / "runs")
    assert run is None and "cannot be read" in problem
    empty_deleted(tmp_path / "runs")


@pytest.mark.parametrize("name", ["\u00b2 a", "1.2.3 a", "...", "nan a", "\u0661\u0662 a", "12", "1e5 a"])
def that_the_name_of_a_deleted_run_need_not_be_a_time(name: str, runs: Path) -> None:
    place = runs / DELETED / name
    place.mkdir(parents=True)
    empty_deleted(runs)
    assert deleted_runs(runs) == [place]


def that_a_deleted_run_without_a_name_is_not_brought_back(runs: Path) -> None:
    (runs / DELETED / "17").mkdir(parents=True)
    with pytest.raises(InklingError, match="does not have the name of a deleted run"):
        restore_run(runs / DELETED / "17")


def that_notes_that_cannot_be_read_stay_beside_the_new_ones(runs: Path) -> None:
    path = runs / NAME / NOTES
    path.write_text('{"name": ["no", "name"], "note": "long"}')
    row = find_run(NAME, runs)
    assert "notes.json is damaged" in row.problem and row.state == "stopped"
    annotate(runs / NAME, name="new \ud800")
    assert find_run(NAME, runs).name == "new \ufffd" and not find_run(NAME, runs).problem
    assert "long" in path.with_name("notes.json.damaged").read_text()


def resealed(path: Path, change: dict[str, Any], kind: Any = NETWORK) -> None:
    write_checksummed(kind, read_checksummed(kind, path) | change, path)


@pytest.mark.parametrize(
    "change",
    [
        {"widths": [10**9]},
        {"widths": ["128"]},
        {"widths": [64, 64, 64]},
        {"widths": "abc"},
        {"result": {"reason": "completed", "steps": -1, "seconds": 0.0, "validation_accuracy": 1, "test_accuracy": 1}},
        {
            "result": {
                "reason": "completed",
                "steps": 1,
                "seconds": "long",
                "validation_accuracy": 1,
                "test_accuracy": 1,
            }
        },
        {"weights": []},
        {"weights": {"hidden.weight": "none"}},
        {"weights": {"hidden.weight": torch.zeros(1).expand(1 << 40)}},
        {"form": "int4"},
        {"form": "int8", "weights": {ONNX: torch.zeros(1, dtype=torch.uint8).expand(1 << 40)}},
        {"form": "int8", "weights": {ONNX: torch.zeros(5, dtype=torch.uint8)}},
        {"form": "int8", "weights": {}},
    ],
    ids=str,
)
def that_a_network_sealed_anew_is_refused_before_it_takes_memory(change: dict[str, Any], runs: Path) -> None:
    path = runs / NAME / MODEL_FILE
    resealed(path, change)
    with pytest.raises(InklingError, match=r"\.$"):
        open_run(path).classifier()


@pytest.mark.parametrize("spoilt", [float("nan"), 1e38])
def that_weights_that_answer_with_no_numbers_are_refused(spoilt: float, runs: Path) -> None:
    path = runs / NAME / MODEL_FILE
    weights = open_run(path).weights
    resealed(path, {"weights": {name: torch.full_like(values, spoilt) for name, values in weights.items()}})
    with pytest.raises(InklingError, match=r"\.$"):
        open_run(path).network()


@pytest.mark.parametrize(
    "change",
    [
        {"step": -1},
        {"step": "7"},
        {"max_lr": float("nan")},
        {"max_lr": torch.tensor(1.0)},
        {"weights": {}},
        {"weights": {"hidden.weight": torch.zeros(3)}},
        {"optimizer": [torch.zeros(3)]},
        {"optimizer": "none"},
        {"optimizer": [torch.zeros(1).expand(1 << 40)]},
    ],
    ids=str,
)
def that_a_checkpoint_sealed_anew_is_refused_and_changes_nothing(change: dict[str, Any], runs: Path) -> None:
    path = checkpoint_path(runs / NAME, 0)
    resealed(path, {"learner": read_checksummed(CHECKPOINT, path)["learner"] | change}, CHECKPOINT)
    learner = Learner(SETTINGS, 20)
    before = learner.state()
    with pytest.raises(InklingError, match=r"\.$"):
        learner.restore(open_checkpoint(path).learner)
    after = learner.state()
    assert after.step == 0 and all(map(torch.equal, before.optimizer, after.optimizer))
    assert all(torch.equal(values, after.weights[name]) for name, values in before.weights.items())


def that_a_checkpoint_of_doubles_is_none_of_this_network(runs: Path) -> None:
    path = checkpoint_path(runs / NAME, 0)
    record = read_checksummed(CHECKPOINT, path)["learner"]
    doubles = {name: values.double() for name, values in record["weights"].items()}
    resealed(path, {"learner": record | {"weights": doubles}}, CHECKPOINT)
    with pytest.raises(InklingError, match="holds something that is no checkpoint"):
        open_checkpoint(path)


@pytest.mark.parametrize("seed", range(14))
def that_a_graph_that_reads_files_or_counts_for_ever_is_refused(seed: int, runs: Path) -> None:
    from engine.compression.int8 import bare_onnx

    whole_graph = bare_onnx(Learner(SETTINGS, 1).network)
    assert OnnxNetwork(whole_graph).classes == 10
    with pytest.raises(InklingError, match="is not a network for images"):
        OnnxNetwork(changed_graph(whole_graph, np.random.default_rng(seed)))


@pytest.mark.parametrize("sizes", [(2, 3), (2**31 - 1,), (0,), (2, 2, 2), (-1,), (5,)])
def that_the_sizes_in_an_idx_file_are_those_of_its_values(sizes: tuple[int, ...]) -> None:
    head = b"\0\0\x08" + bytes([len(sizes)]) + b"".join(struct.pack(">i", size) for size in sizes)
    with pytest.raises(ValueError, match="shape"):
        read_idx(head + bytes(4))
    for content in (b"", b"\0\0", head[:5], b"\0\0\x09\x01" + bytes(4), b"\0\0\x08\xff"):
        with pytest.raises(ValueError, match="shape"):
            read_idx(content)


def that_the_history_and_the_record_are_read_as_numbers_only(runs: Path) -> None:
    from engine.export.run_export import _rate_changes
    from engine.export.script.whole_script import script
    from engine.runs.history import as_table, read_history

    folder = runs / NAME
    line = json.dumps({"event": "LearningRateChanged", "step": "1\nopen('executed', 'w')", "learning_rate": 0.1})
    cell = json.dumps(
        {
            "event": "BatchDone",
            "step": "=cmd|'/C calc'!A1",
            "epoch": 1,
            "loss": 1.0,
            "learning_rate": 1.0,
            "images_per_second": 1,
            "waiting_share": 0,
        }
    )
    before = read_history(folder)
    with (folder / HISTORY).open("a") as file:
        file.write(f"{line}\n{cell}\n")
    assert read_history(folder) == before and "cmd" not in as_table(read_history(folder))
    assert "executed" not in script(open_run(folder / MODEL_FILE), _rate_changes(folder))
    assert (folder / RECORD).is_file()


def that_half_a_line_of_a_packed_data_set_that_never_ends_is_not_unpacked(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.data.sources import fetching, raw_files

    monkeypatch.setattr(raw_files, "LARGEST", 1 << 20)
    bomb = tmp_path / "train-images-idx3-ubyte.gz"
    bomb.write_bytes(gzip.compress(bytes(1 << 22)))
    with pytest.raises(InklingError, match=r"holds more than it should.*\.$"):
        fetching._copy(bomb, "train-images-idx3-ubyte", tmp_path / "raw")
    assert not list((tmp_path / "raw").glob("*"))


@pytest.mark.parametrize(
    "points",
    [
        np.full((9, 2), np.nan, np.float32),
        np.full((9, 2), np.inf, np.float32),
        np.ones((9, 2), np.complex64),
        np.float32(1),
        np.ones((9, 3), np.float32),
        np.zeros((10_000_000, 2), np.float16),
    ],
    ids=["not a number", "infinite", "complex", "0-dimensional", "in space", "ten million"],
)
def that_pen_strokes_that_are_none_are_refused(points: Any, tmp_path: Path) -> None:
    path = tmp_path / "strokes.npz"
    count = len(points) if points.ndim else 9
    arrays: dict[str, Any] = {
        "stroke_end": np.array([count]),
        "digit_end": np.array([1]),
        "labels": np.array([3], np.uint8),
    }
    np.savez_compressed(path, points=points, source=np.array(["a"]), **arrays)
    with pytest.raises(InklingError, match="cannot be read as drawings"):
        read_strokes(path)
