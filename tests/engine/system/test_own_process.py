"""How the program starts modules of its own: from a clone, installed, and in a bundle without Python."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.system import own_process
from tests.support.project import ROOT


def that_a_module_runs_in_whatever_folder_its_process_starts(tmp_path: Path) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "__init__.py").write_text("raise ImportError('this is somebody else')")
    command = own_process.command("engine", "runs", "--help")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: python -m engine runs")


def that_a_module_gets_its_words_and_gives_its_exit_status() -> None:
    command = own_process.command("engine", "train", "--epochs", "many")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "many" in done.stderr


def that_a_bundle_starts_itself_as_it_has_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_process, "FROZEN", True)
    assert own_process.command("engine", "bench") == [sys.executable, "--module", "engine", "bench"]


def that_sentences_name_the_command_that_a_person_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_process.in_terminal("runs") == "`python -m engine runs`"
    monkeypatch.setattr(own_process, "TERMINAL", "inkling-engine")
    assert own_process.in_terminal("runs") == "`inkling-engine runs`"


def that_the_program_folder_is_where_main_lies() -> None:
    assert own_process.PROGRAM_FOLDER == ROOT and (ROOT / "main.py").is_file()
