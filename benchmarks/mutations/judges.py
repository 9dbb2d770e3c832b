"""How the program opens each kind of file, and what must be true afterwards."""

import ast
import contextlib
import io
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import torch

from benchmarks.mutations.mutants import Kind, Mutant
from benchmarks.mutations.whole_files import GOOD, NAME, SETTINGS, STEPS
from engine import InklingError, open_run, render
from engine.__main__ import main
from engine.data import CHECKSUMS, image_set_of, known
from engine.export import export
from engine.ink import MyDigits, read_drawings, read_image_file, read_strokes
from engine.runs import (
    HISTORY,
    MODEL_FILE,
    MY_DIGITS,
    NOTES,
    RECORD,
    TEACHER_FILE,
    TIMELINE,
    RunCheck,
    RunRow,
    annotate,
    checkpoint_path,
    latest_checkpoint,
    list_runs,
    open_timeline,
    row_of,
)
from engine.sharing import open_packed
from engine.training import MEMORY, Learner, ThreadMemory, find_teacher

IN_THE_RUN = {
    "run.json": RECORD,
    "notes.json": NOTES,
    "metrics.jsonl": HISTORY,
    "my-digits.jsonl": MY_DIGITS,
    "network": MODEL_FILE,
    "int8 network": MODEL_FILE,
    "teacher": TEACHER_FILE,
    "checkpoint": checkpoint_path(Path(), 0).name,
    "timeline": TIMELINE,
}
ELSEWHERE = {
    "threads.json": MEMORY,
    "checksums.json": CHECKSUMS,
    "idx": "images-idx3-ubyte",
    "png": "a.png",
    "jpeg": "a.jpg",
    "packed run": "a.inkling-run",
}
KNOWN_NAMES = {
    *("folder", "Path", "sys", "len", "load", "np", "torch", "nn", "images", "labels", "pixels", "part", "learning"),
    *("network", "optimizer", "steps", "schedule", "epoch", "range", "total", "chosen", "loss", "print", "vary", "int"),
    *("least", "most", "turn", "slant", "wide", "high", "right", "down", "rows", "grid", "names", "n"),
}
"""The names that an exported script may use; with any other name it has executed a text."""


class BrokenPromiseError(Exception):
    """The program went on although a rule is broken."""


def place_of(kind: Kind, home: Path) -> Path:
    """The path of a file of this kind in the data folder."""
    if kind in IN_THE_RUN:
        return home / "runs" / NAME / IN_THE_RUN[kind]
    return home / ELSEWHERE.get(kind, kind)


def _demand(right: bool, otherwise: str) -> None:
    if not right:
        raise BrokenPromiseError(otherwise)


def _rows(home: Path) -> RunRow:
    """The row of the run with the hostile file, after all runs were listed and checked."""
    check = RunCheck()
    rows = {row.folder.name: check(row) for row in list_runs(home / "runs")}
    _demand(rows.keys() == {GOOD, NAME}, f"listed are {list(rows)}")
    _demand(rows[GOOD].state == "stopped" and not rows[GOOD].problem, "the other run is not as it was")
    return rows[NAME]


def _of_a_run(home: Path, path: Path, _mutant: Mutant) -> str:
    """List the run, export it to the formats with names and curves, and rename it."""
    folder = path.parent
    row = _rows(home)
    problems = [row.problem] if row.state == "damaged" else []
    for suffix in (".csv", ".py", ".html"):
        try:
            export(folder, home / f"exported{suffix}", lambda: True)
        except InklingError as error:
            problems.append(str(error))
        else:
            _look_at(home / f"exported{suffix}")
    problems += _in_the_terminal(["runs"], ["runs", "--json"], ["runs", "show", row.folder.name])
    if path.name == NOTES:
        try:
            annotate(folder, name="new name")
        except InklingError as error:
            problems.append(str(error))
        else:
            _demand(_rows(home).given_name == "new name", "the run cannot be named any more")
    return f"refused: {problems[0]}" if problems else "opened"


