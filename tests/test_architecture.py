"""The arrows of docs/architecture.md, proved by walking the syntax trees."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from engine.knobs import KNOBS

ROOT = Path(__file__).parent.parent
ENGINE = sorted((ROOT / "engine").rglob("*.py"))
GUI = sorted((ROOT / "gui").rglob("*.py"))
WIRING = {"main_window", "window_parts", "application", "tour", "tour_experiments"} | {
    file.stem for file in (ROOT / "gui" / "wiring").glob("*.py")
}
"""The files that may know all widgets."""
PARTS = {
    "knob_fields": {"settings_form", "smaller_settings"},
    "number_box": {"knob_fields"},
    "image_strip": {"settings_form"},
    "speed_bars": {"measure_panel"},
    "elided_label": {"status_strip"},
    "rate_plot": {"rate_panel"},
    "message_bar": {"note_label"},
    "runs_table": {"runs_panel"},
    "compare_chart": {"runs_panel"},
    "run_buttons": {"runs_panel"},
    "run_legend": {"compare_chart"},
    "ruled_chart": {"loss_chart", "compare_chart", "rate_plot", "smaller_plot"},
    "button": {
        "compress_panel",
        "cpu_panel",
        "data_offer",
        "smaller_results",
        "data_panel",
        "measure_panel",
        "mistakes_panel",
        "my_digits_panel",
        "rate_panel",
    },
    "probability_bars": {"prediction_view"},
    "confusion_grid": {"mistakes_panel"},
    "pixel_row": {"data_panel"},
    "digit_grid": {"mistakes_panel", "data_panel"},
    "fact_list": {"cpu_panel"},
    "share_view": {"cpu_panel"},
    "peak_bar": {"share_view"},
    "proof_view": {"cpu_panel"},
    "kernel_bars": {"proof_view"},
    "upright_scroll": {"mistakes_panel", "data_panel", "cpu_panel", "compress_panel"},
    "smaller_settings": {"compress_panel"},
    "smaller_results": {"compress_panel"},
    "smaller_table": {"smaller_results"},
    "smaller_plot": {"smaller_results"},
    "wrapped_label": {"compress_panel", "knob_fields", "smaller_results", "rate_panel"},
}
"""Widgets of which another one consists, and the only files that may use each."""


def trees(files: list[Path]) -> Iterator[tuple[Path, ast.Module]]:
    for file in files:
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> set[str]:
    """Every module imported anywhere in the tree, inside functions and for type checking too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("file", ENGINE, ids=module)
def that_the_engine_never_knows_qt(file: Path) -> None:
    roots = {name.split(".")[0] for name in imports(ast.parse(file.read_text(encoding="utf-8")))}
    assert not roots & {"gui", "PySide6", "pyqtgraph", "shiboken6", "main"}


def that_settings_and_events_import_nothing_of_ours_but_errors() -> None:
    for name in ("settings", "events"):
        tree = ast.parse((ROOT / "engine" / f"{name}.py").read_text(encoding="utf-8"))
        ours = {found for found in imports(tree) if found.split(".")[0] == "engine"}
        assert ours <= {"engine.errors", "engine.errors.InklingError"}


def that_no_two_files_import_each_other() -> None:
    known = {module(file) for file in ENGINE + GUI}
    graph = {module(file): imports(tree) & known - {module(file)} for file, tree in trees(ENGINE + GUI)}
    # Only for type checking: the caller's handle to a run names what it hands over.
    graph["engine.run_control"] -= {"engine.classifier", "engine.runs"}
    assert list(TopologicalSorter(graph).static_order())


def that_no_widget_knows_another_one() -> None:
    widgets = {file.stem for file, tree in trees(GUI) if defines_widget(tree)} - WIRING
    assert "draw_canvas" in widgets and "loss_chart" in widgets
    for file, tree in trees(GUI):
        if file.stem in WIRING:
            continue
        used = {name.split(".")[1] for name in imports(tree) if name.startswith("gui.")} & widgets - {file.stem}
        assert used <= {part for part, owners in PARTS.items() if file.stem in owners}, file


def defines_widget(tree: ast.Module) -> bool:
    bases = [ast.unparse(base) for node in tree.body if isinstance(node, ast.ClassDef) for base in node.bases]
    kinds = ("Widget", "Button", "Frame", "Bar", "Box", "Window", "Label")
    return any(
        (base.startswith("Q") and base.endswith(kinds)) or base in ("RuledChart", "MessageBar") for base in bases
    )


def that_only_two_files_know_threads() -> None:
    for file, tree in trees(GUI):
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | imports(tree)
        if file.stem not in ("training_thread", "background"):
            assert not {name for name in names if "QThread" in name or name.startswith("threading")}, file


def that_the_window_shows_before_torch_has_loaded() -> None:
    heavy = "{'torch', 'torchvision', 'PIL'} & set(sys.modules)"
    code = f"import sys, gui.application, gui.tour; print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def that_a_worker_that_imports_main_gets_neither_qt_nor_the_window() -> None:
    code = "import sys, main; print(sorted({'PySide6', 'gui', 'torch', 'engine'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def that_no_label_or_help_of_a_setting_is_typed_twice() -> None:
    declared = {text for knob in KNOBS.values() for text in (knob.title, knob.help, *knob.labels.values())}
    words = set().union(*(knob.labels for knob in KNOBS.values()))
    elsewhere = [file for file in ENGINE + GUI if file.stem != "settings"]
    for file, tree in trees(elsewhere):
        typed = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not typed & (declared - words), file
