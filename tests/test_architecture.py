"""What the contracts in pyproject.toml cannot say of the arrows in docs/architecture.md."""

import ast
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.data import datasets
from engine.data.datasets import Splits
from engine.settings.fields import FIELDS
from engine.system.home import HOME_VARIABLE
from tests.support.project import ROOT
from tests.support.small_data import parts

ENGINE = sorted((ROOT / "engine").rglob("*.py"))
GUI = sorted((ROOT / "gui").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OF_NAMED_TUPLES = ("_replace", "_asdict")
"""Public, in spite of their names: they cannot collide with a field's."""
MOST_PRIVATE_USES = 19
"""Where a test must look behind the window: is a thread still running, has a timer stopped. Lower it when it can be."""


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


def private_uses(tree: ast.AST) -> int:
    """How often an attribute with a leading underscore is taken from something else than `self`."""
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and re.match("_[^_]", node.attr)]
    return sum(ast.unparse(node.value) != "self" and node.attr not in OF_NAMED_TUPLES for node in taken)


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def that_one_room_knows_threads() -> None:
    for file, tree in trees(GUI):
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | imports(tree)
        if file.parent.name != "background":
            assert not {name for name in names if "QThread" in name or name.startswith("threading")}, file


def that_the_picture_of_the_rooms_is_drawn_from_the_contracts() -> None:
    program = runpy.run_path(str(ROOT / "docs" / "draw_architecture.py"))
    assert program["PICTURE"].read_text(encoding="utf-8") == program["picture"](), "run docs/draw_architecture.py"
    rooms = {room for package in ("engine", "gui") for layer in program["layers"](package) for room in layer}
    folders = {
        f"{base}.{place.stem}"
        for base in ("engine", "gui")
        for place in (ROOT / base).iterdir()
        if not place.stem.startswith("__")
    }
    assert rooms == folders


def that_every_room_says_in_two_sentences_what_lives_there() -> None:
    for file in [*(ROOT / "engine").rglob("__init__.py"), *(ROOT / "gui").rglob("__init__.py")]:
        text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        assert text.count(".") >= 2 and len(text) < 400, file


def that_a_percentage_is_formatted_in_one_place() -> None:
    by_hand = re.compile(r"\{[^{}]*:\.\d%\}")
    for file in ENGINE + GUI:
        found = [line for line in file.read_text(encoding="utf-8").splitlines() if by_hand.search(line)]
        # The exported script runs without this program.
        assert not [line for line in found if "argmax" not in line] or file.name == "formats.py", file


def that_importing_the_engine_imports_no_torch() -> None:
    code = "import sys, engine; dir(engine); engine.TrainSettings; engine.Finished; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def that_the_ten_lines_in_the_readme_train_a_network_and_read_a_drawing(
    tmp_path: Path, every_digit: Splits, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    program = text.split("## As a library")[1].split("```python\n")[1].split("```")[0]
    assert len([line for line in program.splitlines() if line]) <= 10
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    # They call for all of MNIST, of which a few digits train in a second.
    few = parts(every_digit, 1_500, 200)
    monkeypatch.setattr(datasets, "_read_mnist", lambda _root: few)
    exec(compile(program, "README.md", "exec"), {"__name__": "__main__"})
    accuracy, answer = capsys.readouterr().out.splitlines()
    assert accuracy.startswith("test accuracy ") and answer.split()[0] in "0123456789"


def that_the_window_shows_before_torch_has_loaded() -> None:
    heavy = "{'torch', 'torchvision', 'PIL'} & set(sys.modules)"
    code = f"import sys, gui.app.process.startup, gui.tour.tour; print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def that_a_worker_that_imports_main_gets_neither_qt_nor_the_window() -> None:
    code = "import sys, main; print(sorted({'PySide6', 'gui', 'torch', 'engine'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def that_no_label_or_help_of_a_setting_is_typed_twice() -> None:
    declared = {text for setting in FIELDS.values() for text in (setting.title, setting.help, *setting.labels.values())}
    words = set().union(*(setting.labels for setting in FIELDS.values()))
    elsewhere = [file for file in ENGINE + GUI if file.name not in ("train_settings.py", "named.py")]
    for file, tree in trees(elsewhere):
        typed = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not typed & (declared - words), file


def that_no_test_module_imports_another() -> None:
    """What several of them need stands in tests/support, or is a fixture in a conftest.py."""
    for file, tree in trees(TESTS):
        of_tests = {name for name in imports(tree) if name.partition(".")[0] == "tests" and name != "tests"}
        assert not {name for name in of_tests if not name.startswith("tests.support")}, file


def that_tests_of_the_window_use_what_a_person_sees_instead_of_private_attributes() -> None:
    """tests/support/eyes.py and plots.py find texts, buttons, fields and curves by the names that a person reads."""
    uses = {module(file): private_uses(tree) for file, tree in trees(TESTS) if "gui" in file.parts}
    assert sum(uses.values()) <= MOST_PRIVATE_USES, {name: number for name, number in uses.items() if number}