def _in_the_terminal(*commands: list[str]) -> list[str]:
    """The sentences with which these commands refuse."""
    with io.TextIOWrapper(io.BytesIO(), encoding="utf-8") as told, io.StringIO() as problems:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(problems):
            codes = [main(command) for command in commands]
        _demand(all(code == 2 for code in codes) if problems.getvalue() else not any(codes), f"exit status {codes}")
        return problems.getvalue().splitlines()


def _look_at(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
            _demand(names <= KNOWN_NAMES, f"the script has code of a text: {names - KNOWN_NAMES}")
        case ".html":
            import xml.etree.ElementTree as Xml

            _demand("<script" not in text.lower(), "the page has a script")
            # The same text as an exported .svg: drawing it takes half a second, so it is drawn once.
            picture = text[text.index("<svg") : text.index("</svg>") + len("</svg>")]
            _demand(Xml.fromstring(picture).tag.endswith("svg"), "the curve is no SVG")
        case ".csv":
            cells = [cell for line in text.splitlines()[1:] for cell in line.split(",") if cell]
            _demand(
                all(cell == "nan" or math.isfinite(float(cell)) for cell in cells), "the table has more than numbers"
            )


def _network(home: Path, path: Path, _mutant: Mutant) -> str:
    row = _rows(home)
    run = open_run(path)
    classifier = run.classifier()
    _demand(bool(run.summary), "no summary")
    answer = classifier.network(torch.zeros(5, 1, 28, 28))
    _demand(answer.shape == (5, 10) and bool(answer.isfinite().all()), "the network does not answer")
    for suffix in (".safetensors", ".onnx", ".py"):
        with contextlib.suppress(InklingError):
            export(path.parent, home / f"exported{suffix}")
    return "opened" if row.state != "damaged" else f"refused: {row.problem}"


def _teacher(home: Path, path: Path, _mutant: Mutant) -> str:
    _rows(home)
    found = find_teacher(SETTINGS, path.parent.parent, path)
    _demand(found is not None, "no teacher")
    if found:
        found.classifier().network(torch.zeros(2, 1, 28, 28))
    return "opened"


def _checkpoint(home: Path, path: Path, _mutant: Mutant) -> str:
    _rows(home)
    moment, problems = latest_checkpoint(path.parent)
    if moment is None:
        return f"refused: {problems[0]}" if problems else "opened"
    learner = Learner(SETTINGS, STEPS)
    before = learner.state()
    try:
        learner.restore(moment.learner)
    except InklingError:
        after = learner.state()
        _demand(all(map(torch.equal, before.optimizer, after.optimizer)), "half of it was restored")
        raise
    _demand(0 <= learner.step < 2**53 and math.isfinite(learner.max_lr), "the place in the run is none")
    batch = torch.zeros(2, 1, 28, 28), torch.tensor([1, 2])
    learner.step = min(learner.step, STEPS - 1)
    learner.learn(batch)
    return "opened"


def _timeline(home: Path, path: Path, _mutant: Mutant) -> str:
    """Whatever is in it, the run itself is as it was."""
    _demand(not _rows(home).problem, "the run is damaged")
    timeline = open_timeline(path.parent)
    for place in range(len(timeline.snapshots)):
        with contextlib.suppress(InklingError):
            answer = timeline.classifier(place).network(torch.zeros(2, 1, 28, 28))
            _demand(bool(answer.isfinite().all()), "the network does not answer")
    return "opened"


def _drawings(_home: Path, path: Path, mutant: Mutant) -> str:
    """Read the digits, add one, read again and import them elsewhere: every whole line must still be there."""
    mine = MyDigits(path)
    before = list(mine.all)
    for one in before:
        _demand(render([*one.strokes]) is not None, "a drawing without ink")
    new = mine.add(7, [[(0, 0), (1, 1)]])
    _demand(MyDigits(path).all == [*before, new], "a drawing was lost")
    _demand(
        [one.name for one in read_drawings(path)] == [*(one.name for one in before), new.name], "not all are taken in"
    )
    mine.relabel([new.name], 1)
    _demand(MyDigits(path).all[:-1] == before, "a drawing was lost by changing another")
    if isinstance(mutant, bytes) and mine.problem:
        return f"refused: {mine.problem}"
    return "opened"


def _packed_run(home: Path, path: Path, _mutant: Mutant) -> str:
    """Opened beside the others, it is a whole run; refused, it leaves nothing."""
    runs = home / "opened"
    runs.mkdir(exist_ok=True)
    try:
        row = RunCheck()(row_of(_opened(path, runs)))
        _demand(row.state != "damaged", f"a damaged run was opened: {row.problem}")
        _demand([one.folder for one in list_runs(runs)] == [row.folder], "it is not among the runs")
        if row.has_network:
            open_run(row.folder / MODEL_FILE).classifier().network(torch.zeros(2, 1, 28, 28))
        export(row.folder, home / "exported.html", lambda: True)
        _look_at(home / "exported.html")
    finally:
        shutil.rmtree(runs)
    return "opened"


def _opened(path: Path, runs: Path) -> Path:
    try:
        return open_packed(path, runs)
    except InklingError:
        _demand(not list(runs.iterdir()), "a part of a refused run is left")
        raise


def _threads(_home: Path, _path: Path, _mutant: Mutant) -> str:
    memory = ThreadMemory(SETTINGS, 4)
    found = memory.read()
    _demand(type(found) is int and found >= 0, f"{found!r} threads")
    memory.write(1)
    return "opened"


def _checksums(_home: Path, path: Path, _mutant: Mutant) -> str:
    found = known(path.parent, "train-images-idx3-ubyte")
    _demand(found is None or isinstance(found, str), f"the checksum is {found!r}")
    return "opened"


def _images(_home: Path, _path: Path, mutant: Mutant) -> str:
    content = mutant if isinstance(mutant, bytes) else b""
    labels = b"\x00\x00\x08\x01" + (60).to_bytes(4, "big") + bytes(60)
    images = image_set_of(content, labels)
    _demand(images.images.shape == (60, 1, 28, 28), f"images of shape {tuple(images.images.shape)}")
    return "opened"


def _strokes(_home: Path, path: Path, _mutant: Mutant) -> str:
    for one in read_strokes(path)[:20]:
        _demand(render([*one.strokes]) is not None, "a drawing without ink")
    return "opened"


def _picture(_home: Path, path: Path, _mutant: Mutant) -> str:
    found = read_image_file(path)
    _demand(all(digit.image.shape == (28, 28) for digit in found), "no images")
    return "opened"


def _window(home: Path, _path: Path, _mutant: Mutant) -> str:
    from gui.app import Remembered

    restored: list[object] = []
    remembered = Remembered(home)
    for name, usual in (("page", 1), ("scheme", "light"), ("size", [1])):
        remembered.follow(name, lambda usual=usual: usual, restored.append)  # type: ignore[misc]
    remembered.keep()
    return "opened"


JUDGES: dict[Kind, Callable[[Path, Path, Mutant], str]] = {
    "run.json": _of_a_run,
    "notes.json": _of_a_run,
    "metrics.jsonl": _of_a_run,
    "my-digits.jsonl": _drawings,
    "threads.json": _threads,
    "checksums.json": _checksums,
    "window.ini": _window,
    "network": _network,
    "int8 network": _network,
    "teacher": _teacher,
    "checkpoint": _checkpoint,
    "timeline": _timeline,
    "idx": _images,
    "strokes.npz": _strokes,
    "png": _picture,
    "jpeg": _picture,
    "packed run": _packed_run,
}
