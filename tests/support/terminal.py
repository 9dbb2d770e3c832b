"""The terminal's commands, run in this process."""

from pathlib import Path

import pytest

from engine.__main__ import main
from engine.runs.listing import find_run


class Terminal:
    """Runs a command and collects what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def does(self, *words: str | Path) -> list[str]:
        """The lines of a command that succeeds and prints no error."""
        code = main(["runs", *map(str, words)])
        output = self._capsys.readouterr()
        assert (code, output.err) == (0, "")
        return output.out.splitlines()

    def refuses(self, *words: str | Path) -> str:
        """The one sentence of a command that does nothing."""
        code = main(list(map(str, words)))
        output = self._capsys.readouterr()
        (sentence,) = output.err.splitlines()
        assert (code, output.out) == (2, "") and sentence.endswith(".")
        return sentence


def path_of(name: str) -> Path:
    """The folder of the run with that name."""
    return find_run(name).folder
