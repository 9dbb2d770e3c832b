"""python -m engine runs export and measure: the files that they write and read."""

import struct
from pathlib import Path

import onnx
from PIL import Image as Pillow
from safetensors import safe_open

from engine.cli import runs as terminal_runs
from engine.export.run_export import FORMATS
from engine.runs.folder import HISTORY, MODEL_FILE
from engine.runs.history import COLUMNS, read_history
from engine.runs.listing import find_run
from engine.runs.saved_network import open_run
from tests.support.drawings import DRAWN, drawn
from tests.support.runs.two_runs import LEARNT
from tests.support.terminal import Terminal, path_of

# Exporting.


def that_the_help_names_exactly_what_can_be_exported() -> None:
    names = terminal_runs._suffixes().replace(" or ", ", ").split(", ")
    assert names == list(FORMATS)


def that_a_run_is_exported_to_every_format_at_once(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    found = {suffix: tmp_path / "out" / f"network{suffix}" for suffix in FORMATS}
    lines = terminal.does("export", "2026-01-01", *found.values())
    assert [line.partition(": ")[0] for line in lines] == [f"Written to {path}" for path in found.values()]
    (told,) = [line.partition(": ")[2] for line in lines if ": " in line]
    assert " kB, weights as " in told and told.endswith(" answers to validation images.")
    folder = path_of("2026-01-01")
    run = open_run(folder / MODEL_FILE)
    assert open_run(found[".inkling"]).result == run.result
    with safe_open(found[".safetensors"], "pt") as tensors:
        assert set(tensors.keys()) == set(run.weights)
    onnx.checker.check_model(onnx.load(found[".onnx"]))
    compile(found[".py"].read_text(), "network.py", "exec")
    page = found[".html"].read_text()
    assert "What test images were read as" in page and page.count("that was read as") == 24
    assert f"<h1>{run.kind}</h1>" in found[".play.html"].read_text()
    curve = found[".svg"].read_text()
    assert curve.startswith("<svg") and find_run("2026-01-01").name in curve
    with Pillow.open(found[".png"]) as picture:
        assert picture.width > 500
    heading, *rows = found[".csv"].read_text().splitlines()
    assert heading == COLUMNS and len(rows) == len(read_history(folder)) - 2


def that_a_suffix_is_read_whatever_its_case_and_an_unknown_one_is_refused_before_anything_is_written(
    data: Path, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.does("export", "latest", tmp_path / "CURVE.CSV")
    sentence = terminal.refuses("runs", "export", "latest", tmp_path / "a.csv", tmp_path / "network.pth")
    assert sentence.startswith("network.pth says nothing that can be exported") and ".safetensors, .onnx" in sentence
    assert "folder says nothing that can be exported" in terminal.refuses("runs", "export", "latest", "folder")
    assert not (tmp_path / "a.csv").exists()


def that_a_run_whose_network_is_damaged_still_has_a_page_and_curves(
    data: Path, terminal: Terminal, tmp_path: Path
) -> None:
    path = path_of("2026-01-01") / MODEL_FILE
    path.write_bytes(path.read_bytes()[:-50])
    assert terminal.refuses("runs", "export", "2026-01-01", tmp_path / "a.onnx").startswith(f"{path} is damaged")
    terminal.does("export", "2026-01-01", tmp_path / "page.html", tmp_path / "curve.svg")
    page = (tmp_path / "page.html").read_text()
    assert "its checksum is wrong" in page and "Epoch by epoch" in page and "Machine and versions" in page
    facts = dict(line.split(":", 1) for line in terminal.does("show", "2026-01-01") if ":" in line)
    assert facts["state"].strip() == "damaged" and str(path) in facts["problem"]


def that_a_run_without_its_history_still_has_a_page_and_says_why_it_has_no_curve(
    data: Path, terminal: Terminal, tmp_path: Path
) -> None:
    path = path_of("latest") / HISTORY
    path.unlink()
    for suffix in (".svg", ".png", ".csv"):
        assert str(path) in terminal.refuses("runs", "export", "latest", tmp_path / f"curve{suffix}")
    (path_of("latest") / MODEL_FILE).unlink()
    terminal.does("export", "latest", tmp_path / "page.html")
    assert "Machine and versions" in (tmp_path / "page.html").read_text()


def that_a_place_that_cannot_be_written_to_is_a_sentence(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = terminal.refuses("runs", "export", "latest", tmp_path / "file" / "curve.csv")
    assert f"{tmp_path / 'file' / 'curve.csv'} cannot be written to" in sentence


# Measuring with drawn digits.


def that_measuring_reads_drawn_digits_and_keeps_the_figure(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    file = drawn(tmp_path / "drawn.jsonl", DRAWN)
    (line,) = terminal.does("measure", "2026-01-01", file)
    right, of, digits = line.removeprefix("2026-01-01 10.00.00 first reads ").split()[:3]
    share = int(right) / len(DRAWN)
    assert (of, digits) == ("of", str(len(DRAWN))) and line.endswith(f"correctly ({share:.2%}).") and share > 0.5
    assert find_run("2026-01-01").pen_accuracy == share
    classifier = open_run(path_of("2026-01-01") / MODEL_FILE).classifier()
    readings = [(classifier.read(record["strokes"]), record["digit"]) for record in DRAWN]
    assert int(right) == sum(reading is not None and reading.digit == digit for reading, digit in readings)
    assert f"{share:.2%}" in terminal.does()[2]


def that_digits_that_the_run_has_learnt_do_not_count(data: Path, terminal: Terminal) -> None:
    file = data / LEARNT
    assert "this run has learnt from all drawings in it" in terminal.refuses("runs", "measure", "2026-01-01", file)
    assert find_run("2026-01-01").pen_accuracy is None
    assert " of 2 digits correctly" in terminal.does("measure", "latest", file)[0]
    drawn(file, DRAWN[2:5])
    assert " of 3 digits correctly" in terminal.does("measure", "2026-01-01", file)[0]


def that_what_cannot_be_measured_is_a_sentence(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n[1, 2]\nnot a drawing\n")
    (tmp_path / "picture.jsonl").write_bytes(struct.pack(">I", 0x89504E47) * 10)
    assert "there are no drawings in it" in terminal.refuses("runs", "measure", "latest", tmp_path / "empty.jsonl")
    for name in ("picture.jsonl", "missing.jsonl", "."):
        sentence = terminal.refuses("runs", "measure", "latest", tmp_path / name)
        assert sentence.endswith("cannot be read as drawings: choose a file that Inkling exported.")
    (path_of("latest") / MODEL_FILE).unlink()
    one = drawn(tmp_path / "drawn.jsonl", DRAWN[:1])
    assert "second has no network yet" in terminal.refuses("runs", "measure", "latest", one)
